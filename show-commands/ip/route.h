#pragma once

#include <vector>

#include "ipsec-dataplane/views.h"
#include "show-commands/json.h"
#include "show-commands/show_look.h"
#include "show-commands/text_writer.h"

namespace show {

/// One path of a route, for JSON.
struct RoutePathRow {
    dataplane::RouteView route;

    template <class F>
    void fields(F&& field) const {
        field("source", source_word(route.source));
        field("prefix", route.prefix.network());
        field("prefix_length", route.prefix.length);
        field("candidate_default", route.candidate_default);
        field("distance", route.distance);
        field("metric", route.metric);
        field("next_hop", route.next_hop);
        field("interface", route.interface ? std::optional(route.interface->text()) : std::nullopt);
    }
    /// "connected", "local", "static"
    static std::string_view source_word(dataplane::RouteView::Source source);
};

/// The routes of one classful network (RFC 791 3.2), or a route that stands on its own (a supernet, the default route).
struct RouteGroup {
    config::Prefix network;
    bool has_heading = false;                      ///< "10.0.0.0/8 is variably subnetted, …"
    std::vector<dataplane::RouteView> routes;      ///< ascending by prefix; equal prefixes are paths of one route

    template <class F>
    void fields(F&& field) const {
        field("network", network.address);
        field("network_length", network.length);
        field("subnetted", has_heading);
        std::vector<RoutePathRow> paths;
        for (const dataplane::RouteView& route : routes) paths.push_back({route});
        field("routes", paths);
    }
};

/// Legend, empty line, gateway of last resort, empty line.
void print_route_head(const std::vector<dataplane::RouteView>& routes, const ShowLook& look, TextWriter& out);
void print_route_group(const RouteGroup& group, const ShowLook& look, TextWriter& out);
/// Sorts and groups. IPv4 only; local routes are left out where the look has none.
std::vector<RouteGroup> route_groups(std::vector<dataplane::RouteView> routes, const ShowLook& look);

/// show ip route A: the paths of one prefix.
void print_route_entry(const std::vector<dataplane::RouteView>& paths, TextWriter& out);
/// The paths of the longest prefix that holds the address; the default route only for 0.0.0.0.
std::vector<dataplane::RouteView> routes_to(const std::vector<dataplane::RouteView>& routes, const config::IpAddress& address,
                                            const ShowLook& look);
/// Whether the table has other parts of the address's classful network.
bool is_subnetted(const std::vector<dataplane::RouteView>& routes, const config::IpAddress& address);

}  // namespace show
