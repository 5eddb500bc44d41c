#include "ike/isakmp/phase1/actions.h"
#include "ike/isakmp/phase1/authentication.h"
#include "ike/isakmp/phase1/contents.h"
#include "ike/isakmp/phase1/failure.h"
#include "ike/isakmp/phase1/key_exchange.h"
#include "ike/isakmp/phase1/negotiation.h"
#include "ike/isakmp/phase1/tables.h"
#include "ike/isakmp/policy/selection.h"
#include "ike/isakmp/policy/transforms.h"
#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

/// One group serves all transforms: that of the first (RFC 2409 5.4), so the others are left out.
void keep_first_group(Exchange& exchange) {
    auto& transforms = exchange.phase1.offer.proposals.front().transforms;
    exchange.sa.suite = suite_of(transforms.front());
    std::erase_if(transforms, [&exchange](const Transform& one) { return suite_of(one).group != exchange.sa.suite.group; });
}

Outcome prepare_offer(Exchange& exchange, const Input&) {
    keep_first_group(exchange);
    ask_for_key_pair(exchange);
    return waiting;
}

Outcome construct_offer(Exchange& exchange, const Input& input) {
    if (!take_key_pair(exchange, input)) return fail_negotiation(exchange, DeleteReason::errors);
    IsakmpSa& sa = exchange.sa;
    std::vector<Payload> vendors;
    append_natt_offers(sa, vendors);
    append_vendors(sa, vendors, {VendorId::dpd, VendorId::unity, VendorId::xauth, VendorId::ios});
    append_fragmentation(sa, vendors);
    auto& message = exchange.phase1.first_message;
    message = {offer_payload(exchange)};
    sa.sa_body = encode_body(message.front());
    append_key_exchange(sa, message);
    message.push_back(identity_payload(exchange, PayloadType::VID));
    message.insert(message.end(), vendors.begin(), vendors.end());
    return done;
}

Outcome begin_aggressive_mode(Exchange& exchange, const Input&) {
    exchange.sa.label = Label::AG_INIT_EXCH;
    step(exchange.sa, Step::beginning_aggressive_mode);
    send_clear(exchange, std::exchange(exchange.phase1.first_message, {}));
    await_answer(exchange);
    return done;
}

/// The answer in clear; HASH_R is looked at when the keys are there.
Outcome process_answer(Exchange& exchange, const Input& input) {
    const auto* const answer = find_body<SaPayload>(input.payloads, PayloadType::SA);
    if (answer == nullptr || !has_key_exchange(input.payloads) || find(input.payloads, PayloadType::HASH) == nullptr) return malformed(exchange);
    IsakmpSa& sa = exchange.sa;
    sa.cookie_r = input.header->responder_cookie;
    exchange.phase1.held.assign(input.payloads.begin(), input.payloads.end());
    emit(sa, event::Processing{PayloadType::SA, 0});
    if (!process_identity(exchange, input.payloads)) return malformed(exchange);
    process_vendors(exchange, input.payloads);
    agree_on_natt(exchange);
    step(sa, Step::local_key_found);
    scan_for_xauth(exchange);
    if (!accept_answer(exchange, *answer)) return refuse_offer(exchange);
    take_peer_values(exchange, input.payloads);
    ask_for_secret(exchange);
    return waiting;
}

Outcome finish(Exchange& exchange, const Input& input) {
    IsakmpSa& sa = exchange.sa;
    if (!take_secret(exchange, input)) return fail_negotiation(exchange, DeleteReason::errors);
    make_keys(exchange);
    const std::vector<Payload> answer = exchange.phase1.held;
    if (!verify_hash(exchange, answer)) return malformed(exchange);
    authenticate(exchange, input, answer);
    float_ports(sa);
    std::vector<Payload> message{own_hash(exchange)};
    append_nat_detection(sa, message);
    append_initial_contact(exchange, message);
    exchange.repetition = {};
    send_encrypted(exchange, message);
    complete_phase1(exchange);
    return done;
}

using enum State;
using enum Event;

/// HDR, SA, KE, Ni, IDii     -->
///                           <--    HDR, SA, KE, Nr, IDir, HASH_R
/// HDR*, HASH_I              -->                                                           RFC 2409 5.4
constexpr Row rows[] = {
    {IKE_READY, IKE_SA_REQ_AM, prepare_offer, IKE_I_AM1, REST, nothing, construct_offer, nullptr, begin_aggressive_mode},
    {IKE_I_AM1, IKE_AM_EXCH, process_answer, IKE_P1_COMPLETE, IKE_PHASE1_COMPLETE, nothing, finish},
    {ANY, IKE_PHASE1_DEL, nullptr, IKE_DEST_SA, REST},
    {IKE_DEST_SA, IKE_MM_EXCH, nullptr, IKE_DEST_SA, REST},
};
static_assert(is_deterministic(rows) && is_closed(rows));

}  // namespace

const Table aggressive_initiator{"aggressive mode initiator", rows, IKE_READY};

}  // namespace ike::isakmp
