#include "ike/acquisition.h"
#include "ike/collisions.h"
#include "ike/exchanges/auth_messages.h"
#include "ike/exchanges/begin.h"
#include "ike/exchanges/child_negotiation.h"
#include "ike/exchanges/common_actions.h"
#include "ike/exchanges/create_child_actions.h"
#include "ike/exchanges/create_child_failure.h"
#include "ike/exchanges/ike_successor.h"
#include "ike/exchanges/lookup.h"
#include "ike/outgoing.h"
#include "ike/tasks.h"
#include "ike/trace.h"

namespace ike {

namespace {

Outcome choose_purpose(Exchange& exchange, const Input&) {
    draw_nonce(exchange);
    return exchange.create.what == Creation::ike_rekey ? raise(EventId::EV_REKEY_IKESA) : done;
}

Outcome begin_ike_rekey(Exchange& exchange, const Input&) {
    exchange.create.initiator_spi = exchange.sa.context.fresh_spi();
    return done;
}

Outcome get_policy(Exchange& exchange, const Input&) {
    exchange.sa.policy = policy_for(exchange.sa);
    if (!exchange.sa.policy || profile_of(exchange.sa) == nullptr) return fail(exchange, Failed::no_matching_policy);
    return done;
}

/// The group now in use stands the best chance.
Outcome set_policy(Exchange& exchange, const Input&) {
    exchange.init.offer = rekey_offer(exchange);
    exchange.init.group = exchange.sa.suite.group;
    if (!offers(exchange.init.offer, exchange.init.group)) exchange.init.group = first_group(*exchange.sa.policy);
    trace_step(exchange, Step::policies_set);
    return done;
}

/// RFC 7296 §2.9: a peer that takes one pair of addresses only gets those of the packet that asked.
void narrow_to_packet(Exchange& exchange) {
    const CreateScratch& create = exchange.create;
    if (!create.single_pair || !create.packet) return;
    const std::uint8_t length = create.packet->source.is_v4() ? 32 : 128;
    exchange.child.local = {dataplane::TrafficSelector::of_prefix({create.packet->source, length}, 0)};
    exchange.child.remote = {dataplane::TrafficSelector::of_prefix({create.packet->destination, length}, 0)};
}

Outcome prepare_pair(Exchange& exchange, const Input&) {
    if (!prepare_child(exchange, exchange.child.flow)) return fail(exchange, Failed::no_matching_ipsec_policy);
    narrow_to_packet(exchange);
    return done;
}

/// RFC 7296 §1.3.3: the pair is named by the SPI that we receive with.
Outcome check_rekeyed(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::checking_ipsec_rekey);
    const ChildSa* const old = exchange.sa.child_by_inbound(exchange.create.rekeyed_spi);
    if (old == nullptr) return done;
    NotifyPayload& notify = exchange.create.rekey_notify.emplace();
    notify.protocol = old->protection.protocol == dataplane::IpsecProtocol::esp ? ProtocolId::ESP : ProtocolId::AH;
    notify.type = NotifyType::REKEY_SA;
    for (int shift = 24; shift >= 0; shift -= 8) notify.spi.push_back(static_cast<std::uint8_t>(old->spi_in >> shift));
    return done;
}

Outcome choose_pfs(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::checking_pfs);
    exchange.init.group = static_cast<DhGroupId>(exchange.child.entry.pfs_group.value_or(0));
    return done;
}

/// A request waits in CHILD_I_BLD_MSG while the peer's window is full.
Outcome check_window(Exchange& exchange, const Input&) {
    exchange.create.built = true;
    trace_step(exchange, Step::checking_peer_window);
    return exchange.sa.window.has_room() ? raise(EventId::EV_BLD_MSG) : waiting;
}

void append_rekey_notify(const Exchange& exchange, std::vector<Payload>& payloads) {
    if (!exchange.create.rekey_notify) return;
    if (traced(exchange.sa)) emit_platform(exchange.sa, event::PayloadConstructed{PayloadType::NOTIFY, NotifyType::REKEY_SA, {}});
    payloads.emplace_back(*exchange.create.rekey_notify);
}

std::vector<Payload> request_payloads(const Exchange& exchange) {
    std::vector<Payload> payloads;
    if (exchange.create.what == Creation::ike_rekey) {
        if (traced(exchange.sa)) emit(exchange, event::ProposalsOffered{&exchange.init.offer, false, true});
        payloads.emplace_back(exchange.init.offer);
        append_exchange_values(exchange, payloads);
        append_window(exchange, payloads);
        return payloads;
    }
    append_rekey_notify(exchange, payloads);
    append_child_offer(exchange, payloads);
    append_child_notifies(exchange, payloads);
    return payloads;
}

/// What was to be rekeyed may have gone while the request waited.
bool is_pointless(const Exchange& exchange) {
    const ChildSa* const old = exchange.sa.child_by_inbound(exchange.create.rekeyed_spi);
    return exchange.create.what == Creation::child_rekey && (old == nullptr || old->state != ChildState::installed);
}

