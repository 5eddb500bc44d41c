#include "ike/isakmp/quick/negotiation.h"

namespace ike::isakmp {

namespace {

enum class Expected : std::uint8_t { first, second, third, nothing };

Expected expected_of(const Exchange* exchange) {
    if (exchange == nullptr) return Expected::first;
    if (exchange->over || exchange->job) return Expected::nothing;
    if (exchange->state == State::IKE_QM_I_QM1) return Expected::second;
    return exchange->state == State::IKE_QM_R_QM2 ? Expected::third : Expected::nothing;
}

Bytes hash_expected(IsakmpSa& sa, const Exchange* exchange, Expected which, std::uint32_t message_id, Octets rest) {
    if (which == Expected::second) return hash_of_second(*exchange, rest);
    if (which == Expected::third) return hash_of_third(*exchange);
    return message_hash(sa.context.algorithms, sa.suite, sa.keys, message_id, rest);
}

bool hash_is_good(IsakmpSa& sa, const Exchange* exchange, Expected which, const Input& input) {
    const std::uint32_t message_id = input.header->message_id;
    emit(sa, event::EngineDone{EngineWork::hmac});
    if (which != Expected::third) emit(sa, event::Processing{PayloadType::HASH, message_id});
    if (input.payloads.empty() || input.payloads.front().type != PayloadType::HASH) return false;
    const Bytes expected = hash_expected(sa, exchange, which, message_id, input.plain.subspan(input.first_size));
    return equal_in_constant_time(body_octets(input.payloads.front()), expected);
}

bool refuse_message(IsakmpSa& sa) {
    ++sa.context.stats.malformed;
    emit(sa, event::BadMessage{});
    return false;
}

/// What we sent before is no answer to this message: if it is repeated before there is one, it gets none. Two ends that answer
/// each other's last message but one would never come to rest.
void accept_next(Exchange& exchange, const Input& input) {
    accept_message(exchange, input);
    exchange.sent.clear();
    exchange.repetition = {};
}

/// An exchange that ended without a pair: its retries find nothing.
bool was_refused(const Exchange& exchange) { return exchange.over && exchange.quick.installed_spi == 0; }

}  // namespace

bool take_quick(IsakmpSa& sa, Exchange* exchange, const Input& input) {
    Context& context = sa.context;
    context.touch(sa);
    const Expected which = expected_of(exchange);
    if (which == Expected::nothing || !sa.complete || sa.dead || sa.doomed) return false;
    if (which == Expected::first && (wants_xauth(sa) || input.header->message_id == 0)) return false;
    if (which == Expected::first) emit(sa, event::NodeSet{input.header->message_id, Label::QM_IDLE});
    if (!hash_is_good(sa, exchange, which, input)) return refuse_message(sa);
    if (which == Expected::first)
        exchange = &add_exchange(sa, context.tables.quick_responder, Role::responder, ExchangeType::QUICK, input.header->message_id, &input);
    else
        accept_next(*exchange, input);
    dispatch(*exchange, Event::IKE_QM_EXCH, input);
    if (was_refused(*exchange)) emit(sa, event::ModeFailure{"Quick"});
    return true;
}

}  // namespace ike::isakmp
