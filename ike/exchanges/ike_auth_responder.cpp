#include "ike/context.h"
#include "ike/exchanges/auth_messages.h"
#include "ike/exchanges/begin.h"
#include "ike/exchanges/child_negotiation.h"
#include "ike/exchanges/common_actions.h"
#include "ike/exchanges/lookup.h"
#include "ike/outgoing.h"
#include "ike/trace.h"

namespace ike {

namespace {

Outcome receive_request(Exchange& exchange, const Input& input) {
    exchange.sa.half_open_until.reset();
    exchange.auth.peer_window = announced_window(input.payloads);
    trace_step(exchange, Step::processing_auth_message);
    return done;
}

/// RFC 7296 §2.23: an initiator that found a NAT has moved to port 4500, from whatever port its NAT makes of that.
Outcome follow_ports(Exchange& exchange, const Input& input) {
    exchange.sa.local_port = input.datagram->local_port;
    exchange.sa.peer_port = input.datagram->remote_port;
    return done;
}

Outcome process_id(Exchange& exchange, const Input& input) {
    const IdPayload* const id = body_of<IdPayload>(input.payloads, PayloadType::IDi);
    if (id == nullptr) return fail(exchange, Failed::invalid_syntax, NotifyType::INVALID_SYNTAX);
    exchange.sa.remote_id = *id;
    trace_step(exchange, Step::valid_parameters_in_id);
    return done;
}

Outcome get_policy_by_peer_id(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    const config::Ikev2Profile* const profile = find_profile(sa.context.configuration, {sa.remote_id, sa.local, vrf_name(sa.vrf)});
    if (traced(sa)) emit(exchange, event::ProfileSearch{text_of(sa.remote_id), sa.remote_id.type, profile != nullptr, profile ? profile->name : ""});
    if (profile == nullptr) return fail(exchange, Failed::no_profile, NotifyType::AUTHENTICATION_FAILED);
    sa.profile = profile->name;
    if (traced(sa)) emit(exchange, event::ProfileChosen{sa.profile, true});
    report_keys(sa, *profile);
    sa.policy = policy_for(sa);
    report_policy(sa, sa.policy);
    if (!sa.policy) return fail(exchange, Failed::no_matching_policy, NotifyType::AUTHENTICATION_FAILED);
    if (traced(sa)) emit(exchange, event::ProfileUsed{sa.profile});
    return done;
}

Outcome set_policy(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    const config::Ikev2Profile* const profile = profile_of(sa);
    if (profile == nullptr) return fail(exchange, Failed::no_profile, NotifyType::AUTHENTICATION_FAILED);
    sa.lifetime = profile->lifetime;
    sa.local_id = local_identity(*profile, sa.local);
    trace_step(exchange, Step::policies_set);
    return done;
}

/// A request without AUTH asks for EAP (RFC 7296 §2.16).
Outcome check_peer_wants_eap(Exchange& exchange, const Input& input) {
    if (find(input.payloads, PayloadType::AUTH) == nullptr)
        return fail(exchange, Failed::authentication, NotifyType::AUTHENTICATION_FAILED);
    return done;
}

Outcome check_policy_requires_eap(Exchange& exchange, const Input&) {
    const config::Ikev2Profile* const profile = profile_of(exchange.sa);
    const bool only_eap = profile == nullptr || std::all_of(profile->remote_auth.begin(), profile->remote_auth.end(),
                                                            [](config::AuthMethodName name) { return name == config::AuthMethodName::eap; });
    if (only_eap) return fail(exchange, Failed::authentication, NotifyType::AUTHENTICATION_FAILED);
    return done;
}

Outcome check_redirect(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::redirect_not_needed);
    return done;
}

Outcome set_received_config(Exchange& exchange, const Input&) {
    if (exchange.auth.config_received) trace_step(exchange, Step::received_config_data_from_toolkit);
    return done;
}

/// RFC 7296 §3.15.4: who asks for an address gets none here, and a pair without it would be of no use.
bool asks_for_address(const Input& input) {
    const ConfigPayload* const config = body_of<ConfigPayload>(input.payloads, PayloadType::CFG);
    return config != nullptr && std::any_of(config->attributes.begin(), config->attributes.end(), [](const ConfigAttribute& attribute) {
               return attribute.type == ConfigAttributeType::INTERNAL_IP4_ADDRESS || attribute.type == ConfigAttributeType::INTERNAL_IP6_ADDRESS;
           });
}

Outcome process_sa_ts(Exchange& exchange, const Input& input) {
    trace_step(exchange, Step::processing_sa_ts);
    const bool pair = find(input.payloads, PayloadType::SA) != nullptr && find(input.payloads, PayloadType::TSi) != nullptr &&
                      find(input.payloads, PayloadType::TSr) != nullptr;
    if (!pair) return fail(exchange, Failed::invalid_syntax, NotifyType::INVALID_SYNTAX);
    choose_child(exchange, input);
    if (exchange.child.refused == NotifyType{} && asks_for_address(input)) exchange.child.refused = NotifyType::INTERNAL_ADDRESS_FAILURE;
    return done;
}

Outcome get_config(Exchange& exchange, const Input&) {
    if (exchange.auth.config_received) trace_step(exchange, Step::error_constructing_config_reply);
    trace_step(exchange, Step::no_config_data_to_toolkit);
    return done;
}

Outcome choose_own_method(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::get_my_auth_method);
    const config::Ikev2Profile* const profile = profile_of(exchange.sa);
    if (profile == nullptr || profile->local_auth != config::AuthMethodName::pre_share)
        return fail(exchange, Failed::authentication, NotifyType::AUTHENTICATION_FAILED);
    exchange.sa.auth_sign = AuthMethod::PSK;
    if (traced(exchange.sa)) emit(exchange, event::AuthMethodSeen{true, AuthMethod::PSK});
    return done;
}

