#include <algorithm>

#include "ipsec-dataplane/data_plane_state.h"

namespace dataplane {

std::vector<RouteView> DataPlane::ipv6_routes() const {
    std::vector<RouteView> views;
    for (const Route& route : state_->routes)
        if (route.vrf == VrfId{} && route.view.prefix.address.is_v6()) views.push_back(route.view);
    return views;
}

std::vector<NeighbourView> DataPlane::ipv6_neighbours(Instant now) const {
    std::vector<NeighbourView> views;
    for (const auto& [key, neighbour] : state_->ip6_neighbours) {
        const RouterInterface* interface = state_->interfaces.find(key.first);
        if (interface == nullptr) continue;
        const auto age = std::chrono::duration_cast<std::chrono::minutes>(now - neighbour.updated).count();
        views.push_back({neighbour.state, key.second, neighbour.mac, static_cast<std::uint32_t>(age), interface->name});
    }
    std::stable_sort(views.begin(), views.end(),
                     [](const NeighbourView& a, const NeighbourView& b) { return a.address < b.address; });
    return views;
}

void DataPlane::clear_ipv6_neighbours(Instant now) {
    std::erase_if(state_->ip6_neighbours,
                  [](const auto& entry) { return entry.second.state != NeighbourView::State::incomplete; });
    state_->neighbours_stale = true;
    run_graph(*state_, now);
}

std::vector<config::Prefix> DataPlane::addresses_of(const config::InterfaceName& name) const {
    std::vector<config::Prefix> addresses;
    const RouterInterface* interface = std::as_const(state_->interfaces).find(name);
    if (interface == nullptr) return addresses;
    const config::Interface& settings = interface->settings;
    if (settings.address) addresses.push_back(*settings.address);
    addresses.insert(addresses.end(), settings.secondary_addresses.begin(), settings.secondary_addresses.end());
    addresses.insert(addresses.end(), interface->ip6.addresses.begin(), interface->ip6.addresses.end());
    if (interface->ip6.enabled) addresses.push_back({interface->ip6.link_local, 10});
    return addresses;
}

}  // namespace dataplane
