#include "ike/exchanges/lookup.h"

#include "ike/context.h"
#include "ike/trace.h"

namespace ike {

std::string_view vrf_name(dataplane::VrfId) { return {}; }

const config::Ikev2Profile* profile_of(const IkeSa& sa) {
    const config::Ikev2Profile* const profile = sa.context.configuration.ikev2.profiles.find(sa.profile);
    return profile != nullptr && profile->is_complete() && !profile->shutdown ? profile : nullptr;
}

std::optional<IkePolicy> policy_for(const IkeSa& sa) { return select_policy(sa.context.configuration, vrf_name(sa.vrf), sa.local); }

void report_policy(const IkeSa& sa, const std::optional<IkePolicy>& policy, bool first) {
    if (!traced(sa)) return;
    if (!policy) return emit_platform(sa, event::PolicySearch{sa.local, {}, false, false});
    emit_platform(sa, event::PolicySearch{sa.local, policy->name, policy->is_default, true});
    for (const config::Ikev2Proposal& proposal : policy->proposals) emit_platform(sa, event::ProposalAdded{proposal.name, first});
}

void report_key(const IkeSa& sa, const std::optional<Credentials>& credentials, std::string identity) {
    if (!traced(sa)) return;
    event::PresharedKeyLookup lookup;
    lookup.address = sa.peer;
    lookup.identity = std::move(identity);
    lookup.found = credentials.has_value();
    if (credentials) {
        lookup.keyring = credentials->keyring;
        lookup.peer_block = credentials->peer_block;
        lookup.by_identity = credentials->by_identity;
    }
    emit_platform(sa, std::move(lookup));
}

}  // namespace ike
