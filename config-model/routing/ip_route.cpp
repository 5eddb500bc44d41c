#include <fmt/format.h>

#include <algorithm>

#include "config-model/configuration.h"
#include "config-model/language/line.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::routes;

Syntax tail(Syntax ways) {
    return std::move(ways) >> -number("distance", 1, 255, "Distance metric for this route") >>
           any_order(kw("global", "Next hop address is in the global table").hidden(),
                     kw("multicast", "multicast route").hidden(),
                     kw("name", "Specify name of the next hop") >> word("route_name", "Name of the next hop"),
                     kw("permanent", "permanent route"), kw("tag", "Set tag for this route") >> number("tag_value", 1, 4294967295, "Tag value"),
                     kw("track", "Install route depending on tracked item") >> number("track_value", 1, 1000, "tracked object number"));
}

Syntax vrf_part() { return -(kw("vrf", "Configure static route for a VPN Routing/Forwarding instance") >> word("table", "VPN Routing/Forwarding instance name")); }

Syntax ip_route_words() {
    return kw("ip", "Global IP configuration subcommands") >> kw("route", "Establish static routes") >> vrf_part() >>
           ipv4("network", "Destination prefix") >> wildcard("mask", "Destination prefix mask") >>
           tail((interface_name("out", "Interface") >> -(ipv4("gateway", "Forwarding router's address") | kw("dhcp", "Default gateway obtained from DHCP"))) |
                ipv4("gateway", "Forwarding router's address") | kw("dhcp", "Default gateway obtained from DHCP"));
}

Syntax ipv6_route_words() {
    return kw("ipv6", "Global IPv6 configuration commands") >> kw("route", "Configure static routes") >> vrf_part() >>
           ipv6_prefix("prefix", "IPv6 prefix x:x::y/<z>") >>
           tail((interface_name("out", "Interface") >> -ipv6("gateway", "IPv6 address of next-hop")) | ipv6("gateway", "IPv6 address of next-hop"));
}

StaticRoute read_route(const Args& args) {
    StaticRoute route;
    route.vrf = args.text("table");
    route.interface = args.get<InterfaceName>("out");
    route.next_hop = args.get<IpAddress>("gateway");
    route.distance = static_cast<std::uint8_t>(args.number("distance", 1));
    route.name = args.text("route_name");
    if (args.has("tag_value")) route.tag = static_cast<std::uint32_t>(args.number("tag_value"));
    if (args.has("track_value")) route.track = static_cast<std::uint16_t>(args.number("track_value"));
    route.permanent = args.has("permanent");
    route.dhcp = args.has("dhcp");
    route.global = args.has("global");
    return route;
}

bool same_way(const StaticRoute& left, const StaticRoute& right) {
    return left.destination == right.destination && left.vrf == right.vrf && left.interface == right.interface &&
           left.next_hop == right.next_hop && left.dhcp == right.dhcp;
}

/// The same way again replaces its options.
void store(Configuration& configuration, StaticRoute route) {
    auto& all = configuration.routes;
    const auto at = std::find_if(all.begin(), all.end(), [&](const StaticRoute& other) { return same_way(other, route); });
    if (at == all.end()) all.push_back(std::move(route));
    else *at = std::move(route);
}

Result erase(Configuration& configuration, const StaticRoute& route) {
    const bool any_way = !route.interface && !route.next_hop && !route.dhcp;
    const auto erased = std::erase_if(configuration.routes, [&](const StaticRoute& other) {
        return same_way(other, route) || (any_way && other.vrf == route.vrf && other.destination == route.destination);
    });
    return erased > 0 ? Result::ok() : Result::refused("%No matching route to delete");
}

bool is_own_address(const Configuration& configuration, const StaticRoute& route) {
    return route.next_hop && std::any_of(configuration.interfaces.begin(), configuration.interfaces.end(), [&](const auto& entry) {
        const Interface& interface = entry.second;
        return !interface.shutdown && interface.vrf == route.vrf && interface.address && interface.address->address == *route.next_hop;
    });
}

Result set_ip_route(Configuration& configuration, const Args& args) {
    auto route = read_route(args);
    const auto length = mask_length(*args.get<IpAddress>("mask"));
    if (!length) return Result::refused("%Inconsistent address and mask");
    route.destination = {*args.get<IpAddress>("network"), *length};
    if (route.destination.network() != route.destination.address) return Result::refused("%Inconsistent address and mask");
    if (is_own_address(configuration, route)) return Result::refused("%Invalid next hop address (it's this router)");
    store(configuration, std::move(route));
    return Result::ok();
}

Result unset_ip_route(Configuration& configuration, const Args& args) {
    auto route = read_route(args);
    const auto network = args.get<IpAddress>("network");
    const auto mask = args.get<IpAddress>("mask");
    if (!network || !mask || !mask_length(*mask)) return Result::incomplete();
    route.destination = {*network, *mask_length(*mask)};
    return erase(configuration, route);
}

Result set_ipv6_route(Configuration& configuration, const Args& args) {
    auto route = read_route(args);
    route.destination = *args.get<Prefix>("prefix");
    route.destination.address = route.destination.network();
    store(configuration, std::move(route));
    return Result::ok();
}

Result unset_ipv6_route(Configuration& configuration, const Args& args) {
    auto route = read_route(args);
    const auto prefix = args.get<Prefix>("prefix");
    if (!prefix) return Result::incomplete();
    route.destination = {prefix->network(), prefix->length};
    return erase(configuration, route);
}

std::string route_text(const StaticRoute& route) {
    const bool v4 = route.destination.address.is_v4();
    std::string text = v4 ? "ip route " : "ipv6 route ";
    if (!route.vrf.empty()) text += "vrf " + route.vrf + ' ';
    text += route.destination.address.text();
    text += v4 ? ' ' + route.destination.mask().text() : '/' + std::to_string(route.destination.length);
    if (route.interface) text += ' ' + route.interface->text();
    if (route.next_hop) text += ' ' + route.next_hop->text();
    if (route.dhcp) text += " dhcp";
    if (route.distance != 1) text += fmt::format(" {}", route.distance);
    if (route.global) text += " global";
    if (route.tag) text += fmt::format(" tag {}", *route.tag);
    if (route.permanent) text += " permanent";
    if (!route.name.empty()) text += " name " + route.name;
    if (route.track) text += fmt::format(" track {}", *route.track);
    return text;
}

template <bool v4>
void show_routes(const Configuration& configuration, Shown& shown) {
    for (const auto& route : configuration.routes)
        if (route.destination.address.is_v4() == v4) shown.raw(route_text(route));
}

}  // namespace

std::span<const Line> ip_route_lines() {
    static const Line lines[] = {
        line(ip_route_words()).set(&set_ip_route).unset(&unset_ip_route).show(&show_routes<true>)
            .no_needs(2).in("ip route").changes(topic),
        line(kw("ip", "Global IP configuration subcommands") >> kw("routing", "Enable IP routing"), &Configuration::ip_routing)
            .in("ip routing").changes(topic),
    };
    return lines;
}

std::span<const Line> ipv6_route_lines() {
    static const Line lines[] = {
        line(ipv6_route_words()).set(&set_ipv6_route).unset(&unset_ipv6_route).show(&show_routes<false>)
            .no_needs(1).in("ipv6 route").changes(topic),
        line(kw("ipv6", "Global IPv6 configuration commands") >> kw("unicast-routing", "Enable unicast routing"), &Configuration::ipv6_unicast_routing)
            .in("ipv6 unicast-routing").changes(topic),
    };
    return lines;
}

}  // namespace config
