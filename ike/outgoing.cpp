#include "ike/outgoing.h"

#include <algorithm>
#include <limits>

#include "ike/context.h"
#include "ike/payload/encrypted_fragment.h"
#include "ike/trace.h"

namespace ike {

namespace {

Header header_of(const Exchange& exchange) {
    const IkeSa& sa = exchange.sa;
    Header header;
    header.initiator_spi = sa.initiator_spi;
    header.responder_spi = sa.responder_spi;
    header.exchange = exchange.type;
    header.message_id = exchange.message_id;
    if (sa.initiator) header.flags |= flag_initiator;
    if (exchange.role == Role::responder) header.flags |= flag_response;
    return header;
}

void put_on_wire(const IkeSa& sa, const std::vector<Bytes>& datagrams) {
    for (const Bytes& octets : datagrams)
        sa.context.ports.datagrams->send({sa.vrf, sa.local, sa.local_port, sa.peer, sa.peer_port, octets});
}

/// RFC 7383 §2.5.1: the headers of IP and UDP are part of the limit, and the non-ESP marker (RFC 3948 §2.2).
std::size_t longest_message(const IkeSa& sa) {
    if (!sa.fragmentation_mtu) return std::numeric_limits<std::size_t>::max();
    const std::size_t headers = (sa.peer.is_v4() ? 20u : 40u) + 8u + (sa.local_port == 4500 ? 4u : 0u);
    return std::max<std::size_t>(*sa.fragmentation_mtu, headers) - headers;
}

dataplane::Duration first_interval(Context& context) {
    const Bytes draw = context.random_octets(1);
    return retransmission_policy.first + retransmission_policy.jitter * draw.front() / 256;
}

/// A request waits for its answer; an answer waits for the request to come again.
void remember(Exchange& exchange, const std::vector<Bytes>& datagrams, const std::vector<Payload>& clear) {
    Context& context = exchange.sa.context;
    if (exchange.role == Role::initiator) {
        exchange.request = datagrams;
        exchange.request_clear = clear;
        Retransmission& again = exchange.retransmission;
        again.start(context.now, again.steady ? again.interval : first_interval(context));
    } else {
        exchange.sa.window.answer(exchange.message_id, datagrams);
    }
}

void count_sent(const Exchange& exchange, const std::vector<Payload>& payloads) {
    EngineStats& stats = exchange.sa.context.stats;
    const bool request = exchange.role == Role::initiator;
    if (exchange.type == ExchangeType::CREATE_CHILD_SA) ++(request ? counters_of(stats, exchange.create.what).tx_request : counters_of(stats, exchange.create.what).tx_response);
    if (exchange.info.liveness) ++(request ? stats.liveness.tx_request : stats.liveness.tx_response);
    ++(request ? counters_of(stats, exchange.type).tx_request : counters_of(stats, exchange.type).tx_response);
    count_notifies(stats, payloads, true, request);
}

void report_sent(const Exchange& exchange, const std::vector<Bytes>& datagrams, const std::vector<Payload>* clear, bool again) {
    if (!traced(exchange.sa)) return;
    for (const Bytes& octets : datagrams)
        if (const auto outer = decode_message(octets)) emit(exchange, event::MessageSent{&*outer, clear, again, octets});
}

}  // namespace

Bytes send_clear(Exchange& exchange, const std::vector<Payload>& payloads) {
    const Bytes octets = encode_message({header_of(exchange), payloads});
    if (octets.empty()) return octets;
    report_sent(exchange, {octets}, nullptr, false);
    put_on_wire(exchange.sa, {octets});
    remember(exchange, {octets}, {});
    count_sent(exchange, payloads);
    return octets;
}

std::vector<Bytes> send_sealed(Exchange& exchange, const std::vector<Payload>& payloads) {
    IkeSa& sa = exchange.sa;
    const std::vector<Bytes> datagrams =
        seal_fragments(sa.context.algorithms, header_of(exchange), payloads, longest_message(sa), sa.outbound(), *sa.context.ports.random);
    if (datagrams.empty()) return datagrams;
    report_sent(exchange, datagrams, &payloads, false);
    put_on_wire(sa, datagrams);
    remember(exchange, datagrams, payloads);
    count_sent(exchange, payloads);
    return datagrams;
}

void send_again(Exchange& exchange) {
    Context& context = exchange.sa.context;
    trace_step(exchange, Step::retransmitting);
    report_sent(exchange, exchange.request, exchange.request_clear.empty() ? nullptr : &exchange.request_clear, true);
    put_on_wire(exchange.sa, exchange.request);
    exchange.retransmission.again(context.now);
    ++context.stats.retransmissions;
    ++counters_of(context.stats, exchange.type).rtx_request;
}

void answer_again(IkeSa& sa, ExchangeType type, const std::vector<Bytes>& datagrams, const dataplane::UdpDatagram& request) {
    for (const Bytes& octets : datagrams)
        sa.context.ports.datagrams->send({request.vrf, request.local, request.local_port, request.remote, request.remote_port, octets});
    ++counters_of(sa.context.stats, type).rtx_response;
}

void send_stray_notify(Context& context, const dataplane::UdpDatagram& request, const Header& header, const NotifyPayload& notify) {
    Message answer;
    answer.header = header;
    answer.header.version = 0x20;
    answer.header.flags = static_cast<std::uint8_t>((header.from_initiator() ? 0 : flag_initiator) | flag_response);
    answer.payloads.emplace_back(notify);
    const Bytes octets = encode_message(answer);
    if (traced(context, request.remote))
        if (const auto outer = decode_message(octets)) emit_stray(context, request, event::MessageSent{&*outer, nullptr, false, octets});
    context.ports.datagrams->send({request.vrf, request.local, request.local_port, request.remote, request.remote_port, octets});
    count_notifies(context.stats, answer.payloads, true, false);
}

Payload notify_payload(NotifyType type, Bytes data) {
    NotifyPayload notify;
    notify.type = type;
    notify.data = std::move(data);
    return notify;
}

void construct(const Exchange& exchange, std::vector<Payload>& payloads, NotifyType type, Bytes data) {
    if (traced(exchange.sa)) emit_platform(exchange.sa, event::PayloadConstructed{PayloadType::NOTIFY, type, {}});
    payloads.push_back(notify_payload(type, std::move(data)));
}

EngineStats::Exchange& counters_of(EngineStats& stats, ExchangeType type) {
    switch (type) {
        case ExchangeType::IKE_SA_INIT: return stats.sa_init;
        case ExchangeType::IKE_AUTH: return stats.auth;
        case ExchangeType::CREATE_CHILD_SA: return stats.create_child;
        case ExchangeType::INFORMATIONAL: return stats.informational;
    }
    return stats.informational;
}

EngineStats::Exchange& counters_of(EngineStats& stats, Creation what) {
    switch (what) {
        case Creation::child: return stats.create_child_ipsec;
        case Creation::child_rekey: return stats.create_child_ipsec_rekey;
        case Creation::ike_rekey: return stats.create_child_ike_rekey;
    }
    return stats.create_child_ipsec;
}

void count_notifies(EngineStats& stats, std::span<const Payload> payloads, bool sent, bool request) {
    for (const Payload& payload : payloads) {
        const NotifyPayload* const notify = payload.as<NotifyPayload>();
        if (notify == nullptr || notify->type == NotifyType{}) continue;
        auto at = std::find_if(stats.notifies.begin(), stats.notifies.end(), [&](const auto& row) { return row.first == notify->type; });
        // Bounded: a peer may invent notify types without end.
        if (at == stats.notifies.end() && (stats.notifies.size() >= 64 || (!sent && name_of(notify->type).empty()))) continue;
        if (at == stats.notifies.end()) at = stats.notifies.insert(at, {notify->type, {}});
        EngineStats::Exchange& row = at->second;
        ++(sent ? (request ? row.tx_request : row.tx_response) : (request ? row.rx_request : row.rx_response));
    }
}

}  // namespace ike
