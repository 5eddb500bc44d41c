#include "ike/isakmp/phase1/failure.h"

#include "ike/isakmp/phase1/contents.h"
#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

std::string_view mode_of(const Exchange& exchange) { return exchange.type == ExchangeType::AGGRESSIVE ? "Aggressive" : "Main"; }

Payload refusal() {
    NotifyPayload notify;
    notify.type = NotifyType::NO_PROPOSAL_CHOSEN;
    Payload payload;
    payload.type = PayloadType::N;
    payload.body = std::move(notify);
    return payload;
}

}  // namespace

Outcome malformed(Exchange& exchange) {
    ++exchange.sa.context.stats.malformed;
    // It has no answer: when it comes again it is looked at again.
    exchange.received_digest.clear();
    emit(exchange.sa, event::BadMessage{});
    return failed;
}

Outcome fail_negotiation(Exchange& exchange, DeleteReason reason) {
    emit(exchange.sa, event::ModeFailure{mode_of(exchange)});
    delete_sa(exchange.sa, reason, false);
    return failed;
}

Outcome refuse_offer(Exchange& exchange) {
    IsakmpSa& sa = exchange.sa;
    step(sa, Step::no_offers_accepted);
    emit(sa, event::PolicyNotAcceptable{1});
    if (!sa.initiator) {
        emit(sa, event::ErrorCounter{++sa.errors, false, "construct_fail_ag_init"});
        step(sa, Step::failed_to_construct_informational);
        send_informational(sa, {refusal()}, sa.context.fresh_message_id(sa));
    }
    delete_sa(sa, DeleteReason::policy_not_accepted, false);
    process_vendors(exchange, exchange.phase1.held);
    emit(sa, event::ModeFailure{mode_of(exchange)});
    return failed;
}

}  // namespace ike::isakmp
