#include "ike/contents/config_request.h"
#include "ike/contents/vendor_ids.h"
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

Outcome get_config(Exchange& exchange, const Input&) {
    exchange.auth.config_request = config_request();
    trace_step(exchange, Step::sending_config_data_to_toolkit);
    emit(exchange, event::ConfigData{&*exchange.auth.config_request});
    trace_step(exchange, Step::have_config_mode_data);
    return done;
}

/// The profile may ask for EAP as our own method; it is looked up again, it may have been edited since.
Outcome check_own_eap(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    trace_step(exchange, Step::check_for_eap);
    const config::Ikev2Profile* const profile = profile_of(sa);
    if (profile == nullptr) return fail(exchange, Failed::no_profile);
    if (profile->local_auth != config::AuthMethodName::pre_share) return fail(exchange, Failed::authentication);
    sa.local_id = local_identity(*profile, sa.local);
    return done;
}

Outcome check_own_auth_type(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::get_my_auth_method);
    exchange.sa.auth_sign = exchange.auth.method = AuthMethod::PSK;
    if (traced(exchange.sa)) emit(exchange, event::AuthMethodSeen{true, AuthMethod::PSK});
    return done;
}

/// RFC 7296 §2.4: true if nothing else stands between us and this peer.
bool is_first_contact(const IkeSa& sa) {
    const auto others = sa.context.sas.with_peer(sa.peer);
    return std::none_of(others.begin(), others.end(), [](const IkeSa* other) { return !other->dead && other->status == SaStatus::ready; });
}

std::vector<Payload> request_payloads(Exchange& exchange) {
    const IkeSa& sa = exchange.sa;
    std::vector<Payload> payloads;
    append_vendor_ids(exchange, payloads);
    append_identity(exchange, payloads);
    payloads.emplace_back(*exchange.auth.own);
    if (exchange.auth.config_request) payloads.emplace_back(*exchange.auth.config_request);
    append_child_offer(exchange, payloads);
    if (is_first_contact(sa)) construct(exchange, payloads, NotifyType::INITIAL_CONTACT);
    append_closing_notifies(exchange, payloads);
    return payloads;
}

Outcome send_request(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    if (!prepare_child(exchange, sa.acquiring)) return fail(exchange, Failed::no_matching_ipsec_policy);
    trace_step(exchange, Step::generating_auth_message);
    const std::vector<Payload> payloads = request_payloads(exchange);
    exchange.message_id = sa.window.take_id();
    report_built(exchange, payloads);
    if (send_sealed(exchange, payloads).empty()) return fail(exchange, Failed::decode);
    return waiting;
}

/// A refusal of the pair alone leaves the IKE SA standing (RFC 7296 §1.2); every other error ends it.
bool refuses_child_only(NotifyType type) {
    constexpr NotifyType child_errors[] = {NotifyType::NO_PROPOSAL_CHOSEN,       NotifyType::TS_UNACCEPTABLE,    NotifyType::SINGLE_PAIR_REQUIRED,
                                           NotifyType::INTERNAL_ADDRESS_FAILURE, NotifyType::FAILED_CP_REQUIRED, NotifyType::NO_ADDITIONAL_SAS};
    return std::find(std::begin(child_errors), std::end(child_errors), type) != std::end(child_errors);
}

Failed reason_of(NotifyType type) {
    if (type == NotifyType::TS_UNACCEPTABLE) return Failed::peer_sent_ts_unacceptable;
    return type == NotifyType::NO_PROPOSAL_CHOSEN ? Failed::peer_sent_no_proposal_chosen : Failed::create_child_exchange;
}

Outcome check_notify(Exchange& exchange, const Input& input) {
    const bool authenticated = find(input.payloads, PayloadType::AUTH) != nullptr;
    for (const Payload& payload : input.payloads) {
        const NotifyPayload* const notify = payload.as<NotifyPayload>();
        if (notify == nullptr || !is_error(notify->type)) continue;
        exchange.auth.refused_by_peer = true;
        if (notify->type == NotifyType::AUTHENTICATION_FAILED) return fail(exchange, Failed::peer_refused_authentication);
        trace_step(exchange, Step::process_auth_response_notify);
        trace_failure(exchange, reason_of(notify->type));
        if (!authenticated || !refuses_child_only(notify->type)) return fail(exchange, Failed::auth_exchange);
        exchange.child.refused = notify->type;
        exchange.auth.refused_by_peer = false;
    }
    return done;
}

Outcome process_response(Exchange& exchange, const Input& input) {
    IkeSa& sa = exchange.sa;
    exchange.retransmission.stop();
    sa.window.answered(exchange.message_id);
    trace_step(exchange, Step::processing_auth_message);
    const IdPayload* const id = body_of<IdPayload>(input.payloads, PayloadType::IDr);
    if (id == nullptr) return fail(exchange, Failed::invalid_syntax, NotifyType::INVALID_SYNTAX);
    sa.remote_id = *id;
    exchange.auth.peer_window = announced_window(input.payloads);
    return done;
}

