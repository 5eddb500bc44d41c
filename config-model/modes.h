#pragma once

#include <vector>

#include "config-model/language/mode.h"
#include "config-model/language/running_config.h"

namespace config {

// Every subject's lines. A new subject adds its function here and to the list in modes.cpp.
std::span<const Line> identity_lines();
std::span<const Line> service_lines();
std::span<const Line> logging_lines();
std::span<const Line> logging_host_lines();
std::span<const Line> clock_lines();
std::span<const Line> banner_lines();
std::span<const Line> user_lines();
std::span<const Line> ssh_lines();
std::span<const Line> key_encryption_lines();
std::span<const Line> login_guard_lines();
std::span<const Line> privilege_rule_lines();
std::span<const Line> terminal_line_headers();
std::span<const Line> interface_headers();
std::span<const Line> nat_lines();
std::span<const Line> ip_route_lines();
std::span<const Line> ipv6_route_lines();
std::span<const Line> numbered_access_list_lines();
std::span<const Line> named_access_list_headers();
std::span<const Line> ipv6_access_list_headers();
std::span<const Line> ikev2_headers();
std::span<const Line> ikev2_timer_lines();
std::span<const Line> ikev2_limit_lines();
std::span<const Line> ikev2_global_lines();
std::span<const Line> transform_set_headers();
std::span<const Line> ipsec_profile_headers();
std::span<const Line> ipsec_lifetime_lines();
std::span<const Line> ipsec_global_lines();
std::span<const Line> crypto_map_headers();
std::span<const Line> crypto_map_level_lines();
std::span<const Line> dynamic_map_headers();
std::span<const Line> isakmp_policy_headers();
std::span<const Line> isakmp_key_lines();
std::span<const Line> isakmp_keyring_headers();
std::span<const Line> isakmp_identity_lines();
std::span<const Line> isakmp_global_lines();
std::span<const Line> isakmp_peer_headers();
std::span<const Line> isakmp_profile_headers();
std::span<const Line> client_group_headers();
std::span<const Line> ezvpn_client_headers();
std::span<const Line> aaa_lines();
std::span<const Line> local_pool_lines();
std::span<const Line> dhcp_lines();
std::span<const Line> dhcp_pool_headers();

/// `(config)#`, over Configuration.
const Mode& global_mode();
/// The order of sections in the running-config.
const RenderOrder& running_config_order();
/// The section under which a global line with these leading words prints.
std::string_view section_of(std::string_view words);

}  // namespace config
