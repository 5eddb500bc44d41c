#include "ipsec-dataplane/control/routing.h"

#include <algorithm>
#include <optional>

namespace dataplane {

namespace {

struct RouteKey {
    VrfId vrf;
    config::Prefix prefix;
    auto operator<=>(const RouteKey&) const = default;
};

/// The routing table while it is being made.
class Compilation {
public:
    Compilation(const InterfaceTable& interfaces, VrfNames& vrfs, ForwardingTables& tables)
        : interfaces_(interfaces), vrfs_(vrfs), tables_(tables) {}

    void add_connected(const RouterInterface& interface) {
        const VrfId vrf = vrfs_.id(interface.settings.vrf);
        if (interface.settings.address) add_subnet(interface, vrf, *interface.settings.address);
        for (const config::Prefix& prefix : interface.settings.secondary_addresses) add_subnet(interface, vrf, prefix);
        for (const config::Prefix& prefix : interface.ip6.addresses) add_subnet(interface, vrf, prefix);
        if (interface.ip6.enabled) add_multicast(vrf);
        if (interface.settings.ipv6_autoconfig_default && interface.default_router) add_default(interface, vrf);
        if (!interface.settings.address && interface.settings.unnumbered) add_unnumbered(interface, vrf);
    }

    /// True when the route could be installed, or never will be.
    bool add_static(const config::StaticRoute& route) {
        const VrfId vrf = vrfs_.id(route.vrf);
        const auto adjacency = route.interface ? via_interface(route) : via_next_hop(vrf, *route.next_hop);
        if (!adjacency) return false;
        RouteView view;
        view.source = RouteView::Source::static_route;
        view.prefix = {route.destination.network(), route.destination.length};
        view.distance = route.distance;
        view.next_hop = route.next_hop;
        view.interface = route.interface;
        view.candidate_default = route.destination.length == 0 && route.destination.address.is_v4();
        install(vrf, view, *adjacency);
        return true;
    }

    bool add_learnt(const Route& route) {
        const auto adjacency = via_next_hop(route.vrf, *route.view.next_hop);
        if (adjacency) install(route.vrf, route.view, *adjacency);
        return adjacency.has_value();
    }

    /// Packets to `address` are the router's; it answers broadcasts from its `own` address.
    void receive(VrfId vrf, const config::IpAddress& address, const config::IpAddress& own = {}) {
        insert(vrf, {address, static_cast<std::uint8_t>(address.bits())}, {Adjacency::Kind::receive, no_index, own});
    }

    std::vector<Route> take() {
        std::vector<Route> routes;
        for (auto& [key, views] : installed_)
            for (RouteView& view : views) routes.push_back({key.vrf, std::move(view)});
        return routes;
    }

private:
    void insert(VrfId vrf, const config::Prefix& prefix, const Adjacency& adjacency) {
        tables_.routes[vrf.value].insert(prefix, static_cast<std::uint32_t>(tables_.adjacencies.size()));
        tables_.adjacencies.push_back(adjacency);
    }

    /// Equal distance: listed beside the first, which carries the packets.
    void install(VrfId vrf, const RouteView& view, const Adjacency& adjacency) {
        auto& views = installed_[{vrf, view.prefix}];
        if (!views.empty() && views.front().distance < view.distance) return;
        if (!views.empty() && views.front().distance == view.distance) {
            views.push_back(view);
            return;
        }
        views.assign(1, view);
        insert(vrf, view.prefix, adjacency);
    }

    void add_subnet(const RouterInterface& interface, VrfId vrf, const config::Prefix& prefix) {
        RouteView view;
        view.prefix = {prefix.network(), prefix.length};
        view.interface = interface.name;
        const auto whole = static_cast<std::uint8_t>(prefix.address.bits());
        if (prefix.length < whole) {
            install(vrf, view, {Adjacency::Kind::forward, interface.id.index(), {}});
            view.source = RouteView::Source::local;
        }
        view.prefix = {prefix.address, whole};
        installed_[{vrf, view.prefix}].assign(1, view);
        receive(vrf, prefix.address);
        if (!prefix.address.is_v4() || prefix.length > 30) return;
        receive(vrf, prefix.last(), prefix.address);
        receive(vrf, prefix.network(), prefix.address);
    }

