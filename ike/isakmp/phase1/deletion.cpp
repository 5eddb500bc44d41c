#include "ike/isakmp/limits.h"
#include "ike/isakmp/phase1/open.h"
#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

void end_nodes(IsakmpSa& sa) {
    for (std::size_t i = 0; i < sa.exchanges.size(); ++i) {
        Exchange& node = *sa.exchanges[i];
        if (node.over) continue;
        const bool finished = node.purge_at.has_value();
        if (node.job) sa.context.jobs.erase(*node.job);
        if (node.type == ExchangeType::QUICK) abandon_quick(node);
        if (!finished) end_node(node, false, NodeReason::ike_deleted);
    }
}

void stop_timers(IsakmpSa& sa) {
    for (auto* const timer : {&sa.lifetime_end, &sa.nat_keepalive_due, &sa.dpd.due, &sa.phase1->repetition.due}) timer->reset();
    // What a stranger has left counts among the negotiations until it is forgotten.
    if (sa.complete || sa.initiator) sa.context.leave_negotiation(sa);
    else sa.phase1->phase1.held.clear();
    sa.purge_at = sa.context.now + limits.sa_purge;
}

/// "deleting SA reason" for the second time, and what goes with the SA.
void mark_deleted(IsakmpSa& sa, DeleteReason reason) {
    emit(sa, event::SaDeleting{reason, true});
    unlock_peer(sa, "isadb_mark_sa_deleted()");
    end_nodes(sa);
    fail_waiting_flows(sa);
}

}  // namespace

void delete_sa(IsakmpSa& sa, DeleteReason reason, bool tell) {
    if (sa.dead || sa.doomed) return;
    sa.doomed = reason;
    sa.tell_peer = tell;
    step(sa, Step::no_paranoid_keepalives);
    emit(sa, event::SaDeleting{reason, false});
    sa.context.touch(sa);
    if (sa.running == 0) finish_deletion(sa);
}

/// An SA that stood tells its peer first; one that never stood has nothing to tell.
void finish_deletion(IsakmpSa& sa) {
    const DeleteReason reason = *std::exchange(sa.doomed, std::nullopt);
    sa.dead = true;
    if (!sa.complete) ++sa.context.stats.phase1_failures;
    if (sa.phase1->job) sa.context.jobs.erase(*std::exchange(sa.phase1->job, std::nullopt));
    if (sa.complete) dispatch(*sa.phase1, Event::IKE_PHASE1_DEL, {});
    mark_deleted(sa, reason);
    if (!sa.complete) dispatch(*sa.phase1, Event::IKE_PHASE1_DEL, {});
    if (sa.complete && reason == DeleteReason::none) dispatch(*sa.phase1, Event::IKE_MM_EXCH, {});
    end_client_session(sa);
    stop_timers(sa);
    sa.keys = {};
    sa.has_keys = false;
}

}  // namespace ike::isakmp
