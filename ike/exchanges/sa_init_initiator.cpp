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

constexpr std::size_t nonce_size = 20;

Outcome open_negotiation(Exchange& exchange, const Input&) {
    exchange.sa.nonce_i = exchange.sa.context.random_octets(nonce_size);
    exchange.sa.fragmentation_mtu = exchange.sa.context.configuration.ikev2.fragmentation_mtu;
    return done;
}

Outcome get_policy(Exchange& exchange, const Input&) {
    exchange.sa.policy = policy_for(exchange.sa);
    if (!exchange.sa.policy) return fail(exchange, Failed::no_matching_policy);
    return done;
}

Outcome set_policy(Exchange& exchange, const Input&) {
    exchange.init.offer = offer_of(*exchange.sa.policy);
    exchange.init.group = first_group(*exchange.sa.policy);
    trace_step(exchange, Step::policies_set);
    return done;
}

Outcome get_config(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::no_config_data_init_initiator);
    trace_step(exchange, Step::no_config_data_to_toolkit);
    return done;
}

std::vector<Payload> init_payloads(const Exchange& exchange) {
    const IkeSa& sa = exchange.sa;
    std::vector<Payload> payloads;
    if (!exchange.init.cookie.empty()) construct(exchange, payloads, NotifyType::COOKIE, exchange.init.cookie);
    payloads.emplace_back(exchange.init.offer);
    payloads.emplace_back(KePayload{exchange.init.group, exchange.init.public_value, 0});
    payloads.emplace_back(NoncePayload{sa.nonce_i});
    for (const VendorId& vendor : contents_of(sa.context.look()).init_vendors) {
        if (traced(sa)) emit_platform(sa, event::PayloadConstructed{PayloadType::VID, {}, std::string(vendor.name)});
        payloads.emplace_back(vendor.payload());
    }
    for (NotifyPayload& notify : nat_detection(sa, 0)) construct(exchange, payloads, notify.type, std::move(notify.data));
    if (sa.fragmentation_mtu) construct(exchange, payloads, NotifyType::IKEV2_FRAGMENTATION_SUPPORTED);
    return payloads;
}

Outcome build_request(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    trace_step(exchange, Step::generating_init_message);
    if (traced(sa)) emit(exchange, event::ProposalsOffered{&exchange.init.offer, false, false});
    if (sa.window.next_request() == 0) exchange.message_id = sa.window.take_id();
    sa.init_request = send_clear(exchange, init_payloads(exchange));
    if (sa.init_request.empty()) return fail(exchange, Failed::decode);
    trace_step(exchange, Step::insert_sa);
    return waiting;
}

Outcome receive_response(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::processing_init_message);
    return done;
}

/// RFC 7296 §1.2: a wrong guess of the group. The same proposals go out again with the group that the responder wants.
Outcome change_group_if_offered(Exchange& exchange, const NotifyPayload& notify) {
    trace_step(exchange, Step::received_invalid_ke);
    if (notify.data.size() != 2) return fail(exchange, Failed::invalid_syntax);
    const auto wanted = static_cast<DhGroupId>(notify.data[0] << 8 | notify.data[1]);
    if (wanted == exchange.init.group) return raise(EventId::EV_OK);
    for (const Proposal& proposal : exchange.init.offer.proposals)
        for (const Transform& t : proposal.transforms)
            if (t.type == TransformType::DH && t.id == static_cast<std::uint16_t>(wanted) &&
                exchange.init.ke_retries++ < negotiation_limits.invalid_ke_retries) {
                exchange.init.group = wanted;
                exchange.retransmission.stop();
                return raise(EventId::EV_RETRY);
            }
    return fail(exchange, Failed::wrong_dh_group);
}

Outcome echo_cookie(Exchange& exchange, const NotifyPayload& notify) {
    if (notify.data.empty() || notify.data.size() > 64) return fail(exchange, Failed::invalid_syntax);
    if (exchange.init.cookie == notify.data) return raise(EventId::EV_OK);
    if (exchange.init.cookie_retries++ >= negotiation_limits.cookie_retries) return fail(exchange, Failed::initial_exchange);
    exchange.init.cookie = notify.data;
    return raise(EventId::EV_BLD_MSG);
}

