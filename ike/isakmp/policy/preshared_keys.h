#pragma once

#include <optional>
#include <string>

#include "config-model/configuration.h"
#include "ike/isakmp/sa.h"

namespace ike::isakmp {

struct FoundKey {
    config::Secret key;
    std::string keyring;                 ///< "default": the global keys
    bool no_xauth = false;
};

/// By the peer's address: the global keys first, then keyrings in order (those of the SA's profile, if it names any); the longest
/// mask inside each. Says on the way where it looks.
std::optional<FoundKey> find_key(const IsakmpSa& sa);
/// By the host name of the peer's identity.
std::optional<FoundKey> find_key(const IsakmpSa& sa, std::string_view hostname);

/// `crypto isakmp peer address A` with an aggressive mode of its own.
const config::IsakmpPeer* peer_settings(const config::Configuration& configuration, const config::IpAddress& peer);

/// The bytes of a key; empty when it is of type 6 and was not opened: no master key, or not the one it was sealed with.
config::Secret usable(const std::optional<config::PresharedKey>& key);

}  // namespace ike::isakmp
