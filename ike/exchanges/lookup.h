#pragma once

#include "ike/sa/ike_sa.h"

/// Lookups in the configuration on behalf of an SA, with the lines that the reference prints for them.
namespace ike {

/// The name of a VRF as the configuration has it; empty for the global one.
std::string_view vrf_name(dataplane::VrfId vrf);
/// The SA's profile as it is configured now.
const config::Ikev2Profile* profile_of(const IkeSa& sa);
std::optional<IkePolicy> policy_for(const IkeSa& sa);

/// `first`: no other SA exists on this router.
void report_policy(const IkeSa& sa, const std::optional<IkePolicy>& policy, bool first = false);
void report_key(const IkeSa& sa, const std::optional<Credentials>& credentials, std::string identity);

}  // namespace ike
