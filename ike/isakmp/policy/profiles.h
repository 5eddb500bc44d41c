#pragma once

#include <string>
#include <vector>

#include "config-model/configuration.h"
#include "ike/isakmp/sa.h"

namespace ike::isakmp {

/// The SA's profile: the one chosen by the peer's identity, before that the one the crypto map entry asks for.
const config::IsakmpProfile* profile_of(const IsakmpSa& sa);

/// The first complete profile in order of configuration that matches the identity at this local address.
const config::IsakmpProfile* find_profile(const IsakmpSa& sa, const IdPayload& id);

/// The identity has told who the peer is: takes over the profile's (else the crypto map's) Xauth list, group, authorization list and
/// mode config. Says which profile matched.
void choose_profile(IsakmpSa& sa);

/// Names of the profiles that have an Xauth list; none when no profile has.
std::vector<std::string> xauth_profiles(const config::Configuration& configuration);
/// Some profile, or a map that this peer may use, asks for Xauth.
bool xauth_possible(const IsakmpSa& sa);

/// Where the key of a group identity is looked for; empty when it is not asked for by AAA.
std::string group_authorization_list(const IsakmpSa& sa, const IdPayload& id);

/// Ours: self-identity of the profile, else `crypto isakmp identity`. With protocol and port as IKE names itself.
IdPayload own_identity(const IsakmpSa& sa);

}  // namespace ike::isakmp
