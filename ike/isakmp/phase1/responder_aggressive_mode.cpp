#include "ike/isakmp/phase1/actions.h"
#include "ike/isakmp/phase1/authentication.h"
#include "ike/isakmp/phase1/contents.h"
#include "ike/isakmp/phase1/failure.h"
#include "ike/isakmp/phase1/key_exchange.h"
#include "ike/isakmp/phase1/negotiation.h"
#include "ike/isakmp/phase1/tables.h"
#include "ike/isakmp/policy/names.h"
#include "ike/isakmp/policy/preshared_keys.h"
#include "ike/isakmp/policy/profiles.h"
#include "ike/isakmp/policy/selection.h"
#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

/// A group's key comes by `isakmp authorization list`.
bool needs_group_key(const Exchange& exchange, const Input& input) {
    const auto* const id = find_body<IdPayload>(input.payloads, PayloadType::ID);
    return id != nullptr && !group_authorization_list(exchange.sa, *id).empty();
}

/// The peer's record is also that of a client from now on.
void open_client(IsakmpSa& sa) {
    static constexpr std::string_view function = "crypto_ikmp_config_initialize_sa";
    const PeerRecord& record = sa.context.peers[sa.peer];
    emit(sa, event::PeerRecord{event::PeerAction::created, function, 0, record.serial});
    emit(sa, event::PeerRecord{event::PeerAction::locked, function, record.references, record.serial});
    step(sa, Step::resetting_client_settings);
}

void look_up_named_key(Exchange& exchange) {
    const IdPayload& id = exchange.sa.remote_id;
    if (id.type != IdType::FQDN && id.type != IdType::USER_FQDN) return;
    const auto found = find_key(exchange.sa, text_in(id));
    if (!found) return;
    exchange.phase1.preshared_key = found->key;
    exchange.phase1.key_no_xauth = found->no_xauth;
}

void settle_key(Exchange& exchange, bool by_group) {
    exchange.phase1.awaits_group_key = by_group;
    // The reference looks for a key of the address first; a group has its own all the same.
    if (by_group) static_cast<void>(find_key(exchange.sa));
    if (by_group) open_client(exchange.sa);
    process_vendors(exchange, exchange.phase1.held);
    agree_on_natt(exchange);
    if (by_group) return;
    look_up_named_key(exchange);
    if (look_up_key(exchange)) step(exchange.sa, Step::local_key_found);
}

bool is_whole(std::span<const Payload> payloads) {
    return find_body<SaPayload>(payloads, PayloadType::SA) != nullptr && has_key_exchange(payloads) && find(payloads, PayloadType::ID) != nullptr;
}

/// Everything that can be said before the secret is there.
Outcome process_offer(Exchange& exchange, const Input& input) {
    IsakmpSa& sa = exchange.sa;
    if (!is_whole(input.payloads)) {
        delete_sa(sa, DeleteReason::errors, false);
        return malformed(exchange);
    }
    sa.sa_body = body_octets(*find(input.payloads, PayloadType::SA));
    exchange.phase1.held.assign(input.payloads.begin(), input.payloads.end());
    emit(sa, event::Processing{PayloadType::SA, 0});
    process_identity(exchange, input.payloads);
    settle_key(exchange, needs_group_key(exchange, input));
    scan_for_xauth(exchange);
    if (!choose_transform(exchange, *find_body<SaPayload>(input.payloads, PayloadType::SA))) return refuse_offer(exchange);
    ask_for_key_pair(exchange);
    take_peer_values(exchange, input.payloads);
    if (sa.natt) emit(sa, event::VendorSeen{*sa.natt, std::nullopt});
    return waiting;
}

