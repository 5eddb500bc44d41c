#pragma once

#include "config-model/configuration.h"
#include "config-model/language/mode.h"

namespace config {

const Mode& ikev2_proposal_mode();
const Mode& ikev2_policy_mode();
const Mode& ikev2_keyring_mode();
const Mode& ikev2_profile_mode();
const Mode& authorization_policy_mode();
const Mode& name_mangler_mode();
const Mode& flexvpn_client_mode();

std::span<const Line> keyring_peer_lines();
std::span<const Line> preshared_key_lines();
std::span<const Line> profile_match_lines();
std::span<const Line> profile_authentication_lines();
std::span<const Line> profile_behaviour_lines();
std::span<const Line> profile_service_lines();

}  // namespace config
