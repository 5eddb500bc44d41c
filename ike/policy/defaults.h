#pragma once

#include "config-model/configuration.h"

/// The smart defaults, by release. Objects named `default` in the configuration are edits of these.
namespace ike {

/// Nothing after `no crypto ikev2 proposal default`.
const config::Ikev2Proposal* default_proposal(const config::Configuration& configuration);
/// esp-aes esp-sha-hmac, mode transport.
const config::TransformSet& default_transform_set(const config::Configuration& configuration);
/// The transform set of that name, the default's included; nothing if there is none.
const config::TransformSet* find_transform_set(const config::Configuration& configuration, std::string_view name);
/// The user's proposal, or the default's.
const config::Ikev2Proposal* find_proposal(const config::Configuration& configuration, std::string_view name);
/// IPsec profile `default`: the default transform set, 4608000 KB, 3600 s, no PFS.
const config::IpsecProfile& default_ipsec_profile(const config::Configuration& configuration);

}  // namespace ike
