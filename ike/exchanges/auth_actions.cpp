#include "ike/contents/vendor_ids.h"
#include "ike/context.h"
#include "ike/exchanges/common_actions.h"
#include "ike/exchanges/lookup.h"
#include "ike/outgoing.h"
#include "ike/trace.h"

namespace ike::action {

namespace {

/// One side of the SA as AUTH covers it, RFC 7296 §2.15.
struct Side {
    const Bytes& first_message;
    const Bytes& other_nonce;
    const config::Secret& SK_p;
    const IdPayload& id;
    PayloadType id_type;
};

Side initiator_side(const IkeSa& sa) {
    return {sa.init_request, sa.nonce_r, sa.keys.SK_pi, sa.initiator ? sa.local_id : sa.remote_id, PayloadType::IDi};
}

Side responder_side(const IkeSa& sa) {
    return {sa.init_response, sa.nonce_i, sa.keys.SK_pr, sa.initiator ? sa.remote_id : sa.local_id, PayloadType::IDr};
}

Bytes auth_octets(const IkeSa& sa, const Side& side, const config::Secret& key) {
    return shared_key_auth(sa.context.algorithms, sa.suite.prf, key, side.first_message, side.other_nonce, side.SK_p,
                           encode_body(Payload(side.id_type, side.id)));
}

std::optional<Credentials> credentials_of(const IkeSa& sa) {
    const config::Ikev2Profile* const profile = profile_of(sa);
    if (profile == nullptr) return std::nullopt;
    if (sa.initiator) {
        if (auto found = find_credentials(sa.context.configuration, *profile, sa.peer)) return found;
    }
    return find_credentials(sa.context.configuration, *profile, sa.remote_id, sa.peer);
}

void report_use(const Exchange& exchange, const IdPayload& id, std::size_t length, bool peers) {
    if (traced(exchange.sa)) emit(exchange, event::PresharedKeyUsed{text_of(id), length, peers});
}

}  // namespace

Outcome generate_auth(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    trace_step(exchange, Step::generate_my_auth);
    // A responder has fetched its key before; an initiator does so now.
    if (exchange.role == Role::initiator)
        if (auto found = credentials_of(sa)) exchange.auth.key = std::move(found->local);
    if (exchange.auth.key.empty()) return fail(exchange, Failed::no_preshared_key, NotifyType::AUTHENTICATION_FAILED);
    report_use(exchange, sa.local_id, exchange.auth.key.size(), false);
    exchange.auth.own_octets = auth_octets(sa, sa.initiator ? initiator_side(sa) : responder_side(sa), exchange.auth.key);
    exchange.auth.key = {};
    trace_step(exchange, Step::auth_data_generated);
    return done;
}

Outcome keep_auth(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::check_for_eap);
    exchange.auth.own = AuthPayload{exchange.auth.method, std::move(exchange.auth.own_octets), {}};
    return done;
}

/// A certificate to be fetched by URL is wanted for a signature only; there is nobody to fetch it.
Outcome check_for_certificate_fetch(Exchange& exchange, const Input& input) {
    const CertPayload* const cert = body_of<CertPayload>(input.payloads, PayloadType::CERT);
    const bool by_url = cert != nullptr && (cert->encoding == CertEncoding::HASH_AND_URL_X509 || cert->encoding == CertEncoding::HASH_AND_URL_BUNDLE);
    if (by_url) return fail(exchange, Failed::certificate, NotifyType::AUTHENTICATION_FAILED);
    return done;
}

/// What IKE_SA_INIT chose must be what the policy for this peer allows.
Outcome verify_peer_policy(Exchange& exchange, const Input&) {
    const IkeSa& sa = exchange.sa;
    trace_step(exchange, Step::verify_peer_policy);
    SaPayload agreed;
    Proposal& proposal = agreed.proposals.emplace_back();
    proposal.transforms.push_back(sa.suite.key_bits != 0 ? Transform::of(sa.suite.encryption, sa.suite.key_bits) : Transform::of(sa.suite.encryption));
    proposal.transforms.push_back(Transform::of(sa.suite.prf));
    if (sa.suite.integrity != IntegrityId::none) proposal.transforms.push_back(Transform::of(sa.suite.integrity));
    proposal.transforms.push_back(Transform::of(sa.suite.group));
    if (!choose(*sa.policy, agreed)) return fail(exchange, Failed::no_matching_policy, NotifyType::AUTHENTICATION_FAILED);
    trace_step(exchange, Step::peer_policy_verified);
    return done;
}

