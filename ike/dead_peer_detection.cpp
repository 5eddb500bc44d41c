#include "ike/dead_peer_detection.h"

#include "ike/context.h"
#include "ike/exchanges/begin.h"
#include "ike/exchanges/lookup.h"

namespace ike {

namespace {

using dataplane::Instant;

std::optional<config::DeadPeerDetection> policy_of(const IkeSa& sa) {
    const config::Ikev2Profile* const profile = profile_of(sa);
    return profile != nullptr && profile->dpd ? profile->dpd : sa.context.configuration.ikev2.dpd;
}

/// When anything was last heard from, and sent to, the peer.
dataplane::PairActivity activity_of(const IkeSa& sa) {
    dataplane::PairActivity latest{sa.liveness.last_heard, {}};
    for (const ChildSa& child : sa.children) {
        const auto one = sa.context.ports.keys->activity(child.spi_in);
        if (!one) continue;
        latest.inbound = std::max(latest.inbound, one->inbound);
        latest.outbound = std::max(latest.outbound, one->outbound);
    }
    return latest;
}

/// Any request of ours that waits for its answer tells as much as a probe, once it is repeated as often as one.
bool hasten_requests(IkeSa& sa, dataplane::Duration retry) {
    bool waiting = false;
    for (const auto& exchange : sa.exchanges) {
        Retransmission& repetition = exchange->retransmission;
        if (exchange->role != Role::initiator || !repetition.due) continue;
        waiting = true;
        if (repetition.steady) continue;
        repetition.steady = true;
        repetition.start(sa.context.now, retry);
    }
    return waiting;
}

}  // namespace

void start_dead_peer_detection(IkeSa& sa) {
    sa.liveness.last_heard = sa.context.now;
    sa.liveness.policy = policy_of(sa);
    if (sa.liveness.policy) sa.liveness.due = sa.context.now + std::chrono::seconds(sa.liveness.policy->interval);
}

void heard_from(IkeSa& sa) { sa.liveness.last_heard = sa.context.now; }

/// Periodic: silence is enough. On demand: we must have sent something since.
void run_dead_peer_detection(IkeSa& sa) {
    if (!sa.liveness.policy || sa.status != SaStatus::ready) return sa.liveness.due.reset();
    const config::DeadPeerDetection& policy = *sa.liveness.policy;
    const dataplane::PairActivity activity = activity_of(sa);
    const Instant quiet_until = activity.inbound + std::chrono::seconds(policy.interval);
    if (quiet_until > sa.context.now) {
        sa.liveness.due = quiet_until;
        return;
    }
    sa.liveness.due = sa.context.now + std::chrono::seconds(policy.interval);
    if (!policy.periodic && activity.outbound <= activity.inbound) return;
    const auto retry = std::chrono::seconds(policy.retry);
    if (!hasten_requests(sa, retry)) ask_for_life(sa, retry);
}

bool lives_by_traffic(const Exchange& probe) {
    if (!probe.info.liveness) return false;
    return activity_of(probe.sa).inbound + probe.retransmission.interval * (probe.retransmission.sent_again + 1) > probe.sa.context.now;
}

}  // namespace ike
