#include "ike/context.h"
#include "ike/exchanges/begin.h"
#include "ike/outgoing.h"
#include "ike/trace.h"

namespace ike {

namespace {

/// Errors about the IKE SA itself that a peer may report after IKE_AUTH (RFC 7296 §2.21.2).
bool ends_sa(NotifyType type) { return type == NotifyType::AUTHENTICATION_FAILED || type == NotifyType::INVALID_SYNTAX; }

Outcome unpack(Exchange& exchange, const Input& input) {
    InfoScratch& info = exchange.info;
    for (const Payload& payload : input.payloads) {
        if (const NotifyPayload* const notify = payload.as<NotifyPayload>()) {
            emit(exchange, event::NotifyReceived{notify->type});
            if (ends_sa(notify->type)) info.reports_failure = true;
        }
        const DeletePayload* const deletion = payload.as<DeletePayload>();
        if (deletion == nullptr) continue;
        if (deletion->protocol == ProtocolId::IKE) info.deletes_ike_sa = true;
        const std::vector<std::uint32_t> spis = deletion->child_spis();
        info.child_spis.insert(info.child_spis.end(), spis.begin(), spis.end());
    }
    return done;
}

Outcome check_type(Exchange& exchange, const Input&) {
    const InfoScratch& info = exchange.info;
    const bool deletes = info.deletes_ike_sa || info.reports_failure || !info.child_spis.empty();
    return deletes ? raise(EventId::EV_RECV_DEL) : done;
}

/// RFC 7296 §1.4.1: the peer names its inbound SPIs, the answer ours of the same pairs.
void delete_pair(Exchange& exchange, std::uint32_t spi_out, std::vector<std::uint32_t>& answered) {
    IkeSa& sa = exchange.sa;
    if (traced(sa)) emit(exchange, event::DeleteReceived{false, spi_out});
    for (const ChildSa& child : sa.children)
        if (child.spi_out == spi_out) {
            answered.push_back(child.spi_in);
            exchange.info.child_protocol = child.protection.protocol == dataplane::IpsecProtocol::esp ? ProtocolId::ESP : ProtocolId::AH;
            return remove_child(sa, answered.back());
        }
}

Outcome process_delete(Exchange& exchange, const Input&) {
    InfoScratch& info = exchange.info;
    trace_step(exchange, Step::process_delete_request);
    std::vector<std::uint32_t> answered;
    for (const std::uint32_t spi : info.child_spis) delete_pair(exchange, spi, answered);
    if (!answered.empty()) info.payloads.emplace_back(DeletePayload::of_children(info.child_protocol, answered));
    if (info.deletes_ike_sa && traced(exchange.sa)) emit(exchange, event::DeleteReceived{true, 0});
    return done;
}

Outcome send_answer(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::sending_informational_ack);
    if (send_sealed(exchange, exchange.info.payloads).empty()) return fail(exchange, Failed::decode);
    return done;
}

Outcome check_pending(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    if (traced(sa)) emit(exchange, event::ResponseSent{exchange.message_id, sa.window.first_expected(), sa.window.last_expected()});
    if (!exchange.info.deletes_ike_sa && !exchange.info.reports_failure) return done;
    trace_step(exchange, Step::deleting_sa);
    sa.dead = true;
    sa.answers_matter = true;
    return done;
}

Outcome fail_info(Exchange& exchange, const Input&) {
    trace_failure(exchange, exchange.failure.why);
    exchange.sa.dead = true;
    return done;
}

using enum StateId;
using enum EventId;

///                       <--  HDR, SK {[N,] [D,] …}
/// HDR, SK {[D]}  -->                                                                      RFC 7296 §1.4
constexpr Row rows[] = {
    {READY, EV_RECV_INFO_REQ, Action_Null, INFO_R, EV_RECV_INFO_REQ},
    {INFO_R, EV_RECV_INFO_REQ, unpack, INFO_R, EV_CHK_INFO_TYPE},
    {INFO_R, EV_CHK_INFO_TYPE, check_type, INFO_R, EV_SEND_INFO, {EV_RECV_DEL}},
    {INFO_R, EV_RECV_DEL, process_delete, INFO_R, EV_SEND_INFO},
    {INFO_R, EV_SEND_INFO, send_answer, EXIT, EV_CHK_PENDING, {EV_FAIL}},
    {EXIT, EV_CHK_PENDING, check_pending, EXIT, EV_NO_EVENT},
    {ANY, EV_FAIL, fail_info, EXIT, NONE},
};
static_assert(is_deterministic(rows) && is_closed(rows));

}  // namespace

const Table informational_responder{"INFORMATIONAL responder", rows, StateId::READY};

}  // namespace ike
