#include <algorithm>

#include "ipsec-dataplane/graph/nodes.h"
#include "ipsec-dataplane/policy/protection.h"
#include "ipsec-dataplane/stack/ethernet.h"
#include "ipsec-dataplane/stack/fragmentation.h"
#include "ipsec-dataplane/stack/icmp_error.h"
#include "ipsec-dataplane/stack/ip_packet.h"

namespace dataplane::node {

namespace {

constexpr std::uint16_t gre_checksum_bit = 0x8000, gre_key_bit = 0x2000, gre_sequence_bit = 0x1000,
                        gre_version = 0x0007;
constexpr std::uint32_t gre_header_length = 4;

void count_output(Pass& pass, const Port& port, const Packet& packet) {
    InterfaceTally& tally = pass.tally(port);
    tally.output_packets.add();
    tally.output_bytes.add(packet.l3_length());
    tally.last_output.set(static_cast<std::uint64_t>(pass.now.time_since_epoch().count()));
}

void count_input(Pass& pass, const Port& port, const Packet& packet) {
    InterfaceTally& tally = pass.tally(port);
    tally.input_packets.add();
    tally.input_bytes.add(packet.l3_length());
    tally.last_input.set(static_cast<std::uint64_t>(pass.now.time_since_epoch().count()));
}

/// RFC 2784, RFC 2890 for the key. False: no head room.
bool push_gre(Pass& pass, const TunnelEnd& end, Packet& packet) {
    const std::uint32_t header = gre_header_length + (end.has_key ? 4U : 0U);
    packet.pull_to_l3();
    const bool over_v6 = end.local.is_v6();
    const std::uint32_t outer = over_v6 ? Ip6Header::length : Ip4Header::minimum;
    if (packet.headroom() < header + outer) return false;
    const std::uint8_t tos = tos_of(packet);
    const std::uint16_t type = is_v6(packet) ? ethernet::type_ip6 : ethernet::type_ip4;
    std::uint8_t* gre = packet.push(header);
    wire::store16(gre, end.has_key ? gre_key_bit : std::uint16_t{0});
    wire::store16(gre + 2, type);
    if (end.has_key) wire::store32(gre + 4, end.key);
    packet.push(outer);
    packet.l3_offset = packet.data_offset();
    if (over_v6)
        ip6(packet).write({tos, 255, protocol::gre, end.local, end.remote}, packet.length);
    else
        ip4(packet).write({tos, 255, protocol::gre, pass.worker.next_identification++, false, end.local.v4_value(),
                           end.remote.v4_value()},
                          packet.length);
    packet.interface = packet.out = InterfaceId{};
    packet.vrf = end.front_vrf;
    return true;
}

void into_ipsec(Pass& pass, const TunnelEnd& end, PacketPtr packet) {
    if (end.flow == nullptr || !take_sa(pass, *end.flow, end.flow->id, *packet))
        return pass.drop(Drop::tunnel_no_sa, std::move(packet));
    pass.to(Node::esp_encrypt, std::move(packet));
}

void into_gre(Pass& pass, const TunnelEnd& end, PacketPtr packet) {
    if (!push_gre(pass, end, *packet)) return pass.drop(Drop::tunnel_no_room, std::move(packet));
    packet->sa = SaIndex{};
    if (end.flow != nullptr) return into_ipsec(pass, end, std::move(packet));
    pass.to(end.local.is_v6() ? Node::ip6_lookup : Node::ip4_lookup, std::move(packet));
}

void send(Pass& pass, PacketPtr packet) {
    const Port& port = pass.tables.ports[pass.tables.adjacencies[packet->scratch].port];
    if (!port.up || port.tunnel == no_index)
        return refuse(pass, Drop::tunnel_down, host_unreachable, std::move(packet));
    const TunnelEnd& end = pass.tables.tunnels[port.tunnel];
    const bool v6 = is_v6(*packet);
    if (!(v6 ? end.carries_v6 : end.carries_v4)) return pass.drop(Drop::tunnel_wrong_family, std::move(packet));
    const std::uint32_t mtu = v6 ? std::max(port.ip6_mtu, least_ip6_mtu) : port.ip_mtu;
    const bool goes_whole = !v6 && packet->l3_length() <= end.whole_mtu && !must_stay_whole(*packet);
    if (packet->l3_length() > mtu && !goes_whole) {
        if (must_stay_whole(*packet))
            return refuse(pass, Drop::tunnel_too_big, fragmentation_needed(mtu), std::move(packet));
        if (!fragment(pass, *packet, mtu, Node::tunnel_output)) pass.count(Drop::rewrite_no_buffer);
        return;
    }
    count_output(pass, port, *packet);
    if (end.kind == TunnelEnd::Kind::ipsec)
        into_ipsec(pass, end, std::move(packet));
    else
        into_gre(pass, end, std::move(packet));
}

struct GreHeader {
    std::uint32_t length = 0;
    std::uint16_t type = 0;
    bool has_key = false;
    std::uint32_t key = 0;
};

bool read_gre(const Packet& packet, GreHeader& gre) {
    const std::uint8_t* at = packet.l4();
    const std::uint32_t there = l4_length(packet);
    if (there < gre_header_length) return false;
    const std::uint16_t flags = wire::load16(at);
    gre.type = wire::load16(at + 2);
    gre.has_key = (flags & gre_key_bit) != 0;
    const std::uint32_t key_at = (flags & gre_checksum_bit) != 0 ? 8 : 4;
    gre.length = key_at + (gre.has_key ? 4U : 0U) + ((flags & gre_sequence_bit) != 0 ? 4U : 0U);
    if ((flags & gre_version) != 0 || there < gre.length) return false;
    if (gre.has_key) gre.key = wire::load32(at + key_at);
    return true;
}

const TunnelEnd* tunnel_for(const Pass& pass, const Packet& packet, const GreHeader& gre) {
    const TunnelKey ends{packet.vrf, destination_of(packet), source_of(packet)};
    const auto range = pass.tables.tunnels_by_ends.equal_range(ends);
    for (auto at = range.first; at != range.second; ++at) {
        const TunnelEnd& end = pass.tables.tunnels[at->second];
        if (end.kind == TunnelEnd::Kind::ipsec || (end.has_key == gre.has_key && end.key == gre.key)) return &end;
    }
    return nullptr;
}

/// GRE in clear between the ends of a protected tunnel, or of one that is not GRE at all.
bool is_forbidden(const Pass& pass, const TunnelEnd& end, const Packet& packet) {
    if (end.kind == TunnelEnd::Kind::ipsec) return true;
    if (end.flow == nullptr) return false;
    const SecurityAssociation* sa = pass.sas.find(packet.sa);
    return sa == nullptr || sa->parameters().interface != end.interface;
}

void take_gre(Pass& pass, PacketPtr packet) {
    GreHeader gre;
    if (!read_gre(*packet, gre)) return pass.drop(Drop::gre_malformed, std::move(packet));
    const TunnelEnd* end = tunnel_for(pass, *packet, gre);
    if (end == nullptr) return refuse(pass, Drop::gre_no_tunnel, protocol_unreachable, std::move(packet));
    if (is_forbidden(pass, *end, *packet)) {
        Notice notice;
        notice.kind = Notice::Kind::clear_packet;
        notice.flow = end->flow != nullptr ? end->flow->id : 0;
        notice.vrf = packet->vrf;
        notice.packet = tuple_of(*packet).key();
        pass.notice(notice);
        return pass.drop(Drop::gre_clear_packet, std::move(packet));
    }
    const Port* port = pass.tables.port(end->interface);
    if (port == nullptr || !port->up) return pass.drop(Drop::gre_no_tunnel, std::move(packet));
    packet->pull(static_cast<std::uint32_t>(packet->l4() - packet->data) + gre.length);
    packet->l3_offset = packet->data_offset();
    packet->interface = port->id;
    packet->vrf = port->vrf;
    const bool is_ip = gre.type == ethernet::type_ip4 || gre.type == ethernet::type_ip6;
    if (!is_ip || packet->length == 0 || is_v6(*packet) != (gre.type == ethernet::type_ip6))
        return pass.drop(Drop::gre_unknown_type, std::move(packet));
    pass.to(Node::tunnel_input, std::move(packet));
}

}  // namespace

void tunnel_output(Pass& pass, PacketVector& vector) {
    for (std::uint32_t i = 0; i < vector.size(); ++i) send(pass, vector.take(i));
}

void tunnel_input(Pass& pass, PacketVector& vector) {
    for (std::uint32_t i = 0; i < vector.size(); ++i) {
        PacketPtr packet = vector.take(i);
        if (const Port* port = pass.tables.port(packet->interface)) count_input(pass, *port, *packet);
        packet->sa = SaIndex{};
        const bool is_v6 = packet->l3_length() > 0 && packet->l3()[0] >> 4 == 6;
        pass.to(is_v6 ? Node::ip6_input : Node::ip4_input, std::move(packet));
    }
}

void gre_input(Pass& pass, PacketVector& vector) {
    for (std::uint32_t i = 0; i < vector.size(); ++i) take_gre(pass, vector.take(i));
}

}  // namespace dataplane::node