Outcome check_notify(Exchange& exchange, const Input& input) {
    if (const NotifyPayload* const notify = find_notify(input.payloads, NotifyType::INVALID_KE_PAYLOAD))
        return change_group_if_offered(exchange, *notify);
    if (const NotifyPayload* const notify = find_notify(input.payloads, NotifyType::COOKIE);
        notify != nullptr && find(input.payloads, PayloadType::SA) == nullptr)
        return echo_cookie(exchange, *notify);
    for (const Payload& payload : input.payloads) {
        const NotifyPayload* const notify = payload.as<NotifyPayload>();
        if (notify == nullptr || !is_error(notify->type)) continue;
        if (notify->type == NotifyType::NO_PROPOSAL_CHOSEN) return fail(exchange, Failed::peer_sent_no_proposal_chosen);
        emit(exchange, event::NotifyReceived{notify->type});
        return fail(exchange, Failed::initial_exchange);
    }
    return done;
}

Outcome verify_response(Exchange& exchange, const Input& input) {
    trace_step(exchange, Step::verify_init_message);
    const auto count = [&](PayloadType type) {
        return std::count_if(input.payloads.begin(), input.payloads.end(), [=](const Payload& p) { return p.type == type; });
    };
    const NoncePayload* const nonce = body_of<NoncePayload>(input.payloads, PayloadType::N);
    const bool complete = count(PayloadType::SA) == 1 && count(PayloadType::KE) == 1 && count(PayloadType::N) == 1;
    if (!complete || nonce == nullptr || nonce->data.size() < 16 || nonce->data.size() > 256 || input.message->header.responder_spi == 0)
        return fail(exchange, Failed::invalid_syntax);
    return done;
}

Outcome process_response(Exchange& exchange, const Input& input) {
    IkeSa& sa = exchange.sa;
    trace_step(exchange, Step::processing_init_payloads);
    const KePayload& ke = *body_of<KePayload>(input.payloads, PayloadType::KE);
    const auto suite = suite_of_answer(exchange.init.offer, *body_of<SaPayload>(input.payloads, PayloadType::SA));
    if (!suite) return fail(exchange, Failed::no_matching_policy);
    if (suite->group != exchange.init.group || ke.group != exchange.init.group) return fail(exchange, Failed::wrong_dh_group);
    sa.suite = *suite;
    sa.nonce_r = body_of<NoncePayload>(input.payloads, PayloadType::N)->data;
    sa.responder_spi = input.message->header.responder_spi;
    sa.init_response.assign(input.octets.begin(), input.octets.end());
    if (!find_notify(input.payloads, NotifyType::IKEV2_FRAGMENTATION_SUPPORTED)) sa.fragmentation_mtu.reset();
    exchange.init.peer_public = ke.public_value;
    exchange.retransmission.stop();
    sa.window.answered(exchange.message_id);
    return done;
}

/// RFC 7296 §2.23: the rest of the conversation goes from and to port 4500.
Outcome float_ports(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    if ((sa.nat_local || sa.nat_remote) && sa.local_port == 500) sa.local_port = sa.peer_port = 4500;
    return done;
}

Outcome go_on_with_auth(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    Exchange& auth = add_exchange(sa, sa.context.tables.ike_auth_initiator, Role::initiator, ExchangeType::IKE_AUTH);
    dispatch(auth, EventId::EV_GET_CONFIG_MODE, {});
    return done;
}

Outcome fail_init(Exchange& exchange, const Input&) {
    exchange.retransmission.stop();
    trace_failure(exchange, exchange.failure.why);
    if (exchange.failure.why != Failed::initial_exchange) trace_summary(exchange, Failed::initial_exchange);
    exchange.sa.dead = true;
    return done;
}

using enum StateId;
using enum EventId;

