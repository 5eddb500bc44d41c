#include "ike/collisions.h"
#include "ike/context.h"
#include "ike/exchanges/begin.h"
#include "ike/outgoing.h"
#include "ike/tasks.h"
#include "ike/trace.h"

namespace ike {

namespace {

/// Errors about the IKE SA itself that a peer may report after IKE_AUTH (RFC 7296 §2.21.2).
bool ends_sa(NotifyType type) { return type == NotifyType::AUTHENTICATION_FAILED || type == NotifyType::INVALID_SYNTAX; }

/// RFC 7296 §3.10.1: the peer has no pair that receives with our outbound SPI. Under protection that is to be believed.
void note_lost_pair(Exchange& exchange, const NotifyPayload& notify) {
    if (notify.type != NotifyType::INVALID_SPI || notify.data.size() != 4) return;
    std::uint32_t spi = 0;
    for (const std::uint8_t octet : notify.data) spi = spi << 8 | octet;
    exchange.info.peer_spis.push_back(spi);
}

void note_liveness_query(Exchange& exchange, const Input& input) {
    if (!input.payloads.empty()) return;
    exchange.info.liveness = true;
    ++exchange.sa.context.stats.liveness.rx_request;
    trace_step(exchange, Step::received_liveness_query);
}

Outcome unpack(Exchange& exchange, const Input& input) {
    InfoScratch& info = exchange.info;
    note_liveness_query(exchange, input);
    for (const Payload& payload : input.payloads) {
        if (const NotifyPayload* const notify = payload.as<NotifyPayload>()) {
            emit(exchange, event::NotifyReceived{notify->type});
            if (ends_sa(notify->type)) info.reports_failure = true;
            note_lost_pair(exchange, *notify);
        }
        const DeletePayload* const deletion = payload.as<DeletePayload>();
        if (deletion == nullptr) continue;
        if (deletion->protocol == ProtocolId::IKE) info.deletes_ike_sa = true;
        const std::vector<std::uint32_t> spis = deletion->child_spis();
        std::vector<std::uint32_t>& named = deletion->protocol == ProtocolId::AH ? info.ah_spis : info.child_spis;
        named.insert(named.end(), spis.begin(), spis.end());
    }
    return done;
}

Outcome check_type(Exchange& exchange, const Input&) {
    const InfoScratch& info = exchange.info;
    const bool deletes = info.deletes_ike_sa || info.reports_failure || !info.child_spis.empty() || !info.ah_spis.empty();
    return deletes ? raise(EventId::EV_RECV_DEL) : done;
}

/// RFC 7296 §1.4.1: the peer names its inbound SPIs, the answer ours of the same pairs; not those that our own DELETE names.
void delete_pair(Exchange& exchange, dataplane::IpsecProtocol protocol, std::uint32_t spi_out, std::vector<std::uint32_t>& answered) {
    IkeSa& sa = holder_of(exchange.sa, spi_out);
    if (traced(sa)) emit(exchange, event::DeleteReceived{false, spi_out});
    ChildSa* const child = sa.child_by_outbound(spi_out);
    if (child == nullptr) note_deleted(sa, spi_out);
    if (child == nullptr || child->protection.protocol != protocol) return;
    if (child->state == ChildState::deleting || child->state == ChildState::fading) return;
    answered.push_back(child->spi_in);
    yield_pair(sa, child->spi_in);
    if (child->state == ChildState::replaced) begin_fading(sa, *child);
    else remove_child(sa, answered.back());
}

void delete_pairs(Exchange& exchange, dataplane::IpsecProtocol protocol, const std::vector<std::uint32_t>& spis) {
    std::vector<std::uint32_t> answered;
    for (const std::uint32_t spi : spis) delete_pair(exchange, protocol, spi, answered);
    const ProtocolId number = protocol == dataplane::IpsecProtocol::esp ? ProtocolId::ESP : ProtocolId::AH;
    if (!answered.empty()) exchange.info.payloads.emplace_back(DeletePayload::of_children(number, answered));
}

Outcome process_delete(Exchange& exchange, const Input&) {
    InfoScratch& info = exchange.info;
    trace_step(exchange, Step::process_delete_request);
    delete_pairs(exchange, dataplane::IpsecProtocol::esp, info.child_spis);
    delete_pairs(exchange, dataplane::IpsecProtocol::ah, info.ah_spis);
    if (info.deletes_ike_sa && traced(exchange.sa)) emit(exchange, event::DeleteReceived{true, 0});
    return done;
}

Outcome send_answer(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::sending_informational_ack);
    if (send_sealed(exchange, exchange.info.payloads).empty()) return fail(exchange, Failed::decode);
    return done;
}

void renew_lost_pairs(Exchange& exchange) {
    for (const std::uint32_t spi : exchange.info.peer_spis) {
        IkeSa& sa = holder_of(exchange.sa, spi);
        const ChildSa* const lost = sa.child_by_outbound(spi);
        if (lost == nullptr || lost->state != ChildState::installed) continue;
        Task again{Task::Kind::create_child};
        again.flow = lost->flow;
        delete_children(sa, {lost->spi_in});
        want(sa, again);
    }
}

Outcome check_pending(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    if (traced(sa)) emit(exchange, event::ResponseSent{exchange.message_id, sa.window.first_expected(), sa.window.last_expected()});
    renew_lost_pairs(exchange);
    if (!exchange.info.deletes_ike_sa && !exchange.info.reports_failure) return done;
    trace_step(exchange, Step::deleting_sa);
    yield_ike_sa(sa);
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
