#include "config-model/modes.h"

#include "config-model/configuration.h"

namespace config {

const Mode& global_mode() {
    static const Mode mode = Mode::of<Configuration>(
        {.prompt = "config", .title = "Configure commands:"},
        {identity_lines(), service_lines(), logging_lines(), logging_host_lines(), clock_lines(), banner_lines(), user_lines(), ssh_lines(), aaa_lines(),
         key_encryption_lines(), login_guard_lines(), privilege_rule_lines(),
         ikev2_headers(), ikev2_timer_lines(), ikev2_limit_lines(), ikev2_global_lines(), isakmp_keyring_headers(), isakmp_policy_headers(),
         isakmp_key_lines(), isakmp_identity_lines(), isakmp_global_lines(), isakmp_peer_headers(), client_group_headers(),
         isakmp_profile_headers(), ipsec_lifetime_lines(), ipsec_global_lines(),
         transform_set_headers(), ipsec_profile_headers(), ezvpn_client_headers(), dynamic_map_headers(), crypto_map_level_lines(),
         crypto_map_headers(), interface_headers(), dhcp_lines(), dhcp_pool_headers(), local_pool_lines(),
         nat_lines(), ip_route_lines(), ipv6_route_lines(), numbered_access_list_lines(), named_access_list_headers(), ipv6_access_list_headers(),
         terminal_line_headers()});
    return mode;
}

}  // namespace config