Outcome send_request(Exchange& exchange, const Input&) {
    if (is_pointless(exchange) || exchange.sa.status != SaStatus::ready) return fail(exchange, Failed::cleared);
    trace_step(exchange, Step::generating_create_child_message);
    const std::vector<Payload> payloads = request_payloads(exchange);
    exchange.message_id = exchange.sa.window.take_id();
    report_built(exchange, payloads);
    if (send_sealed(exchange, payloads).empty()) return fail(exchange, Failed::decode);
    return waiting;
}

Outcome check_notify(Exchange& exchange, const Input& input) {
    exchange.retransmission.stop();
    exchange.sa.window.answered(exchange.message_id);
    ++counters_of(exchange.sa.context.stats, exchange.create.what).rx_response;
    trace_step(exchange, Step::processing_create_child_notifies);
    if (const NotifyPayload* const notify = find_notify(input.payloads, NotifyType::INVALID_KE_PAYLOAD)) {
        trace_step(exchange, Step::received_invalid_ke);
        return takes_group(exchange, *notify) ? raise(EventId::EV_RETRY) : fail(exchange, Failed::wrong_dh_group);
    }
    for (const Payload& payload : input.payloads) {
        const NotifyPayload* const notify = payload.as<NotifyPayload>();
        if (notify != nullptr && is_error(notify->type)) return fail(exchange, reason_of(*notify), notify->type);
    }
    // A new IKE SA stands at the peer already: it is finished, and deleted with the old one.
    if (exchange.sa.status != SaStatus::ready && exchange.create.what != Creation::ike_rekey) return fail(exchange, Failed::cleared);
    return done;
}

Outcome verify_response(Exchange& exchange, const Input& input) {
    trace_step(exchange, Step::validating_create_child);
    const bool has_selectors = find(input.payloads, PayloadType::TSi) != nullptr && find(input.payloads, PayloadType::TSr) != nullptr;
    const KePayload* const ke = body_of<KePayload>(input.payloads, PayloadType::KE);
    const bool has_group = exchange.init.group == DhGroupId::none || (ke != nullptr && ke->group == exchange.init.group);
    const bool complete = has_sa_and_nonce(input.payloads) && has_group && (has_selectors || exchange.create.what == Creation::ike_rekey);
    if (!complete) return fail(exchange, Failed::invalid_syntax);
    exchange.create.nonce_r = body_of<NoncePayload>(input.payloads, PayloadType::N)->data;
    if (ke != nullptr) exchange.init.peer_public = ke->public_value;
    return done;
}

bool take_ike_answer(Exchange& exchange, const Input& input) {
    const SaPayload& answer = *body_of<SaPayload>(input.payloads, PayloadType::SA);
    const auto suite = suite_of_answer(exchange.init.offer, answer);
    if (!suite || suite->group != exchange.init.group) return false;
    exchange.create.suite = *suite;
    exchange.create.responder_spi = spi_of(answer.proposals.front());
    exchange.create.peer_window = announced_window(input.payloads);
    return exchange.create.responder_spi != 0;
}

bool is_deleted_already(const Exchange& exchange) {
    const auto& gone = exchange.create.deleted_by_peer;
    return exchange.child.choice && std::find(gone.begin(), gone.end(), exchange.child.choice->spi) != gone.end();
}

Outcome process_response(Exchange& exchange, const Input& input) {
    trace_step(exchange, Step::processing_create_child);
    const bool taken = exchange.create.what == Creation::ike_rekey ? take_ike_answer(exchange, input) : take_child_answer(exchange, input);
    if (!taken) return fail(exchange, Failed::no_matching_ipsec_policy);
    return is_deleted_already(exchange) ? fail(exchange, Failed::cleared) : done;
}

Outcome check_pfs(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::checking_pfs);
    return exchange.init.group != DhGroupId::none ? done : raise(EventId::EV_CHK_IKE_REKEY);
}

Outcome check_pending(Exchange& exchange, const Input&) {
    const Window& window = exchange.sa.window;
    const std::uint32_t oldest = window.oldest_outstanding();
    if (traced(exchange.sa)) emit(exchange, event::ResponseProcessed{exchange.message_id, oldest, oldest + window.peer_size() - 1});
    exchange.over = true;
    resume_waiting_requests(exchange.sa);
    return done;
}

using enum StateId;
using enum EventId;

