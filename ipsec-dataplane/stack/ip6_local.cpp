#include "ipsec-dataplane/esp/ip_header.h"
#include "ipsec-dataplane/graph/nodes.h"
#include "ipsec-dataplane/stack/icmp6.h"
#include "ipsec-dataplane/stack/icmp_error.h"
#include "ipsec-dataplane/stack/ip_packet.h"

namespace dataplane::node {

namespace {

constexpr std::uint8_t own_hop_limit = 64;

void punt(Pass& pass, PuntKind kind, PacketPtr packet) {
    Punt punted;
    punted.kind = kind;
    punted.packet = std::move(packet);
    pass.punt(std::move(punted));
}

void deliver(Pass& pass, PacketPtr packet) {
    const IpHeader header = read_whole_ip_header({packet->l3(), packet->l3_length()});
    if (!header.valid) return pass.drop(Drop::ip6_bad_header, std::move(packet));
    packet->l4_offset = static_cast<std::uint16_t>(packet->l3_offset + header.length);
    if (header.fragment) return pass.to(Node::reassembly, std::move(packet));
    switch (header.protocol) {
        case protocol::icmp6: return pass.to(Node::icmp6_input, std::move(packet));
        case protocol::udp: return pass.to(Node::udp_local, std::move(packet));
        case protocol::esp:
        case protocol::ah: return pass.to(Node::esp_decrypt, std::move(packet));
        case protocol::gre: return pass.to(Node::gre_input, std::move(packet));
        case protocol::tcp: return refuse(pass, Drop::ip6_tcp_refused, port_unreachable, std::move(packet));
        case protocol::no_next_header: return pass.drop(Drop::ip6_no_protocol, std::move(packet));
        default: return refuse(pass, Drop::ip6_no_protocol, protocol_unreachable, std::move(packet));
    }
}

/// The address that answers; for a multicast group one of the interface.
config::IpAddress answering(const Pass& pass, const Packet& packet) {
    const Ip6Header header = ip6(packet);
    if (!header.has_multicast_destination()) return header.destination();
    const Port* port = pass.tables.port(packet.interface);
    if (port == nullptr) return {};
    return header.has_link_local_source() || !port->ip6_address ? port->link_local : port->ip6_address;
}

void reply_to_echo(Pass& pass, PacketPtr packet) {
    Ip6Header header = ip6(*packet);
    const config::IpAddress asked = header.source(), own = answering(pass, *packet);
    if (asked.is_unspecified() || !own) return pass.drop(Drop::icmp6_multicast, std::move(packet));
    header.set_addresses(own, asked);
    header.set_hop_limit(own_hop_limit);
    packet->l4()[0] = icmp6::echo_reply;
    icmp6::put_checksum(*packet);
    if (asked.is_link_local()) {
        if (!packet->out) packet->out = packet->interface;
    } else {
        packet->out = InterfaceId{};
    }
    packet->interface = InterfaceId{};
    packet->sa = SaIndex{};
    pass.to(Node::ip6_lookup, std::move(packet));
}

/// RFC 4861 6.1, 7.1: what has crossed a router is not of the link.
bool is_of_the_link(const Packet& packet) { return ip6(packet).hop_limit() == 255 && packet.l4()[1] == 0; }

void take_icmp6(Pass& pass, PacketPtr packet) {
    const std::uint32_t length = l4_length(*packet);
    if (length < icmp6::header_length) return pass.drop(Drop::icmp6_malformed, std::move(packet));
    if (wire::checksum(wire::sum({packet->l4(), length}, pseudo_header_sum(*packet, protocol::icmp6, length))) != 0)
        return pass.drop(Drop::icmp6_bad_checksum, std::move(packet));
    switch (packet->l4()[0]) {
        case icmp6::echo_request: return reply_to_echo(pass, std::move(packet));
        case icmp6::echo_reply: return punt(pass, PuntKind::echo_reply, std::move(packet));
        case icmp6::unreachable:
        case icmp6::packet_too_big:
        case icmp6::time_exceeded: return punt(pass, PuntKind::icmp_error, std::move(packet));
        case icmp6::router_solicitation:
        case icmp6::router_advertisement:
        case icmp6::neighbour_solicitation:
        case icmp6::neighbour_advertisement:
            if (!is_of_the_link(*packet)) return pass.drop(Drop::nd_malformed, std::move(packet));
            return punt(pass, PuntKind::neighbour_discovery, std::move(packet));
        default: return pass.drop(Drop::icmp6_ignored_type, std::move(packet));
    }
}

}  // namespace

void ip6_local(Pass& pass, PacketVector& vector) {
    for (std::uint32_t i = 0; i < vector.size(); ++i) deliver(pass, vector.take(i));
}

void icmp6_input(Pass& pass, PacketVector& vector) {
    for (std::uint32_t i = 0; i < vector.size(); ++i) take_icmp6(pass, vector.take(i));
}

}  // namespace dataplane::node
