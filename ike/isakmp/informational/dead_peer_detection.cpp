#include <algorithm>

#include "ike/isakmp/quick/negotiation.h"

namespace ike::isakmp {

namespace {

constexpr unsigned most_misses = 5;
constexpr std::uint16_t default_retry = 2;   ///< seconds

using config::DeadPeerDetection;
using dataplane::Instant;

std::optional<DeadPeerDetection> policy_for(const IsakmpSa& sa) {
    const config::IsakmpConfig& isakmp = sa.context.configuration.isakmp;
    const config::IsakmpProfile* const profile = sa.profile.empty() ? nullptr : isakmp.profiles.find(sa.profile);
    auto policy = profile != nullptr && profile->keepalive ? profile->keepalive : isakmp.keepalive;
    if (policy && policy->retry == 0) policy->retry = default_retry;
    return policy;
}

/// When anything was last heard from, and sent to, the peer.
dataplane::PairActivity activity_of(const IsakmpSa& sa) {
    dataplane::PairActivity latest{sa.dpd.last_heard, {}};
    const auto between = sa.context.pairs_between.find({sa.local, sa.peer});
    if (between == sa.context.pairs_between.end()) return latest;
    for (const std::uint32_t spi : between->second) {
        const auto one = sa.context.pairs.at(spi).peer_port == sa.peer_port ? sa.context.ports.keys->activity(spi) : std::nullopt;
        if (!one) continue;
        latest.inbound = std::max(latest.inbound, one->inbound);
        latest.outbound = std::max(latest.outbound, one->outbound);
    }
    return latest;
}

Event timer_event(const Context& context) {
    return context.look() == config::Look::ios12 ? Event::IKE_TIMER_IM_ALIVE : Event::IKE_TIMER_PEERS_ALIVE;
}

void probe(IsakmpSa& sa) {
    sa.dpd.due = sa.context.now + std::chrono::seconds(sa.dpd.policy->retry);
    if (sa.phase1->state == State::IKE_P1_COMPLETE) dispatch(*sa.phase1, timer_event(sa.context), {});
    else probe_peer(*sa.phase1, {});
}

void start_probing(IsakmpSa& sa) {
    ++sa.dpd.sequence;
    sa.dpd.outstanding = true;
    sa.dpd.misses = 0;
    probe(sa);
}

/// Periodic: silence is enough. On demand: we must have sent something since.
void consider(IsakmpSa& sa) {
    const DeadPeerDetection& policy = *sa.dpd.policy;
    const dataplane::PairActivity activity = activity_of(sa);
    const Instant quiet_until = activity.inbound + std::chrono::seconds(policy.interval);
    if (quiet_until > sa.context.now) {
        sa.dpd.due = quiet_until;
        return;
    }
    if (policy.periodic || activity.outbound > activity.inbound) return start_probing(sa);
    sa.dpd.due = sa.context.now + std::chrono::seconds(policy.interval);
}

/// Whoever asks next tries the next peer of these pairs' entries.
void turn_to_next_peer(Context& context, const std::vector<std::uint32_t>& spis) {
    std::vector<dataplane::PolicyEntryId> entries;
    for (const std::uint32_t spi : spis) entries.push_back(context.pairs.at(spi).entry);
    std::sort(entries.begin(), entries.end());
    entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
    for (const dataplane::PolicyEntryId entry : entries) ++context.current_peer[entry];
}

void bury(IsakmpSa& sa) {
    Context& context = sa.context;
    emit(sa, event::DpdError{most_misses, true});
    std::vector<std::uint32_t> spis;
    if (const auto between = context.pairs_between.find({sa.local, sa.peer}); between != context.pairs_between.end())
        for (const std::uint32_t spi : between->second)
            if (context.pairs.at(spi).peer_port == sa.peer_port) spis.push_back(spi);
    turn_to_next_peer(context, spis);
    delete_sa(sa, DeleteReason::peers_alive_timer, false);
    delete_pairs(context, spis, false);
}

}  // namespace

void start_dpd(IsakmpSa& sa) {
    sa.dpd.last_heard = sa.context.now;
    sa.dpd.policy = sa.peer_dpd ? policy_for(sa) : std::nullopt;
    if (!sa.dpd.policy) return;
    const Bytes draw = sa.context.random_octets(4);
    sa.dpd.sequence = spi_of(draw) & 0x7fffffff;
    sa.dpd.due = sa.context.now + std::chrono::seconds(sa.dpd.policy->interval);
    step(sa, Step::dpd_enabled);
}

void heard_from(IsakmpSa& sa) {
    sa.dpd.last_heard = sa.context.now;
    sa.dpd.outstanding = false;
    sa.dpd.misses = 0;
}

Outcome probe_peer(Exchange& exchange, const Input&) {
    IsakmpSa& sa = exchange.sa;
    send_notify(sa, NotifyType::R_U_THERE, ProtocolId::ISAKMP, 0, octets_of_spi(sa.dpd.sequence));
    return done;
}

/// RFC 3706 5.5: silence is broken by a probe, which repeats at the retry interval until five have gone unanswered.
void run_dpd(IsakmpSa& sa) {
    sa.context.touch(sa);
    if (!sa.dpd.policy) return sa.dpd.due.reset();
    const bool heard = activity_of(sa).inbound + std::chrono::seconds(sa.dpd.policy->retry) > sa.context.now;
    if (!sa.dpd.outstanding || heard) {
        sa.dpd.outstanding = false;
        return consider(sa);
    }
    emit(sa, event::DpdError{++sa.dpd.misses});
    if (sa.dpd.misses >= most_misses) return bury(sa);
    probe(sa);
}

}  // namespace ike::isakmp
