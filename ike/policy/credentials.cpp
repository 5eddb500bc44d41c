#include "ike/policy/credentials.h"

#include <algorithm>

#include "ike/policy/identity_text.h"

namespace ike {

namespace {

using config::IdentityKind;
using config::IdentityMatch;

std::string_view view_of(const Bytes& data) { return {reinterpret_cast<const char*>(data.data()), data.size()}; }

std::optional<config::IpAddress> address_of(const IdPayload& identity) {
    if (identity.type != IdType::ID_IPV4_ADDR && identity.type != IdType::ID_IPV6_ADDR) return std::nullopt;
    const config::IpAddress address = config::IpAddress::from_bytes(identity.data);
    if (address.is_v4() != (identity.type == IdType::ID_IPV4_ADDR)) return std::nullopt;
    return address;
}

/// Without a mask 0.0.0.0 matches any IPv4 identity and every other address itself.
unsigned length_of(const IdentityMatch& match) {
    if (match.address.is_v6()) return match.ipv6_length.value_or(128);
    if (match.mask) return config::mask_length(*match.mask).value_or(32);
    return match.address.is_unspecified() ? 0 : 32;
}

bool matches_address(const IdentityMatch& match, const IdPayload& identity) {
    const auto address = address_of(identity);
    return address && config::Prefix{match.address, static_cast<std::uint8_t>(length_of(match))}.contains(*address);
}

bool matches(const IdentityMatch& match, const IdPayload& identity) {
    const std::string_view text = view_of(identity.data);
    switch (match.kind) {
        case IdentityMatch::Kind::any: return true;
        case IdentityMatch::Kind::address: return matches_address(match, identity);
        case IdentityMatch::Kind::fqdn: return identity.type == IdType::ID_FQDN && equal_ignoring_case(text, match.text);
        case IdentityMatch::Kind::fqdn_domain: return identity.type == IdType::ID_FQDN && is_of_domain(text, match.text, '.');
        case IdentityMatch::Kind::email: return identity.type == IdType::ID_RFC822_ADDR && equal_ignoring_case(text, match.text);
        case IdentityMatch::Kind::email_domain: return identity.type == IdType::ID_RFC822_ADDR && is_of_domain(text, match.text, '@');
        case IdentityMatch::Kind::key_id: return identity.type == IdType::ID_KEY_ID && text == match.text;
    }
    return false;
}

bool names(const config::Identity& configured, const IdPayload& identity) {
    const std::string_view text = view_of(identity.data);
    switch (configured.kind) {
        case IdentityKind::address: return address_of(identity) == std::optional(configured.address);
        case IdentityKind::fqdn: return identity.type == IdType::ID_FQDN && equal_ignoring_case(text, configured.text);
        case IdentityKind::email: return identity.type == IdType::ID_RFC822_ADDR && equal_ignoring_case(text, configured.text);
        case IdentityKind::key_id: return identity.type == IdType::ID_KEY_ID && text == configured.text;
        case IdentityKind::dn: return false;
    }
    return false;
}

config::Secret usable(const std::optional<config::PresharedKey>& key) {
    return key ? key->key : config::Secret{};
}

Credentials of_peer(const config::Ikev2Keyring& keyring, const config::KeyringPeer& peer, bool by_identity) {
    Credentials found{keyring.name, peer.name, usable(peer.local_key), usable(peer.remote_key), by_identity};
    if (found.remote.empty() && peer.symmetric) found.remote = found.local;
    if (found.local.empty() && peer.symmetric) found.local = found.remote;
    return found;
}

const config::Ikev2Keyring* keyring_of(const config::Configuration& configuration, const config::Ikev2Profile& profile) {
    return profile.keyring_local.empty() ? nullptr : configuration.ikev2.keyrings.find(profile.keyring_local);
}

const config::KeyringPeer* longest_match(const config::Ikev2Keyring& keyring, const config::IpAddress& peer) {
    const config::KeyringPeer* best = nullptr;
    for (const config::KeyringPeer& each : keyring.peers)
        if (each.matches(peer) && (best == nullptr || each.match_length() > best->match_length())) best = &each;
    return best;
}

const config::KeyringPeer* by_identity(const config::Ikev2Keyring& keyring, const IdPayload& identity) {
    for (const config::KeyringPeer& each : keyring.peers) {
        const auto& own = each.identities;
        if (std::any_of(own.begin(), own.end(), [&](const config::Identity& one) { return names(one, identity); })) return &each;
        if (!each.hostname.empty() && identity.type == IdType::ID_FQDN && equal_ignoring_case(view_of(identity.data), each.hostname))
            return &each;
    }
    const auto address = address_of(identity);
    return address ? longest_match(keyring, *address) : nullptr;
}

/// Keys written into the profile stand before those of its keyring.
void apply_profile_keys(const config::Ikev2Profile& profile, Credentials& credentials) {
    if (config::Secret own = usable(profile.local_key); !own.empty()) credentials.local = std::move(own);
    if (config::Secret own = usable(profile.remote_key); !own.empty()) credentials.remote = std::move(own);
}

std::optional<Credentials> complete(const config::Ikev2Profile& profile, const config::Ikev2Keyring* keyring,
                                    const config::KeyringPeer* peer, bool identity_used) {
    Credentials found = peer != nullptr ? of_peer(*keyring, *peer, identity_used) : Credentials{};
    apply_profile_keys(profile, found);
    if (found.local.empty() && found.remote.empty()) return std::nullopt;
    return found;
}

}  // namespace

std::optional<Credentials> find_credentials(const config::Configuration& configuration, const config::Ikev2Profile& profile,
                                            const config::IpAddress& peer) {
    const config::Ikev2Keyring* const keyring = keyring_of(configuration, profile);
    return complete(profile, keyring, keyring != nullptr ? longest_match(*keyring, peer) : nullptr, false);
}

std::optional<Credentials> find_credentials(const config::Configuration& configuration, const config::Ikev2Profile& profile,
                                            const IdPayload& identity, const config::IpAddress& peer) {
    const config::Ikev2Keyring* const keyring = keyring_of(configuration, profile);
    const config::KeyringPeer* named = keyring != nullptr ? by_identity(*keyring, identity) : nullptr;
    if (named != nullptr) return complete(profile, keyring, named, true);
    return find_credentials(configuration, profile, peer);
}

bool matches(const config::Ikev2Profile& profile, const IdPayload& identity) {
    return std::any_of(profile.match_remote.begin(), profile.match_remote.end(),
                       [&](const IdentityMatch& match) { return matches(match, identity); });
}

bool matches_place(const config::Ikev2Profile& profile, const config::IpAddress& local, std::string_view fvrf) {
    if (!profile.match_fvrf_any && profile.match_fvrf != fvrf) return false;
    const auto& own = profile.match_local_addresses;
    return own.empty() || std::find(own.begin(), own.end(), local) != own.end();
}

const config::Ikev2Profile* find_profile(const config::Configuration& configuration, const ProfileQuery& query) {
    for (const config::Ikev2Profile& profile : configuration.ikev2.profiles)
        if (profile.is_complete() && !profile.shutdown && matches_place(profile, query.local, query.fvrf) && matches(profile, query.identity))
            return &profile;
    return nullptr;
}

IdPayload identity_of(const config::IpAddress& address) {
    IdPayload id;
    id.type = address.is_v6() ? IdType::ID_IPV6_ADDR : IdType::ID_IPV4_ADDR;
    id.data.assign(address.bytes().begin(), address.bytes().end());
    return id;
}

IdPayload local_identity(const config::Ikev2Profile& profile, const config::IpAddress& local) {
    if (!profile.identity_local) return identity_of(local);
    const config::Identity& own = *profile.identity_local;
    if (own.kind == IdentityKind::address) return identity_of(own.address ? own.address : local);
    static constexpr std::pair<IdentityKind, IdType> types[] = {{IdentityKind::fqdn, IdType::ID_FQDN},
                                                                {IdentityKind::email, IdType::ID_RFC822_ADDR},
                                                                {IdentityKind::key_id, IdType::ID_KEY_ID}};
    for (const auto& [kind, type] : types)
        if (own.kind == kind) return {type, Bytes(own.text.begin(), own.text.end()), {}};
    return identity_of(local);
}

std::string text_of(const IdPayload& identity) {
    if (const auto address = address_of(identity)) return address->text();
    return text_or_hexadecimal(identity.data);
}

}  // namespace ike
