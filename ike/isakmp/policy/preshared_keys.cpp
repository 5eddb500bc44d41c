#include "ike/isakmp/policy/preshared_keys.h"

#include <algorithm>

#include "ike/exchanges/lookup.h"
#include "ike/isakmp/policy/names.h"
#include "ike/isakmp/policy/profiles.h"
#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

constexpr std::string_view default_keyring = "default";

bool fits(const config::IsakmpKey& key, const config::IpAddress& peer) {
    return key.address && key.address->address.family() == peer.family() && key.address->contains(peer);
}

const config::IsakmpKey* longest_match(const std::vector<config::IsakmpKey>& keys, const config::IpAddress& peer) {
    const config::IsakmpKey* best = nullptr;
    for (const config::IsakmpKey& key : keys)
        if (fits(key, peer) && !usable(key.key).empty() && (best == nullptr || key.address->length > best->address->length)) best = &key;
    return best;
}

const config::IsakmpKey* of_host(const std::vector<config::IsakmpKey>& keys, std::string_view hostname) {
    const auto at = std::find_if(keys.begin(), keys.end(), [=](const config::IsakmpKey& key) {
        return !key.hostname.empty() && equal_ignoring_case(key.hostname, hostname) && !usable(key.key).empty();
    });
    return at == keys.end() ? nullptr : &*at;
}

bool serves(const config::IsakmpKeyring& keyring, const IsakmpSa& sa) {
    const config::Configuration& configuration = sa.context.configuration;
    return keyring.vrf == vrf_name(sa.vrf) && is_local(configuration, sa.local, keyring.local_address, keyring.local_interface);
}

std::vector<const config::IsakmpKeyring*> keyrings_for(const IsakmpSa& sa) {
    const config::IsakmpConfig& config = sa.context.configuration.isakmp;
    const config::IsakmpProfile* const profile = profile_of(sa);
    std::vector<const config::IsakmpKeyring*> found;
    for (const config::IsakmpKeyring& keyring : config.keyrings) {
        const bool named = profile == nullptr || profile->keyrings.empty() ||
                           std::find(profile->keyrings.begin(), profile->keyrings.end(), keyring.name) != profile->keyrings.end();
        if (named && serves(keyring, sa)) found.push_back(&keyring);
    }
    return found;
}

FoundKey found_key(const config::IsakmpKey& key, std::string_view keyring) { return {usable(key.key), std::string(keyring), key.no_xauth}; }

}  // namespace

config::Secret usable(const std::optional<config::PresharedKey>& key) { return key ? key->key : config::Secret{}; }

std::optional<FoundKey> find_key(const IsakmpSa& sa) {
    const config::IsakmpKey* const global = longest_match(sa.context.configuration.isakmp.keys, sa.peer);
    emit(sa, event::KeyLookup{std::string(default_keyring), global != nullptr});
    if (global != nullptr) return found_key(*global, default_keyring);
    for (const config::IsakmpKeyring* const keyring : keyrings_for(sa)) {
        const config::IsakmpKey* const key = longest_match(keyring->keys, sa.peer);
        emit(sa, event::KeyLookup{keyring->name, key != nullptr});
        if (key != nullptr) return found_key(*key, keyring->name);
    }
    return std::nullopt;
}

std::optional<FoundKey> find_key(const IsakmpSa& sa, std::string_view hostname) {
    if (const config::IsakmpKey* const global = of_host(sa.context.configuration.isakmp.keys, hostname)) return found_key(*global, default_keyring);
    for (const config::IsakmpKeyring* const keyring : keyrings_for(sa))
        if (const config::IsakmpKey* const key = of_host(keyring->keys, hostname)) return found_key(*key, keyring->name);
    emit(sa, event::HostKeyMissing{std::string(hostname)});
    return std::nullopt;
}

const config::IsakmpPeer* peer_settings(const config::Configuration& configuration, const config::IpAddress& peer) {
    for (const config::IsakmpPeer& each : configuration.isakmp.peers) {
        if (each.address == peer) return &each;
        const auto host = configuration.hosts.find(each.hostname);
        if (host != configuration.hosts.end() && std::find(host->second.begin(), host->second.end(), peer) != host->second.end()) return &each;
    }
    return nullptr;
}

}  // namespace ike::isakmp
