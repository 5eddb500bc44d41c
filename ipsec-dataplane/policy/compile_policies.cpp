#include <algorithm>

#include "ipsec-dataplane/policy/wanted_policy.h"

namespace dataplane {

namespace {

constexpr std::size_t most_former_positions = 4096;
/// Flows that peers made come after the lines of the list.
constexpr std::uint32_t lines_of_own = 0x80000000;

/// What SAs hang on: a change of it makes another entry.
bool is_bound_alike(const PolicyEntry& a, const PolicyEntry& b) {
    const bool of_map = a.origin == PolicyOrigin::crypto_map || a.origin == PolicyOrigin::dynamic_map;
    const bool same_ends = of_map || a.peers == b.peers;
    return a.origin == b.origin && a.local == b.local && a.front_vrf == b.front_vrf && same_ends &&
           a.ipsec_profile == b.ipsec_profile && a.outgoing == b.outgoing && a.dynamic_map == b.dynamic_map;
}

void report_removed(ControlPlane& control, PolicyEntry entry, bool whole, std::vector<std::uint32_t> spis) {
    if (!whole && spis.empty()) return;
    control.upcalls.emplace_back(PolicyRemoved{std::move(entry), whole, std::move(spis)});
}

void remove_entry(ControlPlane& control, PolicyEntryId id, Instant now) {
    EntryRecord* record = control.policy.entry(id);
    forget_manual_pairs(control, *record, now);
    const PolicyEntry copy = record->entry;
    std::vector<std::uint32_t> orphaned;
    for (const FlowId flow : copy.flows) drop_flow(control, flow, orphaned);
    control.policy.by_binding.erase(record->binding);
    control.policy.entries.erase(id);
    report_removed(control, copy, true, std::move(orphaned));
}

bool is_same(const ProtectedFlow& flow, const WantedFlow& wanted) {
    return flow.origin_is_acl && flow.local == wanted.local && flow.remote == wanted.remote;
}

/// Flows whose line is gone, reported; the rest stays.
void drop_flows(ControlPlane& control, EntryRecord& record, const std::vector<WantedFlow>& wanted) {
    PolicyEntry copy = record.entry;
    copy.flows.clear();
    for (const FlowId id : record.entry.flows) {
        const FlowRecord* flow = control.policy.flow(id);
        const auto listed = [&](const WantedFlow& other) { return is_same(flow->flow, other); };
        if (flow->flow.origin_is_acl && std::none_of(wanted.begin(), wanted.end(), listed)) copy.flows.push_back(id);
    }
    std::vector<std::uint32_t> orphaned;
    for (const FlowId id : copy.flows) drop_flow(control, id, orphaned);
    report_removed(control, std::move(copy), false, std::move(orphaned));
}

FlowRecord* flow_like(ControlPlane& control, const EntryRecord& record, const WantedFlow& wanted) {
    for (const FlowId id : record.entry.flows) {
        FlowRecord* flow = control.policy.flow(id);
        if (is_same(flow->flow, wanted)) return flow;
    }
    return nullptr;
}

void place(ControlPlane& control, FlowRecord& flow, std::uint32_t line) {
    if (!flow.on_screens) return;
    control.policy.positions.erase(flow.position);
    flow.position.line = line;
    control.policy.positions[flow.position] = flow.flow.id;
}

void take_flows(ControlPlane& control, EntryRecord& record, const std::vector<WantedFlow>& wanted) {
    drop_flows(control, record, wanted);
    std::vector<FlowId> order;
    for (std::uint32_t line = 0; line < wanted.size(); ++line) {
        FlowRecord* flow = flow_like(control, record, wanted[line]);
        if (flow == nullptr) {
            ProtectedFlow fresh;
            fresh.local = wanted[line].local;
            fresh.remote = wanted[line].remote;
            flow = &add_flow(control, record, fresh, line);
        } else if (std::find(order.begin(), order.end(), flow->flow.id) != order.end()) {
            continue;  // the same pair on two lines: the first one counts
        } else {
            place(control, *flow, line);
        }
        flow->flow.acl_sequence = wanted[line].acl_sequence;
        order.push_back(flow->flow.id);
    }
    for (const FlowId id : record.entry.flows)
        if (std::find(order.begin(), order.end(), id) == order.end()) order.push_back(id);
    record.entry.flows = std::move(order);
}

EntryRecord& entry_for(ControlPlane& control, const PolicyBinding& binding) {
    PolicyDatabase& policy = control.policy;
    const auto at = policy.by_binding.find(binding);
    if (at != policy.by_binding.end()) return *policy.entry(at->second);
    const PolicyEntryId id = policy.next_entry++;
    policy.by_binding[binding] = id;
    EntryRecord& record = policy.entries[id];
    record.binding = binding;
    record.entry.id = id;
    return record;
}

/// Manual keys serve the first line of the list.
bool keeps_manual_flow(ControlPlane& control, const EntryRecord& record, const WantedPolicy& wanted) {
    return wanted.details.manual && !record.entry.flows.empty() && !wanted.flows.empty() &&
           is_same(control.policy.flow(record.entry.flows.front())->flow, wanted.flows.front());
}

void take_entry(ControlPlane& control, const PolicyBinding& binding, WantedPolicy& wanted, Instant now) {
    EntryRecord& record = entry_for(control, binding);
    if (!keeps_manual_flow(control, record, wanted)) forget_manual_pairs(control, record, now);
    wanted.entry.id = record.entry.id;
    wanted.entry.flows = std::move(record.entry.flows);
    record.entry = std::move(wanted.entry);
    record.details = std::move(wanted.details);
    take_flows(control, record, wanted.flows);
}

void index_ends(PolicyDatabase& policy) {
    policy.by_ends.clear();
    policy.by_local.clear();
    for (const auto& [binding, id] : policy.by_binding) {
        if (policy.entry(id)->details.manual) continue;  // no peer may ask for it
        const PolicyEntry& entry = policy.entry(id)->entry;
        if (entry.origin == PolicyOrigin::dynamic_map && entry.peers.empty()) policy.by_local.emplace(entry.local, id);
        for (const config::IpAddress& peer : entry.peers) policy.by_ends.emplace(std::pair{entry.local, peer}, id);
    }
}

void point_tunnels(ControlPlane& control) {
    for (auto& [name, interface] : control.interfaces) interface->tunnel_flow = nullptr;
    for (const auto& [id, record] : control.policy.entries) {
        const bool of_tunnel =
            record.entry.origin == PolicyOrigin::static_vti || record.entry.origin == PolicyOrigin::gre_protection;
        if (!of_tunnel || record.entry.flows.empty()) continue;
        RouterInterface* tunnel = control.interfaces.find(record.entry.interface);
        tunnel->tunnel_flow = control.policy.flow(record.entry.flows.front())->slot.get();
    }
}

bool has_crypto(const ControlPlane& control) {
    return std::any_of(control.interfaces.begin(), control.interfaces.end(), [&](const auto& at) {
        const config::Interface& settings = at.second->settings;
        if (at.second->is_tunnel() && !settings.shutdown && !settings.tunnel.protection_profile.empty()) return true;
        const auto is_there = [&](const std::string& map) {
            return control.configuration->ipsec.maps.find(map) != nullptr;
        };
        return !settings.ezvpn_outside.empty() ||
               std::any_of(settings.crypto_maps.begin(), settings.crypto_maps.end(), is_there) ||
               std::any_of(settings.ipv6_crypto_maps.begin(), settings.ipv6_crypto_maps.end(), is_there);
    });
}

void switch_crypto(ControlPlane& control, Instant now) {
    const bool on = has_crypto(control);
    if (on == control.policy.crypto_on) return;
    control.policy.crypto_on = on;
    if (control.logs(EventGroup::syslog)) control.emit(now, event::CryptoOnOff{on});
}

}  // namespace

FlowRecord& add_flow(ControlPlane& control, EntryRecord& entry, ProtectedFlow flow, std::uint32_t line) {
    PolicyDatabase& policy = control.policy;
    flow.id = policy.next_flow++;
    flow.entry = entry.entry.id;
    auto record = std::make_unique<FlowRecord>();
    record->flow = std::move(flow);
    record->slot = std::make_unique<FlowSlot>(record->flow.id, control.worker_count);
    record->position = {entry.entry.interface, entry.entry.sequence, entry.binding.template_sequence,
                        record->flow.origin_is_acl ? line : lines_of_own, record->flow.id};
    // A template's own lines stand for nobody; the flows that its peers make are identities.
    record->on_screens = entry.entry.origin != PolicyOrigin::dynamic_map || !record->flow.origin_is_acl;
    if (record->on_screens) policy.positions[record->position] = record->flow.id;
    entry.entry.flows.push_back(record->flow.id);
    return *(policy.flows[record->flow.id] = std::move(record));
}

void drop_flow(ControlPlane& control, FlowId id, std::vector<std::uint32_t>& orphaned) {
    PolicyDatabase& policy = control.policy;
    FlowRecord* flow = policy.flow(id);
    if (flow == nullptr) return;
    for (const FlowId narrowed : std::vector<FlowId>(flow->narrowed)) drop_flow(control, narrowed, orphaned);
    end_request(control, *flow);
    orphaned.insert(orphaned.end(), flow->pairs.begin(), flow->pairs.end());
    if (flow->pairs.empty()) control.sas.forget_policy(PolicyId{id});
    if (FlowRecord* parent = policy.flow(flow->parent)) std::erase(parent->narrowed, id);
    if (EntryRecord* entry = policy.entry(flow->flow.entry)) std::erase(entry->entry.flows, id);
    policy.positions.erase(flow->position);
    policy.former_positions[id] = flow->position;
    if (policy.former_positions.size() > most_former_positions)
        policy.former_positions.erase(policy.former_positions.begin());
    control.retirement.retire(std::move(flow->slot));
    policy.flows.erase(id);
    control.tables_stale = true;
}

void compile_policies(ControlPlane& control, Instant now) {
    PolicyDatabase& policy = control.policy;
    WantedPolicies wanted = wanted_policies(control);
    std::vector<PolicyEntryId> gone;
    for (const auto& [binding, id] : policy.by_binding) {
        const auto at = wanted.find(binding);
        if (at == wanted.end() || !is_bound_alike(policy.entry(id)->entry, at->second.entry)) gone.push_back(id);
    }
    for (const PolicyEntryId id : gone) remove_entry(control, id, now);
    for (auto& [binding, policy_wanted] : wanted) take_entry(control, binding, policy_wanted, now);
    index_ends(policy);
    point_tunnels(control);
    switch_crypto(control, now);
    follow_manual_keys(control, now);
    policy.check_always_on = true;
}

}  // namespace dataplane
