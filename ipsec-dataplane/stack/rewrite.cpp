#include <algorithm>

#include "ipsec-dataplane/graph/nodes.h"
#include "ipsec-dataplane/stack/ethernet.h"
#include "ipsec-dataplane/stack/fragmentation.h"
#include "ipsec-dataplane/stack/icmp_error.h"
#include "ipsec-dataplane/stack/ip_packet.h"

namespace dataplane::node {

namespace {

void push_frame_header(Packet& packet, const Port& port, const MacAddress& to) {
    const std::uint16_t type = is_v6(packet) ? ethernet::type_ip6 : ethernet::type_ip4;
    packet.pull_to_l3();
    std::uint8_t* at = packet.push(ethernet::header_length);
    packet.l2_offset = packet.data_offset();
    std::copy(to.begin(), to.end(), at);
    std::copy(port.mac.begin(), port.mac.end(), at + 6);
    wire::store16(at + 12, type);
    packet.scratch = port.id.index();
}

void too_big(Pass& pass, std::uint32_t mtu, PacketPtr packet) {
    const bool v6 = is_v6(*packet);
    if (must_stay_whole(*packet))
        return refuse(pass, v6 ? Drop::ip6_rewrite_too_big : Drop::rewrite_too_big, fragmentation_needed(mtu),
                      std::move(packet));
    if (!fragment(pass, *packet, mtu, v6 ? Node::ip6_rewrite : Node::ip4_rewrite))
        pass.count(v6 ? Drop::ip6_rewrite_no_buffer : Drop::rewrite_no_buffer);
}

/// RFC 2464 7.
MacAddress multicast_mac(const Packet& packet) {
    const std::uint8_t* last = packet.l3() + Ip6Header::length - 4;
    return {0x33, 0x33, last[0], last[1], last[2], last[3]};
}

config::IpAddress hop_of(const Adjacency& adjacency, const Packet& packet) {
    return adjacency.next_hop ? adjacency.next_hop : destination_of(packet);
}

/// Someone has to find out whether a neighbour unheard of for long is still there (RFC 4861 7.3.3).
void report_stale(Pass& pass, const Port& port, const config::IpAddress& hop) {
    Notice notice;
    notice.kind = Notice::Kind::stale_neighbour;
    notice.port = port.id;
    notice.packet.destination = hop;
    pass.notice(notice);
}

/// Whom the frame goes to, remembered from packet to packet.
struct LastNeighbour {
    InterfaceId interface;
    config::IpAddress address;
    const ResolvedNeighbour* neighbour = nullptr;

    const ResolvedNeighbour* find(const Pass& pass, const Port& port, const config::IpAddress& hop) {
        if (neighbour == nullptr || interface != port.id || address != hop) {
            neighbour = pass.neighbours.find(port.id, hop);
            interface = port.id;
            address = hop;
        }
        return neighbour;
    }
};

void rewrite(Pass& pass, LastNeighbour& last, PacketPtr packet) {
    const Adjacency& adjacency = pass.tables.adjacencies[packet->scratch];
    const Port& port = pass.tables.ports[adjacency.port];
    if (port.kind != Port::Kind::ethernet || !port.up)
        return refuse(pass, Drop::rewrite_interface_down, host_unreachable, std::move(packet));
    if (packet->l3_length() > port.ip_mtu) return too_big(pass, port.ip_mtu, std::move(packet));
    const ResolvedNeighbour* neighbour = last.find(pass, port, hop_of(adjacency, *packet));
    if (neighbour == nullptr) return pass.to(Node::arp_resolve, std::move(packet));
    push_frame_header(*packet, port, neighbour->mac);
    pass.to(Node::interface_output, std::move(packet));
}

void rewrite6(Pass& pass, LastNeighbour& last, PacketPtr packet) {
    const Adjacency& adjacency = pass.tables.adjacencies[packet->scratch];
    const Port& port = pass.tables.ports[adjacency.port];
    if (port.kind != Port::Kind::ethernet || !port.up)
        return refuse(pass, Drop::ip6_rewrite_interface_down, host_unreachable, std::move(packet));
    const bool narrow = adjacency.path_mtu != 0 && adjacency.path_mtu < port.ip6_mtu && !packet->interface;
    const std::uint32_t mtu = narrow ? adjacency.path_mtu : port.ip6_mtu;
    if (packet->l3_length() > mtu) return too_big(pass, mtu, std::move(packet));
    if (ip6(*packet).has_multicast_destination()) {
        push_frame_header(*packet, port, multicast_mac(*packet));
        return pass.to(Node::interface_output, std::move(packet));
    }
    const config::IpAddress hop = hop_of(adjacency, *packet);
    const ResolvedNeighbour* neighbour = last.find(pass, port, hop);
    if (neighbour == nullptr) return pass.to(Node::arp_resolve, std::move(packet));
    if (neighbour->is_first_use_of_stale()) report_stale(pass, port, hop);
    push_frame_header(*packet, port, neighbour->mac);
    pass.to(Node::interface_output, std::move(packet));
}

}  // namespace

void ip4_rewrite(Pass& pass, PacketVector& vector) {
    LastNeighbour last;
    for (std::uint32_t i = 0; i < vector.size(); ++i) rewrite(pass, last, vector.take(i));
}

void ip6_rewrite(Pass& pass, PacketVector& vector) {
    LastNeighbour last;
    for (std::uint32_t i = 0; i < vector.size(); ++i) rewrite6(pass, last, vector.take(i));
}

void arp_resolve(Pass& pass, PacketVector& vector) {
    for (std::uint32_t i = 0; i < vector.size(); ++i) {
        Punt punt;
        punt.kind = PuntKind::unresolved;
        punt.packet = vector.take(i);
        const Adjacency& adjacency = pass.tables.adjacencies[punt.packet->scratch];
        punt.port = pass.tables.ports[adjacency.port].id;
        punt.next_hop = hop_of(adjacency, *punt.packet);
        pass.punt(std::move(punt));
    }
}

void arp_input(Pass& pass, PacketVector& vector) {
    for (std::uint32_t i = 0; i < vector.size(); ++i) {
        Punt punt;
        punt.kind = PuntKind::arp;
        punt.packet = vector.take(i);
        pass.punt(std::move(punt));
    }
}

}  // namespace dataplane::node
