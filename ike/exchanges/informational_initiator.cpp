#include "ike/context.h"
#include "ike/exchanges/auth_messages.h"
#include "ike/exchanges/begin.h"
#include "ike/exchanges/common_actions.h"
#include "ike/outgoing.h"
#include "ike/trace.h"

namespace ike {

namespace {

Outcome build_delete(Exchange& exchange, const Input&) {
    const InfoScratch& info = exchange.info;
    if (traced(exchange.sa)) {
        for (const std::uint32_t spi : info.child_spis) emit(exchange, event::DeleteSent{false, spi});
        if (info.deletes_ike_sa) emit(exchange, event::DeleteSent{true, 0});
    }
    DeletePayload payload = info.deletes_ike_sa ? DeletePayload::of_ike_sa() : DeletePayload::of_children(info.child_protocol, info.child_spis);
    exchange.info.payloads.emplace_back(std::move(payload));
    return done;
}

Outcome build_info(Exchange& exchange, const Input&) {
    exchange.info.built = true;
    report_built(exchange, exchange.info.payloads);
    return done;
}

/// A request waits in INFO_I_BLD_INFO while the peer's window is full.
Outcome check_window(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::checking_peer_window);
    return exchange.sa.window.has_room() ? raise(EventId::EV_SEND_INFO) : waiting;
}

Outcome send_info(Exchange& exchange, const Input&) {
    exchange.message_id = exchange.sa.window.take_id();
    if (send_sealed(exchange, exchange.info.payloads).empty()) return fail(exchange, Failed::decode);
    return waiting;
}

Outcome receive_acknowledgement(Exchange& exchange, const Input&) {
    exchange.retransmission.stop();
    exchange.sa.window.answered(exchange.message_id);
    trace_step(exchange, Step::processing_informational_ack);
    if (exchange.info.liveness) ++exchange.sa.context.stats.liveness.rx_response;
    return done;
}

/// The answer to a DELETE may name the peer's own SPIs of pairs that are gone here already.
Outcome check_acknowledgement(Exchange& exchange, const Input&) {
    if (exchange.info.deletes_ike_sa || exchange.info.reports_failure) return raise(EventId::EV_DELETE);
    if (!exchange.info.child_spis.empty()) {
        trace_step(exchange, Step::check_existing_ipsec_sa);
        if (exchange.sa.status == SaStatus::deleting) trace_step(exchange, Step::delete_all_ike_sas);
    }
    for (const std::uint32_t spi : exchange.info.child_spis)
        if (IkeSa* const holder = exchange.sa.context.sas.owner_of_child(spi)) begin_fading(*holder, *holder->child_by_inbound(spi));
    return done;
}

Outcome free_sa(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::deleting_sa);
    exchange.sa.dead = true;
    return done;
}

Outcome free_negotiation(Exchange& exchange, const Input&) {
    exchange.over = true;
    resume_waiting_requests(exchange.sa);
    return done;
}

/// No answer to an INFORMATIONAL: the peer is gone (RFC 7296 §2.4).
Outcome give_up_sa(Exchange& exchange, const Input& input) {
    action::give_up(exchange, input);
    return done;
}

Outcome fail_info(Exchange& exchange, const Input&) {
    trace_failure(exchange, exchange.failure.why);
    exchange.sa.dead = true;
    return done;
}

using enum StateId;
using enum EventId;

/// HDR, SK {[N,] [D,] …}  -->
///                       <--  HDR, SK {[N,] [D,] …}                                        RFC 7296 §1.4
constexpr Row rows[] = {
    {READY, EV_SEND_DEL, build_delete, READY, EV_SEND_INFO},
    {READY, EV_SEND_INFO, build_info, INFO_I_BLD_INFO, EV_CHK_PENDING},
    {INFO_I_BLD_INFO, EV_CHK_PENDING, check_window, INFO_I_BLD_INFO, EV_NO_EVENT, {EV_SEND_INFO}},
    {INFO_I_BLD_INFO, EV_SEND_INFO, send_info, INFO_I_WAIT, EV_NO_EVENT, {EV_FAIL}},
    {INFO_I_WAIT, EV_RECV_INFO_ACK, receive_acknowledgement, INFO_I_EXIT, EV_CHK_INFO_TYPE},
    {INFO_I_WAIT, EV_RE_XMT, action::retransmit, INFO_I_WAIT, EV_NO_EVENT},
    {INFO_I_WAIT, EV_RE_XMT_EXCEED, give_up_sa, EXIT, NONE},
    {INFO_I_WAIT, EV_DELETE, free_sa, EXIT, NONE},
    {INFO_I_EXIT, EV_CHK_INFO_TYPE, check_acknowledgement, EXIT, EV_FREE_NEG, {EV_DELETE}},
    {INFO_I_EXIT, EV_DELETE, free_sa, EXIT, EV_FREE_NEG},
    {EXIT, EV_FREE_NEG, free_negotiation, EXIT, NONE},
    {ANY, EV_FAIL, fail_info, EXIT, NONE},
};
static_assert(is_deterministic(rows) && is_closed(rows));

}  // namespace

const Table informational_initiator{"INFORMATIONAL initiator", rows, StateId::READY};

}  // namespace ike
