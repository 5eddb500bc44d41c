#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config-model/interface_name.h"
#include "config-model/ip_address.h"
#include "config-model/named_list.h"

namespace config {

/// `ip nat pool NAME FIRST LAST netmask M|prefix-length N`.
struct NatPool {
    std::string name;
    IpAddress first, last;
    std::uint8_t length = 24;
    bool by_length = false;                  ///< typed as prefix-length
    bool operator==(const NatPool&) const = default;
};

/// `ip nat inside source list L|route-map M interface I|pool P [overload]`: many inside hosts, addresses found when they are needed.
struct NatSource {
    bool by_route_map = false;
    std::string match;                       ///< of the list or route map
    std::optional<InterfaceName> interface;  ///< its address; else the pool's
    std::string pool;
    bool overload = false;
    bool operator==(const NatSource&) const = default;
};

/// `ip nat inside source static …`: a host, or one of its ports, that the outside can begin with.
struct NatStatic {
    std::uint8_t protocol = 0;               ///< 6, 17, or 0: the whole address
    IpAddress local;
    std::uint16_t local_port = 0;
    IpAddress global;                        ///< none: the interface's
    std::optional<InterfaceName> interface;
    std::uint16_t global_port = 0;
    std::string route_map;                   ///< translates only what it permits
    std::string options;                     ///< extendable, no-alias … as they print
    bool operator==(const NatStatic&) const = default;
};

struct NatConfig {
    NamedList<NatPool> pools;
    std::vector<NatSource> sources;
    std::vector<NatStatic> statics;
    /// `ip nat translation …`, seconds; 0 is never.
    std::optional<std::uint32_t> timeout, tcp_timeout, udp_timeout, icmp_timeout, finrst_timeout, dns_timeout;
    std::optional<std::uint32_t> max_entries;
    bool operator==(const NatConfig&) const = default;
};

}  // namespace config
