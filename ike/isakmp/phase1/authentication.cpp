#include "ike/isakmp/phase1/authentication.h"

#include <algorithm>

#include "ike/isakmp/nat_keepalive.h"
#include "ike/isakmp/phase1/contents.h"
#include "ike/isakmp/policy/names.h"
#include "ike/isakmp/policy/preshared_keys.h"
#include "ike/isakmp/policy/profiles.h"
#include "ike/isakmp/policy/transforms.h"
#include "ike/isakmp/quick/transform.h"
#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

constexpr std::size_t generic_header_size = 4;

Bytes hash_of(IsakmpSa& sa, bool of_initiator) {
    Algorithms& algorithms = sa.context.algorithms;
    const PublicValues values{sa.public_i, sa.public_r};
    emit(sa, event::EngineDone{EngineWork::hmac});
    return of_initiator ? hash_i(algorithms, sa.suite, sa.keys, values, sa.cookies(), sa.sa_body, sa.id_i_body)
                        : hash_r(algorithms, sa.suite, sa.keys, values, sa.cookies(), sa.sa_body, sa.id_r_body);
}

Payload payload_of_id(const IdPayload& id) {
    Payload payload;
    payload.type = PayloadType::ID;
    payload.body = id;
    return payload;
}

std::size_t length_of(const Payload& payload) { return body_octets(payload).size() + generic_header_size; }

PayloadType next_of(std::span<const Payload> payloads, PayloadType type) {
    for (std::size_t i = 0; i + 1 < payloads.size(); ++i)
        if (payloads[i].type == type) return payloads[i + 1].type;
    return PayloadType::NONE;
}

/// Where the profile has keyrings of its own, the key is looked for once more.
void report_profile_key(Exchange& exchange) {
    const config::IsakmpProfile* const profile = profile_of(exchange.sa);
    if (profile == nullptr || profile->keyrings.empty() || exchange.sa.remote_id.type == IdType::KEY_ID) return;
    const auto found = find_key(exchange.sa);
    if (found) emit(exchange.sa, event::KeyInKeyring{found->keyring});
}

/// What an earlier SA of the same ends left behind, when the peer says it has nothing any more.
void forget_earlier(IsakmpSa& sa) {
    Context& context = sa.context;
    emit(sa, event::InitialContact{});
    for (const auto& [number, other] : context.sas) {
        const bool same_ends = other->local == sa.local && other->peer == sa.peer && other->peer_port == sa.peer_port;
        if (other.get() != &sa && same_ends && other->complete && !other->dead && other->completed <= sa.created)
            delete_sa(*other, DeleteReason::initial_contact, false);
    }
    std::vector<std::uint32_t> old;
    const auto between = context.pairs_between.find({sa.local, sa.peer});
    if (between != context.pairs_between.end())
        for (const std::uint32_t spi : between->second)
            if (context.pairs.at(spi).peer_port == sa.peer_port) old.push_back(spi);
    delete_pairs(context, old, false);
    // In main mode the key engine's turn comes behind the transition.
    if (sa.aggressive) step(sa, Step::key_engine_message);
}

const NotifyPayload* initial_contact_in(std::span<const Payload> payloads) { return find_notify(payloads, NotifyType::INITIAL_CONTACT); }

void insert_peer(IsakmpSa& sa, bool is_client) {
    const std::string_view function = is_client && sa.context.look() == config::Look::ios12 ? "crypto_ikmp_config_initialize_sa" : std::string_view{};
    PeerRecord& record = sa.context.peers[sa.peer];
    record.phase1_id = text_of(sa.remote_id);
    record.port = sa.peer_port;
    emit(sa, event::PeerRecord{event::PeerAction::inserted, function, record.references, record.serial});
}

bool asks_for_user(const Exchange& exchange) {
    const IsakmpSa& sa = exchange.sa;
    if (sa.initiator) return false;
    return is_xauth(sa.suite.authentication) || (!sa.client.login_list.empty() && !exchange.phase1.key_no_xauth);
}

void append(Bytes& octets, const Attribute& attribute) {
    const auto put = [&octets](std::size_t word) {
        octets.push_back(static_cast<std::uint8_t>(word >> 8));
        octets.push_back(static_cast<std::uint8_t>(word));
    };
    put(attribute.type | (attribute.tv_form ? 0x8000U : 0U));
    if (!attribute.tv_form) put(attribute.value.size());
    octets.insert(octets.end(), attribute.value.begin(), attribute.value.end());
}

bool nothing_held(const IsakmpSa& sa) {
    Context& context = sa.context;
    const auto between = context.pairs_between.find({sa.local, sa.peer});
    return context.complete_with(sa.local, sa.peer) == nullptr && (between == context.pairs_between.end() || between->second.empty());
}

}  // namespace

Payload identity_payload(Exchange& exchange, PayloadType next) {
    IsakmpSa& sa = exchange.sa;
    sa.local_id = own_identity(sa);
    Payload payload = payload_of_id(sa.local_id);
    (sa.initiator ? sa.id_i_body : sa.id_r_body) = encode_body(payload);
    emit(sa, event::IdUsed{sa.local_id.type, asks_for_user(exchange)});
    emit(sa, event::IdShown{&sa.local_id, next, length_of(payload)});
    emit(sa, event::IdSent{length_of(payload)});
    return payload;
}

