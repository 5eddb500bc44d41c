#include "ike/isakmp/policy/profiles.h"

#include <algorithm>

#include "ike/exchanges/lookup.h"
#include "ike/isakmp/policy/names.h"
#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

using Match = config::IsakmpIdentityMatch;

bool fits(const Match& match, const IdPayload& id) {
    const std::string_view text = text_in(id);
    switch (match.kind) {
        case Match::Kind::address: {
            const auto address = address_in(id);
            return address && match.address.contains(*address);
        }
        case Match::Kind::host: return id.type == IdType::FQDN && equal_ignoring_case(text, match.text);
        case Match::Kind::host_domain: return id.type == IdType::FQDN && is_of_domain(text, match.text, '.');
        case Match::Kind::user: return id.type == IdType::USER_FQDN && equal_ignoring_case(text, match.text);
        case Match::Kind::user_domain: return id.type == IdType::USER_FQDN && is_of_domain(text, match.text, '@');
        case Match::Kind::group: return id.type == IdType::KEY_ID && text == match.text;
    }
    return false;
}

bool fits(const config::IsakmpProfile& profile, const IsakmpSa& sa, const IdPayload& id) {
    if (!is_local(sa.context.configuration, sa.local, profile.local_address, profile.local_interface)) return false;
    const std::string_view vrf = vrf_name(sa.vrf);
    return std::any_of(profile.matches.begin(), profile.matches.end(),
                       [&](const Match& match) { return (match.vrf.empty() || match.vrf == vrf) && fits(match, id); });
}

/// The crypto map whose client lines count for a peer that no profile knows.
const dataplane::PolicyEntry* client_entry(const IsakmpSa& sa) {
    const dataplane::PolicyDirectory& policies = *sa.context.ports.policies;
    for (const dataplane::PolicyEntryId id : policies.entries_for(sa.local, sa.peer)) {
        const dataplane::PolicyEntry* const entry = policies.entry(id);
        const bool version_1 = entry != nullptr && entry->ikev2_profile.empty() && entry->isakmp_profile.empty();
        if (version_1 && (!entry->client_authentication_list.empty() || !entry->authorization_list.empty())) return entry;
    }
    return nullptr;
}

void take_over(ClientSession& client, const config::IsakmpProfile& profile) {
    client.login_list = profile.client_authentication_list;
    client.authorization_list = profile.authorization_list;
    client.addressing = profile.client_addressing;
    if (client.group.empty()) client.group = profile.client_group;
}

void take_over(ClientSession& client, const dataplane::PolicyEntry& entry) {
    client.login_list = entry.client_authentication_list;
    client.authorization_list = entry.authorization_list;
    client.addressing = entry.client_addressing;
}

constexpr std::pair<config::IdentityKind, IdType> named_kinds[] = {
    {config::IdentityKind::fqdn, IdType::FQDN}, {config::IdentityKind::email, IdType::USER_FQDN}, {config::IdentityKind::key_id, IdType::KEY_ID}};

std::string host_identity(const config::Configuration& configuration) {
    std::string name(configuration.hostname());
    if (!configuration.system.domain_name.empty()) name += "." + configuration.system.domain_name;
    return name;
}

IdPayload identity_of(const config::Identity& configured, const IsakmpSa& sa) {
    if (configured.kind == config::IdentityKind::address) return id_of(configured.address ? configured.address : sa.local);
    const std::string text = configured.text.empty() ? host_identity(sa.context.configuration) : configured.text;
    for (const auto& [kind, type] : named_kinds)
        if (kind == configured.kind) return id_of(type, text);
    return id_of(sa.local);
}

IdPayload configured_identity(const IsakmpSa& sa) {
    const config::Configuration& configuration = sa.context.configuration;
    if (const config::IsakmpProfile* const profile = profile_of(sa); profile != nullptr && profile->self_identity) return identity_of(*profile->self_identity, sa);
    if (configuration.isakmp.identity == config::IsakmpIdentityKind::hostname) return id_of(IdType::FQDN, host_identity(configuration));
    return id_of(sa.local);
}

}  // namespace

const config::IsakmpProfile* profile_of(const IsakmpSa& sa) {
    const auto& profiles = sa.context.configuration.isakmp.profiles;
    return profiles.find(sa.profile.empty() ? sa.wanted_profile : sa.profile);
}

const config::IsakmpProfile* find_profile(const IsakmpSa& sa, const IdPayload& id) {
    for (const config::IsakmpProfile& profile : sa.context.configuration.isakmp.profiles)
        if (fits(profile, sa, id)) return &profile;
    return nullptr;
}

void choose_profile(IsakmpSa& sa) {
    if (sa.remote_id.type == IdType::KEY_ID) sa.client.group = std::string(text_in(sa.remote_id));
    const config::IsakmpProfile* const profile = find_profile(sa, sa.remote_id);
    sa.profile = profile != nullptr ? profile->name : std::string();
    emit(sa, event::ProfileMatched{sa.profile});
    if (sa.initiator) return;
    if (profile != nullptr) take_over(sa.client, *profile);
    else if (const dataplane::PolicyEntry* const entry = client_entry(sa)) take_over(sa.client, *entry);
}

std::vector<std::string> xauth_profiles(const config::Configuration& configuration) {
    std::vector<std::string> names;
    for (const config::IsakmpProfile& profile : configuration.isakmp.profiles)
        if (!profile.client_authentication_list.empty()) names.push_back(profile.name);
    return names;
}

bool xauth_possible(const IsakmpSa& sa) {
    if (!xauth_profiles(sa.context.configuration).empty()) return true;
    const dataplane::PolicyEntry* const entry = client_entry(sa);
    return entry != nullptr && !entry->client_authentication_list.empty();
}

std::string group_authorization_list(const IsakmpSa& sa, const IdPayload& id) {
    if (id.type != IdType::KEY_ID) return {};
    if (const config::IsakmpProfile* const profile = find_profile(sa, id)) return profile->authorization_list;
    const dataplane::PolicyEntry* const entry = client_entry(sa);
    return entry != nullptr ? entry->authorization_list : std::string();
}

IdPayload own_identity(const IsakmpSa& sa) {
    IdPayload id = sa.local_id.data.empty() ? configured_identity(sa) : sa.local_id;
    id.protocol = 17;
    id.port = sa.aggressive || sa.nat_found() ? 0 : 500;
    return id;
}

}  // namespace ike::isakmp
