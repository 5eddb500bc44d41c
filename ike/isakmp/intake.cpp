#include "ike/isakmp/fragmentation.h"
#include "ike/isakmp/limits.h"
#include "ike/isakmp/opened_message.h"
#include "ike/isakmp/peer_moves.h"
#include "ike/isakmp/phase1/open.h"
#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

void bad_message(IsakmpSa& sa) {
    ++sa.context.stats.malformed;
    emit(sa, event::BadMessage{});
}

bool hash_is_good(IsakmpSa& sa, const Opened& opened) {
    emit(sa, event::EngineDone{EngineWork::hmac});
    const auto& payloads = opened.decoded.payloads;
    if (payloads.empty() || payloads.front().type != PayloadType::HASH) return false;
    const Bytes expected = message_hash(sa.context.algorithms, sa.suite, sa.keys, opened.header.message_id, Octets(opened.plain).subspan(opened.decoded.first_size));
    return equal_in_constant_time(body_octets(payloads.front()), expected);
}

Exchange* node_of(IsakmpSa& sa, std::uint32_t message_id) {
    for (const auto& node : sa.exchanges)
        if (node->message_id == message_id) return node.get();
    return nullptr;
}

/// True when it was the last message taken: the answer goes out again.
bool is_duplicate(Exchange& exchange, const Bytes& digest) {
    if (exchange.received_digest != digest) return false;
    const dataplane::Instant now = exchange.sa.context.now;
    if (exchange.sent.empty() || exchange.sa.dead || !exchange.echo.may_answer(now)) return true;
    exchange.echo = {now, exchange.echo.count + 1};
    step(exchange.sa, Step::duplicate_packet);
    emit(exchange.sa, event::Retransmitting{exchange.message_id != 0, exchange.message_id, true});
    ++exchange.sa.context.stats.retransmissions;
    send_again(exchange);
    return true;
}

// --- phase 1 ---

Event phase1_event(const Header& header) { return header.exchange == ExchangeType::MAIN ? Event::IKE_MM_EXCH : Event::IKE_AM_EXCH; }

/// What cannot be decrypted under our key is not what the peer has sent.
void refuse_phase1(IsakmpSa& sa, bool encrypted) {
    if (encrypted) step(sa, Step::reserved_not_zero_on_id);
    bad_message(sa);
}

void take_phase1(IsakmpSa& sa, const dataplane::UdpDatagram& datagram, const Header& header) {
    Exchange& exchange = *sa.phase1;
    if (header.message_id != 0 || header.exchange != exchange.type) return bad_message(sa);
    const Bytes digest = digest_of(sa.context, datagram.payload);
    if (is_duplicate(exchange, digest) || digest == exchange.phase1.first_digest || exchange.job || sa.complete) return;
    emit(sa, event::PacketReceived{});
    if (header.is_encrypted() && !sa.has_keys) return bad_message(sa);
    const Octets body = body_of(datagram, header);
    const auto opened = header.is_encrypted() ? open_encrypted(sa, header, body, exchange.iv) : open_clear(header, body);
    if (!opened) return refuse_phase1(sa, header.is_encrypted());
    exchange.received_digest = digest;
    Input input = input_of(*opened, datagram);
    input.digest = digest;
    dispatch(exchange, phase1_event(header), input);
}

bool is_full(const Context& context, const config::IpAddress& peer) {
    const auto& most = context.configuration.isakmp.limit_sa;
    if (most && context.sas.size() >= *most) return true;
    const auto at = context.half_open_by_source.find(peer);
    const std::uint32_t of_peer = at == context.half_open_by_source.end() ? 0 : at->second;
    return context.half_open >= context.configuration.isakmp.limit_in_negotiation.value_or(limits.negotiations) || of_peer >= limits.negotiations_of_peer;
}