Outcome get_own_key(Exchange& exchange, const Input&) {
    const IkeSa& sa = exchange.sa;
    const config::Ikev2Profile* const profile = profile_of(sa);
    auto found = profile != nullptr ? find_credentials(sa.context.configuration, *profile, sa.remote_id, sa.peer) : std::nullopt;
    if (!found || found->local.empty()) return fail(exchange, Failed::no_preshared_key, NotifyType::AUTHENTICATION_FAILED);
    exchange.auth.key = std::move(found->local);
    return done;
}

/// Nothing is to be signed under a shared key: the octets are the AUTH data themselves.
Outcome check_for_signature(Exchange& exchange, const Input&) {
    if (exchange.sa.auth_sign != AuthMethod::PSK) return fail(exchange, Failed::authentication, NotifyType::AUTHENTICATION_FAILED);
    exchange.auth.method = *exchange.sa.auth_sign;
    return done;
}

std::vector<Payload> answer_payloads(const Exchange& exchange) {
    std::vector<Payload> payloads;
    append_vendor_ids(exchange, payloads);
    append_identity(exchange, payloads);
    payloads.emplace_back(*exchange.auth.own);
    if (exchange.child.refused != NotifyType{}) {
        construct(exchange, payloads, exchange.child.refused);
        return payloads;
    }
    append_child_answer(exchange, payloads);
    append_closing_notifies(exchange, payloads);
    return payloads;
}

Outcome send_answer(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::generating_auth_message);
    const std::vector<Payload> payloads = answer_payloads(exchange);
    report_built(exchange, payloads);
    if (send_sealed(exchange, payloads).empty()) return fail(exchange, Failed::decode);
    return done;
}

Outcome fail_auth(Exchange& exchange, const Input&) {
    const ExchangeFailure& failure = exchange.failure;
    trace_failure(exchange, failure.why, failure.notify);
    trace_summary(exchange, Failed::auth_exchange);
    if (failure.notify != NotifyType{}) send_sealed(exchange, {notify_payload(failure.notify, failure.data)});
    exchange.sa.dead = true;
    exchange.sa.answers_matter = true;
    return done;
}

