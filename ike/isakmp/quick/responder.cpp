#include <algorithm>

#include "ike/isakmp/quick/choice.h"
#include "ike/isakmp/quick/proxies.h"

namespace ike::isakmp {

namespace {

bool asks_key_engine(const Exchange& exchange, const Input&) { return exchange.sa.context.look() == config::Look::ios12; }

/// IDci and IDcr; the two ends themselves when neither is there (RFC 2409 5.5).
bool read_ids(Exchange& exchange, const Input& input) {
    QuickScratch& quick = exchange.quick;
    std::vector<const IdPayload*> ids;
    for (const Payload& payload : input.payloads)
        if (const auto* const id = std::get_if<IdPayload>(&payload.body)) ids.push_back(id);
    if (ids.size() != 0 && ids.size() != 2) return false;
    const auto remote = ids.empty() ? dataplane::TrafficSelector::of_host(exchange.sa.peer) : selector_of(*ids[0]);
    const auto local = ids.empty() ? dataplane::TrafficSelector::of_host(exchange.sa.local) : selector_of(*ids[1]);
    if (!remote || !local) return false;
    quick.remote = *remote;
    quick.local = *local;
    if (ids.empty()) return true;
    quick.id_initiator = *ids[0];
    quick.id_responder = *ids[1];
    return true;
}

bool read_first(Exchange& exchange, const Input& input) {
    const auto* const nonce = find_body<OctetsPayload>(input.payloads, PayloadType::NONCE);
    const auto* const value = find_body<OctetsPayload>(input.payloads, PayloadType::KE);
    if (!good_nonce(nonce) || !read_ids(exchange, input)) return false;
    exchange.quick.nonce_i = nonce->data;
    if (value != nullptr) exchange.quick.peer_public = value->data;
    return true;
}

bool is_chosen(const QuickScratch& quick, const Proposal& proposal, const Transform& transform) {
    return quick.chosen.number == proposal.number && quick.chosen.spi == proposal.spi && !quick.chosen.transforms.empty() &&
           quick.chosen.transforms.front() == transform;
}

/// One transform of the offer as it is looked at; true when it is the one.
bool report_transform(const Exchange& exchange, const Proposal& proposal, const Transform& transform, unsigned error) {
    const IsakmpSa& sa = exchange.sa;
    emit(sa, event::ProposalChecked{proposal.number, proposal.protocol, &transform});
    emit(sa, event::EngineDone{EngineWork::validate_proposal});
    const auto terms = terms_of(proposal.protocol, transform);
    emit(sa, event::IpsecJudged{terms.has_value()});
    if (!terms) return false;
    report_request(exchange, *terms);
    if (error != transform_not_supported) report_search(exchange);
    if (is_chosen(exchange.quick, proposal, transform)) return true;
    emit(sa, event::ProposalInvalidated{error == proxies_not_supported ? error : transform_not_supported, words_of(*terms)});
    return false;
}

/// `error` 0: up to the transform that was chosen.
void report_offer(const Exchange& exchange, const SaPayload& offer, unsigned error) {
    const IsakmpSa& sa = exchange.sa;
    if (!traced(sa.context, sa.peer)) return;
    for (const Proposal& proposal : offer.proposals)
        for (const Transform& transform : proposal.transforms)
            if (report_transform(exchange, proposal, transform, error)) return;
}

Outcome refuse(Exchange& exchange, const SaPayload& offer, NotifyType why) {
    IsakmpSa& sa = exchange.sa;
    emit(sa, event::PolicyNotAcceptable{2});
    const Proposal* const first = offer.proposals.empty() ? nullptr : &offer.proposals.front();
    send_notify(sa, why, first == nullptr ? ProtocolId::ESP : first->protocol, first == nullptr ? 0 : spi_of(first->spi));
    return fail_quick(exchange, NodeReason::qm_rejected);
}

void report_spi(const Exchange& exchange) {
    step(exchange.sa, asks_key_engine(exchange, {}) ? Step::asking_for_spi : Step::qm_responder_gets_spi);
}

/// The offer is judged, and answered where it is good; the key engine has given an SPI by then.
Outcome take_first(Exchange& exchange, const Input& input) {
    IsakmpSa& sa = exchange.sa;
    QuickScratch& quick = exchange.quick;
    const SaPayload* const offer = find_body<SaPayload>(input.payloads, PayloadType::SA);
    emit(sa, event::Processing{PayloadType::SA, exchange.message_id});
    if (offer == nullptr) return fail_quick(exchange, NodeReason::qm_rejected);
    if (!read_first(exchange, input)) return refuse(exchange, *offer, NotifyType::INVALID_ID_INFORMATION);
    const unsigned error = choose_policy(exchange, *offer);
    report_offer(exchange, *offer, error);
    if (error != 0 || quick.pfs.has_value() != !quick.peer_public.empty()) return refuse(exchange, *offer, NotifyType::NO_PROPOSAL_CHOSEN);
    report_payloads(exchange, input.payloads);
    report_spi(exchange);
    quick.nonce_r = sa.context.random_octets(nonce_size);
    quick.spi_in = sa.context.ports.keys->allocate_spi(sa.vrf, sa.local);
    return quick.pfs ? ask_for_pfs_key_pair(exchange) : done;
}

Outcome keep_key_pair(Exchange& exchange, const Input& input) {
    return keep_answer(exchange, input) ? done : fail_quick(exchange, NodeReason::qm_rejected);
}

/// RFC 2407 4.6.3.1.
Payload shorter_life(const QuickScratch& quick) {
    NotifyPayload notify;
    notify.type = NotifyType::RESPONDER_LIFETIME;
    notify.protocol = quick.chosen.protocol;
    notify.spi = octets_of_spi(quick.spi_in);
    notify.data = encode_lives(quick.lifetime_seconds, quick.lifetime_kilobytes);
    return {PayloadType::N, std::move(notify), {}};
}

std::vector<Payload> answer_of(const Exchange& exchange) {
    const QuickScratch& quick = exchange.quick;
    Proposal chosen = quick.chosen;
    chosen.spi = octets_of_spi(quick.spi_in);
    std::vector<Payload> payloads{{PayloadType::SA, SaPayload{ipsec_doi, 1, {std::move(chosen)}}, {}}, octets_payload(PayloadType::NONCE, quick.nonce_r)};
    if (quick.pfs) payloads.push_back(octets_payload(PayloadType::KE, quick.public_value));
    if (!quick.id_initiator.data.empty()) append_ids(exchange, payloads);
    const Encapsulation encapsulation = agreed_terms(exchange).encapsulation;
    if (is_transport(encapsulation) && is_udp(encapsulation)) append_original_addresses(exchange, payloads);
    if (quick.responder_lifetime) payloads.push_back(shorter_life(quick));
    return payloads;
}

Outcome send_second(Exchange& exchange, const Input&) {
    std::vector<Payload> payloads = answer_of(exchange);
    emit(exchange.sa, event::EngineDone{EngineWork::hmac});
    payloads.insert(payloads.begin(), hash_payload(hash_of_second(exchange, encode_payloads(payloads))));
    send_encrypted(exchange, payloads);
    await_answer(exchange);
    return done;
}

Outcome announce_install(Exchange& exchange, const Input& input) {
    step(exchange.sa, Step::install_callback);
    report_pair(exchange);
    return send_second(exchange, input);
}

Outcome await_key_engine(Exchange&, const Input&) { return done; }

/// The answer waits for the shared secret; what comes then is the row's.
template <Action next> Outcome with_secret(Exchange& exchange, const Input& input) {
    if (!policy_stands(exchange)) return fail_quick(exchange, NodeReason::qm_rejected);
    return exchange.quick.pfs ? ask_for_pfs_secret(exchange) : next(exchange, input);
}

template <Action next> Outcome keep_secret(Exchange& exchange, const Input& input) {
    return keep_answer(exchange, input) ? next(exchange, input) : fail_quick(exchange, NodeReason::qm_rejected);
}

void report_reply(const Exchange& exchange) { emit(exchange.sa, event::SpiGot{exchange.quick.spi_in, exchange.quick.chosen.protocol}); }

Outcome answer_with_spi(Exchange& exchange, const Input& input) {
    report_reply(exchange);
    return with_secret<send_second>(exchange, input);
}

Outcome take_third(Exchange& exchange, const Input& input) {
    if (!awaits_install(exchange, input)) report_pair(exchange);
    end_node(exchange, false, NodeReason::qm_done_await);
    return done;
}

Outcome enable_outbound(Exchange& exchange, const Input&) {
    const IsakmpSa& sa = exchange.sa;
    emit(sa, event::Kmi{KmiMessage::SA_ENABLE_OUTBOUND});
    sa.context.ports.keys->enable_outbound(exchange.quick.installed_spi, sa.context.now);
    return done;
}

using enum State;
using enum Event;

/// HDR*, HASH(1), SA, Ni [, KE] [, IDci, IDcr]  -->
///                                              <--  HDR*, HASH(2), SA, Nr [, KE] [, IDci, IDcr]
/// HDR*, HASH(3)                                -->                                                      RFC 2409 5.5
/// In 12.x the key engine is asked for the SPI and has the pair last of all; from 15.4 on it has it before the answer goes out.
constexpr Row rows[] = {
    {IKE_QM_READY, IKE_QM_EXCH, take_first, IKE_QM_SPI_STARVE, IKE_SPI_REPLY, nothing, keep_key_pair, asks_key_engine},
    {IKE_QM_READY, IKE_QM_EXCH, take_first, IKE_QM_SPI_STARVE, IKE_GOT_SPI, nothing, keep_key_pair},
    {IKE_QM_SPI_STARVE, IKE_SPI_REPLY, answer_with_spi, IKE_QM_R_QM2, REST, nothing, keep_secret<send_second>},
    {IKE_QM_SPI_STARVE, IKE_GOT_SPI, with_secret<await_key_engine>, IKE_QM_IPSEC_INSTALL_AWAIT, REST, nothing, keep_secret<await_key_engine>,
     awaits_install, install_and_wait},
    {IKE_QM_SPI_STARVE, IKE_GOT_SPI, with_secret<send_second>, IKE_QM_R_QM2, REST, nothing, keep_secret<send_second>, nullptr, install_agreed},
    {IKE_QM_IPSEC_INSTALL_AWAIT, IPSEC_INSTALL_DONE, announce_install, IKE_QM_R_QM2, REST},
    {IKE_QM_R_QM2, IKE_QM_EXCH, take_third, IKE_QM_PHASE2_COMPLETE, REST, nothing, nullptr, asks_key_engine, install_agreed},
    {IKE_QM_R_QM2, IKE_QM_EXCH, take_third, IKE_QM_PHASE2_COMPLETE, REST, nothing, nullptr, nullptr, enable_outbound},
};
static_assert(is_deterministic(rows) && is_closed(rows));

}  // namespace

const Table quick_responder{"quick mode responder", rows, IKE_QM_READY};

}  // namespace ike::isakmp
