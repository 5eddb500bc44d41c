#include <algorithm>

#include "ike/isakmp/quick/negotiation.h"
#include "ike/isakmp/quick/proxies.h"

namespace ike::isakmp {

namespace {

bool asks_key_engine(const Exchange& exchange) { return exchange.sa.context.look() == config::Look::ios12; }

void take_spi(Exchange& exchange) {
    IsakmpSa& sa = exchange.sa;
    exchange.quick.spi_in = sa.context.ports.keys->allocate_spi(sa.vrf, sa.local);
    step(sa, asks_key_engine(exchange) ? Step::asking_for_spi : Step::qm_initiator_gets_spi);
}

/// One proposal per transform set, all under one SPI.
SaPayload offer_of(const Exchange& exchange) {
    SaPayload offer;
    for (const IpsecProtection& protection : protections_of(exchange)) {
        Proposal proposal;
        proposal.number = static_cast<std::uint8_t>(offer.proposals.size() + 1);
        const TransformTerms terms = terms_under(exchange, protection);
        proposal.protocol = terms.protocol;
        proposal.spi = octets_of_spi(exchange.quick.spi_in);
        proposal.transforms = {transform_of(terms)};
        offer.proposals.push_back(std::move(proposal));
    }
    return offer;
}

bool offers_transport_by_udp(const QuickScratch& quick) {
    return std::any_of(quick.offer.proposals.begin(), quick.offer.proposals.end(), [](const Proposal& proposal) {
        const auto terms = terms_of(proposal.protocol, proposal.transforms.front());
        return terms && is_transport(terms->encapsulation) && is_udp(terms->encapsulation);
    });
}

Outcome send_first(Exchange& exchange, const Input&) {
    const QuickScratch& quick = exchange.quick;
    std::vector<Payload> payloads{{PayloadType::SA, quick.offer, {}}, octets_payload(PayloadType::NONCE, quick.nonce_i)};
    if (quick.pfs) payloads.push_back(octets_payload(PayloadType::KE, quick.public_value));
    append_ids(exchange, payloads);
    if (offers_transport_by_udp(quick)) append_original_addresses(exchange, payloads);
    send_hashed(exchange, payloads);
    await_answer(exchange);
    return done;
}

Outcome begin(Exchange& exchange, const Input& input) {
    IsakmpSa& sa = exchange.sa;
    QuickScratch& quick = exchange.quick;
    emit(sa, event::QuickModeBegun{exchange.message_id});
    take_spi(exchange);
    quick.nonce_i = sa.context.random_octets(nonce_size);
    quick.id_initiator = id_of(quick.local);
    quick.id_responder = id_of(quick.remote);
    quick.offer = offer_of(exchange);
    if (quick.offer.proposals.empty()) return fail_quick(exchange, NodeReason::qm_rejected);
    return quick.pfs ? ask_for_pfs_key_pair(exchange) : send_first(exchange, input);
}

Outcome send_first_with_key(Exchange& exchange, const Input& input) {
    return keep_answer(exchange, input) ? send_first(exchange, input) : fail_quick(exchange, NodeReason::qm_rejected);
}

/// The one of our transforms that the answer names. Its lives may differ: the shorter ones hold.
const Proposal* named_by(const SaPayload& offer, const Proposal& answer) {
    if (answer.transforms.size() != 1) return nullptr;
    auto theirs = terms_of(answer.protocol, answer.transforms.front());
    for (const Proposal& ours : offer.proposals) {
        const auto mine = terms_of(ours.protocol, ours.transforms.front());
        if (!theirs || !mine || ours.number != answer.number) continue;
        if (mine->protocol == theirs->protocol && mine->suite == theirs->suite && mine->encapsulation == theirs->encapsulation && mine->group == theirs->group)
            return &ours;
    }
    return nullptr;
}

void report_answer(const Exchange& exchange, const Proposal& answer) {
    const IsakmpSa& sa = exchange.sa;
    if (!traced(sa.context, sa.peer)) return;
    for (const Transform& transform : answer.transforms) emit(sa, event::ProposalChecked{answer.number, answer.protocol, &transform});
    emit(sa, event::EngineDone{EngineWork::validate_proposal});
}

void shorten(QuickScratch& quick, const TransformTerms& lives) {
    if (lives.seconds != 0) quick.lifetime_seconds = std::min(quick.lifetime_seconds, lives.seconds);
    if (lives.kilobytes == 0) return;
    quick.lifetime_kilobytes = quick.lifetime_kilobytes == 0 ? lives.kilobytes : std::min(quick.lifetime_kilobytes, lives.kilobytes);
}

bool take_sa(Exchange& exchange, const Input& input) {
    IsakmpSa& sa = exchange.sa;
    QuickScratch& quick = exchange.quick;
    const SaPayload* const answer = find_body<SaPayload>(input.payloads, PayloadType::SA);
    emit(sa, event::Processing{PayloadType::SA, exchange.message_id});
    if (answer == nullptr || answer->proposals.size() != 1) return false;
    const Proposal& chosen = answer->proposals.front();
    report_answer(exchange, chosen);
    const bool good = named_by(quick.offer, chosen) != nullptr && spi_of(chosen.spi) > 255;
    emit(sa, event::IpsecJudged{good});
    if (!good) return false;
    quick.chosen = chosen;
    quick.spi_out = spi_of(chosen.spi);
    const TransformTerms terms = agreed_terms(exchange);
    shorten(quick, terms);
    report_request(exchange, terms);
    return true;
}

/// RFC 2407 4.6.3.1: the responder counts a shorter life than it was offered.
void take_lifetime(Exchange& exchange, const Input& input) {
    const NotifyPayload* const notify = find_notify(input.payloads, NotifyType::RESPONDER_LIFETIME);
    if (notify == nullptr) return;
    emit(exchange.sa, event::NotifySeen{notify, exchange.message_id});
    step(exchange.sa, Step::processing_responder_lifetime);
    TransformTerms lives;
    if (decode_lives(notify->data, lives)) shorten(exchange.quick, lives);
}

/// The identities must come back as they went out; none at all stand for the two ends themselves.
bool same_ids(const Exchange& exchange, const Input& input) {
    std::vector<IdPayload> ids;
    for (const Payload& payload : input.payloads)
        if (const auto* const id = std::get_if<IdPayload>(&payload.body)) ids.push_back(*id);
    if (ids.empty()) {
        const IsakmpSa& sa = exchange.sa;
        return exchange.quick.local == dataplane::TrafficSelector::of_host(sa.local) && exchange.quick.remote == dataplane::TrafficSelector::of_host(sa.peer);
    }
    return ids.size() == 2 && selector_of(ids.front()) == selector_of(exchange.quick.id_initiator) &&
           selector_of(ids.back()) == selector_of(exchange.quick.id_responder);
}

Outcome agree(Exchange& exchange, const Input&) {
    if (!policy_stands(exchange)) return fail_quick(exchange, NodeReason::qm_rejected);
    exchange.repetition = {};
    return done;
}

Outcome send_third(Exchange& exchange, const Input& input) {
    if (awaits_install(exchange, input)) step(exchange.sa, Step::install_callback);
    report_pair(exchange);
    send_encrypted(exchange, {hash_payload(hash_of_third(exchange))});
    end_node(exchange, false, NodeReason::no_error);
    return done;
}

Outcome finish(Exchange& exchange, const Input& input) {
    const Outcome agreed = agree(exchange, input);
    return agreed.kind == Outcome::Kind::done ? send_third(exchange, input) : agreed;
}

/// SA, Nr [, KE], IDs: true when all is as it must be.
bool read_second(Exchange& exchange, const Input& input) {
    QuickScratch& quick = exchange.quick;
    if (!take_sa(exchange, input)) return false;
    report_search(exchange);
    report_payloads(exchange, input.payloads);
    take_lifetime(exchange, input);
    const auto* const nonce = find_body<OctetsPayload>(input.payloads, PayloadType::NONCE);
    const auto* const value = find_body<OctetsPayload>(input.payloads, PayloadType::KE);
    if (!good_nonce(nonce) || quick.pfs.has_value() != (value != nullptr) || !same_ids(exchange, input)) return false;
    quick.nonce_r = nonce->data;
    if (value != nullptr) quick.peer_public = value->data;
    return true;
}

/// What follows when the keys can be made depends on the release.
template <Action next> Outcome take_second(Exchange& exchange, const Input& input) {
    if (!read_second(exchange, input)) return fail_quick(exchange, NodeReason::qm_rejected);
    return exchange.quick.pfs ? ask_for_pfs_secret(exchange) : next(exchange, input);
}

template <Action next> Outcome keep_secret(Exchange& exchange, const Input& input) {
    return keep_answer(exchange, input) ? next(exchange, input) : fail_quick(exchange, NodeReason::qm_rejected);
}

using enum State;
using enum Event;

/// HDR*, HASH(1), SA, Ni [, KE] [, IDci, IDcr]  -->
///                                              <--  HDR*, HASH(2), SA, Nr [, KE] [, IDci, IDcr]
/// HDR*, HASH(3)                                -->                                                      RFC 2409 5.5
constexpr Row rows[] = {
    {IKE_QM_READY, IKE_INIT_QM, begin, IKE_QM_I_QM1, REST, nothing, send_first_with_key},
    {IKE_QM_I_QM1, IKE_QM_EXCH, take_second<agree>, IKE_QM_IPSEC_INSTALL_AWAIT, REST, nothing, keep_secret<agree>, awaits_install, install_and_wait},
    {IKE_QM_I_QM1, IKE_QM_EXCH, take_second<finish>, IKE_QM_PHASE2_COMPLETE, REST, nothing, keep_secret<finish>, nullptr, install_agreed},
    {IKE_QM_IPSEC_INSTALL_AWAIT, IPSEC_INSTALL_DONE, send_third, IKE_QM_PHASE2_COMPLETE, REST},
};
static_assert(is_deterministic(rows) && is_closed(rows));

}  // namespace

const Table quick_initiator{"quick mode initiator", rows, IKE_QM_READY};

}  // namespace ike::isakmp
