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
/// Releases before 15.4 look once for our key and once for the peer's.
void report_keys(const IkeSa& sa, const config::Ikev2Profile& profile);
/// A new IKE SA in the management table. The initiator of a rekey says nothing of it in the reference.
void report_mib(const IkeSa& sa, bool printed = true);
void report_key(const IkeSa& sa, const std::optional<Credentials>& credentials, std::string identity);

}  // namespace ike
