#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config-model/configuration.h"

namespace config {

/// One `route-map NAME permit|deny N` with what translation asks of it. Route maps are kept as they were typed; this reads them.
struct RouteMapEntry {
    unsigned sequence = 10;
    bool permit = true;
    std::vector<std::string> lists;        ///< match ip address …: any of them; none: every packet
    std::vector<InterfaceName> interfaces; ///< match interface …: where the packet leaves
    bool unreadable = false;               ///< matches by something else too
};

/// Ascending by sequence; empty when there is no such map.
std::vector<RouteMapEntry> route_map(const Configuration& configuration, std::string_view name);

}  // namespace config
