#include "ipsec-dataplane/control/ip6_interface.h"

#include <algorithm>

#include "ipsec-dataplane/stack/ip6_header.h"

namespace dataplane {

namespace {

constexpr std::array<std::uint8_t, 16> link_local_network = {0xfe, 0x80};

bool is_enabled(const config::Interface& settings) {
    return settings.ipv6_enable || settings.ipv6_link_local || !settings.ipv6_addresses.empty() ||
           !settings.ipv6_eui64.empty() || settings.ipv6_autoconfig || settings.ipv6_dhcp;
}

void join(std::vector<config::IpAddress>& groups, const config::IpAddress& group) {
    if (std::find(groups.begin(), groups.end(), group) == groups.end()) groups.push_back(group);
}

}  // namespace

config::IpAddress with_eui64(const config::Prefix& prefix, const MacAddress& mac) {
    std::array<std::uint8_t, 16> bytes{};
    std::ranges::copy(prefix.network().bytes(), bytes.begin());
    const std::array<std::uint8_t, 8> identifier = {
        static_cast<std::uint8_t>(mac[0] ^ 2), mac[1], mac[2], 0xff, 0xfe, mac[3], mac[4], mac[5]};
    std::copy(identifier.begin(), identifier.end(), bytes.begin() + 8);
    return config::IpAddress::v6(bytes);
}

void describe_ip6(RouterInterface& interface, const MacAddress& router_mac, bool routing) {
    Ip6Use& use = interface.ip6 = {};
    const config::Interface& settings = interface.settings;
    if (interface.kind() == Port::Kind::null || !is_enabled(settings)) return;
    use.enabled = true;
    const MacAddress& mac = interface.kind() == Port::Kind::ethernet ? interface.mac : router_mac;
    use.link_local =
        settings.ipv6_link_local.value_or(with_eui64({config::IpAddress::v6(link_local_network), 64}, mac));
    use.addresses = settings.ipv6_addresses;
    for (const config::Prefix& prefix : settings.ipv6_eui64)
        use.addresses.push_back({with_eui64(prefix, mac), prefix.length});
    if (settings.ipv6_autoconfig)
        use.addresses.insert(use.addresses.end(), interface.autoconfigured.begin(), interface.autoconfigured.end());
    use.groups.push_back(all_nodes);
    if (routing) use.groups.push_back(all_routers);
    for (const config::Prefix& prefix : use.addresses) join(use.groups, solicited_node(prefix.address));
    join(use.groups, solicited_node(use.link_local));
}

}  // namespace dataplane