void send_answer(Exchange& exchange) {
    IsakmpSa& sa = exchange.sa;
    std::vector<Payload> message{answer_payload(exchange)}, vendors;
    append_key_exchange(sa, message);
    make_keys(exchange);
    append_natt_answer(sa, vendors);
    append_vendors(sa, vendors, {VendorId::unity, VendorId::dpd, VendorId::ios, VendorId::xauth});
    append_fragmentation(sa, vendors);
    append_nat_detection(sa, vendors);
    message.push_back(identity_payload(exchange, PayloadType::NONCE));
    message.push_back(own_hash(exchange));
    message.insert(message.end(), vendors.begin(), vendors.end());
    sa.label = Label::AG_INIT_EXCH;
    send_clear(exchange, std::move(message));
    await_answer(exchange);
}

/// The key pair, then the secret; then the answer, or first the group's key.
Outcome go_on(Exchange& exchange, const Input& input) {
    IsakmpSa& sa = exchange.sa;
    if (take_key_pair(exchange, input)) {
        ask_for_secret(exchange);
        return waiting;
    }
    if (!take_secret(exchange, input)) return fail_negotiation(exchange, DeleteReason::errors);
    if (!exchange.phase1.awaits_group_key) send_answer(exchange);
    else sa.context.submit(exchange, job::AuthorizeGroup{sa.client.authorization_list, sa.client.group}, Event::PRESHARED_KEY_REPLY);
    return done;
}

Outcome take_group_key(Exchange& exchange, const Input& input) {
    step(exchange.sa, Step::callback);
    const auto* const answer = input.answer != nullptr ? std::get_if<completion::GroupAttributes>(input.answer) : nullptr;
    exchange.phase1.preshared_key = answer != nullptr ? usable(answer->group.key) : config::Secret{};
    if (exchange.phase1.preshared_key.empty()) return fail_negotiation(exchange, DeleteReason::errors);
    exchange.sa.client.attributes = answer->group;
    send_answer(exchange);
    return done;
}

/// The peer's offer lasted longer than our policy: it hears of it in an exchange of its own.
void tell_lifetime(IsakmpSa& sa) {
    const std::uint32_t message_id = sa.context.fresh_message_id(sa);
    emit(sa, event::NodeSet{message_id, Label::CONF_XAUTH});
    send_informational(sa, {lifetime_notify(sa)}, message_id);
    emit(sa, event::ResponderLifetimeSent{sa.suite.lifetime});
}

Outcome verify_peer(Exchange& exchange, const Input& input) {
    if (!verify_hash(exchange, input.payloads)) return malformed(exchange);
    IsakmpSa& sa = exchange.sa;
    if (!input.next_iv.empty()) exchange.iv.assign(input.next_iv.begin(), input.next_iv.end());
    sa.last_phase1_block = exchange.iv;
    // A repeated last message has no answer.
    exchange.sent.clear();
    authenticate(exchange, input, input.payloads);
    complete_phase1(exchange);
    if (exchange.phase1.shorter_lifetime) tell_lifetime(sa);
    return done;
}

using enum State;
using enum Event;

/// HDR, SA, KE, Ni, IDii     -->
///                           <--    HDR, SA, KE, Nr, IDir, HASH_R
/// HDR*, HASH_I              -->                                                           RFC 2409 5.4
constexpr Row rows[] = {
    {IKE_READY, IKE_AM_EXCH, process_offer, IKE_R_AM_AAA_AWAIT, REST, nothing, go_on, needs_group_key},
    {IKE_READY, IKE_AM_EXCH, process_offer, IKE_R_AM2, REST, nothing, go_on},
    {IKE_R_AM_AAA_AWAIT, PRESHARED_KEY_REPLY, take_group_key, IKE_R_AM2, REST},
    {IKE_R_AM2, IKE_AM_EXCH, verify_peer, IKE_P1_COMPLETE, IKE_PHASE1_COMPLETE},
    {ANY, IKE_PHASE1_DEL, nullptr, IKE_DEST_SA, REST},
    {IKE_DEST_SA, IKE_MM_EXCH, nullptr, IKE_DEST_SA, REST},
};
static_assert(is_deterministic(rows) && is_closed(rows));

}  // namespace

const Table aggressive_responder{"aggressive mode responder", rows, IKE_READY};

}  // namespace ike::isakmp
