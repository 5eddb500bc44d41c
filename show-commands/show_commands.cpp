#include "show-commands/show_commands.h"

#include <cstdlib>

#include "show-commands/subjects.h"
#include "show-commands/system/login.h"

namespace show {

std::vector<std::span<const config::Line>> show_commands() {
    return {
        ikev2_sa_lines(), ikev2_session_lines(), ikev2_policy_lines(), ikev2_profile_lines(),
        ikev2_stats_lines(), ikev2_diagnose_lines(), isakmp_sa_lines(), isakmp_policy_lines(), isakmp_key_lines(), isakmp_peer_lines(),
        isakmp_profile_lines(), ipsec_sa_lines(), ipsec_policy_lines(), crypto_session_lines(), crypto_map_lines(),
        dynamic_map_lines(), ezvpn_lines(), crypto_engine_lines(), interface_lines(), ip_interface_lines(),
        ipv6_interface_lines(), route_lines(), ipv6_route_lines(), ipv6_neighbour_lines(), arp_lines(), access_list_lines(),
        local_pool_lines(), dhcp_lines(), nat_lines(),
        configuration_lines(), fate_lines(), version_lines(), clock_lines(), logging_lines(), terminal_lines(), hosts_lines(), ssh_lines(), login_lines(),
    };
}

bool is_show_command(const config::Line& line) { return line.handler_type() == config::type_tag<ShowHandler>(); }

ScreenPointer open_screen(const config::Line& line, const RouterView& view, const config::Args& args) {
    if (!is_show_command(line)) std::abort();
    return reinterpret_cast<ShowHandler>(line.handler())(view, args);
}

}  // namespace show
