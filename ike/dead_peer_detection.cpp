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

/// Any request of ours that waits for its answer tells as much as a probe.
bool asks_already(const IkeSa& sa) {
    return std::any_of(sa.exchanges.begin(), sa.exchanges.end(),
                       [](const auto& exchange) { return exchange->role == Role::initiator && exchange->retransmission.due.has_value(); });
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
    if (!asks_already(sa) && (policy.periodic || activity.outbound > activity.inbound)) ask_for_life(sa, std::chrono::seconds(policy.retry));
}

bool lives_by_traffic(const Exchange& probe) {
    if (!probe.info.liveness) return false;
    return activity_of(probe.sa).inbound + probe.retransmission.interval * (probe.retransmission.sent_again + 1) > probe.sa.context.now;
}

}  // namespace ike
