#include "ike/trace.h"

#include <algorithm>

#include "ike/context.h"

namespace ike {

namespace {

/// Lines that the reference prints without "(SA ID = n)" although there is an SA.
constexpr Step platform_steps[] = {
    Step::got_packet_from_dispatcher,       Step::processing_item_off_queue,        Step::sa_request_admitted,
    Step::sa_request_activated,             Step::increment_outgoing_negotiating,   Step::increment_incoming_negotiating,
    Step::decrement_outgoing_negotiating,   Step::decrement_incoming_negotiating,   Step::failed_to_decrement_outgoing,
    Step::failed_to_decrement_incoming,     Step::no_config_data_init_initiator,    Step::no_config_data_init_responder,
    Step::no_config_data_to_toolkit,        Step::sending_config_data_to_toolkit,   Step::received_config_data_from_toolkit,
    Step::error_constructing_config_reply,  Step::no_data_for_mode_config_set,      Step::aaa_group_not_configured,
    Step::aaa_user_not_configured,          Step::kmi_message_8_consumed,           Step::kmi_message_12_consumed,
};

bool is_platform(Step step) {
    return std::find(std::begin(platform_steps), std::end(platform_steps), step) != std::end(platform_steps);
}

EventHeader header_of(const IkeSa& sa) {
    EventHeader header;
    header.at = sa.context.now;
    header.vrf = sa.vrf;
    header.sa_id = sa.tunnel_id;
    header.session_id = sa.session_id;
    header.local = sa.local;
    header.peer = sa.peer;
    header.local_port = sa.local_port;
    header.peer_port = sa.peer_port;
    header.role = sa.initiator ? Role::initiator : Role::responder;
    header.initiator_spi = sa.initiator_spi;
    header.responder_spi = sa.responder_spi;
    return header;
}

EventHeader header_of(const Exchange& exchange) {
    EventHeader header = header_of(exchange.sa);
    header.role = exchange.role;
    header.message_id = exchange.message_id;
    if (header.responder_spi == 0) header.responder_spi = exchange.responder_spi_seen;
    return header;
}

void note(const IkeSa& sa, const event::Body& body) {
    if (const auto* const failure = std::get_if<event::Failure>(&body)) sa.context.errors.note(failure->why, sa.initiator_spi, sa.path);
}

void note(Context& context, const dataplane::UdpDatagram& datagram, const event::Body& body) {
    const auto* const failure = std::get_if<event::Failure>(&body);
    if (failure == nullptr) return;
    IkeSpi spi = 0;
    for (std::size_t i = 0; i < sizeof spi && datagram.payload.size() >= sizeof spi; ++i) spi = spi << 8 | datagram.payload[i];
    context.errors.note(failure->why, spi, {});
}

}  // namespace

bool traced(const Context& context, const config::IpAddress& peer) {
    return context.ports.events != nullptr && context.ports.events->wants(peer);
}

bool traced(const IkeSa& sa) { return traced(sa.context, sa.peer); }

void emit(const IkeSa& sa, event::Body body) {
    note(sa, body);
    if (traced(sa)) sa.context.ports.events->on({header_of(sa), std::move(body)});
}

namespace {

void tell(const Exchange& exchange, event::Body body) {
    if (traced(exchange.sa)) exchange.sa.context.ports.events->on({header_of(exchange), std::move(body)});
}

}  // namespace

void emit(const Exchange& exchange, event::Body body) {
    note(exchange.sa, body);
    tell(exchange, std::move(body));
}

void emit_platform(const IkeSa& sa, event::Body body) {
    note(sa, body);
    if (!traced(sa)) return;
    EventHeader header = header_of(sa);
    header.sa_id = 0;
    sa.context.ports.events->on({std::move(header), std::move(body)});
}

void emit_stray(Context& context, const dataplane::UdpDatagram& datagram, event::Body body) {
    note(context, datagram, body);
    if (!traced(context, datagram.remote)) return;
    EventHeader header;
    header.at = context.now;
    header.vrf = datagram.vrf;
    header.local = datagram.local;
    header.peer = datagram.remote;
    header.local_port = datagram.local_port;
    header.peer_port = datagram.remote_port;
    header.role = Role::responder;
    context.ports.events->on({std::move(header), std::move(body)});
}

void trace_state(const Exchange& exchange, EventId event) {
    IkeSa& sa = exchange.sa;
    sa.last_state = exchange.state;
    if (event != EventId::EV_NO_EVENT) {
        std::shift_right(sa.path.begin(), sa.path.end(), 1);
        sa.path.front() = {exchange.state, event};
    }
    if (traced(exchange.sa)) emit(exchange, event::SmTrace{name_of(exchange.state), name_of(event)});
}

void trace_step(const Exchange& exchange, Step step) {
    if (is_platform(step)) return emit_platform(exchange.sa, event::StepDone{step});
    emit(exchange, event::StepDone{step});
}

void trace_step(const IkeSa& sa, Step step) {
    if (is_platform(step)) return emit_platform(sa, event::StepDone{step});
    emit(sa, event::StepDone{step});
}

void trace_failure(const Exchange& exchange, Failed why, NotifyType sent) {
    IkeSa& sa = exchange.sa;
    const bool summary = why == Failed::initial_exchange || why == Failed::auth_exchange;
    if (!summary || !sa.failure) sa.failure = why;
    emit(exchange, event::Failure{why, sent});
    if (why == Failed::create_child_exchange && sa.context.configuration.ikev2.logging) emit(exchange, event::NegotiationAborted{why});
}

void trace_summary(const Exchange& exchange, Failed why) { tell(exchange, event::Failure{why, NotifyType{}}); }

void trace_failure(IkeSa& sa, Failed why) {
    sa.failure = why;
    emit_platform(sa, event::Failure{why, NotifyType{}});
}

}  // namespace ike
