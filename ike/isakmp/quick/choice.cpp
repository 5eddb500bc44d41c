#include "ike/isakmp/quick/choice.h"

#include <algorithm>

#include "ike/crypto/diffie_hellman.h"

namespace ike::isakmp {

namespace {

/// An entry whose proxies hold the offered ones. `flow` 0: its template makes one.
struct Candidate {
    const dataplane::PolicyEntry* entry = nullptr;
    dataplane::FlowId flow = 0;
};

bool serves(const dataplane::PolicyEntry& entry, const IsakmpSa& sa) {
    if (!entry.ikev2_profile.empty()) return false;
    return entry.isakmp_profile.empty() || entry.isakmp_profile == sa.profile;
}

/// Nobody speaks for an address that another client was given. Networks behind a client are its own affair.
bool fits_client(const IsakmpSa& sa, const dataplane::TrafficSelector& remote) {
    for (const auto& [number, other] : sa.context.sas) {
        const auto& given = other->client.assigned;
        if (other.get() != &sa && given && remote.first <= *given && *given <= remote.last) return false;
    }
    return true;
}

bool holds(const dataplane::ProtectedFlow& flow, const QuickScratch& quick) {
    return dataplane::contains(flow.local, quick.local) && dataplane::contains(flow.remote, quick.remote);
}

bool is_exact(const dataplane::ProtectedFlow& flow, const QuickScratch& quick) { return flow.local == quick.local && flow.remote == quick.remote; }

/// The line that has exactly these proxies, else the first that holds them.
const dataplane::ProtectedFlow* line_for(const dataplane::PolicyDirectory& policies, const dataplane::PolicyEntry& entry, const QuickScratch& quick) {
    const dataplane::ProtectedFlow* wider = nullptr;
    for (const dataplane::FlowId id : entry.flows) {
        const dataplane::ProtectedFlow* const flow = policies.flow(id);
        if (flow == nullptr || !holds(*flow, quick)) continue;
        if (is_exact(*flow, quick)) return flow;
        if (wider == nullptr && flow->origin_is_acl) wider = flow;
    }
    return wider;
}

std::optional<Candidate> candidate(const Exchange& exchange, const dataplane::PolicyEntry& entry) {
    const IsakmpSa& sa = exchange.sa;
    if (!serves(entry, sa)) return std::nullopt;
    const bool is_template = entry.origin == dataplane::PolicyOrigin::dynamic_map;
    if (is_template && !fits_client(sa, exchange.quick.remote)) return std::nullopt;
    if (is_template && entry.any_proxy) return Candidate{&entry, 0};
    const dataplane::ProtectedFlow* const line = line_for(*sa.context.ports.policies, entry, exchange.quick);
    if (line == nullptr) return std::nullopt;
    return Candidate{&entry, is_template ? 0 : line->id};
}

bool same_group(const TransformTerms& own, const TransformTerms& offered) {
    const bool known = offered.group == 0 || dh_group(static_cast<DhGroupId>(offered.group)) != nullptr;
    return known && (own.group == 0 || own.group == offered.group);
}

/// A set for transport mode is content with tunnel mode, unless it requires transport; the reverse is not so.
bool same_mode(const IpsecProtection& own, const TransformTerms& wanted, const TransformTerms& offered) {
    if (is_udp(wanted.encapsulation) != is_udp(offered.encapsulation)) return false;
    if (is_transport(offered.encapsulation)) return own.transport;
    return !own.transport_required;
}

/// Proposals with one number are to be taken together; that is more than one pair.
bool stands_alone(const SaPayload& offer, const Proposal& proposal) {
    return std::count_if(offer.proposals.begin(), offer.proposals.end(), [&](const Proposal& p) { return p.number == proposal.number; }) == 1;
}

/// The first of the proposal's transforms that the set takes, alone, as the answer wants it.
std::optional<Proposal> match(const Exchange& exchange, const IpsecProtection& own, const Proposal& proposal) {
    const TransformTerms wanted = terms_under(exchange, own);
    if (proposal.protocol != wanted.protocol || spi_of(proposal.spi) < 256) return std::nullopt;
    for (const Transform& transform : proposal.transforms) {
        const auto offered = terms_of(proposal.protocol, transform);
        if (!offered || offered->suite != wanted.suite || !same_mode(own, wanted, *offered) || !same_group(wanted, *offered)) continue;
        Proposal chosen = proposal;
        chosen.transforms = {transform};
        return chosen;
    }
    return std::nullopt;
}

/// Its own sets in its own order: the first that was offered.
std::optional<Proposal> choose_proposal(const Exchange& exchange, const SaPayload& offer) {
    for (const IpsecProtection& own : protections_of(exchange))
        for (const Proposal& proposal : offer.proposals)
            if (stands_alone(offer, proposal))
                if (auto chosen = match(exchange, own, proposal)) return chosen;
    return std::nullopt;
}

/// The shorter life holds; the peer is told where ours is.
void settle_lives(QuickScratch& quick, const TransformTerms& offered) {
    quick.lifetime_seconds = quick.entry.lifetime_seconds;
    quick.lifetime_kilobytes = quick.entry.lifetime_kilobytes;
    const bool fewer_seconds = offered.seconds == 0 || quick.lifetime_seconds < offered.seconds;
    const bool fewer_kilobytes = quick.lifetime_kilobytes != 0 && offered.kilobytes != 0 && quick.lifetime_kilobytes < offered.kilobytes;
    quick.responder_lifetime = (fewer_seconds && offered.seconds != 0) || fewer_kilobytes;
    if (!fewer_seconds) quick.lifetime_seconds = offered.seconds;
    if (!fewer_kilobytes && offered.kilobytes != 0) quick.lifetime_kilobytes = offered.kilobytes;
}

void adopt(Exchange& exchange, const Candidate& from, Proposal chosen) {
    QuickScratch& quick = exchange.quick;
    quick.flow = from.flow;
    quick.spi_out = spi_of(chosen.spi);
    quick.chosen = std::move(chosen);
    const TransformTerms terms = agreed_terms(exchange);
    settle_lives(quick, terms);
    quick.pfs = terms.group == 0 ? std::nullopt : std::optional(static_cast<DhGroupId>(terms.group));
}

}  // namespace

/// The first entry, in the order of the maps, whose proxies hold the offered ones decides.
unsigned choose_policy(Exchange& exchange, const SaPayload& offer) {
    const IsakmpSa& sa = exchange.sa;
    const dataplane::PolicyDirectory& policies = *sa.context.ports.policies;
    for (const dataplane::PolicyEntryId id : policies.entries_for(sa.local, sa.peer)) {
        const dataplane::PolicyEntry* const entry = policies.entry(id);
        const auto found = entry == nullptr ? std::nullopt : candidate(exchange, *entry);
        if (!found) continue;
        exchange.quick.entry = *entry;
        auto chosen = choose_proposal(exchange, offer);
        if (!chosen) return transform_not_supported;
        adopt(exchange, *found, std::move(*chosen));
        return 0;
    }
    return proxies_not_supported;
}

}  // namespace ike::isakmp