/// HDR, SAi1, KEi, Ni  -->
///                     <--  HDR, SAr1, KEr, Nr, [CERTREQ]                                  RFC 7296 §1.2
constexpr Row rows[] = {
    {IDLE, EV_INIT_SA, open_negotiation, I_BLD_INIT, EV_GET_IKE_POLICY},
    {I_BLD_INIT, EV_GET_IKE_POLICY, get_policy, I_BLD_INIT, EV_SET_POLICY, {EV_FAIL}},
    {I_BLD_INIT, EV_SET_POLICY, set_policy, I_BLD_INIT, EV_CHK_AUTH4PKI},
    {I_BLD_INIT, EV_CHK_AUTH4PKI, action::check_pki, I_BLD_INIT, EV_GEN_DH_KEY, {EV_FAIL}},
    {I_BLD_INIT, EV_GEN_DH_KEY, action::generate_key_pair, I_BLD_INIT, EV_NO_EVENT, {EV_FAIL}},
    {I_BLD_INIT, EV_OK_RECD_DH_PUBKEY_RESP, Action_Null, I_BLD_INIT, EV_GET_CONFIG_MODE},
    {I_BLD_INIT, EV_GET_CONFIG_MODE, get_config, I_BLD_INIT, EV_BLD_MSG},
    {I_BLD_INIT, EV_BLD_MSG, build_request, I_WAIT_INIT, EV_NO_EVENT, {EV_FAIL}},
    {I_WAIT_INIT, EV_RECV_INIT, receive_response, I_PROC_INIT, EV_CHK4_NOTIFY},
    {I_WAIT_INIT, EV_RE_XMT, action::retransmit, I_WAIT_INIT, EV_NO_EVENT},
    {I_WAIT_INIT, EV_RE_XMT_EXCEED, action::give_up, EXIT, NONE},
    {I_PROC_INIT, EV_CHK4_NOTIFY, check_notify, I_PROC_INIT, EV_VERIFY_MSG, {EV_FAIL, EV_RETRY, EV_BLD_MSG, EV_OK}},
    {I_PROC_INIT, EV_RETRY, action::generate_key_pair, I_BLD_INIT, EV_NO_EVENT, {EV_FAIL}},
    {I_PROC_INIT, EV_BLD_MSG, build_request, I_WAIT_INIT, EV_NO_EVENT, {EV_FAIL}},
    {I_PROC_INIT, EV_OK, Action_Null, I_WAIT_INIT, EV_NO_EVENT},
    {I_PROC_INIT, EV_VERIFY_MSG, verify_response, I_PROC_INIT, EV_PROC_MSG, {EV_FAIL}},
    {I_PROC_INIT, EV_PROC_MSG, process_response, I_PROC_INIT, EV_DETECT_NAT, {EV_FAIL}},
    {I_PROC_INIT, EV_DETECT_NAT, action::detect_nat, I_PROC_INIT, EV_CHK_NAT_T},
    {I_PROC_INIT, EV_CHK_NAT_T, float_ports, I_PROC_INIT, EV_CHK_CONFIG_MODE},
    {I_PROC_INIT, EV_CHK_CONFIG_MODE, action::refuse_early_config, INIT_DONE, EV_GEN_DH_SECRET, {EV_FAIL}},
    {INIT_DONE, EV_GEN_DH_SECRET, action::generate_shared_secret, INIT_DONE, EV_NO_EVENT},
    {INIT_DONE, EV_OK_RECD_DH_SECRET_RESP, Action_Null, INIT_DONE, EV_GEN_SKEYID},
    {INIT_DONE, EV_GEN_SKEYID, action::generate_skeyid, INIT_DONE, EV_DONE},
    {INIT_DONE, EV_DONE, action::finish_init, INIT_DONE, EV_CHK4_ROLE},
    {INIT_DONE, EV_CHK4_ROLE, go_on_with_auth, EXIT, NONE},
    {ANY, EV_FAIL, fail_init, EXIT, NONE},
    {ANY, EV_ABORT, action::abandon, EXIT, NONE},
};
static_assert(is_deterministic(rows) && is_closed(rows));

}  // namespace

const Table sa_init_initiator{"IKE_SA_INIT initiator", rows, StateId::IDLE};

}  // namespace ike
