#include "ike/context.h"
#include "ike/exchanges/tables.h"
#include "ike/outgoing.h"
#include "ike/trace.h"

namespace ike {

namespace {

Outcome verify_request(Exchange& exchange, const Input& input) {
    const bool complete = find(input.payloads, PayloadType::SA) != nullptr && find(input.payloads, PayloadType::N) != nullptr;
    if (!complete) return fail(exchange, Failed::invalid_syntax, NotifyType::INVALID_SYNTAX);
    return done;
}

/// Further pairs and rekeying are not answered with SAs: RFC 7296 §1.3 lets a minimal responder say so, and the IKE SA stands.
Outcome check_type(Exchange& exchange, const Input&) { return fail(exchange, Failed::create_child_exchange, NotifyType::NO_ADDITIONAL_SAS); }

Outcome refuse(Exchange& exchange, const Input&) {
    trace_failure(exchange, exchange.failure.why, exchange.failure.notify);
    send_sealed(exchange, {notify_payload(exchange.failure.notify)});
    return done;
}

Outcome check_pending(Exchange& exchange, const Input&) {
    const Window& window = exchange.sa.window;
    if (traced(exchange.sa)) emit(exchange, event::ResponseSent{exchange.message_id, window.first_expected(), window.last_expected()});
    return done;
}

using enum StateId;
using enum EventId;

///                       <--  HDR, SK {SA, Ni, [KEi], [TSi, TSr]}
/// HDR, SK {N(NO_ADDITIONAL_SAS)}  -->                                                     RFC 7296 §1.3
constexpr Row rows[] = {
    {READY, EV_RECV_CREATE_CHILD, Action_Null, CHILD_R_INIT, EV_RECV_CREATE_CHILD},
    {CHILD_R_INIT, EV_RECV_CREATE_CHILD, Action_Null, CHILD_R_INIT, EV_VERIFY_MSG},
    {CHILD_R_INIT, EV_VERIFY_MSG, verify_request, CHILD_R_INIT, EV_CHK_CC_TYPE, {EV_FAIL}},
    {CHILD_R_INIT, EV_CHK_CC_TYPE, check_type, CHILD_R_INIT, EV_FAIL, {EV_FAIL}},
    {CHILD_R_INIT, EV_FAIL, refuse, EXIT, EV_CHK_PENDING},
    {EXIT, EV_CHK_PENDING, check_pending, EXIT, EV_NO_EVENT},
};
static_assert(is_deterministic(rows) && is_closed(rows));

}  // namespace

const Table create_child_responder{"CREATE_CHILD_SA responder", rows, StateId::READY};

}  // namespace ike