Outcome check_auth_type_of_peer(Exchange& exchange, const Input& input) {
    trace_step(exchange, Step::get_peer_auth_method);
    const AuthPayload* const auth = body_of<AuthPayload>(input.payloads, PayloadType::AUTH);
    if (auth == nullptr) return fail(exchange, Failed::invalid_syntax, NotifyType::INVALID_SYNTAX);
    if (traced(exchange.sa)) emit(exchange, event::AuthMethodSeen{false, auth->method});
    const config::Ikev2Profile* const profile = profile_of(exchange.sa);
    if (profile == nullptr) return fail(exchange, Failed::no_profile, NotifyType::AUTHENTICATION_FAILED);
    const auto& allowed = profile->remote_auth;
    const bool shared_key = std::find(allowed.begin(), allowed.end(), config::AuthMethodName::pre_share) != allowed.end();
    if (auth->method != AuthMethod::PSK || !shared_key) return fail(exchange, Failed::authentication, NotifyType::AUTHENTICATION_FAILED);
    exchange.auth.theirs = *auth;
    exchange.sa.auth_verify = auth->method;
    return done;
}

Outcome get_peer_key(Exchange& exchange, const Input&) {
    report_use(exchange, exchange.sa.remote_id, 0, true);
    auto found = credentials_of(exchange.sa);
    if (!found || found->remote.empty()) return fail(exchange, Failed::no_preshared_key, NotifyType::AUTHENTICATION_FAILED);
    exchange.auth.key = std::move(found->remote);
    return done;
}

Outcome verify_auth(Exchange& exchange, const Input&) {
    const IkeSa& sa = exchange.sa;
    trace_step(exchange, Step::verify_peer_auth);
    report_use(exchange, sa.remote_id, exchange.auth.key.size(), false);
    const Bytes expected = auth_octets(sa, sa.initiator ? responder_side(sa) : initiator_side(sa), exchange.auth.key);
    exchange.auth.key = {};
    trace_step(exchange, Step::auth_data_generated);
    if (!exchange.auth.theirs || !equal_in_constant_time(expected, exchange.auth.theirs->data)) return raise(EventId::EV_AUTH_FAIL);
    trace_step(exchange, Step::peer_auth_passed);
    return done;
}

Outcome authentication_failed(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::peer_auth_failed);
    return fail(exchange, Failed::authentication, NotifyType::AUTHENTICATION_FAILED);
}

Outcome refuse_eap(Exchange& exchange, const Input& input) {
    trace_step(exchange, Step::check_for_eap);
    if (find(input.payloads, PayloadType::EAP) != nullptr) return fail(exchange, Failed::authentication, NotifyType::AUTHENTICATION_FAILED);
    return done;
}

/// RFC 7296 §2.4: SAs with this identity that stood before this one began are of an earlier life of the peer.
Outcome process_initial_contact(Exchange& exchange, const Input& input) {
    IkeSa& sa = exchange.sa;
    trace_step(exchange, Step::initial_contact_check);
    if (find_notify(input.payloads, NotifyType::INITIAL_CONTACT) == nullptr) return done;
    for (IkeSa* const other : sa.context.sas.with_peer(sa.peer)) {
        const bool stood = other->status != SaStatus::in_negotiation && other->ready_serial < sa.serial;
        if (other == &sa || other->dead || !stood || !(other->remote_id == sa.remote_id)) continue;
        trace_step(exchange, Step::initial_contact_processed);
        other->dead = true;
        sa.context.touch(*other);
    }
    return done;
}

Outcome notify_auth_done(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::aaa_group_not_configured);
    trace_step(exchange, Step::aaa_user_not_configured);
    return done;
}

/// A request comes in a request and a reply in an answer, RFC 7296 §3.15.
Outcome note_config_payload(Exchange& exchange, const Input& input) {
    const ConfigPayload* const config = body_of<ConfigPayload>(input.payloads, PayloadType::CFG);
    if (config == nullptr) return done;
    const ConfigType expected = exchange.role == Role::responder ? ConfigType::CFG_REQUEST : ConfigType::CFG_REPLY;
    if (config->type != expected) return fail(exchange, Failed::invalid_syntax, NotifyType::INVALID_SYNTAX);
    exchange.auth.config_received = true;
    return done;
}

}  // namespace ike::action