/// The profile was chosen when the SA was opened; the identity must be one that it matches.
Outcome get_policy_by_peer_id(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    const config::Ikev2Profile* const profile = profile_of(sa);
    const bool found = profile != nullptr && matches(*profile, sa.remote_id);
    if (traced(sa)) emit(exchange, event::ProfileSearch{text_of(sa.remote_id), sa.remote_id.type, found, sa.profile});
    if (!found) return fail(exchange, Failed::locate_item, NotifyType::AUTHENTICATION_FAILED);
    sa.policy = policy_for(sa);
    report_policy(sa, sa.policy);
    if (!sa.policy) return fail(exchange, Failed::no_matching_policy, NotifyType::AUTHENTICATION_FAILED);
    sa.lifetime = profile->lifetime;
    if (traced(sa)) emit(exchange, event::ProfileUsed{sa.profile});
    return done;
}

/// The answer has either a pair or the reason why there is none.
Outcome check_ike_only(Exchange& exchange, const Input& input) {
    const bool pair = find(input.payloads, PayloadType::SA) != nullptr && find(input.payloads, PayloadType::TSi) != nullptr &&
                      find(input.payloads, PayloadType::TSr) != nullptr;
    if (!pair && exchange.child.refused == NotifyType{}) return fail(exchange, Failed::invalid_syntax, NotifyType::INVALID_SYNTAX);
    return done;
}

/// An answer outside of what was offered counts as no pair at all.
Outcome process_sa_ts(Exchange& exchange, const Input& input) {
    if (exchange.child.refused != NotifyType{}) return done;
    trace_step(exchange, Step::processing_sa_ts);
    if (take_child_answer(exchange, input)) return done;
    trace_failure(exchange, Failed::no_matching_ipsec_policy);
    exchange.child.refused = NotifyType::NO_PROPOSAL_CHOSEN;
    return done;
}

/// An IKE SA without its pair is not kept.
Outcome drop_if_ike_only(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    if (!sa.children.empty() || sa.status != SaStatus::ready) return done;
    sa.refused_spi = std::exchange(exchange.child.spi_in, 0);
    begin_delete(sa, "unknown");
    return done;
}

Outcome fail_auth(Exchange& exchange, const Input&) {
    const ExchangeFailure& failure = exchange.failure;
    exchange.retransmission.stop();
    exchange.sa.window.answered(exchange.message_id);
    const bool has_reason = failure.why != Failed::auth_exchange;
    trace_failure(exchange, failure.why, has_reason ? failure.notify : NotifyType{});
    if (has_reason) trace_summary(exchange, Failed::auth_exchange);
    const bool peer_thinks_it_stands = failure.notify != NotifyType{} && !exchange.auth.refused_by_peer && !exchange.request.empty();
    if (peer_thinks_it_stands) report_failure_and_delete(exchange.sa, failure.notify);
    else exchange.sa.dead = true;
    return done;
}

Outcome fail_after_auth(Exchange& exchange, const Input& input) {
    trace_failure(exchange, exchange.failure.why);
    action::open_windows(exchange, input);
    begin_delete(exchange.sa, "unknown");
    return done;
}

using enum StateId;
using enum EventId;

