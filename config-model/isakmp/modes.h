#pragma once

#include "config-model/configuration.h"
#include "config-model/language/mode.h"

namespace config {

const Mode& isakmp_policy_mode();
const Mode& isakmp_keyring_mode();
const Mode& isakmp_peer_mode();
const Mode& client_group_mode();
const Mode& isakmp_profile_mode();

std::span<const Line> isakmp_profile_match_lines();
std::span<const Line> isakmp_profile_client_lines();
std::span<const Line> isakmp_profile_behaviour_lines();

/// `crypto isakmp`
inline Syntax isakmp_words() { return kw("crypto", "Encryption module") >> kw("isakmp", "Configure ISAKMP policy"); }

}  // namespace config
