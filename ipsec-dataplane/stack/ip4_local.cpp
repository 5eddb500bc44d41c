#include <algorithm>

#include "ipsec-dataplane/graph/nodes.h"
#include "ipsec-dataplane/stack/icmp_error.h"
#include "ipsec-dataplane/stack/ip_packet.h"

namespace dataplane::node {

namespace {

constexpr std::uint8_t echo_reply = 0, unreachable = 3, echo_request = 8, time_exceeded = 11;
constexpr std::uint32_t icmp_header_length = 8, udp_header_length = 8;

void deliver(Pass& pass, PacketPtr packet) {
    const Ip4Header header = ip4(*packet);
    packet->l4_offset = static_cast<std::uint16_t>(packet->l3_offset + header.header_length());
    if (header.is_fragment()) return pass.to(Node::reassembly, std::move(packet));
    switch (header.protocol()) {
        case protocol::icmp: return pass.to(Node::icmp_input, std::move(packet));
        case protocol::udp: return pass.to(Node::udp_local, std::move(packet));
        case protocol::esp:
        case protocol::ah: return pass.to(Node::esp_decrypt, std::move(packet));
        case protocol::gre: return pass.to(Node::gre_input, std::move(packet));
        case protocol::tcp: return refuse(pass, Drop::local_tcp_refused, port_unreachable, std::move(packet));
        default: return refuse(pass, Drop::local_no_protocol, protocol_unreachable, std::move(packet));
    }
}

void punt(Pass& pass, PuntKind kind, PacketPtr packet) {
    Punt punted;
    punted.kind = kind;
    punted.packet = std::move(packet);
    pass.punt(std::move(punted));
}

void reply_to_echo(Pass& pass, PacketPtr packet) {
    Ip4Header header = ip4(*packet);
    const std::uint32_t asked = header.source();
    if (header.destination() >> 28 >= 0xe || asked == 0) return pass.drop(Drop::icmp_broadcast, std::move(packet));
    const Adjacency* own = pass.tables.route(packet->vrf, header.destination_address());
    const bool broadcast = own != nullptr && own->kind == Adjacency::Kind::receive && own->next_hop;
    header.set_addresses(broadcast ? own->next_hop.v4_value() : header.destination(), asked);
    header.set_ttl(255);
    header.update_checksum();
    std::uint8_t* icmp = packet->l4();
    const std::uint16_t before = wire::load16(icmp);
    icmp[0] = echo_reply;
    wire::store16(icmp + 2, wire::adjusted(wire::load16(icmp + 2), before, wire::load16(icmp)));
    packet->interface = InterfaceId{};
    packet->sa = SaIndex{};
    pass.to(Node::ip4_lookup, std::move(packet));
}

void take_icmp(Pass& pass, PacketPtr packet) {
    const std::uint32_t length = packet->l3_length() - ip4(*packet).header_length();
    if (length < icmp_header_length) return pass.drop(Drop::icmp_malformed, std::move(packet));
    if (wire::checksum(wire::sum({packet->l4(), length})) != 0)
        return pass.drop(Drop::icmp_bad_checksum, std::move(packet));
    switch (packet->l4()[0]) {
        case echo_request: return reply_to_echo(pass, std::move(packet));
        case echo_reply: return punt(pass, PuntKind::echo_reply, std::move(packet));
        case unreachable:
        case time_exceeded: return punt(pass, PuntKind::icmp_error, std::move(packet));
        default: return pass.drop(Drop::icmp_ignored_type, std::move(packet));
    }
}

/// RFC 768; a zero checksum was not computed, which IPv6 admits for tunnels only (RFC 6935).
bool udp_is_good(const Packet& packet, Drop& reason) {
    const std::uint32_t there = l4_length(packet);
    reason = Drop::udp_malformed;
    if (there < udp_header_length) return false;
    const std::uint32_t length = wire::load16(packet.l4() + 4);
    if (length < udp_header_length || length > there) return false;
    reason = Drop::udp_bad_checksum;
    if (wire::load16(packet.l4() + 6) == 0) return !is_v6(packet) || wire::load16(packet.l4() + 2) == 4500;
    return wire::checksum(wire::sum({packet.l4(), length}, pseudo_header_sum(packet, protocol::udp, length))) == 0;
}

void take_udp(Pass& pass, PacketPtr packet) {
    Drop reason{};
    if (!udp_is_good(*packet, reason)) return pass.drop(reason, std::move(packet));
    switch (wire::load16(packet->l4() + 2)) {
        case 500: return pass.to(Node::udp_500, std::move(packet));
        case 4500: return pass.to(Node::udp_4500, std::move(packet));
        case 67:
        case 68: return punt(pass, PuntKind::dhcp, std::move(packet));
        default: return refuse(pass, Drop::udp_no_port, port_unreachable, std::move(packet));
    }
}

/// RFC 3948 2: a lone 0xFF keeps a NAT open, four zero bytes mark IKE, all else is ESP.
void take_nat_t(Pass& pass, PacketPtr packet) {
    const std::uint8_t* payload = packet->l4() + udp_header_length;
    const std::uint32_t length = wire::load16(packet->l4() + 4) - udp_header_length;
    if (length == 1 && payload[0] == 0xff) return pass.drop(Drop::nat_keepalive, std::move(packet));
    if (length < 4) return pass.drop(Drop::nat_short, std::move(packet));
    if (wire::load32(payload) == 0) return punt(pass, PuntKind::ike, std::move(packet));
    pass.to(Node::esp_decrypt, std::move(packet));
}

template <typename Take>
void each(Pass& pass, PacketVector& vector, Take take) {
    for (std::uint32_t i = 0; i < vector.size(); ++i) take(pass, vector.take(i));
}

}  // namespace

void ip4_local(Pass& pass, PacketVector& vector) { each(pass, vector, deliver); }

void reassembly(Pass& pass, PacketVector& vector) {
    each(pass, vector, [](Pass& run, PacketPtr packet) { punt(run, PuntKind::fragment, std::move(packet)); });
}

void icmp_input(Pass& pass, PacketVector& vector) { each(pass, vector, take_icmp); }

void udp_local(Pass& pass, PacketVector& vector) { each(pass, vector, take_udp); }

void udp_500(Pass& pass, PacketVector& vector) {
    each(pass, vector, [](Pass& run, PacketPtr packet) { punt(run, PuntKind::ike, std::move(packet)); });
}

void udp_4500(Pass& pass, PacketVector& vector) { each(pass, vector, take_nat_t); }

}  // namespace dataplane::node
