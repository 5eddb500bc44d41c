#include "ike/collisions.h"
#include "ike/context.h"
#include "ike/exchanges/auth_messages.h"
#include "ike/exchanges/begin.h"
#include "ike/exchanges/child_negotiation.h"
#include "ike/exchanges/common_actions.h"
#include "ike/exchanges/create_child_actions.h"
#include "ike/exchanges/ike_successor.h"
#include "ike/exchanges/lookup.h"
#include "ike/outgoing.h"
#include "ike/trace.h"

namespace ike {

namespace {

bool is_for_ike_sa(const Input& input) {
    const SaPayload& offered = *body_of<SaPayload>(input.payloads, PayloadType::SA);
    return !offered.proposals.empty() && offered.proposals.front().protocol == ProtocolId::IKE;
}

Outcome verify_request(Exchange& exchange, const Input& input) {
    trace_step(exchange, Step::validating_create_child);
    if (!has_sa_and_nonce(input.payloads)) return fail(exchange, Failed::invalid_syntax, NotifyType::INVALID_SYNTAX);
    const bool has_selectors = find(input.payloads, PayloadType::TSi) != nullptr && find(input.payloads, PayloadType::TSr) != nullptr;
    const bool has_ke = find(input.payloads, PayloadType::KE) != nullptr;
    if (is_for_ike_sa(input) ? !has_ke : !has_selectors) return fail(exchange, Failed::invalid_syntax, NotifyType::INVALID_SYNTAX);
    exchange.create.nonce_i = body_of<NoncePayload>(input.payloads, PayloadType::N)->data;
    return done;
}

Outcome check_type(Exchange& exchange, const Input& input) {
    trace_step(exchange, Step::checking_create_child_type);
    const bool rekeys_child = find_notify(input.payloads, NotifyType::REKEY_SA) != nullptr;
    Creation& what = exchange.create.what;
    what = is_for_ike_sa(input) ? Creation::ike_rekey : rekeys_child ? Creation::child_rekey : Creation::child;
    ++counters_of(exchange.sa.context.stats, what).rx_request;
    if (what == Creation::ike_rekey) return done;
    if (const NotifyType objection = objection_to_child(exchange.sa); objection != NotifyType{})
        return fail(exchange, Failed::create_child_exchange, objection);
    return raise(what == Creation::child_rekey ? EventId::EV_REKEY_IPSEC : EventId::EV_INIT_CREATE_CHILD);
}

// A new IKE SA

Outcome admit_ike_rekey(Exchange& exchange, const Input&) {
    if (const NotifyType objection = objection_to_ike_rekey(exchange.sa); objection != NotifyType{})
        return fail(exchange, Failed::create_child_exchange, objection);
    return done;
}

Outcome get_policy(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    const config::Ikev2Profile* const profile = profile_of(sa);
    if (profile == nullptr) return fail(exchange, Failed::no_profile, NotifyType::NO_PROPOSAL_CHOSEN);
    report_keys(sa, *profile);
    sa.policy = policy_for(sa);
    report_policy(sa, sa.policy);
    if (!sa.policy) return fail(exchange, Failed::no_matching_policy, NotifyType::NO_PROPOSAL_CHOSEN);
    if (traced(sa)) emit(exchange, event::ProfileUsed{sa.profile});
    return done;
}

Bytes octets_of(DhGroupId group) {
    const auto number = static_cast<std::uint16_t>(group);
    return {static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
}

Outcome process_ike_rekey(Exchange& exchange, const Input& input) {
    const SaPayload& offered = *body_of<SaPayload>(input.payloads, PayloadType::SA);
    const KePayload& ke = *body_of<KePayload>(input.payloads, PayloadType::KE);
    const auto choice = choose(*exchange.sa.policy, offered);
    if (!choice) {
        const SaPayload expected = offer_of(*exchange.sa.policy);
        if (traced(exchange.sa)) emit(exchange, event::PolicyMismatch{&offered, &expected, false});
        return fail(exchange, Failed::no_matching_policy, NotifyType::NO_PROPOSAL_CHOSEN);
    }
    if (ke.group != choice->suite.group)
        return fail(exchange, Failed::wrong_dh_group, NotifyType::INVALID_KE_PAYLOAD, octets_of(choice->suite.group));
    const auto taken = std::find_if(offered.proposals.begin(), offered.proposals.end(),
                                    [&](const Proposal& proposal) { return proposal.number == choice->proposal.number; });
    exchange.create.initiator_spi = spi_of(*taken);
    if (exchange.create.initiator_spi == 0) return fail(exchange, Failed::invalid_syntax, NotifyType::INVALID_SYNTAX);
    exchange.create.suite = choice->suite;
    exchange.create.peer_window = announced_window(input.payloads);
    exchange.init.answer = choice->proposal;
    exchange.init.group = choice->suite.group;
    exchange.init.peer_public = ke.public_value;
    return done;
}

Outcome set_ike_policy(Exchange& exchange, const Input&) {
    exchange.create.responder_spi = exchange.sa.context.fresh_spi();
    draw_nonce(exchange);
    trace_step(exchange, Step::policies_set);
    return done;
}

// A pair

/// RFC 7296 §1.3.3: the notify names the pair by the SPI that the peer receives with.
Outcome find_rekeyed(Exchange& exchange, const Input& input) {
    const NotifyPayload& notify = *find_notify(input.payloads, NotifyType::REKEY_SA);
    trace_step(exchange, Step::checking_ipsec_rekey);
    if (notify.spi.size() != 4) return fail(exchange, Failed::invalid_syntax, NotifyType::INVALID_SYNTAX);
    std::uint32_t spi = 0;
    for (const std::uint8_t octet : notify.spi) spi = spi << 8 | octet;
    NotifyType objection = objection_to_rekey_of(exchange.sa, spi);
    const ChildSa* const named = exchange.sa.child_by_outbound(spi);
    const ProtocolId protocol = named != nullptr && named->protection.protocol == dataplane::IpsecProtocol::ah ? ProtocolId::AH : ProtocolId::ESP;
    if (objection == NotifyType{} && notify.protocol != protocol) objection = NotifyType::CHILD_SA_NOT_FOUND;
    if (objection != NotifyType{}) {
        exchange.failure.spi = notify.spi;
        exchange.failure.protocol = notify.protocol;
        return fail(exchange, Failed::create_child_exchange, objection);
    }
    exchange.create.rekeyed_spi = exchange.sa.child_by_outbound(spi)->spi_in;
    return done;
}

Outcome process_pair(Exchange& exchange, const Input& input) {
    trace_step(exchange, Step::processing_create_child);
    choose_child(exchange, input);
    const ChildNegotiation& child = exchange.child;
    if (child.refused != NotifyType{}) return fail(exchange, Failed::create_child_exchange, child.refused);
    exchange.init.group = child.choice->group;
    if (exchange.init.group == DhGroupId::none) return done;
    const KePayload* const ke = body_of<KePayload>(input.payloads, PayloadType::KE);
    if (ke == nullptr || ke->group != exchange.init.group)
        return fail(exchange, Failed::wrong_dh_group, NotifyType::INVALID_KE_PAYLOAD, octets_of(exchange.init.group));
    exchange.init.peer_public = ke->public_value;
    return done;
}

Outcome set_pair_policy(Exchange& exchange, const Input&) {
    draw_nonce(exchange);
    trace_step(exchange, Step::policies_set);
    return done;
}

// The answer

void append_ike_answer(const Exchange& exchange, std::vector<Payload>& payloads) {
    Proposal chosen = exchange.init.answer;
    for (int shift = 56; shift >= 0; shift -= 8) chosen.spi.push_back(static_cast<std::uint8_t>(exchange.create.responder_spi >> shift));
    SaPayload answer{{std::move(chosen)}};
    if (traced(exchange.sa)) emit(exchange, event::ProposalsOffered{&answer, false, true});
    payloads.emplace_back(std::move(answer));
    append_exchange_values(exchange, payloads);
    append_window(exchange, payloads);
}

Outcome build_answer(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::generating_create_child_message);
    std::vector<Payload> payloads;
    if (exchange.create.what == Creation::ike_rekey) append_ike_answer(exchange, payloads);
    else {
        append_child_answer(exchange, payloads);
        append_child_notifies(exchange, payloads);
    }
    report_built(exchange, payloads);
    if (send_sealed(exchange, payloads).empty()) return fail(exchange, Failed::decode, NotifyType::NO_PROPOSAL_CHOSEN);
    exchange.create.answered = true;
    return done;
}

NotifyPayload refusal_of(const ExchangeFailure& failure) {
    NotifyPayload notify;
    notify.type = failure.notify != NotifyType{} ? failure.notify : NotifyType::TEMPORARY_FAILURE;
    notify.data = failure.data;
    if (failure.notify != NotifyType::CHILD_SA_NOT_FOUND) return notify;
    notify.protocol = failure.protocol;
    notify.spi = failure.spi;
    return notify;
}

ProtocolId protocol_of(const ChildNegotiation& child) {
    return child.choice && child.choice->protection.protocol == dataplane::IpsecProtocol::ah ? ProtocolId::AH : ProtocolId::ESP;
}

/// RFC 7296 §1.3: the SA stands, whatever comes of this; but a syntax error ends it (§2.21.3).
Outcome refuse(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    const ExchangeFailure& failure = exchange.failure;
    trace_failure(exchange, failure.why, exchange.child.refused != NotifyType{} ? NotifyType{} : failure.notify);
    if (exchange.create.answered) {
        if (exchange.child.spi_in != 0) delete_unfinished(sa, protocol_of(exchange.child), exchange.child.spi_in);
        return done;
    }
    const NotifyPayload notify = refusal_of(failure);
    send_sealed(exchange, {notify});
    if (notify.type != NotifyType::INVALID_SYNTAX) return done;
    sa.dead = true;
    sa.answers_matter = true;
    return done;
}

Outcome check_pending(Exchange& exchange, const Input&) {
    const Window& window = exchange.sa.window;
    if (traced(exchange.sa)) emit(exchange, event::ResponseSent{exchange.message_id, window.first_expected(), window.last_expected()});
    return done;
}

using enum StateId;
using enum EventId;

///                       <--  HDR, SK {SA, Ni, KEi}
/// HDR, SK {SA, Nr, KEr}  -->                                                              RFC 7296 §1.3.2
///
///                       <--  HDR, SK {[N(REKEY_SA),] SA, Ni, [KEi,] TSi, TSr}
/// HDR, SK {SA, Nr, [KEr,] TSi, TSr}  -->                                                  RFC 7296 §1.3.1, §1.3.3
constexpr Row rows[] = {
    {READY, EV_RECV_CREATE_CHILD, Action_Null, CHILD_R_INIT, EV_RECV_CREATE_CHILD},
    {CHILD_R_INIT, EV_RECV_CREATE_CHILD, Action_Null, CHILD_R_INIT, EV_VERIFY_MSG},
    {CHILD_R_INIT, EV_VERIFY_MSG, verify_request, CHILD_R_INIT, EV_CHK_CC_TYPE, {EV_FAIL}},
    {CHILD_R_INIT, EV_CHK_CC_TYPE, check_type, CHILD_R_IKE, EV_REKEY_IKESA, {EV_REKEY_IPSEC, EV_INIT_CREATE_CHILD, EV_FAIL}},
    {CHILD_R_INIT, EV_INIT_CREATE_CHILD, Action_Null, CHILD_R_IPSEC, EV_PROC_MSG},
    {CHILD_R_INIT, EV_REKEY_IPSEC, find_rekeyed, CHILD_R_IPSEC, EV_PROC_MSG, {EV_FAIL}},
    {CHILD_R_IKE, EV_REKEY_IKESA, admit_ike_rekey, CHILD_R_IKE, EV_GET_IKE_POLICY, {EV_FAIL}},
    {CHILD_R_IKE, EV_GET_IKE_POLICY, get_policy, CHILD_R_IKE, EV_PROC_MSG, {EV_FAIL}},
    {CHILD_R_IKE, EV_PROC_MSG, process_ike_rekey, CHILD_R_IKE, EV_SET_POLICY, {EV_FAIL}},
    {CHILD_R_IKE, EV_SET_POLICY, set_ike_policy, CHILD_R_BLD_MSG, EV_GEN_DH_KEY},
    {CHILD_R_IPSEC, EV_PROC_MSG, process_pair, CHILD_R_IPSEC, EV_SET_POLICY, {EV_FAIL}},
    {CHILD_R_IPSEC, EV_SET_POLICY, set_pair_policy, CHILD_R_BLD_MSG, EV_GEN_DH_KEY},
    {CHILD_R_BLD_MSG, EV_GEN_DH_KEY, action::generate_create_key_pair, CHILD_R_BLD_MSG, EV_NO_EVENT, {EV_FAIL, EV_BLD_MSG}},
    {CHILD_R_BLD_MSG, EV_OK_RECD_DH_PUBKEY_RESP, Action_Null, CHILD_R_BLD_MSG, EV_GEN_DH_SECRET},
    {CHILD_R_BLD_MSG, EV_GEN_DH_SECRET, action::generate_shared_secret, CHILD_R_BLD_MSG, EV_NO_EVENT},
    {CHILD_R_BLD_MSG, EV_OK_RECD_DH_SECRET_RESP, Action_Null, CHILD_R_BLD_MSG, EV_BLD_MSG},
    {CHILD_R_BLD_MSG, EV_BLD_MSG, build_answer, CHILD_R_BLD_MSG, EV_CHK_IKE_REKEY, {EV_FAIL}},
    {CHILD_R_BLD_MSG, EV_CHK_IKE_REKEY, action::check_ike_rekey, CHILD_R_BLD_MSG, EV_GEN_SKEYID, {EV_GEN_LOAD_IPSEC}},
    {CHILD_R_BLD_MSG, EV_GEN_SKEYID, action::generate_successor_keys, CHILD_R_DONE, EV_ACTIVATE_NEW_SA},
    {CHILD_R_BLD_MSG, EV_GEN_LOAD_IPSEC, action::load_created_pair, CHILD_R_DONE, EV_NO_EVENT, {EV_FAIL}},
    {CHILD_R_DONE, EV_ACTIVATE_NEW_SA, action::activate_new_sa, CHILD_R_DONE, EV_UPDATE_CAC_STATS},
    {CHILD_R_DONE, EV_UPDATE_CAC_STATS, action::count_activation, CHILD_R_DONE, EV_CHECK_DUPE},
    {CHILD_R_DONE, EV_OK_RECD_LOAD_IPSEC, Action_Null, CHILD_R_DONE, EV_OK},
    {CHILD_R_DONE, EV_CHECK_DUPE, action::check_collision, CHILD_R_DONE, EV_OK},
    {CHILD_R_DONE, EV_OK, action::finish_creation, CHILD_R_DONE, EV_START_DEL_NEG_TMR},
    {CHILD_R_DONE, EV_START_DEL_NEG_TMR, Action_Null, EXIT, EV_CHK_PENDING},
    {EXIT, EV_CHK_PENDING, check_pending, EXIT, EV_NO_EVENT},
    {ANY, EV_FAIL, refuse, EXIT, EV_CHK_PENDING},
};
static_assert(is_deterministic(rows) && is_closed(rows));

}  // namespace

const Table create_child_responder{"CREATE_CHILD_SA responder", rows, StateId::READY};

}  // namespace ike
