#include "ike/exchanges/create_child_failure.h"

#include "ike/acquisition.h"
#include "ike/collisions.h"
#include "ike/context.h"
#include "ike/exchanges/begin.h"
#include "ike/tasks.h"
#include "ike/trace.h"

namespace ike {

Failed reason_of(const NotifyPayload& refusal) {
    switch (refusal.type) {
        case NotifyType::NO_PROPOSAL_CHOSEN: return Failed::peer_sent_no_proposal_chosen;
        case NotifyType::TS_UNACCEPTABLE: return Failed::peer_sent_ts_unacceptable;
        case NotifyType::TEMPORARY_FAILURE: return Failed::temporary_failure;
        case NotifyType::CHILD_SA_NOT_FOUND: return Failed::child_sa_not_found;
        case NotifyType::NO_ADDITIONAL_SAS: return Failed::no_additional_sas;
        default: return Failed::create_child_exchange;
    }
}

bool offers(const SaPayload& offer, DhGroupId group) {
    for (const Proposal& proposal : offer.proposals)
        for (const Transform& t : proposal.transforms)
            if (t.type == TransformType::DH && t.id == static_cast<std::uint16_t>(group)) return true;
    return false;
}

bool takes_group(Exchange& exchange, const NotifyPayload& invalid_ke) {
    if (invalid_ke.data.size() != 2 || exchange.create.what != Creation::ike_rekey) return false;
    const auto wanted = static_cast<DhGroupId>(invalid_ke.data[0] << 8 | invalid_ke.data[1]);
    if (wanted == exchange.init.group || !offers(exchange.init.offer, wanted)) return false;
    if (exchange.create.ke_retries++ >= negotiation_limits.invalid_ke_retries) return false;
    exchange.init.group = wanted;
    exchange.request.clear();
    exchange.create.built = false;
    return true;
}

namespace {

/// The peer's answer promised an SA that we cannot have.
bool peer_has_it(const Exchange& exchange) { return !exchange.request.empty() && exchange.failure.notify == NotifyType{}; }

void fail_acquire(const Exchange& exchange) {
    if (exchange.create.what == Creation::child) exchange.sa.context.ports.keys->acquire_failed(exchange.child.flow, exchange.sa.context.now);
}

/// RFC 7296 §2.25: what the peer does not have is gone here too, and is made anew.
void make_anew(Exchange& exchange) {
    IkeSa& sa = exchange.sa;
    const ChildSa* const old = sa.child_by_inbound(exchange.create.rekeyed_spi);
    if (old == nullptr || old->state != ChildState::installed) return;
    Task task{Task::Kind::create_child};
    task.flow = old->flow;
    remove_child(sa, old->spi_in);
    want(sa, task);
}

void try_single_pair(Exchange& exchange) {
    Task task = task_of(exchange);
    if (task.single_pair || !task.packet) return fail_acquire(exchange);
    task.single_pair = true;
    want(exchange.sa, task);
}

/// RFC 7296 §2.8: what cannot be rekeyed ends at its time. A new IKE SA is opened before that.
void give_way(Exchange& exchange) {
    if (exchange.create.what != Creation::child && exchange.sa.status == SaStatus::ready) open_again(exchange.sa, exchange.child.flow);
    fail_acquire(exchange);
}

void follow_refusal(Exchange& exchange) {
    switch (exchange.failure.notify) {
        case NotifyType::TEMPORARY_FAILURE: return try_later(exchange);
        case NotifyType::CHILD_SA_NOT_FOUND: return make_anew(exchange);
        case NotifyType::SINGLE_PAIR_REQUIRED: return try_single_pair(exchange);
        case NotifyType::NO_ADDITIONAL_SAS: return give_way(exchange);
        case NotifyType::INVALID_SYNTAX: exchange.sa.dead = true; return;
        default: break;
    }
    if (exchange.create.what == Creation::ike_rekey) give_way(exchange);
    fail_acquire(exchange);
}

void undo_promise(Exchange& exchange) {
    IkeSa& sa = exchange.sa;
    if (exchange.create.what == Creation::ike_rekey) return begin_delete(sa, "unknown");
    const bool ah = exchange.child.choice && exchange.child.choice->protection.protocol == dataplane::IpsecProtocol::ah;
    if (exchange.child.spi_in != 0) delete_unfinished(sa, ah ? ProtocolId::AH : ProtocolId::ESP, exchange.child.spi_in);
    fail_acquire(exchange);
}

}  // namespace

namespace action {

Outcome fail_creation(Exchange& exchange, const Input&) {
    const ExchangeFailure& failure = exchange.failure;
    exchange.over = true;
    trace_failure(exchange, failure.why);
    if (exchange.sa.status != SaStatus::ready || failure.why == Failed::cleared) {
        fail_acquire(exchange);
        return done;
    }
    if (peer_has_it(exchange) && failure.why != Failed::wrong_dh_group) undo_promise(exchange);
    else if (!yield_to_rival(exchange)) follow_refusal(exchange);
    return done;
}

}  // namespace action

}  // namespace ike
