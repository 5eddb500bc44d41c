#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config-model/access_list.h"
#include "config-model/ikev2.h"
#include "config-model/interface.h"
#include "config-model/ipsec.h"
#include "config-model/isakmp.h"
#include "config-model/language/kept_lines.h"
#include "config-model/look.h"
#include "config-model/named_list.h"
#include "config-model/nat.h"
#include "config-model/remote_access.h"
#include "config-model/system.h"

namespace config {

/// `ip route …` (and `ipv6 route …`): via an interface, a next hop, or both.
struct StaticRoute {
    std::string vrf;
    Prefix destination;
    std::optional<InterfaceName> interface;
    std::optional<IpAddress> next_hop;
    std::uint8_t distance = 1;
    std::string name;
    std::optional<std::uint32_t> tag;
    bool permanent = false;
    std::optional<std::uint16_t> track;
    bool dhcp = false;                ///< next hop learnt by DHCP
    bool global = false;              ///< next hop in the global table
    bool operator==(const StaticRoute&) const = default;
};

/// The running-config as plain values. Absent values mean IOS defaults; names refer to other entries and may dangle.
struct Configuration {
    SystemConfig system;
    std::map<InterfaceName, Interface> interfaces;
    std::vector<StaticRoute> routes;
    NamedList<AccessList> access_lists;
    NamedList<Ipv6AccessList> ipv6_access_lists;
    Ikev2Config ikev2;
    IsakmpConfig isakmp;
    IpsecConfig ipsec;
    AaaConfig aaa;
    NamedList<LocalPool> local_pools;
    NamedList<EzvpnClient> ezvpn_clients;
    DhcpConfig dhcp;
    NatConfig nat;
    std::map<std::string, std::vector<IpAddress>> hosts;   ///< ip host NAME A…
    bool ip_routing = true;
    bool ipv6_unicast_routing = false;
    KeptLines kept;                   ///< lines that are not modelled, and warned ones
    bool operator==(const Configuration&) const = default;

    Look look() const { return look_of_version(system.version); }
    std::string_view hostname() const { return system.hostname.empty() ? "Router" : std::string_view{system.hostname}; }
    const Interface* find(const InterfaceName& name) const {
        const auto at = interfaces.find(name);
        return at == interfaces.end() ? nullptr : &at->second;
    }
};

}  // namespace config
