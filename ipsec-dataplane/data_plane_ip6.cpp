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
    for (const auto& [key, neighbour] : state_->neighbours) {
        const RouterInterface* interface = state_->interfaces.find(key.first);
        if (interface == nullptr || !key.second.is_v6()) continue;
        NeighbourView view;
        view.state = neighbour.complete ? NeighbourView::State::reachable : NeighbourView::State::incomplete;
        view.address = key.second;
        view.mac = neighbour.mac;
        view.age_minutes = static_cast<std::uint32_t>(
            std::chrono::duration_cast<std::chrono::minutes>(now - neighbour.updated).count());
        view.interface = interface->name;
        views.push_back(std::move(view));
    }
    std::stable_sort(views.begin(), views.end(),
                     [](const NeighbourView& a, const NeighbourView& b) { return a.address < b.address; });
    return views;
}

std::vector<config::Prefix> DataPlane::addresses_of(const config::InterfaceName& name) const {
    std::vector<config::Prefix> addresses;
    const RouterInterface* interface = std::as_const(state_->interfaces).find(name);
    if (interface == nullptr) return addresses;
    const config::Interface& settings = interface->settings;
    if (settings.address) addresses.push_back(*settings.address);
    addresses.insert(addresses.end(), settings.secondary_addresses.begin(), settings.secondary_addresses.end());
    addresses.insert(addresses.end(), settings.ipv6_addresses.begin(), settings.ipv6_addresses.end());
    return addresses;
}

}  // namespace dataplane
