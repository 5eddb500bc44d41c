#include <algorithm>

#include "ipsec-dataplane/data_plane_state.h"

namespace dataplane {

namespace {

FlowMarks tallies_of(const ControlPlane& control, const FlowRecord& flow) {
    FlowMarks sum;
    for (std::uint16_t worker = 0; worker < control.worker_count; ++worker) {
        const FlowTally& tally = flow.slot->tally(WorkerId{worker});
        sum.no_sa_send += tally.no_sa_send.read();
        sum.too_big += tally.too_big.read();
        sum.clear_received += tally.clear_received.read();
    }
    return sum;
}

FlowCounters counters_of(const ControlPlane& control, const FlowRecord& flow) {
    const SaCounterValues sas = control.sas.policy_counters(PolicyId{flow.flow.id});
    const FlowMarks tallies = tallies_of(control, flow);
    const std::uint64_t no_sa = tallies.no_sa_send - flow.cleared.no_sa_send;
    FlowCounters counters;
    counters.encaps = sas[SaCounter::pkts_encaps];
    counters.encrypt = sas[SaCounter::pkts_encrypt];
    counters.digest = sas[SaCounter::pkts_digest];
    counters.decaps = sas[SaCounter::pkts_decaps];
    counters.decrypt = sas[SaCounter::pkts_decrypt];
    counters.verify = sas[SaCounter::pkts_verify];
    counters.send_errors = sas[SaCounter::send_errors] + no_sa;
    counters.recv_errors = sas[SaCounter::recv_errors];
    counters.no_sa_send = sas[SaCounter::no_sa_send] + no_sa;
    counters.invalid_sa_rcv = sas[SaCounter::invalid_sa_recv];
    counters.encaps_failed = sas[SaCounter::encaps_failed];
    counters.decaps_failed = sas[SaCounter::decaps_failed];
    counters.invalid_prot = sas[SaCounter::invalid_protocol_recv];
    counters.verify_failed = sas[SaCounter::verify_failed];
    counters.invalid_identity = sas[SaCounter::invalid_identity_recv];
    counters.invalid_len = sas[SaCounter::invalid_length_recv];
    counters.replay_rollover_send = sas[SaCounter::replay_rollover_send];
    counters.replay_rollover_rcv = sas[SaCounter::replay_rollover_recv];
    counters.replay_failed = sas[SaCounter::replay_failed_recv];
    counters.internal_err_send = sas[SaCounter::internal_error_send];
    counters.internal_err_rcv = sas[SaCounter::internal_error_recv];
    counters.drops_out = counters.send_errors;
    counters.drops_in = counters.recv_errors;
    return counters;
}

SaView view_of(const SecurityAssociation& sa, const InstalledPair& pair, Instant now) {
    const SaCounterValues counted = sa.counters();
    const bool inbound = sa.direction() == SaDirection::inbound;
    SaView view;
    view.parameters = sa.parameters();
    view.connection_id = sa.parameters().connection_id;
    view.kilobytes_left = sa.remaining_kilobytes().value_or(0);
    view.seconds_left = sa.remaining_seconds(now).value_or(0);
    view.packets = counted[inbound ? SaCounter::pkts_decaps : SaCounter::pkts_encaps];
    view.bytes = counted[inbound ? SaCounter::bytes_decaps : SaCounter::bytes_encaps];
    view.rekeyed = pair.rekeyed;
    view.initiator = pair.initiator;
    return view;
}

void fill_sas(FlowView& view, ControlPlane& control, const FlowRecord& flow, Instant now) {
    for (const std::uint32_t spi : flow.pairs) {
        const InstalledPair& pair = *control.policy.pair(spi);
        if (const SecurityAssociation* sa = control.sas.find(pair.sas.inbound))
            view.inbound.push_back(view_of(*sa, pair, now));
        if (const SecurityAssociation* sa = control.sas.find(pair.sas.outbound))
            view.outbound.push_back(view_of(*sa, pair, now));
    }
}

/// Whose MTU counts for the screens: the interface of the map or the source of the tunnel, without one the way to its destination.
const Port* port_towards_peer(const ControlPlane& control, const PolicyEntry& entry) {
    const ForwardingTables& tables = control.tables.get();
    const RouterInterface* out = control.interfaces.find(entry.outgoing);
    if (out != nullptr && !out->is_tunnel()) return tables.port(out->id);
    if (entry.peers.empty()) return nullptr;
    const Adjacency* way = tables.route(entry.front_vrf, entry.peers.front());
    return way != nullptr && way->kind == Adjacency::Kind::forward ? &tables.ports[way->port] : nullptr;
}

void fill_peer(FlowView& view, ControlPlane& control, const FlowRecord& flow) {
    const PolicyEntry& entry = control.policy.entry(flow.flow.entry)->entry;
    if (!entry.peers.empty()) view.peer = entry.peers.front();
    if (const Port* port = port_towards_peer(control, entry)) view.ip_mtu = entry.local.is_v6() ? port->ip6_mtu : port->ip_mtu;
    view.path_mtu = flow.slot->path_mtu(view.ip_mtu);
    view.plaintext_mtu = view.path_mtu;
    view.mtu_interface = entry.outgoing.text();
    const SecurityAssociation* sa = control.sas.find(flow.slot->outbound_sa());
    if (sa == nullptr) return;
    view.peer = sa->parameters().remote_address;
    if (sa->parameters().udp) view.peer_port = sa->parameters().udp.remote_port;
    view.plaintext_mtu = sa->plaintext_mtu(view.path_mtu);
    if (const SecurityAssociation* in = control.sas.find(sa->twin()))
        if (const InstalledPair* pair = control.policy.pair(in->parameters().spi)) view.pfs_group = pair->pfs_group;
    view.current_outbound_spi = sa->parameters().spi;
}

FlowView view_of(ControlPlane& control, const FlowRecord& flow, Instant now) {
    FlowView view;
    view.flow = flow.flow;
    view.counters = counters_of(control, flow);
    fill_peer(view, control, flow);
    fill_sas(view, control, flow, now);
    return view;
}

}  // namespace

const PolicyEntry* DataPlane::entry(PolicyEntryId id) const {
    const EntryRecord* record = state_->policy.entry(id);
    return record == nullptr ? nullptr : &record->entry;
}

const ProtectedFlow* DataPlane::flow(FlowId id) const {
    const FlowRecord* record = state_->policy.flow(id);
    return record == nullptr ? nullptr : &record->flow;
}

std::vector<PolicyEntryId> DataPlane::entries() const {
    std::vector<PolicyEntryId> ids;
    for (const auto& [binding, id] : state_->policy.by_binding) ids.push_back(id);
    return ids;
}

std::vector<PolicyEntryId> DataPlane::entries_for(const config::IpAddress& local, const config::IpAddress& peer) const {
    PolicyDatabase& policy = state_->policy;
    std::vector<PolicyEntryId> ids;
    const auto named = policy.by_ends.equal_range({local, peer});
    for (auto at = named.first; at != named.second; ++at) ids.push_back(at->second);
    const auto any = policy.by_local.equal_range(local);
    for (auto at = any.first; at != any.second; ++at) ids.push_back(at->second);
    std::sort(ids.begin(), ids.end(),
              [&](PolicyEntryId a, PolicyEntryId b) { return policy.entry(a)->binding < policy.entry(b)->binding; });
    return ids;
}

std::optional<FlowView> DataPlane::flow_view(FlowId id, Instant now) const {
    const FlowRecord* flow = state_->policy.flow(id);
    if (flow == nullptr) return {};
    return view_of(*state_, *flow, now);
}

std::optional<FlowView> DataPlane::next_flow(FlowId cursor, Instant now) const {
    const PolicyDatabase& policy = state_->policy;
    auto at = policy.positions.begin();
    if (cursor != 0) {
        const FlowRecord* here = state_->policy.flow(cursor);
        const auto former = policy.former_positions.find(cursor);
        if (here == nullptr && former == policy.former_positions.end()) return {};
        at = policy.positions.upper_bound(here != nullptr ? here->position : former->second);
    }
    if (at == policy.positions.end()) return {};
    return flow_view(at->second, now);
}

void DataPlane::clear_flow_counters() {
    for (const auto& [id, flow] : state_->policy.flows) {
        state_->sas.clear_counters(PolicyId{id});
        flow->cleared = tallies_of(*state_, *flow);
    }
}

}  // namespace dataplane
