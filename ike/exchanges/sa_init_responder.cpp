#include "ike/contents/nat_detection.h"
#include "ike/contents/vendor_ids.h"
#include "ike/context.h"
#include "ike/exchanges/begin.h"
#include "ike/exchanges/common_actions.h"
#include "ike/exchanges/lookup.h"
#include "ike/machine/dispatcher.h"
#include "ike/outgoing.h"
#include "ike/policy/ike_policy.h"
#include "ike/trace.h"

namespace ike {

namespace {

Outcome receive_request(Exchange& exchange, const Input& input) {
    exchange.sa.init_request.assign(input.octets.begin(), input.octets.end());
    trace_step(exchange, Step::processing_init_message);
    return done;
}

Outcome verify_request(Exchange& exchange, const Input& input) {
    trace_step(exchange, Step::verify_init_message);
    const auto count = [&](PayloadType type) {
        return std::count_if(input.payloads.begin(), input.payloads.end(), [=](const Payload& p) { return p.type == type; });
    };
    const NoncePayload* const nonce = body_of<NoncePayload>(input.payloads, PayloadType::N);
    const bool complete = count(PayloadType::SA) == 1 && count(PayloadType::KE) == 1 && count(PayloadType::N) == 1;
    if (!complete || nonce == nullptr || nonce->data.size() < 16 || nonce->data.size() > 256)
        return fail(exchange, Failed::invalid_syntax, NotifyType::INVALID_SYNTAX);
    return done;
}

/// From here on the SA is half-open until it is authenticated.
Outcome insert_half_open(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    trace_step(exchange, Step::insert_sa);
    sa.half_open_until = sa.context.now + negotiation_limits.half_open;
    return done;
}

Outcome get_policy(Exchange& exchange, const Input&) {
    exchange.sa.policy = policy_for(exchange.sa);
    report_policy(exchange.sa, exchange.sa.policy);
    if (!exchange.sa.policy) return fail(exchange, Failed::no_matching_policy, NotifyType::NO_PROPOSAL_CHOSEN);
    return done;
}

Outcome refuse_proposals(Exchange& exchange, const SaPayload& offered) {
    const SaPayload expected = offer_of(*exchange.sa.policy);
    if (traced(exchange.sa)) emit(exchange, event::PolicyMismatch{&offered, &expected, false});
    return fail(exchange, Failed::no_matching_policy, NotifyType::NO_PROPOSAL_CHOSEN);
}

Outcome process_request(Exchange& exchange, const Input& input) {
    IkeSa& sa = exchange.sa;
    const SaPayload& offered = *body_of<SaPayload>(input.payloads, PayloadType::SA);
    const KePayload& ke = *body_of<KePayload>(input.payloads, PayloadType::KE);
    trace_step(exchange, Step::processing_init_payloads);
    const auto choice = choose(*sa.policy, offered);
    if (!choice) return refuse_proposals(exchange, offered);
    const auto group = static_cast<std::uint16_t>(choice->suite.group);
    if (ke.group != choice->suite.group)
        return fail(exchange, Failed::wrong_dh_group, NotifyType::INVALID_KE_PAYLOAD,
                    {static_cast<std::uint8_t>(group >> 8), static_cast<std::uint8_t>(group)});
    exchange.init.answer = choice->proposal;
    sa.suite = choice->suite;
    sa.nonce_i = body_of<NoncePayload>(input.payloads, PayloadType::N)->data;
    if (find_notify(input.payloads, NotifyType::IKEV2_FRAGMENTATION_SUPPORTED))
        sa.fragmentation_mtu = sa.context.configuration.ikev2.fragmentation_mtu;
    exchange.init.peer_public = ke.public_value;
    return done;
}

Outcome set_policy(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    exchange.init.offer.proposals = {exchange.init.answer};
    exchange.init.group = sa.suite.group;
    sa.nonce_r = sa.context.random_octets(nonce_size(sa.suite.prf));
    trace_step(exchange, Step::policies_set);
    return done;
}

Outcome open_pki_session(Exchange& exchange, const Input&) {
    exchange.sa.pki_session_open = exchange.sa.needs_pki;
    trace_step(exchange, Step::opening_pki_session);
    return done;
}

Outcome get_config(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::no_config_data_init_responder);
    trace_step(exchange, Step::no_config_data_to_toolkit);
    return done;
}

void ask_for_certificate(const Exchange& exchange, std::vector<Payload>& payloads) {
    const Context& context = exchange.sa.context;
    payloads.emplace_back(CertRequestPayload{CertEncoding::HASH_AND_URL_X509, context.ports.pki->trust_anchor_hashes()});
    if (context.configuration.ikev2.http_url_cert) construct(exchange, payloads, NotifyType::HTTP_CERT_LOOKUP_SUPPORTED);
}

std::vector<Payload> answer_payloads(const Exchange& exchange) {
    const IkeSa& sa = exchange.sa;
    std::vector<Payload> payloads;
    payloads.emplace_back(exchange.init.offer);
    payloads.emplace_back(KePayload{exchange.init.group, exchange.init.public_value, 0});
    payloads.emplace_back(NoncePayload{sa.nonce_r});
    for (const VendorId& vendor : contents_of(sa.context.look()).init_vendors) {
        if (traced(sa)) emit_platform(sa, event::PayloadConstructed{PayloadType::VID, {}, std::string(vendor.name)});
        payloads.emplace_back(vendor.payload());
    }
    for (NotifyPayload& notify : nat_detection(sa, sa.responder_spi)) construct(exchange, payloads, notify.type, std::move(notify.data));
    if (sa.fragmentation_mtu) construct(exchange, payloads, NotifyType::IKEV2_FRAGMENTATION_SUPPORTED);
    if (sa.pki_session_open) ask_for_certificate(exchange, payloads);
    return payloads;
}

Outcome build_answer(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    trace_step(exchange, Step::generating_init_message);
    if (traced(sa)) emit(exchange, event::ProposalsOffered{&exchange.init.offer, false, false});
    sa.init_response = send_clear(exchange, answer_payloads(exchange));
    if (sa.init_response.empty()) return fail(exchange, Failed::decode);
    return done;
}

Outcome check_role(Exchange& exchange, const Input&) {
    return exchange.sa.initiator ? fail(exchange, Failed::initial_exchange) : raise(EventId::EV_START_TMR);
}

Outcome await_auth(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    sa.half_open_until = sa.context.now + negotiation_limits.half_open;
    add_exchange(sa, sa.context.tables.ike_auth_responder, Role::responder, ExchangeType::IKE_AUTH);
    exchange.over = true;
    return done;
}

/// RFC 7296 §2.21.1: the notify goes back in clear, and nothing is kept.
Outcome fail_init(Exchange& exchange, const Input&) {
    const ExchangeFailure& failure = exchange.failure;
    trace_failure(exchange, failure.why, failure.notify);
    if (failure.why != Failed::initial_exchange) trace_summary(exchange, Failed::initial_exchange);
    if (failure.notify != NotifyType{}) {
        const IkeSpi own = std::exchange(exchange.sa.responder_spi, 0);
        send_clear(exchange, {notify_payload(failure.notify, failure.data)});
        exchange.sa.responder_spi = own;
    }
    exchange.sa.dead = true;
    return done;
}

using enum StateId;
using enum EventId;

///                     <--  HDR, SAi1, KEi, Ni
/// HDR, SAr1, KEr, Nr, [CERTREQ]  -->                                                      RFC 7296 §1.2
constexpr Row rows[] = {
    {IDLE, EV_RECV_INIT, receive_request, R_INIT, EV_VERIFY_MSG},
    {R_INIT, EV_VERIFY_MSG, verify_request, R_INIT, EV_INSERT_SA, {EV_FAIL}},
    {R_INIT, EV_INSERT_SA, insert_half_open, R_INIT, EV_GET_IKE_POLICY},
    {R_INIT, EV_GET_IKE_POLICY, get_policy, R_INIT, EV_PROC_MSG, {EV_FAIL}},
    {R_INIT, EV_PROC_MSG, process_request, R_INIT, EV_DETECT_NAT, {EV_FAIL}},
    {R_INIT, EV_DETECT_NAT, action::detect_nat, R_INIT, EV_CHK_CONFIG_MODE},
    {R_INIT, EV_CHK_CONFIG_MODE, action::refuse_early_config, R_BLD_INIT, EV_SET_POLICY, {EV_FAIL}},
    {R_BLD_INIT, EV_SET_POLICY, set_policy, R_BLD_INIT, EV_CHK_AUTH4PKI},
    {R_BLD_INIT, EV_CHK_AUTH4PKI, action::check_pki, R_BLD_INIT, EV_PKI_SESH_OPEN, {EV_FAIL}},
    {R_BLD_INIT, EV_PKI_SESH_OPEN, open_pki_session, R_BLD_INIT, EV_GEN_DH_KEY},
    {R_BLD_INIT, EV_GEN_DH_KEY, action::generate_key_pair, R_BLD_INIT, EV_NO_EVENT, {EV_FAIL}},
    {R_BLD_INIT, EV_OK_RECD_DH_PUBKEY_RESP, Action_Null, R_BLD_INIT, EV_GEN_DH_SECRET},
    {R_BLD_INIT, EV_GEN_DH_SECRET, action::generate_shared_secret, R_BLD_INIT, EV_NO_EVENT},
    {R_BLD_INIT, EV_OK_RECD_DH_SECRET_RESP, Action_Null, R_BLD_INIT, EV_GEN_SKEYID},
    {R_BLD_INIT, EV_GEN_SKEYID, action::generate_skeyid, R_BLD_INIT, EV_GET_CONFIG_MODE},
    {R_BLD_INIT, EV_GET_CONFIG_MODE, get_config, R_BLD_INIT, EV_BLD_MSG},
    {R_BLD_INIT, EV_BLD_MSG, build_answer, INIT_DONE, EV_DONE, {EV_FAIL}},
    {INIT_DONE, EV_DONE, action::finish_init, INIT_DONE, EV_CHK4_ROLE},
    {INIT_DONE, EV_CHK4_ROLE, check_role, INIT_DONE, NONE, {EV_START_TMR, EV_FAIL}},
    {INIT_DONE, EV_START_TMR, await_auth, R_WAIT_AUTH, EV_NO_EVENT},
    {ANY, EV_FAIL, fail_init, EXIT, NONE},
    {ANY, EV_TIMEOUT, action::abandon, EXIT, NONE},
    {ANY, EV_ABORT, action::abandon, EXIT, NONE},
};
static_assert(is_deterministic(rows) && is_closed(rows));

}  // namespace

const Table sa_init_responder{"IKE_SA_INIT responder", rows, StateId::IDLE};

}  // namespace ike
