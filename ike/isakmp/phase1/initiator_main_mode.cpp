#include "ike/isakmp/phase1/actions.h"
#include "ike/isakmp/phase1/authentication.h"
#include "ike/isakmp/phase1/contents.h"
#include "ike/isakmp/phase1/failure.h"
#include "ike/isakmp/phase1/key_exchange.h"
#include "ike/isakmp/phase1/negotiation.h"
#include "ike/isakmp/phase1/tables.h"
#include "ike/isakmp/policy/selection.h"
#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

Outcome construct_offer(Exchange& exchange, const Input&) {
    IsakmpSa& sa = exchange.sa;
    auto& message = exchange.phase1.first_message;
    message = {offer_payload(exchange)};
    sa.sa_body = encode_body(message.front());
    append_natt_offers(sa, message);
    append_fragmentation(sa, message);
    return done;
}

Outcome begin_main_mode(Exchange& exchange, const Input&) {
    step(exchange.sa, Step::beginning_main_mode);
    send_clear(exchange, std::exchange(exchange.phase1.first_message, {}));
    await_answer(exchange);
    return done;
}

Outcome take_answer(Exchange& exchange, const Input& input) {
    if (find_body<SaPayload>(input.payloads, PayloadType::SA) == nullptr) return malformed(exchange);
    exchange.sa.cookie_r = input.header->responder_cookie;
    exchange.repetition = {};
    exchange.phase1.held.assign(input.payloads.begin(), input.payloads.end());
    return done;
}

Outcome process_answer(Exchange& exchange, const Input&) {
    const auto& held = exchange.phase1.held;
    emit(exchange.sa, event::Processing{PayloadType::SA, 0});
    process_vendors(exchange, held);
    if (!look_up_key(exchange)) return fail_negotiation(exchange, DeleteReason::errors);
    step(exchange.sa, Step::local_key_found);
    scan_for_xauth(exchange);
    if (!accept_answer(exchange, *find_body<SaPayload>(held, PayloadType::SA))) return refuse_offer(exchange);
    ask_for_key_pair(exchange);
    return waiting;
}

Outcome send_key_exchange(Exchange& exchange, const Input&) {
    IsakmpSa& sa = exchange.sa;
    sa.label = Label::MM_SA_SETUP;
    std::vector<Payload> message;
    append_key_exchange(sa, message);
    append_vendors(sa, message, {VendorId::dpd, VendorId::ios, VendorId::xauth});
    append_nat_detection(sa, message);
    send_clear(exchange, std::move(message));
    await_answer(exchange);
    return done;
}

Outcome send_identity(Exchange& exchange, const Input&) {
    IsakmpSa& sa = exchange.sa;
    float_ports(sa);
    sa.label = Label::MM_KEY_EXCH;
    std::vector<Payload> contact;
    append_initial_contact(exchange, contact);
    std::vector<Payload> message{identity_payload(exchange, PayloadType::HASH)};
    message.push_back(own_hash(exchange));
    message.insert(message.end(), contact.begin(), contact.end());
    send_encrypted(exchange, message);
    await_answer(exchange);
    return done;
}

Outcome verify_peer(Exchange& exchange, const Input& input) {
    if (input.next_iv.empty() || !process_identity(exchange, input.payloads) || !verify_hash(exchange, input.payloads)) return malformed(exchange);
    IsakmpSa& sa = exchange.sa;
    accept_message(exchange, input);
    sa.last_phase1_block = exchange.iv;
    exchange.repetition = {};
    // A repeated MM6 has no answer.
    exchange.sent.clear();
    exchange.phase1.held.assign(input.payloads.begin(), input.payloads.end());
    authenticate(exchange, input, input.payloads);
    return done;
}

const NotifyPayload* lifetime_in(const Exchange& exchange) { return find_notify(exchange.phase1.held, NotifyType::RESPONDER_LIFETIME); }

Outcome examine_notifies(Exchange& exchange, const Input&) {
    return lifetime_in(exchange) != nullptr && !exchange.phase1.lifetime_adopted ? raise(Event::IKE_INFO_NOTIFY) : done;
}

Outcome adopt_peer_lifetime(Exchange& exchange, const Input&) {
    exchange.phase1.lifetime_adopted = true;
    const NotifyPayload* const notify = lifetime_in(exchange);
    if (notify == nullptr) return failed;
    adopt_lifetime(exchange.sa, *notify);
    return done;
}

Outcome complete(Exchange& exchange, const Input&) {
    complete_phase1(exchange);
    return done;
}

using enum State;
using enum Event;

/// HDR, SA                   -->
///                           <--    HDR, SA
/// HDR, KE, Ni               -->
///                           <--    HDR, KE, Nr
/// HDR*, IDii, HASH_I        -->
///                           <--    HDR*, IDir, HASH_R                                     RFC 2409 5.4
constexpr Row rows[] = {
    {IKE_READY, IKE_SA_REQ_MM, construct_offer, IKE_I_MM1, REST, nothing, nullptr, nullptr, begin_main_mode},
    {IKE_I_MM1, IKE_MM_EXCH, take_answer, IKE_I_MM2, IKE_PROCESS_MAIN_MODE},
    {IKE_I_MM2, IKE_PROCESS_MAIN_MODE, process_answer, IKE_I_MM2, IKE_PROCESS_COMPLETE, nothing, action::keep_key_pair},
    {IKE_I_MM2, IKE_PROCESS_COMPLETE, send_key_exchange, IKE_I_MM3, REST},
    {IKE_I_MM3, IKE_MM_EXCH, action::take_key_exchange, IKE_I_MM4, IKE_PROCESS_MAIN_MODE},
    {IKE_I_MM4, IKE_PROCESS_MAIN_MODE, action::process_key_exchange, IKE_I_MM4, IKE_PROCESS_COMPLETE, nothing, action::derive_keys_of_exchange},
    {IKE_I_MM4, IKE_PROCESS_COMPLETE, send_identity, IKE_I_MM5, REST},
    {IKE_I_MM5, IKE_MM_EXCH, verify_peer, IKE_I_MM6, IKE_PROCESS_MAIN_MODE},
    {IKE_I_MM6, IKE_PROCESS_MAIN_MODE, examine_notifies, IKE_I_MM6, IKE_PROCESS_COMPLETE, {IKE_INFO_NOTIFY}},
    {IKE_I_MM6, IKE_INFO_NOTIFY, adopt_peer_lifetime, IKE_I_MM6, IKE_PROCESS_MAIN_MODE},
    {IKE_I_MM6, IKE_PROCESS_COMPLETE, complete, IKE_P1_COMPLETE, IKE_PHASE1_COMPLETE},
    {ANY, IKE_PHASE1_DEL, nullptr, IKE_DEST_SA, REST},
    {IKE_DEST_SA, IKE_MM_EXCH, nullptr, IKE_DEST_SA, REST},
};
static_assert(is_deterministic(rows) && is_closed(rows));

}  // namespace

const Table main_initiator{"main mode initiator", rows, IKE_READY};

}  // namespace ike::isakmp