void take_first(Context& context, const dataplane::UdpDatagram& datagram, const Header& header) {
    const Bytes digest = digest_of(context, datagram.payload);
    if (IsakmpSa* const known = context.find(header.initiator_cookie, 0, datagram.remote)) {
        context.touch(*known);
        is_duplicate(*known->phase1, digest);
        return;
    }
    const auto opened = open_clear(header, body_of(datagram, header));
    if (!opened || header.is_encrypted() || header.message_id != 0 || header.initiator_cookie == 0) {
        ++context.stats.malformed;
        return;
    }
    // No crypto map, no protection: ISAKMP is off.
    if (context.ports.policies->entries().empty() || is_full(context, datagram.remote)) return;
    emit(context, datagram, event::PacketReceived{true});
    if (header.exchange == ExchangeType::AGGRESSIVE && context.configuration.isakmp.aggressive_mode_disabled)
        return emit(context, datagram, event::AggressiveModeDisabled{});
    IsakmpSa& sa = open_responder(context, datagram, header);
    sa.phase1->received_digest = sa.phase1->phase1.first_digest = digest;
    dispatch(*sa.phase1, phase1_event(header), input_of(*opened, datagram));
}

// --- phase 2 ---

/// Whether a message id of the peer's is new; a replayed one is not.
bool is_fresh(const IsakmpSa& sa, std::uint32_t message_id) {
    return message_id != 0 && sa.exchanges.size() < limits.exchanges_of_sa && sa.seen_ids.count(message_id) == 0;
}

/// Only what was authentic: a forged message does not use up the id of the real one.
template <typename Seen>
void remember(Seen& seen, const typename Seen::key_type& key) {
    if (seen.size() >= limits.remembered_ids) seen.clear();
    seen.insert(key);
}

void take_clear_informational(IsakmpSa& sa, const dataplane::UdpDatagram& datagram, const Header& header) {
    const auto opened = open_clear(header, body_of(datagram, header));
    if (!opened) return bad_message(sa);
    emit(sa, event::PacketReceived{});
    take_informational(sa, input_of(*opened, datagram), header.message_id, false);
}

std::optional<Opened> open_phase2(IsakmpSa& sa, const dataplane::UdpDatagram& datagram, const Header& header, const Exchange* node) {
    Bytes iv = node != nullptr ? node->iv : phase2_iv(sa.context.algorithms, sa.suite, sa.last_phase1_block, header.message_id);
    emit(sa, event::PacketReceived{});
    auto opened = open_encrypted(sa, header, body_of(datagram, header), std::move(iv));
    if (!opened) bad_message(sa);
    return opened;
}

void take_node(IsakmpSa& sa, Exchange* node, const Header& header, const dataplane::UdpDatagram& datagram, const Bytes& digest) {
    const auto opened = open_phase2(sa, datagram, header, node);
    if (!opened) return;
    Input input = input_of(*opened, datagram);
    input.digest = digest;
    const bool quick = header.exchange == ExchangeType::QUICK;
    if (!quick) announce_transaction(sa, node, header.message_id);
    const bool good = quick ? take_quick(sa, node, input) : hash_is_good(sa, *opened);
    if (good) {
        remember(sa.seen_ids, header.message_id);
        if (node != nullptr && !quick) accept_message(*node, input);
        follow_peer(sa, datagram);
        heard_from(sa);
    }
    if (quick) return;
    if (!good) return bad_message(sa);
    take_transaction(sa, node, input);
}

/// An informational exchange is one message, and there are peers that use an id for several of them: its bytes tell it from others.
void take_informational_message(IsakmpSa& sa, const Header& header, const dataplane::UdpDatagram& datagram, const Bytes& digest) {
    const auto opened = open_phase2(sa, datagram, header, nullptr);
    if (!opened) return;
    const bool good = hash_is_good(sa, *opened);
    if (good) {
        remember(sa.seen_informational, digest);
        follow_peer(sa, datagram);
        heard_from(sa);
    }
    take_informational(sa, input_of(*opened, datagram), header.message_id, good);
}

void take_phase2(IsakmpSa& sa, const dataplane::UdpDatagram& datagram, const Header& header) {
    const bool informational = header.exchange == ExchangeType::INFORMATIONAL;
    if (!header.is_encrypted() && informational) return take_clear_informational(sa, datagram, header);
    if (!header.is_encrypted() || !sa.complete) return;
    const Bytes digest = digest_of(sa.context, datagram.payload);
    Exchange* const node = node_of(sa, header.message_id);
    if (node == nullptr && !is_fresh(sa, header.message_id)) return;
    if (informational) {
        if (node == nullptr && sa.seen_informational.count(digest) == 0) take_informational_message(sa, header, datagram, digest);
        return;
    }
    if (node != nullptr && (is_duplicate(*node, digest) || node->over || node->job || node->type != header.exchange)) return;
    take_node(sa, node, header, datagram, digest);
}

