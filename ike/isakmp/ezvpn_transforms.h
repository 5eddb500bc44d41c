#pragma once

#include <vector>

#include "ike/policy/ipsec_policy.h"

namespace ike::isakmp {

/// What a VPN client offers in quick mode: no configuration names its transform sets.
std::vector<IpsecProtection> client_protections();

}  // namespace ike::isakmp
