#include "show-commands/ip/route.h"

#include <algorithm>
#include <set>

namespace show {

namespace {

using Source = dataplane::RouteView::Source;

char code_letter(Source source) {
    switch (source) {
        case Source::connected: return 'C';
        case Source::local: return 'L';
        case Source::static_route:
        case Source::injected:
        case Source::dhcp: return 'S';
    }
    return '?';
}

/// RFC 791 3.2: class A, B and C networks have 8, 16 and 24 bits.
std::uint8_t classful_length(const config::IpAddress& address) {
    const std::uint32_t first = address.v4_value() >> 24;
    return first < 128 ? 8 : first < 192 ? 16 : 24;
}

bool is_default(const config::Prefix& prefix) { return prefix.length == 0; }

/// The network that a route is listed under; itself when it is as wide as a classful network or wider.
config::Prefix heading_of(const config::Prefix& prefix) {
    const std::uint8_t length = classful_length(prefix.address);
    if (prefix.length <= length) return prefix;
    const config::Prefix network{prefix.address, length};
    return {network.network(), length};
}

std::size_t distinct_prefixes(const RouteGroup& group) {
    std::set<config::Prefix> prefixes;
    for (const auto& route : group.routes) prefixes.insert(route.prefix);
    return prefixes.size();
}

std::set<std::uint8_t> masks_of(const RouteGroup& group) {
    std::set<std::uint8_t> masks;
    for (const auto& route : group.routes) masks.insert(route.prefix.length);
    return masks;
}

void print_path(const dataplane::RouteView& route, TextWriter& out) {
    if (!route.next_hop) {
        out.put("is directly connected");
        if (route.interface) out.put(", ", route.interface->text());
        return static_cast<void>(out.end());
    }
    out.put('[', route.distance, '/', route.metric, "] via ", *route.next_hop);
    if (route.interface) out.put(", ", route.interface->text());
    out.end();
}

void print_route(const RouteGroup& group, std::size_t at_route, bool with_length, const ShowLook& look, TextWriter& out) {
    const dataplane::RouteView& route = group.routes[at_route];
    const bool another_path = at_route != 0 && group.routes[at_route - 1].prefix == route.prefix;
    const unsigned column = look.route_indent + (group.has_heading ? 3 : 0);
    TextWriter prefix;
    prefix.put(route.prefix.network());
    if (with_length) prefix.put('/', route.prefix.length);
    if (another_path) out.put(at(column + prefix.size() + 1));
    else out.put(code_letter(route.source), route.candidate_default ? "*" : "", at(column), prefix.text(), ' ');
    print_path(route, out);
}

const dataplane::RouteView* default_route(const std::vector<dataplane::RouteView>& routes) {
    const auto at_route = std::find_if(routes.begin(), routes.end(), [](const dataplane::RouteView& route) {
        return route.prefix.address.is_v4() && (is_default(route.prefix) || route.candidate_default);
    });
    return at_route == routes.end() ? nullptr : &*at_route;
}

}  // namespace

std::string_view RoutePathRow::source_word(Source source) {
    switch (source) {
        case Source::connected: return "connected";
        case Source::local: return "local";
        case Source::static_route:
        case Source::injected:
        case Source::dhcp: return "static";
    }
    return {};
}

void print_route_head(const std::vector<dataplane::RouteView>& routes, const ShowLook& look, TextWriter& out) {
    out.block(look.route_codes).end();
    const dataplane::RouteView* route = default_route(routes);
    if (!route) return static_cast<void>(out.line("Gateway of last resort is not set").end());
    out.line("Gateway of last resort is ", route->next_hop.value_or(config::IpAddress::v4(0)), " to network ", route->prefix.network()).end();
}

void print_route_group(const RouteGroup& group, const ShowLook& look, TextWriter& out) {
    const std::set<std::uint8_t> masks = masks_of(group);
    const std::size_t count = distinct_prefixes(group);
    const bool variable = masks.size() > 1;
    if (group.has_heading) {
        out.put(at(look.route_indent), group.network.address, '/', variable ? group.network.length : *masks.begin());
        if (variable) out.line(" is variably subnetted, ", count, " subnets, ", masks.size(), " masks");
        else out.line(" is subnetted, ", count, " subnets");
    }
    const bool with_length = !group.has_heading || variable;
    for (std::size_t i = 0; i < group.routes.size(); ++i) print_route(group, i, with_length, look, out);
}

std::vector<RouteGroup> route_groups(std::vector<dataplane::RouteView> routes, const ShowLook& look) {
    std::erase_if(routes, [&](const dataplane::RouteView& route) {
        return !route.prefix.address.is_v4() || (route.source == Source::local && !look.local_routes);
    });
    for (auto& route : routes) route.prefix.address = route.prefix.network();
    std::stable_sort(routes.begin(), routes.end(),
                     [](const dataplane::RouteView& a, const dataplane::RouteView& b) { return a.prefix < b.prefix; });
    std::vector<RouteGroup> groups;
    for (auto& route : routes) {
        const config::Prefix heading = heading_of(route.prefix);
        if (groups.empty() || groups.back().network != heading) groups.push_back({heading, false, {}});
        groups.back().has_heading |= route.prefix.length > heading.length;
        groups.back().routes.push_back(std::move(route));
    }
    return groups;
}

void print_route_entry(const std::vector<dataplane::RouteView>& paths, TextWriter& out) {
    const dataplane::RouteView& first = paths.front();
    const bool attached = first.source == Source::connected || first.source == Source::local;
    out.line("Routing entry for ", first.prefix.network(), '/', first.prefix.length, is_default(first.prefix) ? ", supernet" : "");
    out.line("  Known via \"", attached ? "connected" : "static", "\", distance ", first.distance, ", metric ", first.metric,
             attached || !first.next_hop ? " (connected, via interface)" : first.candidate_default ? ", candidate default path" : "");
    out.line("  Routing Descriptor Blocks:");
    for (const dataplane::RouteView& path : paths) {
        out.put(&path == &first ? "  * " : "    ");
        if (path.next_hop) out.put(*path.next_hop);
        if (path.next_hop && path.interface) out.put(", via ", path.interface->text());
        else if (path.interface) out.put("directly connected, via ", path.interface->text());
        out.end().line("      Route metric is ", path.metric, ", traffic share count is 1");
    }
}

std::vector<dataplane::RouteView> routes_to(const std::vector<dataplane::RouteView>& routes, const config::IpAddress& address,
                                            const ShowLook& look) {
    std::vector<dataplane::RouteView> best;
    for (const dataplane::RouteView& route : routes) {
        const bool shown = route.prefix.address.is_v4() && (look.local_routes || route.source != Source::local);
        const bool asked = !is_default(route.prefix) || address.v4_value() == 0;
        if (!shown || !asked || !route.prefix.contains(address)) continue;
        if (!best.empty() && route.prefix.length < best.front().prefix.length) continue;
        if (!best.empty() && route.prefix.length > best.front().prefix.length) best.clear();
        best.push_back(route);
    }
    return best;
}

bool is_subnetted(const std::vector<dataplane::RouteView>& routes, const config::IpAddress& address) {
    const std::uint8_t length = classful_length(address);
    const config::IpAddress network = config::Prefix{address, length}.network();
    return std::any_of(routes.begin(), routes.end(), [&](const dataplane::RouteView& route) {
        return route.prefix.address.is_v4() && route.prefix.length > length && config::Prefix{route.prefix.address, length}.network() == network;
    });
}

}  // namespace show
