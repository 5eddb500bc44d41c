#include "ike/exchanges/lookup.h"

#include "ike/context.h"
#include "ike/trace.h"

namespace ike {

namespace {

/// Offset between the two numbers of "Store mib index ikev2 1, platform 60".
constexpr std::uint32_t platform_index_base = 59;

}  // namespace

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

void report_keys(const IkeSa& sa, const config::Ikev2Profile& profile) {
    if (!traced(sa)) return;
    const auto found = find_credentials(sa.context.configuration, profile, sa.remote_id, sa.peer);
    const int times = sa.context.look() <= config::Look::ios15_1 ? 2 : 1;
    for (int i = 0; i < times; ++i) report_key(sa, found, text_of(sa.remote_id));
}

void report_mib(const IkeSa& sa, bool printed) {
    const std::uint32_t index = sa.context.next_mib_index++;
    if (printed && traced(sa)) emit_platform(sa, event::MibStored{index, platform_index_base + index});
}

}  // namespace ike
