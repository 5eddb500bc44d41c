#include <algorithm>

#include "ipsec-dataplane/control/control_plane.h"

namespace dataplane {

namespace {

constexpr unsigned announced_seconds = 30;

InstalledPair* pair_of(ControlPlane& control, SaIndex index) {
    const SecurityAssociation* sa = control.sas.find(index);
    if (sa != nullptr && sa->direction() == SaDirection::outbound) sa = control.sas.find(sa->twin());
    return sa == nullptr ? nullptr : control.policy.pair(sa->parameters().spi);
}

bool had_traffic(const ControlPlane& control, const InstalledPair& pair) {
    const SecurityAssociation* in = control.sas.find(pair.sas.inbound);
    const SecurityAssociation* out = control.sas.find(pair.sas.outbound);
    return (in != nullptr && in->counters()[SaCounter::pkts_decaps] != 0) ||
           (out != nullptr && out->counters()[SaCounter::pkts_encaps] != 0);
}

/// Of the two directions the later.
Instant last_used(const ControlPlane& control, const InstalledPair& pair) {
    Instant last{Duration::min()};
    for (const SaIndex index : {pair.sas.inbound, pair.sas.outbound})
        if (const SecurityAssociation* sa = control.sas.find(index)) last = std::max(last, sa->last_used());
    return last;
}

void expire(ControlPlane& control, const LifetimeExpiry& expiry, Instant now) {
    InstalledPair* pair = pair_of(control, expiry.sa);
    if (pair == nullptr) return;
    const bool hard = expiry.kind == ExpiryKind::hard;
    bool& reported = hard ? pair->hard_reported : pair->soft_reported;
    if (reported || (!hard && pair->rekeyed)) return;
    reported = true;
    if (!hard && control.logs(EventGroup::ipsec_debug))
        control.emit(now, event::LifetimeThreshold{pair->inbound_spi, announced_seconds});
    control.upcalls.emplace_back(SaExpiry{pair->flow, pair->inbound_spi, pair->outbound_spi, hard,
                                          expiry.cause != ExpiryCause::seconds, had_traffic(control, *pair)});
}

void log_deleted(ControlPlane& control, const InstalledPair& pair, Instant now) {
    if (!control.logs(EventGroup::ipsec_debug)) return;
    const FlowRecord* flow = control.policy.flow(pair.flow);
    const std::string tag = flow == nullptr ? "" : control.policy.entry(flow->flow.entry)->entry.map_tag;
    for (const SaIndex index : {pair.sas.inbound, pair.sas.outbound})
        if (const SecurityAssociation* sa = control.sas.find(index))
            control.emit(now, event::SaDeleted{sa->parameters(), tag, sa->parameters().connection_id,
                                               index == pair.sas.outbound});
}

/// The youngest pair that the peer is known to have, else the youngest.
InstalledPair* carrier_of(ControlPlane& control, const FlowRecord& flow) {
    for (const std::uint32_t spi : flow.pairs)
        if (!control.policy.pair(spi)->outbound_waits) return control.policy.pair(spi);
    return control.policy.pair(flow.pairs.front());
}

/// The next older pair carries on; a flow that a peer made goes with its last pair.
void leave(ControlPlane& control, FlowRecord& flow, std::uint32_t inbound_spi) {
    std::erase(flow.pairs, inbound_spi);
    if (control.policy.entry(flow.flow.entry)->entry.reverse_route) control.tables_stale = true;
    if (!flow.pairs.empty()) {
        InstalledPair* newest = carrier_of(control, flow);
        newest->rekeyed = newest->outbound_waits = false;
        flow.slot->use(newest->sas.outbound);
        return;
    }
    flow.slot->use(SaIndex{});
    control.policy.check_always_on = true;
    if (control.policy.entry(flow.flow.entry)->entry.origin == PolicyOrigin::static_vti) control.tables_stale = true;
    std::vector<std::uint32_t> none;
    if (!flow.flow.origin_is_acl) drop_flow(control, flow.flow.id, none);
}

}  // namespace

bool has_pair(const ControlPlane&, const FlowSlot* slot) { return slot != nullptr && slot->outbound_sa(); }

bool forget_pair(ControlPlane& control, std::uint32_t inbound_spi, Instant now) {
    const InstalledPair* found = control.policy.pair(inbound_spi);
    if (found == nullptr) return false;
    const InstalledPair pair = *found;
    log_deleted(control, pair, now);
    control.sas.remove(pair.sas);
    if (pair.idle_check) control.policy.idle_deadlines.erase({*pair.idle_check, inbound_spi});
    control.policy.pairs.erase(inbound_spi);
    FlowRecord* flow = control.policy.flow(pair.flow);
    if (flow != nullptr)
        leave(control, *flow, inbound_spi);
    else
        control.sas.forget_policy(PolicyId{pair.flow});
    return true;
}

void tick_idle(ControlPlane& control, Instant now) {
    auto& deadlines = control.policy.idle_deadlines;
    while (!deadlines.empty() && deadlines.begin()->first <= now) {
        InstalledPair& pair = *control.policy.pair(deadlines.begin()->second);
        deadlines.erase(deadlines.begin());
        pair.idle_check.reset();
        const FlowRecord* flow = control.policy.flow(pair.flow);
        if (flow == nullptr || pair.hard_reported) continue;
        const std::uint32_t seconds = control.policy.entry(flow->flow.entry)->entry.idle_time;
        const Instant due = last_used(control, pair) + std::chrono::seconds(seconds);
        if (seconds != 0 && due > now) {
            pair.idle_check = due;
            deadlines.emplace(due, pair.inbound_spi);
        } else if (seconds != 0) {
            pair.hard_reported = true;
            SaExpiry expiry{pair.flow, pair.inbound_spi, pair.outbound_spi, true, false, had_traffic(control, pair)};
            expiry.idle = true;
            control.upcalls.emplace_back(expiry);
        }
    }
}

void tick_lifetimes(ControlPlane& control, Instant now) {
    for (const LifetimeExpiry& expiry : control.sas.drain_expired(now)) expire(control, expiry, now);
}

}  // namespace dataplane
