#include <algorithm>

#include "ipsec-dataplane/control/control_plane.h"
#include "ipsec-dataplane/esp/ip_header.h"
#include "ipsec-dataplane/stack/ip_packet.h"

namespace dataplane {

namespace {

constexpr std::uint32_t udp_header_length = 8, marker_length = 4;
constexpr std::uint16_t nat_t_port = 4500;
constexpr std::uint8_t control_tos = 0xc0;

void count(ControlPlane& control, Drop reason) { control.own_worker().drops[static_cast<std::size_t>(reason)].add(); }

/// RFC 3948 2.2: on port 4500 four zero bytes come before the message.
void deliver_ike(ControlPlane& control, const Packet& packet) {
    const std::uint8_t* udp = packet.l3() + read_whole_ip_header({packet.l3(), packet.l3_length()}).length;
    UdpDatagram datagram;
    datagram.vrf = packet.vrf;
    datagram.local = destination_of(packet);
    datagram.remote = source_of(packet);
    datagram.remote_port = wire::load16(udp);
    datagram.local_port = wire::load16(udp + 2);
    const std::uint32_t skip = udp_header_length + (datagram.local_port == nat_t_port ? marker_length : 0);
    datagram.payload.assign(udp + skip, udp + wire::load16(udp + 4));
    control.upcalls.emplace_back(std::move(datagram));
}

void take_fragment(ControlPlane& control, const Packet& packet, Instant now) {
    std::vector<std::uint8_t> whole;
    switch (control.reassembly.add(packet, now, whole)) {
        case FragmentFate::waiting: return;
        case FragmentFate::malformed: return count(control, Drop::reassembly_bad_fragment);
        case FragmentFate::overlapping: return count(control, Drop::reassembly_overlap);
        case FragmentFate::no_room: return count(control, Drop::reassembly_full);
        case FragmentFate::complete: break;
    }
    PacketPtr joined = control.own_worker().pool.copy_of(whole);
    if (!joined) return count(control, Drop::reassembly_full);
    joined->interface = packet.interface;
    joined->vrf = packet.vrf;
    joined->sa = packet.sa;
    const Node local = is_v6(*joined) ? Node::ip6_local : Node::ip4_local;
    put(control, local, std::move(joined));
}

PacketPtr room_for(ControlPlane& control, VrfId vrf, std::uint32_t header, std::uint32_t payload) {
    PacketPtr packet = control.own_worker().pool.take_for(header + payload);
    if (!packet) return packet;
    packet->append(header + payload);
    packet->l3_offset = packet->data_offset();
    packet->l4_offset = static_cast<std::uint16_t>(packet->l3_offset + header);
    packet->vrf = vrf;
    return packet;
}

void take_unresolved(ControlPlane& control, Punt punt, Instant now) {
    if (punt.next_hop.is_v4()) return resolve(control, punt.port, punt.next_hop, std::move(punt.packet), now);
    const InterfaceId from = punt.packet->interface;
    punt.packet->interface = InterfaceId{};
    resolve_ip6(control, punt.port, punt.next_hop, std::move(punt.packet), from, now);
}

/// How well a prefix of ours goes with the peer (RFC 6724 rule 8).
unsigned common_bits(const config::IpAddress& a, const config::IpAddress& b) {
    for (unsigned bits = 128; bits > 0; --bits)
        if (config::Prefix{a, static_cast<std::uint8_t>(bits)}.contains(b)) return bits;
    return 0;
}

config::IpAddress best_of(const RouterInterface& interface, const config::IpAddress& peer) {
    config::IpAddress best;
    unsigned most = 0;
    for (const config::Prefix& prefix : interface.ip6.addresses) {
        const unsigned bits = common_bits(prefix.address, peer);
        if (best && bits <= most) continue;
        best = prefix.address;
        most = bits;
    }
    return best;
}

/// An address of the interface that leads there, else of another one.
config::IpAddress ip6_source(const ControlPlane& control, VrfId vrf, const Port& way, const config::IpAddress& peer) {
    const RouterInterface* out = nullptr;
    for (const auto& [name, interface] : control.interfaces)
        if (interface->id == way.id) out = interface.get();
    if (out == nullptr) return {};
    if (const auto own = best_of(*out, peer)) return own;
    for (const auto& [name, interface] : control.interfaces) {
        const Port* port = control.tables.get().port(interface->id);
        if (port == nullptr || !port->up || port->vrf != vrf) continue;
        if (const auto other = best_of(*interface, peer)) return other;
    }
    return out->ip6.link_local;
}

}  // namespace

PacketPtr local_packet(ControlPlane& control, const LocalPacket& about, std::uint32_t payload) {
    if (!about.source || about.source.family() != about.destination.family()) return {};
    const bool v6 = about.source.is_v6();
    const std::uint32_t header = v6 ? Ip6Header::length : Ip4Header::minimum;
    if (header + payload > 65535) return {};
    PacketPtr packet = room_for(control, about.vrf, header, payload);
    if (!packet) return packet;
    packet->out = about.out;
    if (v6)
        Ip6Header(packet->data)
            .write({about.tos, about.ttl, about.protocol, about.source, about.destination}, header + payload);
    else
        Ip4Header(packet->data)
            .write({about.tos, about.ttl, about.protocol, control.own_worker().next_identification++,
                    about.dont_fragment, about.source.v4_value(), about.destination.v4_value()},
                   header + payload);
    return packet;
}

void put_local(ControlPlane& control, PacketPtr packet) {
    const Node node = is_v6(*packet) ? Node::ip6_lookup : Node::ip4_lookup;
    put(control, node, std::move(packet));
}

void fill_udp(Packet& packet, std::uint16_t from, std::uint16_t to) {
    const std::uint32_t length = l4_length(packet);
    std::uint8_t* udp = packet.l4();
    wire::store16(udp, from);
    wire::store16(udp + 2, to);
    wire::store16(udp + 4, static_cast<std::uint16_t>(length));
    wire::store16(udp + 6, 0);
    const std::uint16_t sum =
        wire::checksum(wire::sum({udp, length}, pseudo_header_sum(packet, protocol::udp, length)));
    wire::store16(udp + 6, sum == 0 ? 0xffff : sum);
}

InterfaceId interface_with_link_local(const ControlPlane& control, const config::IpAddress& address) {
    for (const auto& [name, interface] : control.interfaces)
        if (interface->line_up && interface->ip6.link_local == address) return interface->id;
    return {};
}

void punted(ControlPlane& control, Punt punt, Instant now) {
    switch (punt.kind) {
        case PuntKind::arp: return arp_received(control, *punt.packet, now);
        case PuntKind::fragment: return take_fragment(control, *punt.packet, now);
        case PuntKind::dhcp: return dhcp_received(control, *punt.packet, now);
        case PuntKind::ike: return deliver_ike(control, *punt.packet);
        case PuntKind::echo_reply: return echo_replied(control, *punt.packet, now);
        case PuntKind::icmp_error: return icmp_error_received(control, *punt.packet, now);
        case PuntKind::undeliverable: return undeliverable(control, punt, now);
        case PuntKind::unresolved: return take_unresolved(control, std::move(punt), now);
        case PuntKind::neighbour_discovery: return nd_received(control, *punt.packet, now);
    }
}

config::IpAddress source_towards(const ControlPlane& control, VrfId vrf, const config::IpAddress& peer) {
    const ForwardingTables& tables = control.tables.get();
    const Adjacency* way = tables.route(vrf, peer);
    if (way == nullptr) return {};
    if (way->kind == Adjacency::Kind::receive) return peer;
    if (way->port >= tables.ports.size()) return {};
    return peer.is_v6() ? ip6_source(control, vrf, tables.ports[way->port], peer) : tables.ports[way->port].address;
}

void send_udp(ControlPlane& control, const UdpDatagram& datagram, Instant now) {
    const auto local = datagram.local ? datagram.local : source_towards(control, datagram.vrf, datagram.remote);
    if (!local || local.family() != datagram.remote.family()) return count(control, Drop::lookup_no_route);
    const bool keepalive = datagram.payload.size() == 1 && datagram.payload[0] == 0xff;  // RFC 3948 2.3
    const std::uint32_t marker = datagram.local_port == nat_t_port && !keepalive ? marker_length : 0;
    if (datagram.payload.size() > 65535) return count(control, Drop::udp_malformed);
    const auto length = static_cast<std::uint32_t>(udp_header_length + marker + datagram.payload.size());
    const InterfaceId out = datagram.remote.is_link_local() ? interface_with_link_local(control, local) : InterfaceId{};
    PacketPtr packet = local_packet(
        control, {datagram.vrf, local, datagram.remote, control_tos, 255, protocol::udp, false, out}, length);
    if (!packet) return count(control, Drop::rewrite_no_buffer);
    std::uint8_t* behind = packet->l4() + udp_header_length;
    std::fill_n(behind, marker, std::uint8_t{0});
    std::copy(datagram.payload.begin(), datagram.payload.end(), behind + marker);
    fill_udp(*packet, datagram.local_port, datagram.remote_port);
    put_local(control, std::move(packet));
    run_graph(control, now);
}

}  // namespace dataplane
