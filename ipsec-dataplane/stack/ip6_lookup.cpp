#include <algorithm>

#include "ipsec-dataplane/graph/nodes.h"
#include "ipsec-dataplane/stack/icmp_error.h"
#include "ipsec-dataplane/stack/ip_packet.h"
#include "ipsec-dataplane/stack/tcp_mss.h"
#include "ipsec-dataplane/stack/way_out.h"

namespace dataplane::node {

namespace {

/// A packet of the router's own towards a neighbour on a link that its sender chose.
void leave(Pass& pass, const Port* port, PacketPtr packet) {
    if (port == nullptr || !port->up || port->on_link == no_index)
        return refuse(pass, Drop::ip6_no_route, host_unreachable, std::move(packet));
    if (ip6(*packet).destination() == port->link_local) return pass.to(Node::ip6_local, std::move(packet));
    packet->scratch = port->on_link;
    pass.to(way_out(*port, true), std::move(packet));
}

void take_multicast(Pass& pass, PacketPtr packet) {
    const Port* port = pass.tables.port(packet->interface);
    const auto group = ip6(*packet).destination();
    const bool joined =
        port != nullptr && std::find(port->ip6_groups.begin(), port->ip6_groups.end(), group) != port->ip6_groups.end();
    if (!joined) return pass.drop(Drop::ip6_multicast, std::move(packet));
    pass.to(Node::ip6_local, std::move(packet));
}

/// Link-local addresses name hosts of one link and are never forwarded (RFC 4007 9).
void take_link_local(Pass& pass, PacketPtr packet) {
    const Port* port = pass.tables.port(packet->interface);
    if (port == nullptr) return refuse(pass, Drop::ip6_no_route, host_unreachable, std::move(packet));
    if (ip6(*packet).destination() != port->link_local) return pass.drop(Drop::ip6_link_local, std::move(packet));
    pass.to(Node::ip6_local, std::move(packet));
}

bool may_be_forwarded(Pass& pass, const Packet& packet, Drop& reason) {
    reason = Drop::ip6_not_routing;
    if (!pass.tables.ip6_forwarding) return false;
    reason = Drop::ip6_link_local;
    return !ip6(packet).has_link_local_source() && !ip6(packet).source().is_unspecified();
}

void forward(Pass& pass, const Adjacency& adjacency, PacketPtr packet) {
    const Port& port = pass.tables.ports[adjacency.port];
    const bool in_transit = static_cast<bool>(packet->interface);
    if (in_transit) {
        Drop reason{};
        if (!may_be_forwarded(pass, *packet, reason)) return pass.drop(reason, std::move(packet));
        Ip6Header header = ip6(*packet);
        if (header.hop_limit() <= 1) return refuse(pass, Drop::ip6_hop_limit, ttl_exceeded, std::move(packet));
        header.set_hop_limit(static_cast<std::uint8_t>(header.hop_limit() - 1));
        adjust_mss(pass, port, *packet);
    }
    packet->scratch = static_cast<std::uint32_t>(&adjacency - pass.tables.adjacencies.data());
    pass.to(in_transit && port.filter6_out != no_index ? Node::access_out : way_out(port, true), std::move(packet));
}

void go(Pass& pass, const Adjacency* adjacency, PacketPtr packet) {
    if (adjacency == nullptr) return refuse(pass, Drop::ip6_no_route, network_unreachable, std::move(packet));
    switch (adjacency->kind) {
        case Adjacency::Kind::receive: return pass.to(Node::ip6_local, std::move(packet));
        case Adjacency::Kind::null: return refuse(pass, Drop::ip6_null_route, network_unreachable, std::move(packet));
        case Adjacency::Kind::forward: return forward(pass, *adjacency, std::move(packet));
    }
}

}  // namespace

void ip6_lookup(Pass& pass, PacketVector& vector) {
    const Adjacency* adjacency = nullptr;
    config::IpAddress last;
    VrfId last_vrf{no_index};
    for (std::uint32_t i = 0; i < vector.size(); ++i) {
        PacketPtr packet = vector.take(i);
        const Ip6Header header = ip6(*packet);
        if (packet->out) {
            const Port* port = pass.tables.port(packet->out);
            leave(pass, port, std::move(packet));
        } else if (header.has_multicast_destination()) {
            take_multicast(pass, std::move(packet));
        } else if (header.has_link_local_destination()) {
            take_link_local(pass, std::move(packet));
        } else {
            const auto destination = header.destination();
            if (destination != last || packet->vrf != last_vrf) adjacency = pass.tables.route(packet->vrf, destination);
            last = destination;
            last_vrf = packet->vrf;
            go(pass, adjacency, std::move(packet));
        }
    }
}

}  // namespace dataplane::node
