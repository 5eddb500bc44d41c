#pragma once

#include <optional>
#include <string>

#include "config-model/configuration.h"
#include "ike/payload/payloads.h"

namespace ike {

/// The pre-shared keys for one peer, copied out of a keyring or profile.
struct Credentials {
    std::string keyring;
    /// The keyring's peer block; empty for a key that the profile itself holds.
    std::string peer_block;
    config::Secret local, remote;
    bool by_identity = false;
};

/// An initiator's lookup: by the peer's address, the longest match.
std::optional<Credentials> find_credentials(const config::Configuration& configuration, const config::Ikev2Profile& profile,
                                            const config::IpAddress& peer);
/// A responder's lookup: by the peer's identity, then by its address.
std::optional<Credentials> find_credentials(const config::Configuration& configuration, const config::Ikev2Profile& profile,
                                            const IdPayload& identity, const config::IpAddress& peer);

/// `match identity remote …` lines: any one of them suffices.
bool matches(const config::Ikev2Profile& profile, const IdPayload& identity);
/// `match address local` and `match fvrf`, where the profile has them.
bool matches_place(const config::Ikev2Profile& profile, const config::IpAddress& local, std::string_view fvrf);

/// Where a profile is looked for.
struct ProfileQuery {
    const IdPayload& identity;
    const config::IpAddress& local;
    std::string_view fvrf;
};
/// The first complete profile in configuration order that matches.
const config::Ikev2Profile* find_profile(const config::Configuration& configuration, const ProfileQuery& query);

/// Our identity under a profile: `identity local`, else the local address.
IdPayload local_identity(const config::Ikev2Profile& profile, const config::IpAddress& local);
IdPayload identity_of(const config::IpAddress& address);
/// 10.0.0.1, host.example, user@example; hexadecimal for what is no text.
std::string text_of(const IdPayload& identity);

}  // namespace ike
