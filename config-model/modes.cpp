#include "config-model/modes.h"

#include "config-model/configuration.h"

namespace config {

const Mode& global_mode() {
    static const Mode mode = Mode::of<Configuration>(
        {.prompt = "config", .title = "Configure commands:"},
        {identity_lines(), service_lines(), logging_lines(), logging_level_lines(), banner_lines(), user_lines(),
         ikev2_headers(), ikev2_timer_lines(), ikev2_global_lines(), ipsec_lifetime_lines(), ipsec_global_lines(),
         transform_set_headers(), ipsec_profile_headers(), crypto_map_level_lines(), crypto_map_headers(), interface_headers(),
         ip_route_lines(), ipv6_route_lines(), numbered_access_list_lines(), named_access_list_headers(),
         terminal_line_headers()});
    return mode;
}

}  // namespace config
