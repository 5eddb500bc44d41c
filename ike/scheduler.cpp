#include "ike/scheduler.h"

#include "ike/dead_peer_detection.h"
#include "ike/exchanges/begin.h"
#include "ike/machine/dispatcher.h"
#include "ike/outgoing.h"
#include "ike/peer_moves.h"
#include "ike/trace.h"

namespace ike {

namespace {

Exchange* waiting_for_auth(IkeSa& sa) {
    for (const auto& exchange : sa.exchanges)
        if (exchange->type == ExchangeType::IKE_AUTH && accepts(*exchange, EventId::EV_RECV_AUTH) && exchange->role == Role::responder)
            return exchange.get();
    return nullptr;
}

/// The exchange that answers a fresh request, and the event that the request is to it.
struct Answerer {
    Exchange* exchange = nullptr;
    EventId event = EventId::NONE;
};

Answerer answerer_of(IkeSa& sa, const Header& header) {
    const Tables& tables = sa.context.tables;
    if (header.exchange == ExchangeType::IKE_AUTH) return {waiting_for_auth(sa), EventId::EV_RECV_AUTH};
    if (sa.status == SaStatus::in_negotiation) return {};
    if (header.exchange == ExchangeType::INFORMATIONAL)
        return {&add_exchange(sa, tables.informational_responder, Role::responder, header.exchange), EventId::EV_RECV_INFO_REQ};
    if (header.exchange == ExchangeType::CREATE_CHILD_SA)
        return {&add_exchange(sa, tables.create_child_responder, Role::responder, header.exchange), EventId::EV_RECV_CREATE_CHILD};
    return {};
}

void repeat_answer(IkeSa& sa, const Header& header, const dataplane::UdpDatagram& request) {
    ++counters_of(sa.context.stats, header.exchange).rrx_request;
    if (const auto* const answer = sa.window.answer_to(header.message_id)) answer_again(sa, header.exchange, *answer, request);
}

void run(IkeSa& sa, const Answerer& answerer, const Input& input) {
    Exchange& exchange = *answerer.exchange;
    exchange.message_id = input.message->header.message_id;
    sa.window.begin(exchange.message_id);
    count_notifies(sa.context.stats, input.payloads, false, true);
    if (traced(sa)) {
        const std::vector<Payload> clear(input.payloads.begin(), input.payloads.end());
        emit(exchange, event::MessageReceived{input.message, &clear, input.octets});
    }
    dispatch(exchange, answerer.event, input);
}

}  // namespace

Exchange* request_awaiting(IkeSa& sa, const Header& header) {
    for (const auto& exchange : sa.exchanges)
        if (exchange->role == Role::initiator && !exchange->over && exchange->retransmission.due && exchange->type == header.exchange &&
            exchange->message_id == header.message_id)
            return exchange.get();
    return nullptr;
}

void admit_request(IkeSa& sa, const Input& input) {
    const Header& header = input.message->header;
    ++counters_of(sa.context.stats, header.exchange).rx_request;
    emit(sa, event::RequestWindow{header.message_id, sa.window.first_expected(), sa.window.last_expected()});
    switch (sa.window.judge(header.message_id)) {
        case Window::Verdict::repeated: return repeat_answer(sa, header, *input.datagram);
        case Window::Verdict::outside: return emit(sa, event::Failure{Failed::invalid_message_id, NotifyType{}});
        case Window::Verdict::fresh: break;
    }
    heard_from(sa);
    follow_peer(sa, *input.datagram);
    const Answerer answerer = answerer_of(sa, header);
    if (answerer.exchange != nullptr) run(sa, answerer, input);
}

}  // namespace ike
