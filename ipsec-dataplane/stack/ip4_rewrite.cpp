#include <algorithm>

#include "ipsec-dataplane/graph/nodes.h"
#include "ipsec-dataplane/stack/ethernet.h"
#include "ipsec-dataplane/stack/fragmentation.h"
#include "ipsec-dataplane/stack/icmp_error.h"
#include "ipsec-dataplane/stack/ip4_header.h"

namespace dataplane::node {

namespace {

void push_frame_header(Packet& packet, const Port& port, const MacAddress& to) {
    packet.pull_to_l3();
    std::uint8_t* at = packet.push(ethernet::header_length);
    packet.l2_offset = packet.data_offset();
    std::copy(to.begin(), to.end(), at);
    std::copy(port.mac.begin(), port.mac.end(), at + 6);
    wire::store16(at + 12, ethernet::type_ip4);
    packet.scratch = port.id.index();
}

void too_big(Pass& pass, const Port& port, PacketPtr packet) {
    if (ip4(*packet).dont_fragment())
        return refuse(pass, Drop::rewrite_too_big, fragmentation_needed(port.ip_mtu), std::move(packet));
    if (!fragment(pass, *packet, port.ip_mtu, Node::ip4_rewrite)) pass.count(Drop::rewrite_no_buffer);
}

/// Whom the frame goes to, remembered from packet to packet.
struct LastNeighbour {
    InterfaceId interface;
    config::IpAddress address;
    const MacAddress* mac = nullptr;

    const MacAddress* find(const Pass& pass, const Port& port, const config::IpAddress& hop) {
        if (mac == nullptr || interface != port.id || address != hop) {
            mac = pass.neighbours.find(port.id, hop);
            interface = port.id;
            address = hop;
        }
        return mac;
    }
};

void rewrite(Pass& pass, LastNeighbour& last, PacketPtr packet) {
    const Adjacency& adjacency = pass.tables.adjacencies[packet->scratch];
    const Port& port = pass.tables.ports[adjacency.port];
    if (port.kind != Port::Kind::ethernet || !port.up)
        return refuse(pass, Drop::rewrite_interface_down, host_unreachable, std::move(packet));
    if (packet->l3_length() > port.ip_mtu) return too_big(pass, port, std::move(packet));
    const auto hop = adjacency.next_hop ? adjacency.next_hop : ip4(*packet).destination_address();
    const MacAddress* mac = last.find(pass, port, hop);
    if (mac == nullptr) return pass.to(Node::arp_resolve, std::move(packet));
    push_frame_header(*packet, port, *mac);
    pass.to(Node::interface_output, std::move(packet));
}

}  // namespace

void ip4_rewrite(Pass& pass, PacketVector& vector) {
    LastNeighbour last;
    for (std::uint32_t i = 0; i < vector.size(); ++i) rewrite(pass, last, vector.take(i));
}

void arp_resolve(Pass& pass, PacketVector& vector) {
    for (std::uint32_t i = 0; i < vector.size(); ++i) {
        Punt punt;
        punt.kind = PuntKind::unresolved;
        punt.packet = vector.take(i);
        const Adjacency& adjacency = pass.tables.adjacencies[punt.packet->scratch];
        punt.port = pass.tables.ports[adjacency.port].id;
        punt.next_hop = adjacency.next_hop ? adjacency.next_hop : ip4(*punt.packet).destination_address();
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
