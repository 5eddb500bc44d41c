#include <algorithm>

#include "ipsec-dataplane/control/control_plane.h"
#include "ipsec-dataplane/policy/transform_suite.h"
#include "ipsec-dataplane/stack/ip4_header.h"

namespace dataplane {

namespace {

constexpr Duration request_patience = std::chrono::seconds(30);
constexpr unsigned most_timeouts = 2;
constexpr Duration clear_packet_interval = std::chrono::minutes(1), invalid_spi_interval = std::chrono::minutes(1),
                   integrity_interval = std::chrono::seconds(30), replay_interval = std::chrono::minutes(1);

void log_request(ControlPlane& control, const FlowRecord& flow, Instant now) {
    event::SaRequested requested;
    requested.flow = flow.flow.id;
    requested.entry = control.policy.entry(flow.flow.entry)->entry;
    requested.local = flow.flow.local;
    requested.remote = flow.flow.remote;
    const auto& names = requested.entry.transform_sets;
    const config::TransformSet* set =
        names.empty() ? nullptr : control.configuration->ipsec.transform_sets.find(names.front());
    const TransformSuite suite = set == nullptr ? TransformSuite{} : suite_of(*set);
    requested.protocol = suite.protocol;
    requested.suite = suite.suite;
    if (set != nullptr && set->transport && requested.entry.transport_allowed)
        requested.mode = EncapsulationMode::transport;
    control.emit(now, std::move(requested));
}

void ask_ike(ControlPlane& control, FlowRecord& flow, Instant now) {
    flow.request.deadline = now + request_patience;
    control.policy.request_deadlines.emplace(flow.request.deadline, flow.flow.id);
    if (control.logs(EventGroup::ipsec_debug)) log_request(control, flow, now);
    control.upcalls.emplace_back(Acquire{flow.flow.id, flow.request.packet});
}

void time_out(ControlPlane& control, FlowRecord& flow, Instant now) {
    ++flow.request.timeouts;
    if (control.logs(EventGroup::ipsec_debug))
        control.emit(now, event::RequestTimerFired{flow.request.timeouts, control.policy.entry(flow.flow.entry)->entry,
                                                   flow.flow.local, flow.flow.remote});
    if (flow.request.timeouts < most_timeouts) return ask_ike(control, flow, now);
    end_request(control, flow);
    control.policy.check_always_on = true;
}

/// The tunnel is not shut, its source is up and its destination has a route outside the tunnel.
bool may_start(ControlPlane& control, const PolicyEntry& entry) {
    const RouterInterface* tunnel = control.interfaces.find(entry.interface);
    if (tunnel == nullptr || !tunnel->link_up || !entry.local || entry.peers.empty()) return false;
    if (entry.outgoing != entry.interface) {
        const RouterInterface* source = control.interfaces.find(entry.outgoing);
        if (source == nullptr || !source->line_up) return false;
    }
    const Adjacency* way = control.tables.get().route(entry.front_vrf, entry.peers.front());
    return way != nullptr && way->kind == Adjacency::Kind::forward && way->port != tunnel->id.index();
}

void start(ControlPlane& control, EntryRecord& record, Instant now) {
    if (!record.entry.always_create || record.entry.flows.empty()) return;
    FlowRecord* flow = control.policy.flow(record.entry.flows.front());
    if (flow->slot->outbound_sa() || flow->request.outstanding || !may_start(control, record.entry)) return;
    if (record.retry_at <= now) return request_sa(control, *flow, {}, now);
    auto& next = control.policy.next_always_on;
    next = next ? std::min(*next, record.retry_at) : record.retry_at;
}

void log_integrity(ControlPlane& control, const Notice& notice, Instant now) {
    const SecurityAssociation* sa = control.sas.find(notice.sa);
    if (!control.integrity_log.admits(now, integrity_interval)) return;
    control.emit(now,
                 event::IntegrityFailure{sa == nullptr ? 0 : sa->parameters().connection_id, notice.packet.destination,
                                         notice.packet.source, notice.spi, notice.sequence});
}

void log_replay(ControlPlane& control, const Notice& notice, Instant now) {
    const SecurityAssociation* sa = control.sas.find(notice.sa);
    if (control.replay_log.admits(now, replay_interval))
        control.emit(now, event::ReplayFailure{sa == nullptr ? 0 : sa->parameters().connection_id, notice.sequence});
}

void log(ControlPlane& control, const Notice& notice, Instant now) {
    const FlowKey& packet = notice.packet;
    switch (notice.kind) {
        case Notice::Kind::no_sa:
        case Notice::Kind::stale_neighbour:
        case Notice::Kind::first_packet:
        case Notice::Kind::peer_moved: return;
        case Notice::Kind::clear_packet:
            if (control.clear_packet_log.admits(now, clear_packet_interval))
                control.emit(now, event::ReceivedClearPacket{packet.destination, packet.source, packet.protocol});
            return;
        case Notice::Kind::invalid_spi:
            if (control.invalid_spi_log.admits(now, invalid_spi_interval))
                control.emit(now, event::InvalidSpi{packet.destination, packet.source, packet.protocol, notice.spi});
            return;
        case Notice::Kind::integrity_failure: return log_integrity(control, notice, now);
        case Notice::Kind::replay: return log_replay(control, notice, now);
    }
}

/// At most once a minute for each pair of addresses, and of so many pairs.
void report_unknown(ControlPlane& control, const Notice& notice, Instant now) {
    constexpr std::size_t most_remembered = 1024;
    auto& reported = control.policy.unknown_spis;
    std::erase_if(reported, [=](const auto& seen) { return now - seen.second >= invalid_spi_interval; });
    const std::pair ends{notice.packet.destination, notice.packet.source};
    if (reported.size() >= most_remembered || !reported.emplace(ends, now).second) return;
    const auto number = notice.packet.protocol == protocol::ah ? IpsecProtocol::ah : IpsecProtocol::esp;
    control.upcalls.emplace_back(
        UnknownSpi{notice.vrf, notice.packet.destination, notice.packet.source, number, notice.spi});
}

}  // namespace

void request_sa(ControlPlane& control, FlowRecord& flow, const std::optional<FlowKey>& packet, Instant now) {
    if (now < flow.request.quiet_until) return flow.slot->asked_for(false);
    flow.slot->asked_for(true);
    const PolicyEntry& entry = control.policy.entry(flow.flow.entry)->entry;
    if (flow.request.outstanding || entry.responder_only || entry.peers.empty()) return;
    flow.request = {true, 0, {}, packet, {}};
    ask_ike(control, flow, now);
}

void end_request(ControlPlane& control, FlowRecord& flow) {
    control.policy.request_deadlines.erase({flow.request.deadline, flow.flow.id});
    flow.request = {};
    if (flow.slot) flow.slot->asked_for(false);
}

void start_always_on(ControlPlane& control, Instant now) {
    PolicyDatabase& policy = control.policy;
    const bool due = policy.next_always_on && *policy.next_always_on <= now;
    if (!policy.check_always_on && !due) return;
    policy.check_always_on = false;
    policy.next_always_on.reset();
    for (auto& [binding, id] : policy.by_binding) start(control, *policy.entry(id), now);
}

void tick_requests(ControlPlane& control, Instant now) {
    auto& deadlines = control.policy.request_deadlines;
    while (!deadlines.empty() && deadlines.begin()->first <= now) {
        const FlowId id = deadlines.begin()->second;
        deadlines.erase(deadlines.begin());
        if (FlowRecord* flow = control.policy.flow(id)) time_out(control, *flow, now);
    }
}

std::optional<Instant> next_request_deadline(const ControlPlane& control) {
    std::optional<Instant> next = control.policy.next_always_on;
    const auto& deadlines = control.policy.request_deadlines;
    if (!deadlines.empty() && (!next || deadlines.begin()->first < *next)) next = deadlines.begin()->first;
    return next;
}

void noticed(ControlPlane& control, const Notice& notice, Instant now) {
    if (notice.kind == Notice::Kind::no_sa) {
        if (FlowRecord* flow = control.policy.flow(notice.flow)) request_sa(control, *flow, notice.packet, now);
        return;
    }
    if (notice.kind == Notice::Kind::first_packet) {
        if (InstalledPair* pair = control.policy.pair(notice.spi)) use_outbound(control, *pair, now);
        return;
    }
    if (notice.kind == Notice::Kind::peer_moved) {
        control.upcalls.emplace_back(PeerMoved{notice.spi, notice.packet.source, notice.packet.source_port});
        return;
    }
    if (notice.kind == Notice::Kind::invalid_spi) report_unknown(control, notice, now);
    if (control.logs(EventGroup::syslog)) log(control, notice, now);
}

}  // namespace dataplane