/// HDR, SK {SA, Ni, KEi}  -->
///                       <--  HDR, SK {SA, Nr, KEr}                                        RFC 7296 §1.3.2
///
/// HDR, SK {[N(REKEY_SA),] SA, Ni, [KEi,] TSi, TSr}  -->
///                       <--  HDR, SK {SA, Nr, [KEr,] TSi, TSr}                            RFC 7296 §1.3.1, §1.3.3
constexpr Row rows[] = {
    {READY, EV_INIT_CREATE_CHILD, Action_Null, CHILD_I_INIT, EV_INIT_CREATE_CHILD},
    {CHILD_I_INIT, EV_INIT_CREATE_CHILD, choose_purpose, CHILD_I_IPSEC, EV_INIT_CREATE_CHILD, {EV_REKEY_IKESA}},
    {CHILD_I_INIT, EV_REKEY_IKESA, begin_ike_rekey, CHILD_I_IKE, EV_GET_IKE_POLICY},
    {CHILD_I_IKE, EV_GET_IKE_POLICY, get_policy, CHILD_I_IKE, EV_SET_POLICY, {EV_FAIL}},
    {CHILD_I_IKE, EV_SET_POLICY, set_policy, CHILD_I_BLD_MSG, EV_GEN_DH_KEY},
    {CHILD_I_IPSEC, EV_INIT_CREATE_CHILD, prepare_pair, CHILD_I_IPSEC, EV_REKEY_IPSEC, {EV_FAIL}},
    {CHILD_I_IPSEC, EV_REKEY_IPSEC, check_rekeyed, CHILD_I_IPSEC, EV_CHK4_PFS},
    {CHILD_I_IPSEC, EV_CHK4_PFS, choose_pfs, CHILD_I_BLD_MSG, EV_GEN_DH_KEY},
    {CHILD_I_BLD_MSG, EV_GEN_DH_KEY, action::generate_create_key_pair, CHILD_I_BLD_MSG, EV_NO_EVENT, {EV_FAIL, EV_CHK_PENDING}},
    {CHILD_I_BLD_MSG, EV_OK_RECD_DH_PUBKEY_RESP, Action_Null, CHILD_I_BLD_MSG, EV_CHK_PENDING},
    {CHILD_I_BLD_MSG, EV_CHK_PENDING, check_window, CHILD_I_BLD_MSG, EV_NO_EVENT, {EV_BLD_MSG}},
    {CHILD_I_BLD_MSG, EV_BLD_MSG, send_request, CHILD_I_WAIT, EV_NO_EVENT, {EV_FAIL}},
    {CHILD_I_WAIT, EV_RECV_CREATE_CHILD, Action_Null, CHILD_I_PROC, EV_CHK4_NOTIFY},
    {CHILD_I_WAIT, EV_RE_XMT, action::retransmit, CHILD_I_WAIT, EV_NO_EVENT},
    {CHILD_I_WAIT, EV_RE_XMT_EXCEED, action::give_up, EXIT, NONE},
    {CHILD_I_PROC, EV_CHK4_NOTIFY, check_notify, CHILD_I_PROC, EV_VERIFY_MSG, {EV_FAIL, EV_RETRY}},
    {CHILD_I_PROC, EV_RETRY, action::generate_key_pair, CHILD_I_BLD_MSG, EV_NO_EVENT, {EV_FAIL}},
    {CHILD_I_PROC, EV_VERIFY_MSG, verify_response, CHILD_I_PROC, EV_PROC_MSG, {EV_FAIL}},
    {CHILD_I_PROC, EV_PROC_MSG, process_response, CHILD_I_PROC, EV_CHK4_PFS, {EV_FAIL}},
    {CHILD_I_PROC, EV_CHK4_PFS, check_pfs, CHILD_I_PROC, EV_GEN_DH_SECRET, {EV_CHK_IKE_REKEY}},
    {CHILD_I_PROC, EV_GEN_DH_SECRET, action::generate_shared_secret, CHILD_I_PROC, EV_NO_EVENT},
    {CHILD_I_PROC, EV_OK_RECD_DH_SECRET_RESP, Action_Null, CHILD_I_PROC, EV_CHK_IKE_REKEY},
    {CHILD_I_PROC, EV_CHK_IKE_REKEY, action::check_ike_rekey, CHILD_I_PROC, EV_GEN_SKEYID, {EV_GEN_LOAD_IPSEC}},
    {CHILD_I_PROC, EV_GEN_SKEYID, action::generate_successor_keys, CHILD_I_DONE, EV_ACTIVATE_NEW_SA},
    {CHILD_I_PROC, EV_GEN_LOAD_IPSEC, action::load_created_pair, CHILD_I_DONE, EV_NO_EVENT, {EV_FAIL}},
    {CHILD_I_DONE, EV_ACTIVATE_NEW_SA, action::activate_new_sa, CHILD_I_DONE, EV_UPDATE_CAC_STATS},
    {CHILD_I_DONE, EV_UPDATE_CAC_STATS, action::count_activation, CHILD_I_DONE, EV_CHECK_DUPE},
    {CHILD_I_DONE, EV_OK_RECD_LOAD_IPSEC, Action_Null, CHILD_I_DONE, EV_OK},
    {CHILD_I_DONE, EV_CHECK_DUPE, action::check_collision, CHILD_I_DONE, EV_OK},
    {CHILD_I_DONE, EV_OK, action::finish_creation, EXIT, EV_CHK_PENDING},
    {EXIT, EV_CHK_PENDING, check_pending, EXIT, EV_NO_EVENT},
    {ANY, EV_FAIL, action::fail_creation, EXIT, EV_CHK_PENDING},
};
static_assert(is_deterministic(rows) && is_closed(rows));

}  // namespace

const Table create_child_initiator{"CREATE_CHILD_SA initiator", rows, StateId::READY};

}  // namespace ike
