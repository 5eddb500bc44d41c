#include "ike/acquisition.h"

#include "ike/admission.h"
#include "ike/exchanges/begin.h"
#include "ike/exchanges/lookup.h"
#include "ike/machine/dispatcher.h"
#include "ike/tasks.h"
#include "ike/trace.h"

namespace ike {

namespace {

/// What an initiator needs to begin.
struct Target {
    dataplane::FlowId flow = 0;
    const dataplane::PolicyEntry* entry = nullptr;
    config::IpAddress peer;
};

config::IpAddress current_peer(Context& context, const dataplane::PolicyEntry& entry) {
    return entry.peers[context.current_peer[entry.id] % entry.peers.size()];
}

std::optional<Target> target_of(Context& context, dataplane::FlowId flow_id) {
    const dataplane::ProtectedFlow* const flow = context.ports.policies->flow(flow_id);
    const dataplane::PolicyEntry* const entry = flow != nullptr ? context.ports.policies->entry(flow->entry) : nullptr;
    if (entry == nullptr || entry->ikev2_profile.empty() || entry->responder_only || entry->peers.empty() || !entry->local) return std::nullopt;
    return Target{flow_id, entry, current_peer(context, *entry)};
}

bool is_under_way(const Context& context, const Target& target) {
    const auto sas = context.sas.with_peer(target.peer);
    return std::any_of(sas.begin(), sas.end(), [&](const IkeSa* sa) { return !sa->dead && is_wanted(*sa, target.flow); });
}

/// The youngest SA of the same profile between the same addresses: one that is READY, else one that we are opening.
IkeSa* carrying_sa(const Context& context, const Target& target) {
    IkeSa* found = nullptr;
    for (IkeSa* const sa : context.sas.with_peer(target.peer)) {
        const bool fits = sa->local == target.entry->local && sa->profile == target.entry->ikev2_profile;
        if (!fits || sa->dead || sa->superseded || sa->duplicate || sa->status == SaStatus::deleting) continue;
        const bool ready = sa->status == SaStatus::ready;
        if (ready || (sa->initiator && (found == nullptr || found->status != SaStatus::ready))) found = sa;
    }
    return found;
}

std::unique_ptr<IkeSa> initiator_for(Context& context, const Target& target) {
    auto sa = std::make_unique<IkeSa>(context, true);
    sa->initiator_spi = context.fresh_spi();
    sa->vrf = target.entry->front_vrf;
    sa->local = target.entry->local;
    sa->peer = target.peer;
    sa->profile = target.entry->ikev2_profile;
    sa->acquiring = target.flow;
    return sa;
}

void abandon(IkeSa& sa, Failed why) {
    trace_failure(sa, why);
    sa.dead = true;
}

/// The lookups of the platform layer, which come before the machine.
bool look_up(IkeSa& sa) {
    const config::Ikev2Profile* const profile = profile_of(sa);
    if (profile == nullptr) return abandon(sa, Failed::no_profile), false;
    const auto credentials = find_credentials(sa.context.configuration, *profile, sa.peer);
    report_key(sa, credentials, sa.peer.text());
    const auto policy = policy_for(sa);
    report_policy(sa, policy, sa.context.sas.size() == 1);
    if (traced(sa)) emit(sa, event::ProfileChosen{sa.profile, false});
    if (!policy) return abandon(sa, Failed::no_matching_policy), false;
    return true;
}

void open_sa(Context& context, const Target& target) {
    IkeSa& sa = context.admit(initiator_for(context, target));
    if (!look_up(sa)) return;
    trace_step(sa, Step::sa_request_admitted);
    trace_step(sa, Step::increment_outgoing_negotiating);
    Exchange& exchange = add_exchange(sa, context.tables.sa_init_initiator, Role::initiator, ExchangeType::IKE_SA_INIT);
    dispatch(exchange, EventId::EV_INIT_SA, {});
}

}  // namespace

void acquire(Context& context, const dataplane::Acquire& wanted) {
    const auto target = target_of(context, wanted.flow);
    if (!target) return context.ports.keys->acquire_failed(wanted.flow, context.now);
    if (is_under_way(context, *target)) return;
    if (IkeSa* const standing = carrying_sa(context, *target)) {
        Task task{Task::Kind::create_child};
        task.flow = wanted.flow;
        task.packet = wanted.packet;
        return want(*standing, task);
    }
    if (!admit_acquire(context)) return context.ports.keys->acquire_failed(wanted.flow, context.now);
    open_sa(context, *target);
}

void open_again(IkeSa& sa, dataplane::FlowId preferred) {
    Context& context = sa.context;
    for (const IkeSa* const other : context.sas.with_peer(sa.peer))
        if (other->initiator && !other->dead && other->status == SaStatus::in_negotiation && other->profile == sa.profile) return;
    if (!admit_acquire(context)) return;
    if (const auto target = target_of(context, preferred); target && target->peer == sa.peer) return open_sa(context, *target);
    for (const ChildSa& child : sa.children)
        if (const auto target = target_of(context, child.flow); target && target->peer == sa.peer && child.state == ChildState::installed)
            return open_sa(context, *target);
}

}  // namespace ike
