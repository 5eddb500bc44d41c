#include <algorithm>

#include "ike/isakmp/phase1/actions.h"
#include "ike/isakmp/phase1/authentication.h"
#include "ike/isakmp/phase1/contents.h"
#include "ike/isakmp/phase1/failure.h"
#include "ike/isakmp/phase1/key_exchange.h"
#include "ike/isakmp/phase1/negotiation.h"
#include "ike/isakmp/phase1/tables.h"
#include "ike/isakmp/policy/profiles.h"
#include "ike/isakmp/policy/selection.h"
#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

Outcome take_offer(Exchange& exchange, const Input& input) {
    const Payload* const offer = find(input.payloads, PayloadType::SA);
    if (offer == nullptr) {
        delete_sa(exchange.sa, DeleteReason::errors, false);
        return malformed(exchange);
    }
    exchange.sa.sa_body = body_octets(*offer);
    exchange.phase1.held.assign(input.payloads.begin(), input.payloads.end());
    return done;
}

Outcome process_offer(Exchange& exchange, const Input&) {
    const auto& held = exchange.phase1.held;
    emit(exchange.sa, event::Processing{PayloadType::SA, 0});
    process_vendors(exchange, held);
    if (look_up_key(exchange)) step(exchange.sa, Step::local_key_found);
    scan_for_xauth(exchange);
    if (!choose_transform(exchange, *find_body<SaPayload>(held, PayloadType::SA))) return refuse_offer(exchange);
    ask_for_key_pair(exchange);
    return waiting;
}

Outcome send_choice(Exchange& exchange, const Input&) {
    IsakmpSa& sa = exchange.sa;
    sa.label = Label::MM_SA_SETUP;
    std::vector<Payload> message{answer_payload(exchange)};
    append_natt_answer(sa, message);
    append_fragmentation(sa, message);
    send_clear(exchange, std::move(message));
    return done;
}

Outcome send_key_exchange(Exchange& exchange, const Input&) {
    IsakmpSa& sa = exchange.sa;
    sa.label = Label::MM_KEY_EXCH;
    std::vector<Payload> message;
    append_key_exchange(sa, message);
    append_vendors(sa, message, {VendorId::unity, VendorId::dpd, VendorId::ios});
    append_nat_detection(sa, message);
    send_clear(exchange, std::move(message));
    return done;
}

Outcome take_identity(Exchange& exchange, const Input& input) {
    if (input.next_iv.empty() || find(input.payloads, PayloadType::ID) == nullptr) return malformed(exchange);
    exchange.phase1.held.assign(input.payloads.begin(), input.payloads.end());
    return done;
}

/// A key that the profile's keyrings do not hold does not open it; nor does another key than a group's own speak for the group.
bool is_entitled(const Exchange& exchange) {
    const IsakmpSa& sa = exchange.sa;
    if (!group_authorization_list(sa, sa.remote_id).empty()) return false;
    const config::IsakmpProfile* const profile = sa.profile.empty() ? nullptr : profile_of(sa);
    if (profile == nullptr || profile->keyrings.empty()) return true;
    return std::find(profile->keyrings.begin(), profile->keyrings.end(), exchange.phase1.keyring) != profile->keyrings.end();
}

Outcome verify_peer(Exchange& exchange, const Input& input) {
    const auto& held = exchange.phase1.held;
    if (!process_identity(exchange, held) || !verify_hash(exchange, held) || !is_entitled(exchange)) {
        delete_sa(exchange.sa, DeleteReason::errors, false);
        return malformed(exchange);
    }
    accept_message(exchange, input);
    authenticate(exchange, input, held);
    return done;
}

Outcome send_identity(Exchange& exchange, const Input&) {
    IsakmpSa& sa = exchange.sa;
    if (find_notify(exchange.phase1.held, NotifyType::INITIAL_CONTACT) != nullptr) step(sa, Step::key_engine_message);
    std::vector<Payload> message{identity_payload(exchange, PayloadType::HASH)};
    message.push_back(own_hash(exchange));
    if (exchange.phase1.shorter_lifetime) {
        message.push_back(lifetime_notify(sa));
        emit(sa, event::ResponderLifetimeSent{sa.suite.lifetime});
    }
    send_encrypted(exchange, message);
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
    {IKE_READY, IKE_MM_EXCH, take_offer, IKE_R_MM1, IKE_PROCESS_MAIN_MODE},
    {IKE_R_MM1, IKE_PROCESS_MAIN_MODE, process_offer, IKE_R_MM1, IKE_PROCESS_COMPLETE, nothing, action::keep_key_pair},
    {IKE_R_MM1, IKE_PROCESS_COMPLETE, send_choice, IKE_R_MM2, REST},
    {IKE_R_MM2, IKE_MM_EXCH, action::take_key_exchange, IKE_R_MM3, IKE_PROCESS_MAIN_MODE},
    {IKE_R_MM3, IKE_PROCESS_MAIN_MODE, action::process_key_exchange, IKE_R_MM3, IKE_PROCESS_COMPLETE, nothing, action::derive_keys_of_exchange},
    {IKE_R_MM3, IKE_PROCESS_COMPLETE, send_key_exchange, IKE_R_MM4, REST},
    {IKE_R_MM4, IKE_MM_EXCH, take_identity, IKE_R_MM5, IKE_PROCESS_MAIN_MODE},
    {IKE_R_MM5, IKE_PROCESS_MAIN_MODE, verify_peer, IKE_R_MM5, IKE_PROCESS_COMPLETE},
    {IKE_R_MM5, IKE_PROCESS_COMPLETE, send_identity, IKE_P1_COMPLETE, IKE_PHASE1_COMPLETE},
    {ANY, IKE_PHASE1_DEL, nullptr, IKE_DEST_SA, REST},
    {IKE_DEST_SA, IKE_MM_EXCH, nullptr, IKE_DEST_SA, REST},
};
static_assert(is_deterministic(rows) && is_closed(rows));

}  // namespace

const Table main_responder{"main mode responder", rows, IKE_READY};

}  // namespace ike::isakmp
