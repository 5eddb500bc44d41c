#include "ipsec-dataplane/graph/nodes.h"
#include "ipsec-dataplane/stack/icmp_error.h"
#include "ipsec-dataplane/stack/ip_packet.h"
#include "ipsec-dataplane/stack/tcp_mss.h"
#include "ipsec-dataplane/stack/way_out.h"

namespace dataplane::node {

namespace {

bool is_from_inside(const Pass& pass, const Packet& packet) {
    const Port* from = pass.tables.port(packet.interface);
    return from != nullptr && from->nat_inside;
}

void forward(Pass& pass, const Adjacency& adjacency, PacketPtr packet) {
    const Port& port = pass.tables.ports[adjacency.port];
    const bool in_transit = static_cast<bool>(packet->interface);
    if (in_transit) {
        Ip4Header header = ip4(*packet);
        if (header.ttl() <= 1) return refuse(pass, Drop::lookup_ttl_expired, ttl_exceeded, std::move(packet));
        header.decrement_ttl();
        adjust_mss(pass, port, *packet);
    }
    packet->scratch = static_cast<std::uint32_t>(&adjacency - pass.tables.adjacencies.data());
    if (in_transit && port.nat_outside && is_from_inside(pass, *packet)) return pass.to(Node::nat_source, std::move(packet));
    pass.to(in_transit && port.filter_out != no_index ? Node::access_out : way_out(port, false), std::move(packet));
}

void go(Pass& pass, const Adjacency* adjacency, PacketPtr packet) {
    if (adjacency == nullptr) return refuse(pass, Drop::lookup_no_route, host_unreachable, std::move(packet));
    switch (adjacency->kind) {
        case Adjacency::Kind::receive: return pass.to(Node::ip4_local, std::move(packet));
        case Adjacency::Kind::null: return refuse(pass, Drop::lookup_null_route, host_unreachable, std::move(packet));
        case Adjacency::Kind::forward: return forward(pass, *adjacency, std::move(packet));
    }
}

}  // namespace

void ip4_lookup(Pass& pass, PacketVector& vector) {
    const Adjacency* adjacency = nullptr;
    std::uint32_t last = 0;
    VrfId last_vrf{no_index};
    for (std::uint32_t i = 0; i < vector.size(); ++i) {
        PacketPtr packet = vector.take(i);
        const std::uint32_t destination = ip4(*packet).destination();
        if (destination != last || packet->vrf != last_vrf)
            adjacency = pass.tables.route(packet->vrf, config::IpAddress::v4(destination));
        last = destination;
        last_vrf = packet->vrf;
        if (destination >> 28 == 0xe && (adjacency == nullptr || adjacency->kind != Adjacency::Kind::receive))
            pass.drop(Drop::lookup_multicast, std::move(packet));
        else
            go(pass, adjacency, std::move(packet));
    }
}

void access_out(Pass& pass, PacketVector& vector) {
    for (std::uint32_t i = 0; i < vector.size(); ++i) {
        PacketPtr packet = vector.take(i);
        const Port& port = pass.tables.ports[pass.tables.adjacencies[packet->scratch].port];
        const bool v6 = is_v6(*packet);
        if (pass.tables.filters[v6 ? port.filter6_out : port.filter_out].permits(*packet, pass.worker.id))
            pass.to(way_out(port, v6), std::move(packet));
        else
            refuse(pass, Drop::access_out_denied, administratively_prohibited, std::move(packet));
    }
}

}  // namespace dataplane::node
