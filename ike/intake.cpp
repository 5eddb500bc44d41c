#include "ike/intake.h"

#include "ike/admission.h"
#include "ike/cookies.h"
#include "ike/dead_peer_detection.h"
#include "ike/exchanges/begin.h"
#include "ike/machine/dispatcher.h"
#include "ike/opened_message.h"
#include "ike/outgoing.h"
#include "ike/peer_moves.h"
#include "ike/scheduler.h"
#include "ike/trace.h"

namespace ike {

namespace {

void drop_stray(Context& context, const dataplane::UdpDatagram& datagram, std::uint64_t& counter, Failed why) {
    ++counter;
    ++context.stats.in_dropped;
    emit_stray(context, datagram, event::Failure{why, NotifyType{}});
}

NotifyPayload notify_of(const Failure& failure) {
    NotifyPayload notify;
    notify.type = failure.error == DecodeError::unsupported_critical_payload ? NotifyType::UNSUPPORTED_CRITICAL_PAYLOAD : NotifyType::INVALID_SYNTAX;
    if (failure.error == DecodeError::unsupported_critical_payload) notify.data = {static_cast<std::uint8_t>(failure.payload_type)};
    return notify;
}

Failed reason_of(const Failure& failure) {
    switch (failure.error) {
        case DecodeError::unsupported_critical_payload: return Failed::unsupported_critical_payload;
        case DecodeError::integrity_failed: return Failed::integrity;
        case DecodeError::invalid_major_version: return Failed::invalid_major_version;
        case DecodeError::none:
        case DecodeError::invalid_syntax:
        case DecodeError::limit_exceeded: return Failed::invalid_syntax;
    }
    return Failed::decode;
}

IkeSa& open_responder(Context& context, const dataplane::UdpDatagram& datagram, const Header& header) {
    auto sa = std::make_unique<IkeSa>(context, false);
    sa->initiator_spi = header.initiator_spi;
    sa->responder_spi = context.fresh_spi();
    sa->vrf = datagram.vrf;
    sa->local = datagram.local;
    sa->peer = datagram.remote;
    sa->local_port = datagram.local_port;
    sa->peer_port = datagram.remote_port;
    return context.admit(std::move(sa));
}

/// A repeated first request is answered below the machine.
void repeat_init(IkeSa& sa, const dataplane::UdpDatagram& datagram) {
    ++sa.context.stats.sa_init.rrx_request;
    const auto* const answer = sa.window.answer_to(0);
    if (answer != nullptr && sa.init_request == datagram.payload) answer_again(sa, ExchangeType::IKE_SA_INIT, *answer, datagram);
}

void begin_init(Context& context, const dataplane::UdpDatagram& datagram, const Message& message) {
    emit_stray(context, datagram, event::StepDone{Step::sa_request_admitted});
    emit_stray(context, datagram, event::StepDone{Step::increment_incoming_negotiating});
    emit_stray(context, datagram, event::MessageReceived{&message, nullptr, datagram.payload});
    IkeSa& sa = open_responder(context, datagram, message.header);
    Exchange& exchange = add_exchange(sa, context.tables.sa_init_responder, Role::responder, ExchangeType::IKE_SA_INIT);
    sa.window.begin(0);
    dispatch(exchange, EventId::EV_RECV_INIT, {&message, message.payloads, datagram.payload, &datagram});
}

void challenge(Context& context, const dataplane::UdpDatagram& datagram, const Header& header, const Message& message) {
    NotifyPayload notify;
    notify.type = NotifyType::COOKIE;
    notify.data = cookie_for(context, datagram, message);
    send_stray_notify(context, datagram, header, notify);
}

void admit_init(Context& context, const dataplane::UdpDatagram& datagram, const Header& header, const Message& message) {
    switch (admit_first_request(context, datagram, message)) {
        case Admission::granted: return begin_init(context, datagram, message);
        case Admission::cookie_wanted: return challenge(context, datagram, header, message);
        case Admission::incomplete: return drop_stray(context, datagram, context.stats.malformed, Failed::invalid_syntax);
        case Admission::source_has_its_share: ++context.stats.in_dropped; [[fallthrough]];
        case Admission::queue_full:
        case Admission::too_many_sas: return emit_stray(context, datagram, event::Failure{Failed::too_many_negotiations, NotifyType{}});
    }
}

void take_init_request(Context& context, const dataplane::UdpDatagram& datagram, const Header& header) {
    ++context.stats.sa_init.rx_request;
    if (IkeSa* const known = context.sas.find_half_open(header.initiator_spi, datagram.remote)) return repeat_init(*known, datagram);
    const auto message = decode_message(datagram.payload);
    if (!message) {
        drop_stray(context, datagram, context.stats.malformed, reason_of(message.failure()));
        return send_stray_notify(context, datagram, header, notify_of(message.failure()));
    }
    count_notifies(context.stats, message->payloads, false, true);
    if (header.initiator_spi == 0 || header.message_id != 0) return drop_stray(context, datagram, context.stats.malformed, Failed::invalid_syntax);
    admit_init(context, datagram, header, *message);
}

void report_failure(const IkeSa& sa, const Failure& failure) {
    ++sa.context.stats.malformed;
    emit(sa, event::Failure{reason_of(failure), NotifyType{}});
}

/// Authentic, but not to be understood: it is said so under protection, and a syntax error ends the SA (RFC 7296 §2.21).
void answer_with_error(IkeSa& sa, const Header& header, const Failure& failure) {
    report_failure(sa, failure);
    const bool authentic = failure.error == DecodeError::unsupported_critical_payload || failure.error == DecodeError::invalid_syntax;
    if (!authentic || header.exchange == ExchangeType::IKE_SA_INIT || sa.window.judge(header.message_id) != Window::Verdict::fresh) return;
    Exchange& exchange = add_exchange(sa, sa.context.tables.informational_responder, Role::responder, header.exchange);
    exchange.message_id = header.message_id;
    exchange.over = true;
    const NotifyPayload notify = notify_of(failure);
    send_sealed(exchange, {notify});
    if (notify.type != NotifyType::INVALID_SYNTAX && sa.status != SaStatus::in_negotiation) return;
    sa.dead = true;
    sa.answers_matter = true;
}

/// Whether what was refused lies inside the encrypted payload of an authentic message.
bool inside_is_authentic(IkeSa& sa, const dataplane::UdpDatagram& datagram) {
    return static_cast<bool>(decode_message(datagram.payload)) && sa.has_keys;
}

void take_request(IkeSa& sa, const dataplane::UdpDatagram& datagram, const Header& header) {
    if (!sa.has_keys || header.exchange == ExchangeType::IKE_SA_INIT) return;
    Failure failure;
    const auto opened = open_message(sa, datagram, failure);
    if (!opened) {
        if (failure.error == DecodeError::none) return;
        if (inside_is_authentic(sa, datagram)) return answer_with_error(sa, header, failure);
        return report_failure(sa, failure);
    }
    admit_request(sa, {&opened->outer, opened->clear, opened->octets, &datagram});
}

void take_init_response(IkeSa& sa, Exchange& exchange, const dataplane::UdpDatagram& datagram) {
    const auto message = decode_message(datagram.payload);
    if (!message) return report_failure(sa, message.failure());
    if (!accepts(exchange, EventId::EV_RECV_INIT)) return;
    count_notifies(sa.context.stats, message->payloads, false, false);
    exchange.responder_spi_seen = message->header.responder_spi;
    emit(exchange, event::MessageReceived{&*message, nullptr, datagram.payload});
    dispatch(exchange, EventId::EV_RECV_INIT, {&*message, message->payloads, datagram.payload, &datagram});
}

EventId answer_event(ExchangeType type) {
    if (type == ExchangeType::IKE_AUTH) return EventId::EV_RECV_AUTH;
    return type == ExchangeType::CREATE_CHILD_SA ? EventId::EV_RECV_CREATE_CHILD : EventId::EV_RECV_INFO_ACK;
}

void take_sealed_response(IkeSa& sa, Exchange& exchange, const dataplane::UdpDatagram& datagram) {
    const EventId event = answer_event(exchange.type);
    if (!accepts(exchange, event)) return;
    Failure failure;
    const auto opened = open_message(sa, datagram, failure);
    if (!opened && failure.error == DecodeError::none) return;
    if (!opened) return report_failure(sa, failure);
    heard_from(sa);
    follow_peer(sa, datagram);
    if (opened->octets.empty()) ++counters_of(sa.context.stats, exchange.type).rx_response;
    count_notifies(sa.context.stats, opened->clear, false, false);
    if (traced(sa)) emit(exchange, event::MessageReceived{&opened->outer, &opened->clear, opened->octets});
    dispatch(exchange, event, {&opened->outer, opened->clear, opened->octets, &datagram});
}

/// A peer that does not know an SA any more which is being deleted anyway.
bool is_forgotten(const IkeSa& sa, const dataplane::UdpDatagram& datagram) {
    if (sa.status != SaStatus::deleting) return false;
    const auto message = decode_message(datagram.payload);
    return message && find_notify(message->payloads, NotifyType::INVALID_IKE_SPI) != nullptr;
}

/// Fragments count as the one message that they make.
void take_response(IkeSa& sa, const dataplane::UdpDatagram& datagram, const Header& header) {
    EngineStats::Exchange& counters = counters_of(sa.context.stats, header.exchange);
    if (header.next_payload != PayloadType::SKF) ++counters.rx_response;
    Exchange* const exchange = request_awaiting(sa, header);
    if (exchange == nullptr) return;
    if (is_forgotten(sa, datagram)) {
        if (accepts(*exchange, EventId::EV_DELETE)) return dispatch(*exchange, EventId::EV_DELETE, {});
        sa.dead = true;
        return;
    }
    if (header.exchange == ExchangeType::IKE_SA_INIT) return take_init_response(sa, *exchange, datagram);
    if (sa.has_keys) take_sealed_response(sa, *exchange, datagram);
}

/// RFC 7296 §2.21.4: once, in clear, and only to a request.
void refuse_unknown_spi(Context& context, const dataplane::UdpDatagram& datagram, const Header& header) {
    drop_stray(context, datagram, context.stats.invalid_spi, Failed::invalid_ike_spi);
    if (header.is_response()) return;
    NotifyPayload notify;
    notify.type = NotifyType::INVALID_IKE_SPI;
    send_stray_notify(context, datagram, header, notify);
}

void take_for_sa(IkeSa& sa, const dataplane::UdpDatagram& datagram, const Header& header) {
    sa.context.touch(sa);
    if (sa.retired) {
        const bool asks = !header.is_response() && !is_later_fragment(datagram.payload);
        const auto* const answer = asks ? sa.window.answer_to(header.message_id) : nullptr;
        if (answer != nullptr) answer_again(sa, header.exchange, *answer, datagram);
        return;
    }
    if (header.is_response()) return take_response(sa, datagram, header);
    take_request(sa, datagram, header);
}

void refuse_version(Context& context, const dataplane::UdpDatagram& datagram, const Header& header) {
    drop_stray(context, datagram, context.stats.malformed, Failed::invalid_major_version);
    if (header.major_version() < 2 || header.is_response()) return;
    NotifyPayload notify;
    notify.type = NotifyType::INVALID_MAJOR_VERSION;
    send_stray_notify(context, datagram, header, notify);
}

void announce(Context& context, const dataplane::UdpDatagram& datagram) {
    if (!traced(context, datagram.remote)) return;
    emit_stray(context, datagram, event::StepDone{Step::got_packet_from_dispatcher});
    emit_stray(context, datagram, event::StepDone{Step::processing_item_off_queue});
}

}  // namespace

void take_datagram(Context& context, const dataplane::UdpDatagram& datagram) {
    announce(context, datagram);
    const auto header = decode_header(datagram.payload);
    if (!header) return drop_stray(context, datagram, context.stats.malformed, Failed::decode);
    if (header->major_version() != 2) return refuse_version(context, datagram, *header);
    const bool first = header->exchange == ExchangeType::IKE_SA_INIT && !header->is_response() && header->from_initiator();
    if (first && header->responder_spi == 0) return take_init_request(context, datagram, *header);
    IkeSa* const sa = context.sas.find(header->from_initiator() ? header->responder_spi : header->initiator_spi);
    if (sa == nullptr || (sa->peer != datagram.remote && !may_move(*sa))) return refuse_unknown_spi(context, datagram, *header);
    take_for_sa(*sa, datagram, *header);
}

}  // namespace ike