Outcome fail_after_auth(Exchange& exchange, const Input& input) {
    trace_failure(exchange, exchange.failure.why);
    action::open_windows(exchange, input);
    begin_delete(exchange.sa, "unknown");
    return done;
}

Outcome expire_half_open(Exchange& exchange, const Input&) {
    trace_failure(exchange, Failed::negotiation_timeout);
    ++exchange.sa.context.stats.timed_out;
    exchange.sa.dead = true;
    return done;
}

using enum StateId;
using enum EventId;

///                                     <--  HDR, SK {IDi, AUTH, CP(CFG_REQUEST), SAi2, TSi, TSr}
/// HDR, SK {IDr, AUTH, SAr2, TSi, TSr}  -->                                                RFC 7296 §1.2
constexpr Row rows[] = {
    {R_WAIT_AUTH, EV_RECV_AUTH, receive_request, R_WAIT_AUTH, EV_CHK_NAT_T},
    {R_WAIT_AUTH, EV_CHK_NAT_T, follow_ports, R_WAIT_AUTH, EV_PROC_ID},
    {R_WAIT_AUTH, EV_PROC_ID, process_id, R_WAIT_AUTH, EV_CHK_IF_PEER_CERT_NEEDS_TO_BE_FETCHED_FOR_PROF_SEL, {EV_FAIL}},
    {R_WAIT_AUTH, EV_CHK_IF_PEER_CERT_NEEDS_TO_BE_FETCHED_FOR_PROF_SEL, action::check_for_certificate_fetch, R_WAIT_AUTH,
     EV_GET_POLICY_BY_PEERID, {EV_FAIL}},
    {R_WAIT_AUTH, EV_GET_POLICY_BY_PEERID, get_policy_by_peer_id, R_WAIT_AUTH, EV_SET_POLICY, {EV_FAIL}},
    {R_WAIT_AUTH, EV_SET_POLICY, set_policy, R_WAIT_AUTH, EV_VERIFY_POLICY_BY_PEERID, {EV_FAIL}},
    {R_WAIT_AUTH, EV_VERIFY_POLICY_BY_PEERID, action::verify_peer_policy, R_WAIT_AUTH, EV_CHK_AUTH4EAP, {EV_FAIL}},
    {R_WAIT_AUTH, EV_CHK_AUTH4EAP, check_peer_wants_eap, R_WAIT_AUTH, EV_CHK_POLREQEAP, {EV_FAIL}},
    {R_WAIT_AUTH, EV_CHK_POLREQEAP, check_policy_requires_eap, R_VERIFY_AUTH, EV_CHK_AUTH_TYPE, {EV_FAIL}},
    {R_WAIT_AUTH, EV_TIMEOUT, expire_half_open, EXIT, NONE},
    {R_VERIFY_AUTH, EV_CHK_AUTH_TYPE, action::check_auth_type_of_peer, R_VERIFY_AUTH, EV_GET_PRESHR_KEY, {EV_FAIL}},
    {R_VERIFY_AUTH, EV_GET_PRESHR_KEY, action::get_peer_key, R_VERIFY_AUTH, EV_VERIFY_AUTH, {EV_FAIL}},
    {R_VERIFY_AUTH, EV_VERIFY_AUTH, action::verify_auth, R_VERIFY_AUTH, EV_CHK4_IC, {EV_AUTH_FAIL}},
    {R_VERIFY_AUTH, EV_AUTH_FAIL, action::authentication_failed, R_VERIFY_AUTH, NONE, {EV_FAIL}},
    {R_VERIFY_AUTH, EV_CHK4_IC, action::process_initial_contact, R_VERIFY_AUTH, EV_CHK_REDIRECT},
    {R_VERIFY_AUTH, EV_CHK_REDIRECT, check_redirect, R_VERIFY_AUTH, EV_NOTIFY_AUTH_DONE},
    {R_VERIFY_AUTH, EV_NOTIFY_AUTH_DONE, action::notify_auth_done, R_VERIFY_AUTH, EV_CHK_CONFIG_MODE},
    {R_VERIFY_AUTH, EV_CHK_CONFIG_MODE, action::note_config_payload, R_VERIFY_AUTH, EV_SET_RECD_CONFIG_MODE, {EV_FAIL}},
    {R_VERIFY_AUTH, EV_SET_RECD_CONFIG_MODE, set_received_config, R_VERIFY_AUTH, EV_PROC_SA_TS},
    {R_VERIFY_AUTH, EV_PROC_SA_TS, process_sa_ts, R_VERIFY_AUTH, EV_GET_CONFIG_MODE, {EV_FAIL}},
    {R_VERIFY_AUTH, EV_GET_CONFIG_MODE, get_config, R_BLD_AUTH, EV_MY_AUTH_METHOD},
    {R_BLD_AUTH, EV_MY_AUTH_METHOD, choose_own_method, R_BLD_AUTH, EV_GET_PRESHR_KEY, {EV_FAIL}},
    {R_BLD_AUTH, EV_GET_PRESHR_KEY, get_own_key, R_BLD_AUTH, EV_GEN_AUTH, {EV_FAIL}},
    {R_BLD_AUTH, EV_GEN_AUTH, action::generate_auth, R_BLD_AUTH, EV_CHK4_SIGN, {EV_FAIL}},
    {R_BLD_AUTH, EV_CHK4_SIGN, check_for_signature, R_BLD_AUTH, EV_OK_AUTH_GEN, {EV_FAIL}},
    {R_BLD_AUTH, EV_OK_AUTH_GEN, action::keep_auth, R_BLD_AUTH, EV_SEND_AUTH},
    {R_BLD_AUTH, EV_SEND_AUTH, send_answer, AUTH_DONE, EV_OK, {EV_FAIL}},
    {AUTH_DONE, EV_OK, Action_Null, AUTH_DONE, EV_PKI_SESH_CLOSE},
    {AUTH_DONE, EV_PKI_SESH_CLOSE, action::close_pki_session, AUTH_DONE, EV_UPDATE_CAC_STATS},
    {AUTH_DONE, EV_UPDATE_CAC_STATS, action::update_cac_stats, AUTH_DONE, EV_INSERT_IKE},
    {AUTH_DONE, EV_INSERT_IKE, action::insert_ike, AUTH_DONE, EV_GEN_LOAD_IPSEC},
    {AUTH_DONE, EV_GEN_LOAD_IPSEC, action::load_ipsec, AUTH_DONE, EV_NO_EVENT, {EV_FAIL, EV_START_ACCT}},
    {AUTH_DONE, EV_OK_RECD_LOAD_IPSEC, Action_Null, AUTH_DONE, EV_START_ACCT},
    {AUTH_DONE, EV_START_ACCT, action::start_accounting, AUTH_DONE, EV_CHECK_DUPE},
    {AUTH_DONE, EV_CHECK_DUPE, action::check_duplicate, AUTH_DONE, EV_CHK4_ROLE},
    {AUTH_DONE, EV_CHK4_ROLE, action::open_windows, READY, EV_R_OK},
    {AUTH_DONE, EV_FAIL, fail_after_auth, EXIT, NONE},
    {READY, EV_R_OK, action::complete_sa, READY, EV_NO_EVENT},
    {ANY, EV_FAIL, fail_auth, EXIT, NONE},
    {ANY, EV_ABORT, action::abandon, EXIT, NONE},
};
static_assert(is_deterministic(rows) && is_closed(rows));

}  // namespace

const Table ike_auth_responder{"IKE_AUTH responder", rows, StateId::R_WAIT_AUTH};

}  // namespace ike
