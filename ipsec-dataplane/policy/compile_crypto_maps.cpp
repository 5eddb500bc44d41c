#include "ipsec-dataplane/control/control_plane.h"

namespace dataplane {

namespace {

FlowRecord* flow_of_line(ControlPlane& control, const PolicyEntry& entry, std::uint32_t sequence) {
    for (const FlowId id : entry.flows) {
        FlowRecord* flow = control.policy.flow(id);
        if (flow->flow.origin_is_acl && flow->flow.acl_sequence == sequence) return flow;
    }
    return nullptr;
}

std::vector<NarrowedFlow> narrowed_of(ControlPlane& control, const FlowRecord& flow) {
    std::vector<NarrowedFlow> narrowed;
    for (const FlowId id : flow.narrowed) {
        const FlowRecord* inner = control.policy.flow(id);
        narrowed.push_back({inner->flow.local, inner->flow.remote, inner->slot.get()});
    }
    return narrowed;
}

void add_lines(ControlPlane& control, CryptoMapTable& table, const PolicyEntry& entry, const config::AccessList& list) {
    const auto first = static_cast<std::uint32_t>(table.rules.size());
    for (const config::AccessListEntry& line : list.entries) {
        if (line.is_remark()) continue;
        CryptoMapRule rule{FilterRule(line, hit_counters(control, list.name, line.sequence)), nullptr, 0, {}};
        if (const FlowRecord* flow = line.permit ? flow_of_line(control, entry, line.sequence) : nullptr) {
            rule.flow = flow->slot.get();
            rule.narrowed = narrowed_of(control, *flow);
        }
        table.looks_beyond_tuple = table.looks_beyond_tuple || rule.match.established;
        if (!line.permit || rule.flow != nullptr) table.rules.push_back(std::move(rule));
    }
    const auto end = static_cast<std::uint32_t>(table.rules.size());
    for (std::uint32_t i = first; i < end; ++i) table.rules[i].next_entry = end;
}

const config::CryptoMapEntry* entry_of(const config::Configuration& configuration, const PolicyEntry& entry) {
    const config::CryptoMap* map = configuration.ipsec.maps.find(entry.map_tag);
    if (map == nullptr) return nullptr;
    for (const config::CryptoMapEntry& found : map->entries)
        if (found.sequence == entry.sequence) return &found;
    return nullptr;
}

}  // namespace

void compile_crypto_maps(ControlPlane& control, ForwardingTables& tables) {
    for (const auto& [binding, id] : control.policy.by_binding) {
        const PolicyEntry& entry = control.policy.entry(id)->entry;
        const RouterInterface* interface = std::as_const(control.interfaces).find(entry.interface);
        if (entry.origin != PolicyOrigin::crypto_map || interface == nullptr) continue;
        const config::CryptoMapEntry* settings = entry_of(*control.configuration, entry);
        const config::AccessList* list =
            settings == nullptr ? nullptr : control.configuration->access_lists.find(settings->match_address);
        if (list == nullptr) continue;
        Port& port = tables.ports[interface->id.index()];
        if (port.crypto_map == no_index) {
            port.crypto_map = static_cast<std::uint32_t>(tables.crypto_maps.size());
            tables.crypto_maps.emplace_back();
        }
        add_lines(control, tables.crypto_maps[port.crypto_map], entry, *list);
    }
}

}  // namespace dataplane
