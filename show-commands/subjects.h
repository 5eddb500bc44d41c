#pragma once

#include <span>

#include "config-model/language/line.h"
#include "show-commands/show_commands.h"

/// What every subject exports, and the words that they share.
namespace show {

inline config::Syntax show_word() { return config::kw("show", "Show running system information"); }
inline config::Syntax show_crypto() { return show_word() >> config::kw("crypto", "Encryption module"); }
inline config::Syntax show_crypto_ikev2() { return show_crypto() >> config::kw("ikev2", "Shows ikev2 info"); }
inline config::Syntax show_crypto_ipsec() { return show_crypto() >> config::kw("ipsec", "Show IPSEC policy"); }
inline config::Syntax show_crypto_isakmp() { return show_crypto() >> config::kw("isakmp", "Show ISAKMP information"); }
inline config::Syntax show_ipv6() { return show_word() >> config::kw("ipv6", "IPv6 information"); }
inline config::Syntax show_ip() { return show_word() >> config::kw("ip", "IP information"); }

std::span<const config::Line> ikev2_sa_lines();
std::span<const config::Line> ikev2_session_lines();
std::span<const config::Line> ikev2_policy_lines();
std::span<const config::Line> ikev2_profile_lines();
std::span<const config::Line> ikev2_stats_lines();
std::span<const config::Line> ikev2_diagnose_lines();
std::span<const config::Line> isakmp_sa_lines();
std::span<const config::Line> isakmp_policy_lines();
std::span<const config::Line> isakmp_key_lines();
std::span<const config::Line> isakmp_peer_lines();
std::span<const config::Line> isakmp_profile_lines();
std::span<const config::Line> ipsec_sa_lines();
std::span<const config::Line> ipsec_policy_lines();
std::span<const config::Line> crypto_session_lines();
std::span<const config::Line> crypto_map_lines();
std::span<const config::Line> dynamic_map_lines();
std::span<const config::Line> ezvpn_lines();
std::span<const config::Line> crypto_engine_lines();
std::span<const config::Line> interface_lines();
std::span<const config::Line> ip_interface_lines();
std::span<const config::Line> ipv6_interface_lines();
std::span<const config::Line> route_lines();
std::span<const config::Line> ipv6_route_lines();
std::span<const config::Line> ipv6_neighbour_lines();
std::span<const config::Line> local_pool_lines();
std::span<const config::Line> dhcp_lines();
std::span<const config::Line> arp_lines();
std::span<const config::Line> nat_lines();
std::span<const config::Line> access_list_lines();
std::span<const config::Line> configuration_lines();
std::span<const config::Line> fate_lines();
std::span<const config::Line> version_lines();
std::span<const config::Line> clock_lines();
std::span<const config::Line> logging_lines();
std::span<const config::Line> terminal_lines();
std::span<const config::Line> hosts_lines();
std::span<const config::Line> ssh_lines();

}  // namespace show
