#include <algorithm>
#include <map>
#include <tuple>

#include "ipsec-dataplane/control/control_plane.h"
#include "ipsec-dataplane/policy/access_list_flows.h"
#include "ipsec-dataplane/policy/client_policies.h"

namespace dataplane {

namespace {

/// An entry's flows by what they protect.
using FlowsBySelectors = std::map<std::pair<TrafficSelector, TrafficSelector>, const FlowRecord*>;

FlowsBySelectors listed_flows(ControlPlane& control, const PolicyEntry& entry) {
    FlowsBySelectors flows;
    for (const FlowId id : entry.flows) {
        const FlowRecord* flow = control.policy.flow(id);
        if (flow->flow.origin_is_acl) flows.emplace(std::pair{flow->flow.local, flow->flow.remote}, flow);
    }
    return flows;
}

std::vector<NarrowedFlow> narrowed_of(ControlPlane& control, const FlowRecord& flow) {
    std::vector<NarrowedFlow> narrowed;
    for (const FlowId id : flow.narrowed) {
        const FlowRecord* inner = control.policy.flow(id);
        narrowed.push_back({inner->flow.local, inner->flow.remote, inner->slot.get()});
    }
    return narrowed;
}

/// The rules of one entry, the first of which has been noted.
void close_entry(CryptoMapTable& table, std::size_t first) {
    const auto end = static_cast<std::uint32_t>(table.rules.size());
    for (std::size_t i = first; i < end; ++i) table.rules[i].next_entry = end;
}

template <typename List>
void add_lines(ControlPlane& control, CryptoMapTable& table, const PolicyEntry& entry, const List& list) {
    const FlowsBySelectors flows = listed_flows(control, entry);
    for (const auto& line : list.entries) {
        if (line.is_remark()) continue;
        for (const auto& part : single_ranges(line)) {
            CryptoMapRule rule{FilterRule(part, hit_counters(control, list.name, line.sequence))};
            const WantedFlow wanted = selectors_of(part);
            const auto at = flows.find({wanted.local, wanted.remote});
            if (line.permit && at == flows.end()) continue;
            if (line.permit) {
                rule.flow = at->second->slot.get();
                rule.narrowed = narrowed_of(control, *at->second);
            }
            table.looks_beyond_tuple = table.looks_beyond_tuple || rule.match.established;
            table.rules.push_back(std::move(rule));
        }
    }
}

unsigned length_of(const TrafficSelector& selector) {
    const auto prefix = selector.prefix();
    return prefix ? prefix->length : 0;
}

/// A flow and how much it says about the two ends.
struct Ranked {
    unsigned remote = 0, local = 0;
    const FlowRecord* flow = nullptr;

    /// The one that says more about the far end comes first, then the younger.
    bool operator<(const Ranked& other) const {
        return std::tuple(other.remote, other.local, other.flow->flow.id) < std::tuple(remote, local, flow->flow.id);
    }
};

/// Flows that no line of an access list stands for.
void add_exact(ControlPlane& control, CryptoMapTable& table, const EntryRecord& record) {
    const PolicyEntry& entry = record.entry;
    const ConnectedClient* client = client_of(control, record.binding);
    std::vector<Ranked> flows;
    for (const FlowId id : entry.flows) {
        const FlowRecord* flow = control.policy.flow(id);
        const bool has_line = flow->flow.origin_is_acl && entry.origin != PolicyOrigin::ezvpn_client;
        if (!has_line && flow->parent == 0)
            flows.push_back({length_of(flow->flow.remote), length_of(flow->flow.local), flow});
    }
    std::sort(flows.begin(), flows.end());
    for (const auto& [remote, local, flow] : flows) {
        CryptoMapRule rule{FilterRule(config::AccessListEntry{}, hit_counters(control, "", 0))};
        rule.exact = true;
        rule.local = flow->flow.local;
        rule.remote = flow->flow.remote;
        rule.flow = flow->slot.get();
        if (client != nullptr) rule.translation = client->translation.get();
        table.rules.push_back(std::move(rule));
    }
}

void add_entry(ControlPlane& control, CryptoMapTable& table, const EntryRecord& record) {
    const config::Configuration& configuration = *control.configuration;
    const std::size_t first = table.rules.size();
    add_exact(control, table, record);
    const std::string& name = record.details.access_list;
    if (const auto* list = record.entry.ipv6 ? configuration.ipv6_access_lists.find(name) : nullptr)
        add_lines(control, table, record.entry, *list);
    if (const auto* list = record.entry.ipv6 ? nullptr : configuration.access_lists.find(name))
        add_lines(control, table, record.entry, *list);
    close_entry(table, first);
}

bool belongs_to_interface(PolicyOrigin origin) {
    return origin == PolicyOrigin::crypto_map || origin == PolicyOrigin::dynamic_map ||
           origin == PolicyOrigin::ezvpn_client;
}

}  // namespace

void compile_crypto_maps(ControlPlane& control, ForwardingTables& tables) {
    for (const auto& [binding, id] : control.policy.by_binding) {
        const EntryRecord& record = *control.policy.entry(id);
        const RouterInterface* interface = std::as_const(control.interfaces).find(record.entry.interface);
        if (!belongs_to_interface(record.entry.origin) || interface == nullptr) continue;
        Port& port = tables.ports[interface->id.index()];
        std::uint32_t& index = record.entry.ipv6 ? port.crypto_map6 : port.crypto_map;
        if (index == no_index) {
            index = static_cast<std::uint32_t>(tables.crypto_maps.size());
            tables.crypto_maps.emplace_back();
        }
        add_entry(control, tables.crypto_maps[index], record);
    }
    mark_translations(control, tables);
}

}  // namespace dataplane
