#pragma once

#include <vector>

#include "ipsec-dataplane/views.h"
#include "show-commands/show_look.h"
#include "show-commands/text_writer.h"

namespace show {

/// One prefix of `show ipv6 route`; several routes are its paths.
struct Ipv6RouteRow {
    std::vector<dataplane::RouteView> paths;

    template <class F>
    void fields(F&& field) const {
        const dataplane::RouteView& first = paths.front();
        field("prefix", first.prefix.network());
        field("prefix_length", first.prefix.length);
        field("distance", first.distance);
        field("metric", first.metric);
        std::vector<std::string> hops;
        for (const dataplane::RouteView& path : paths) hops.push_back(path.next_hop ? path.next_hop->text() : std::string{});
        field("next_hops", hops);
        field("interface", first.interface ? first.interface->text() : std::string{});
    }
};

/// Title and legend. `entries`: prefixes of the whole table.
void print_ipv6_route_head(std::size_t entries, const ShowLook& look, TextWriter& out);
void print_ipv6_route(const Ipv6RouteRow& row, TextWriter& out);
/// Sorted by prefix, the paths of one prefix together.
std::vector<Ipv6RouteRow> ipv6_route_rows(std::vector<dataplane::RouteView> routes);

}  // namespace show