/// HDR, SK {IDi, AUTH, CP(CFG_REQUEST), SAi2, TSi, TSr}  -->
///                                     <--  HDR, SK {IDr, AUTH, SAr2, TSi, TSr}            RFC 7296 §1.2
constexpr Row rows[] = {
    {I_BLD_AUTH, EV_GET_CONFIG_MODE, get_config, I_BLD_AUTH, EV_CHK_EAP},
    {I_BLD_AUTH, EV_CHK_EAP, check_own_eap, I_BLD_AUTH, EV_GEN_AUTH, {EV_FAIL}},
    {I_BLD_AUTH, EV_GEN_AUTH, action::generate_auth, I_BLD_AUTH, EV_CHK_AUTH_TYPE, {EV_FAIL}},
    {I_BLD_AUTH, EV_CHK_AUTH_TYPE, check_own_auth_type, I_BLD_AUTH, EV_OK_AUTH_GEN},
    {I_BLD_AUTH, EV_OK_AUTH_GEN, action::keep_auth, I_BLD_AUTH, EV_SEND_AUTH},
    {I_BLD_AUTH, EV_SEND_AUTH, send_request, I_WAIT_AUTH, EV_NO_EVENT, {EV_FAIL}},
    {I_WAIT_AUTH, EV_RECV_AUTH, Action_Null, I_PROC_AUTH, EV_CHK4_NOTIFY},
    {I_WAIT_AUTH, EV_RE_XMT, action::retransmit, I_WAIT_AUTH, EV_NO_EVENT},
    {I_WAIT_AUTH, EV_RE_XMT_EXCEED, action::give_up, EXIT, NONE},
    {I_PROC_AUTH, EV_CHK4_NOTIFY, check_notify, I_PROC_AUTH, EV_PROC_MSG, {EV_FAIL}},
    {I_PROC_AUTH, EV_PROC_MSG, process_response, I_PROC_AUTH, EV_CHK_IF_PEER_CERT_NEEDS_TO_BE_FETCHED_FOR_PROF_SEL, {EV_FAIL}},
    {I_PROC_AUTH, EV_CHK_IF_PEER_CERT_NEEDS_TO_BE_FETCHED_FOR_PROF_SEL, action::check_for_certificate_fetch, I_PROC_AUTH,
     EV_GET_POLICY_BY_PEERID, {EV_FAIL}},
    {I_PROC_AUTH, EV_GET_POLICY_BY_PEERID, get_policy_by_peer_id, I_PROC_AUTH, EV_VERIFY_POLICY_BY_PEERID, {EV_FAIL}},
    {I_PROC_AUTH, EV_VERIFY_POLICY_BY_PEERID, action::verify_peer_policy, I_PROC_AUTH, EV_CHK_AUTH_TYPE, {EV_FAIL}},
    {I_PROC_AUTH, EV_CHK_AUTH_TYPE, action::check_auth_type_of_peer, I_PROC_AUTH, EV_GET_PRESHR_KEY, {EV_FAIL}},
    {I_PROC_AUTH, EV_GET_PRESHR_KEY, action::get_peer_key, I_PROC_AUTH, EV_VERIFY_AUTH, {EV_FAIL}},
    {I_PROC_AUTH, EV_VERIFY_AUTH, action::verify_auth, I_PROC_AUTH, EV_CHK_EAP, {EV_AUTH_FAIL}},
    {I_PROC_AUTH, EV_AUTH_FAIL, action::authentication_failed, I_PROC_AUTH, NONE, {EV_FAIL}},
    {I_PROC_AUTH, EV_CHK_EAP, action::refuse_eap, I_PROC_AUTH, EV_NOTIFY_AUTH_DONE, {EV_FAIL}},
    {I_PROC_AUTH, EV_NOTIFY_AUTH_DONE, action::notify_auth_done, I_PROC_AUTH, EV_CHK_CONFIG_MODE},
    {I_PROC_AUTH, EV_CHK_CONFIG_MODE, action::note_config_payload, I_PROC_AUTH, EV_CHK4_IC, {EV_FAIL}},
    {I_PROC_AUTH, EV_CHK4_IC, action::process_initial_contact, I_PROC_AUTH, EV_CHK_IKE_ONLY},
    {I_PROC_AUTH, EV_CHK_IKE_ONLY, check_ike_only, I_PROC_AUTH, EV_PROC_SA_TS, {EV_FAIL}},
    {I_PROC_AUTH, EV_PROC_SA_TS, process_sa_ts, AUTH_DONE, EV_OK},
    {AUTH_DONE, EV_OK, Action_Null, AUTH_DONE, EV_PKI_SESH_CLOSE},
    {AUTH_DONE, EV_PKI_SESH_CLOSE, action::close_pki_session, AUTH_DONE, EV_UPDATE_CAC_STATS},
    {AUTH_DONE, EV_UPDATE_CAC_STATS, action::update_cac_stats, AUTH_DONE, EV_INSERT_IKE},
    {AUTH_DONE, EV_INSERT_IKE, action::insert_ike, AUTH_DONE, EV_GEN_LOAD_IPSEC},
    {AUTH_DONE, EV_GEN_LOAD_IPSEC, action::load_ipsec, AUTH_DONE, EV_NO_EVENT, {EV_FAIL, EV_START_ACCT}},
    {AUTH_DONE, EV_OK_RECD_LOAD_IPSEC, Action_Null, AUTH_DONE, EV_START_ACCT},
    {AUTH_DONE, EV_START_ACCT, action::start_accounting, AUTH_DONE, EV_CHECK_DUPE},
    {AUTH_DONE, EV_CHECK_DUPE, action::check_duplicate, AUTH_DONE, EV_CHK4_ROLE},
    {AUTH_DONE, EV_CHK4_ROLE, action::open_windows, READY, EV_CHK_IKE_ONLY},
    {AUTH_DONE, EV_FAIL, fail_after_auth, EXIT, NONE},
    {READY, EV_CHK_IKE_ONLY, drop_if_ike_only, READY, EV_I_OK},
    {READY, EV_I_OK, action::complete_sa, READY, NONE},
    {ANY, EV_FAIL, fail_auth, EXIT, NONE},
    {ANY, EV_ABORT, action::abandon, EXIT, NONE},
};
static_assert(is_deterministic(rows) && is_closed(rows));

}  // namespace

const Table ike_auth_initiator{"IKE_AUTH initiator", rows, StateId::I_BLD_AUTH};

}  // namespace ike
