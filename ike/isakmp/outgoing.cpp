#include "ike/isakmp/fragmentation.h"
#include "ike/isakmp/limits.h"
#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

/// Where a datagram may be cut: the size that the peer's capability and ours allow.
void put_on_wire(IsakmpSa& sa, const Bytes& message) {
    const auto send = [&sa](Bytes octets) {
        sa.context.ports.datagrams->send({sa.vrf, sa.local, sa.local_port, sa.peer, sa.peer_port, std::move(octets)});
        ++sa.context.stats.sent;
    };
    if (!sa.peer_fragments || !sa.context.configuration.isakmp.fragmentation) return send(message);
    for (Bytes& piece : split(message, limits.fragment, sa.next_fragment_id)) send(std::move(piece));
    ++sa.next_fragment_id;
}

Header header_of(const IsakmpSa& sa, ExchangeType type, std::uint32_t message_id) {
    Header header;
    header.initiator_cookie = sa.cookie_i;
    header.responder_cookie = sa.cookie_r;
    header.exchange = type;
    header.message_id = message_id;
    return header;
}

Bytes encrypted(IsakmpSa& sa, Header header, std::span<const Payload> payloads, Bytes& iv) {
    header.flags |= flag_encryption;
    header.next_payload = payloads.front().type;
    Bytes body = encode_payloads(payloads);
    encrypt(sa.context.algorithms, sa.suite, sa.keys, iv, body);
    header.length = static_cast<std::uint32_t>(header_size + body.size());
    Bytes message = encode_header(header);
    message.insert(message.end(), body.begin(), body.end());
    return message;
}

Payload hash_payload(Bytes hash) {
    Payload payload;
    payload.type = PayloadType::HASH;
    payload.body = OctetsPayload{std::move(hash)};
    return payload;
}

std::vector<Payload> hashed(IsakmpSa& sa, std::uint32_t message_id, const std::vector<Payload>& payloads) {
    emit(sa, event::EngineDone{EngineWork::hmac});
    std::vector<Payload> all{hash_payload(message_hash(sa.context.algorithms, sa.suite, sa.keys, message_id, encode_payloads(payloads)))};
    all.insert(all.end(), payloads.begin(), payloads.end());
    return all;
}

void send_new(Exchange& exchange, Bytes message) {
    emit(exchange.sa, event::PacketSent{});
    exchange.sent = std::move(message);
    exchange.echo = {};
    put_on_wire(exchange.sa, exchange.sent);
}

}  // namespace

void send_clear(Exchange& exchange, std::vector<Payload> payloads) {
    send_new(exchange, encode_message(header_of(exchange.sa, exchange.type, exchange.message_id), payloads));
}

void send_encrypted(Exchange& exchange, const std::vector<Payload>& payloads) {
    IsakmpSa& sa = exchange.sa;
    const bool phase1 = exchange.message_id == 0;
    if (!phase1 && exchange.iv.empty()) exchange.iv = phase2_iv(sa.context.algorithms, sa.suite, sa.last_phase1_block, exchange.message_id);
    emit(sa, event::EngineDone{EngineWork::encrypt_packet});
    send_new(exchange, encrypted(sa, header_of(sa, exchange.type, exchange.message_id), payloads, exchange.iv));
    if (phase1) sa.last_phase1_block = exchange.iv;
}

void send_hashed(Exchange& exchange, const std::vector<Payload>& payloads) {
    send_encrypted(exchange, hashed(exchange.sa, exchange.message_id, payloads));
}

void send_again(Exchange& exchange) {
    if (exchange.sent.empty()) return;
    emit(exchange.sa, event::PacketSent{true});
    put_on_wire(exchange.sa, exchange.sent);
}

std::uint32_t send_informational(IsakmpSa& sa, const std::vector<Payload>& payloads, std::uint32_t message_id) {
    if (message_id == 0) emit(sa, event::NodeSet{message_id = sa.context.fresh_message_id(sa), sa.label});
    const Header header = header_of(sa, ExchangeType::INFORMATIONAL, message_id);
    Bytes iv = sa.has_keys ? phase2_iv(sa.context.algorithms, sa.suite, sa.last_phase1_block, message_id) : Bytes{};
    const Bytes message = sa.has_keys ? encrypted(sa, header, hashed(sa, message_id, payloads), iv) : encode_message(header, payloads);
    emit(sa, event::PacketSent{});
    put_on_wire(sa, message);
    // Our own message, sent back to us, is not the peer's.
    if (sa.has_keys) sa.seen_ids.insert(message_id);
    if (sa.has_keys) emit(sa, event::NodePurged{message_id});
    return message_id;
}

void await_answer(Exchange& exchange) { exchange.repetition = {exchange.sa.context.now + repetition_interval, 0}; }

}  // namespace ike::isakmp