    /// FF00::/8, as the screens list it; groups are looked up by interface.
    void add_multicast(VrfId vrf) {
        RouteView view;
        view.source = RouteView::Source::local;
        view.prefix = {config::IpAddress::v6({0xff}), 8};
        view.interface = config::InterfaceName{};
        view.interface->kind = config::InterfaceKind::null;
        view.interface->depth = 1;
        installed_[{vrf, view.prefix}].assign(1, view);
    }

    /// The router that advertised itself.
    void add_default(const RouterInterface& interface, VrfId vrf) {
        RouteView view;
        view.source = RouteView::Source::static_route;
        view.prefix = {config::IpAddress::v6({}), 0};
        view.distance = 2;
        view.next_hop = interface.default_router;
        view.interface = interface.name;
        install(vrf, view, {Adjacency::Kind::forward, interface.id.index(), interface.default_router});
    }

    void add_unnumbered(const RouterInterface& interface, VrfId vrf) {
        const RouterInterface* lender = interfaces_.find(*interface.settings.unnumbered);
        if (lender != nullptr && lender->settings.address) receive(vrf, lender->settings.address->address);
    }

    std::optional<Adjacency> via_interface(const config::StaticRoute& route) const {
        const RouterInterface* out = interfaces_.find(*route.interface);
        if (out == nullptr || !out->line_up) return {};
        if (out->kind() == Port::Kind::null) return Adjacency{Adjacency::Kind::null, no_index, {}};
        return Adjacency{Adjacency::Kind::forward, out->id.index(), route.next_hop.value_or(config::IpAddress{})};
    }

    std::optional<Adjacency> via_next_hop(VrfId vrf, const config::IpAddress& hop) const {
        const Adjacency* to = tables_.route(vrf, hop);
        if (to == nullptr || to->kind == Adjacency::Kind::receive) return {};
        Adjacency found = *to;
        if (found.kind == Adjacency::Kind::forward && !found.next_hop) found.next_hop = hop;
        return found;
    }

    const InterfaceTable& interfaces_;
    VrfNames& vrfs_;
    ForwardingTables& tables_;
    std::map<RouteKey, std::vector<RouteView>> installed_;
};

bool is_complete(const config::StaticRoute& route) { return route.interface || route.next_hop; }

/// A static route or a learnt one, not yet installed.
struct Candidate {
    const config::StaticRoute* configured = nullptr;
    const Route* learnt = nullptr;
    std::uint8_t distance = 0;
};

/// Routes through a next hop wait for the route to it, which may itself be static.
void add_statics(Compilation& compilation, const config::Configuration& configuration,
                 const std::vector<Route>& learnt) {
    std::vector<Candidate> waiting;
    for (const config::StaticRoute& route : configuration.routes)
        if (is_complete(route)) waiting.push_back({&route, nullptr, route.distance});
    for (const Route& route : learnt) waiting.push_back({nullptr, &route, route.view.distance});
    std::stable_sort(waiting.begin(), waiting.end(),
                     [](const Candidate& a, const Candidate& b) { return a.distance < b.distance; });
    for (std::size_t before = waiting.size() + 1; waiting.size() < before;) {
        before = waiting.size();
        std::erase_if(waiting, [&](const Candidate& route) {
            return route.configured != nullptr ? compilation.add_static(*route.configured)
                                               : compilation.add_learnt(*route.learnt);
        });
    }
}

}  // namespace

std::vector<Route> compile_routes(const config::Configuration& configuration, const std::vector<Route>& learnt,
                                  const InterfaceTable& interfaces, VrfNames& vrfs, ForwardingTables& tables) {
    for (const auto& [name, interface] : interfaces) vrfs.id(interface->settings.vrf);
    for (const config::StaticRoute& route : configuration.routes) vrfs.id(route.vrf);
    tables.routes.assign(vrfs.tables(), {});
    tables.adjacencies.clear();
    Compilation compilation(interfaces, vrfs, tables);
    for (std::uint32_t vrf = 0; vrf < tables.routes.size(); ++vrf)
        compilation.receive({vrf}, config::IpAddress::v4(0xffffffff));
    for (const auto& [name, interface] : interfaces)
        if (interface->line_up) compilation.add_connected(*interface);
    add_statics(compilation, configuration, learnt);
    return compilation.take();
}

}  // namespace dataplane
