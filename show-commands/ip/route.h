#pragma once

#include <vector>

#include "ipsec-dataplane/views.h"
#include "show-commands/show_look.h"
#include "show-commands/text_writer.h"

namespace show {

/// The routes of one classful network (RFC 791 3.2), or a route that stands on its own (a supernet, the default route).
struct RouteGroup {
    config::Prefix network;
    bool has_heading = false;                      ///< "10.0.0.0/8 is variably subnetted, …"
    std::vector<dataplane::RouteView> routes;      ///< ascending by prefix; equal prefixes are paths of one route
};

/// Legend, empty line, gateway of last resort, empty line.
void print_route_head(const std::vector<dataplane::RouteView>& routes, const ShowLook& look, TextWriter& out);
void print_route_group(const RouteGroup& group, const ShowLook& look, TextWriter& out);
/// Sorts and groups. IPv4 only; local routes are left out where the look has none.
std::vector<RouteGroup> route_groups(std::vector<dataplane::RouteView> routes, const ShowLook& look);

}  // namespace show