// --- all ---

void no_sa(Context& context, const dataplane::UdpDatagram& datagram) {
    ++context.stats.no_sa;
    emit(context, datagram, event::NoSa{});
}

bool is_fragment(const Header& header) { return header.next_payload == PayloadType::FRAGMENT; }

void take_message(Context& context, const dataplane::UdpDatagram& datagram, bool whole);

void take_fragment(IsakmpSa& sa, const dataplane::UdpDatagram& datagram, const Header& header) {
    Context& context = sa.context;
    const auto opened = open_clear(header, body_of(datagram, header));
    const auto* const piece = opened ? find_body<FragmentPayload>(opened->decoded.payloads, PayloadType::FRAGMENT) : nullptr;
    if (piece == nullptr || header.is_encrypted()) return bad_message(sa);
    auto& reassembly = context.reassemblies[sa.number];
    if (!reassembly) reassembly = std::make_unique<FragmentReassembly>();
    auto joined = reassembly->take(header, *piece, context.now);
    if (!joined) return;
    dataplane::UdpDatagram message = datagram;
    message.payload = std::move(*joined);
    take_message(context, message, true);
}

void take_for_sa(IsakmpSa& sa, const dataplane::UdpDatagram& datagram, const Header& header, bool whole) {
    sa.context.touch(sa);
    if (sa.dead) return;
    if (is_fragment(header)) {
        if (!whole) take_fragment(sa, datagram, header);
        return;
    }
    switch (header.exchange) {
        case ExchangeType::MAIN:
        case ExchangeType::AGGRESSIVE: return take_phase1(sa, datagram, header);
        case ExchangeType::INFORMATIONAL:
        case ExchangeType::TRANSACTION:
        case ExchangeType::QUICK: return take_phase2(sa, datagram, header);
        case ExchangeType::none:
        case ExchangeType::BASE:
        case ExchangeType::AUTH_ONLY:
        case ExchangeType::NEW_GROUP: break;
    }
    bad_message(sa);
}

void take_message(Context& context, const dataplane::UdpDatagram& datagram, bool whole) {
    const auto header = decode_header(datagram.payload);
    if (!header || header->version >> 4 != 1) {
        ++context.stats.malformed;
        return;
    }
    const bool phase1 = header->exchange == ExchangeType::MAIN || header->exchange == ExchangeType::AGGRESSIVE;
    if (header->responder_cookie == 0 && phase1) return take_first(context, datagram, *header);
    IsakmpSa* const sa = header->responder_cookie == 0 ? nullptr : context.find(header->initiator_cookie, header->responder_cookie, datagram.remote);
    if (sa == nullptr) return no_sa(context, datagram);
    take_for_sa(*sa, datagram, *header, whole);
}

}  // namespace

void take_datagram(Context& context, const dataplane::UdpDatagram& datagram) {
    ++context.stats.received;
    if (context.configuration.isakmp.enabled) take_message(context, datagram, false);
}

Exchange& add_exchange(IsakmpSa& sa, const Table& table, Role role, ExchangeType type, std::uint32_t message_id, const Input* first) {
    Exchange& exchange = *sa.exchanges.emplace_back(std::make_unique<Exchange>(sa, table, role, type, message_id));
    if (first != nullptr) accept_message(exchange, *first);
    sa.context.touch(sa);
    return exchange;
}

void accept_message(Exchange& exchange, const Input& input) {
    exchange.iv.assign(input.next_iv.begin(), input.next_iv.end());
    exchange.received_digest.assign(input.digest.begin(), input.digest.end());
}

void end_node(Exchange& exchange, bool error, NodeReason reason) {
    if (exchange.over) return;
    emit(exchange.sa, event::NodeDeleted{exchange.message_id, error, reason});
    exchange.over = true;
    exchange.repetition = {};
    exchange.timeout.reset();
    exchange.purge_at = exchange.sa.context.now + limits.node_purge;
    exchange.sa.context.touch(exchange.sa);
}

}  // namespace ike::isakmp