Payload own_hash(Exchange& exchange) { return payload_of(PayloadType::HASH, hash_of(exchange.sa, exchange.sa.initiator)); }

bool process_identity(Exchange& exchange, std::span<const Payload> payloads) {
    IsakmpSa& sa = exchange.sa;
    const Payload* const payload = find(payloads, PayloadType::ID);
    const auto* const id = find_body<IdPayload>(payloads, PayloadType::ID);
    if (id == nullptr) return false;
    emit(sa, event::Processing{PayloadType::ID, 0});
    sa.remote_id = *id;
    (sa.initiator ? sa.id_r_body : sa.id_i_body) = body_octets(*payload);
    emit(sa, event::IdShown{id, next_of(payloads, PayloadType::ID), length_of(*payload)});
    choose_profile(sa);
    report_profile_key(exchange);
    return true;
}

bool verify_hash(Exchange& exchange, std::span<const Payload> payloads) {
    IsakmpSa& sa = exchange.sa;
    if (find(payloads, PayloadType::HASH) == nullptr) return false;
    emit(sa, event::Processing{PayloadType::HASH, 0});
    return equal_in_constant_time(octets_of(payloads, PayloadType::HASH), hash_of(sa, !sa.initiator));
}

void authenticate(Exchange& exchange, const Input& input, std::span<const Payload> payloads) {
    IsakmpSa& sa = exchange.sa;
    const NotifyPayload* const contact = sa.initiator ? nullptr : initial_contact_in(payloads);
    const bool older = sa.aggressive && sa.context.look() == config::Look::ios12;
    if (contact != nullptr) emit(sa, event::NotifySeen{contact, 0});
    if (contact != nullptr && older) {
        emit(sa, event::Authenticated{false});
        forget_earlier(sa);
    }
    if (sa.aggressive) process_nat_detection(sa, payloads);
    emit(sa, event::Authenticated{false});
    emit(sa, event::Authenticated{true});
    if (contact != nullptr && !older) {
        emit(sa, event::Authenticated{false});
        forget_earlier(sa);
    }
    if (sa.initiator || sa.aggressive) emit(sa, event::EngineDone{EngineWork::delete_dh});
    follow_ports(sa, input);
    insert_peer(sa, exchange.phase1.awaits_group_key);
    sa.client.xauth_wanted = asks_for_user(exchange);
}

void append_initial_contact(Exchange& exchange, std::vector<Payload>& payloads) {
    if (!nothing_held(exchange.sa) || is_plain_release(exchange.sa.context.configuration)) return;
    step(exchange.sa, Step::send_initial_contact);
    NotifyPayload notify;
    notify.type = NotifyType::INITIAL_CONTACT;
    Payload payload;
    payload.type = PayloadType::N;
    payload.body = std::move(notify);
    payloads.push_back(std::move(payload));
}

Payload lifetime_notify(const IsakmpSa& sa) {
    NotifyPayload notify;
    notify.type = NotifyType::RESPONDER_LIFETIME;
    for (const IkeSpi cookie : {sa.cookie_i, sa.cookie_r})
        for (int shift = 56; shift >= 0; shift -= 8) notify.spi.push_back(static_cast<std::uint8_t>(cookie >> shift));
    // Life type and duration are the last attributes of a transform, coded alike.
    const Transform transform = transform_of(sa.suite, 1);
    for (auto at = transform.attributes.end() - 2; at != transform.attributes.end(); ++at) append(notify.data, *at);
    Payload payload;
    payload.type = PayloadType::N;
    payload.body = std::move(notify);
    return payload;
}

void adopt_lifetime(IsakmpSa& sa, const NotifyPayload& notify) {
    emit(sa, event::NotifySeen{&notify, 0});
    emit(sa, event::Authenticated{false});
    step(sa, Step::processing_responder_lifetime);
    TransformTerms terms;
    if (!decode_phase1_lives(notify.data, terms) || terms.seconds == 0) return;
    sa.suite.lifetime = std::min(sa.suite.lifetime, terms.seconds);
    emit(sa, event::TimerRestarted{sa.suite.lifetime});
}

void complete_phase1(Exchange& exchange) {
    IsakmpSa& sa = exchange.sa;
    sa.complete = true;
    sa.completed = sa.context.now;
    sa.label = Label::QM_IDLE;
    sa.lifetime_end = sa.context.now + std::chrono::seconds(sa.suite.lifetime);
    sa.context.leave_negotiation(sa);
    exchange.rows = sa.context.tables.established.rows;
    exchange.repetition = {};
    exchange.phase1.private_key = exchange.phase1.shared = exchange.phase1.preshared_key = {};
    exchange.phase1.held.clear();
    start_dpd(sa);
    start_nat_keepalive(sa);
}

}  // namespace ike::isakmp
