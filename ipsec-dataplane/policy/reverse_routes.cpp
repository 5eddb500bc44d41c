#include <set>
#include <tuple>

#include "ipsec-dataplane/control/control_plane.h"

namespace dataplane {

namespace {

config::IpAddress peer_of(const ControlPlane& control, const FlowRecord& flow) {
    const auto pair = flow.pairs.empty() ? control.policy.pairs.end() : control.policy.pairs.find(flow.pairs.front());
    if (pair == control.policy.pairs.end()) return {};
    const SecurityAssociation* sa = control.sas.find(pair->second.sas.outbound);
    return sa == nullptr ? config::IpAddress{} : sa->parameters().remote_address;
}

/// None: no route now.
config::IpAddress way_of(const ControlPlane& control, const EntryRecord& record, const FlowRecord& flow) {
    const config::IpAddress peer = peer_of(control, flow);
    const bool stands = peer || (record.details.reverse_route_static && flow.flow.origin_is_acl);
    if (!stands) return {};
    if (record.details.reverse_route_way) return record.details.reverse_route_way;
    if (peer) return peer;
    return record.entry.peers.empty() ? config::IpAddress{} : record.entry.peers.front();
}

using KnownRoutes = std::set<std::tuple<VrfId, config::Prefix, config::IpAddress>>;

void add_route(const ControlPlane& control, const EntryRecord& record, const FlowRecord& flow, KnownRoutes& known,
               std::vector<Route>& routes) {
    const config::IpAddress way = way_of(control, record, flow);
    const auto prefix = flow.flow.remote.prefix();
    if (!way || !prefix || way.family() != prefix->address.family()) return;
    Route route;
    route.vrf = record.entry.front_vrf;
    route.view.source = RouteView::Source::injected;
    route.view.prefix = *prefix;
    route.view.distance = 1;
    route.view.next_hop = way;
    route.view.candidate_default = prefix->length == 0;
    if (known.insert({route.vrf, *prefix, way}).second) routes.push_back(std::move(route));
}

}  // namespace

/// One route for each remote proxy: while a pair stands, or while the map is applied (`static`).
std::vector<Route> reverse_routes(const ControlPlane& control) {
    std::vector<Route> routes;
    KnownRoutes known;
    for (const auto& [id, record] : control.policy.entries) {
        if (!record.entry.reverse_route) continue;
        for (const FlowId flow : record.entry.flows) {
            const auto found = control.policy.flows.find(flow);
            if (found != control.policy.flows.end()) add_route(control, record, *found->second, known, routes);
        }
    }
    return routes;
}

std::vector<Route> learnt_routes(ControlPlane& control) {
    std::vector<Route> routes = reverse_routes(control);
    for (Route& route : dhcp_routes(control)) routes.push_back(std::move(route));
    return routes;
}

}  // namespace dataplane
