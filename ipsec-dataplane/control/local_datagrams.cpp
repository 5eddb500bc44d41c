#include <algorithm>

#include "ipsec-dataplane/control/control_plane.h"
#include "ipsec-dataplane/stack/icmp_error.h"
#include "ipsec-dataplane/stack/ip4_header.h"

namespace dataplane {

namespace {

constexpr std::uint32_t udp_header_length = 8, icmp_header_length = 8, marker_length = 4;
constexpr std::uint16_t nat_t_port = 4500;
constexpr std::uint8_t control_tos = 0xc0, echo_request = 8;
constexpr std::size_t most_echoes = 4096;

void count(ControlPlane& control, Drop reason) { control.own_worker().drops[static_cast<std::size_t>(reason)].add(); }

/// RFC 3948 2.2: on port 4500 four zero bytes come before the message.
void deliver_ike(ControlPlane& control, const Packet& packet) {
    const Ip4Header header = ip4(packet);
    const std::uint8_t* udp = header.payload();
    UdpDatagram datagram;
    datagram.vrf = packet.vrf;
    datagram.local = header.destination_address();
    datagram.remote = header.source_address();
    datagram.remote_port = wire::load16(udp);
    datagram.local_port = wire::load16(udp + 2);
    const std::uint32_t skip = udp_header_length + (datagram.local_port == nat_t_port ? marker_length : 0);
    datagram.payload.assign(udp + skip, udp + wire::load16(udp + 4));
    control.upcalls.emplace_back(std::move(datagram));
}

/// An echo request of ours, by the header that starts there; nothing otherwise.
std::optional<std::uint32_t> echo_token(const ControlPlane& control, std::span<std::uint8_t> bytes, std::uint8_t type) {
    if (bytes.size() < Ip4Header::minimum) return {};
    const Ip4Header header(bytes.data());
    if (header.protocol() != protocol::icmp || bytes.size() < header.header_length() + icmp_header_length) return {};
    if (header.fragment_offset() != 0 || header.payload()[0] != type) return {};
    const std::uint32_t token = wire::load32(header.payload() + 4);
    const auto at = control.echoes.find(token);
    if (at == control.echoes.end()) return {};
    return token;
}

void conclude(ControlPlane& control, std::uint32_t token, EchoOutcome::Kind kind, std::uint8_t code,
              const config::IpAddress& from, Instant now) {
    control.echoes.erase(token);
    control.upcalls.emplace_back(EchoOutcome{token, kind, code, from, now});
}

EchoOutcome::Kind kind_of(std::uint8_t type, std::uint8_t code) {
    if (type == ttl_exceeded.type) return EchoOutcome::Kind::ttl_exceeded;
    return code == 4 ? EchoOutcome::Kind::fragmentation_needed : EchoOutcome::Kind::unreachable;
}

void take_echo_reply(ControlPlane& control, Packet& packet, Instant now) {
    const auto token = echo_token(control, packet.l3_bytes(), 0);
    if (token) conclude(control, *token, EchoOutcome::Kind::reply, 0, ip4(packet).source_address(), now);
}

/// The SPI of a protected packet of ours, of which the header and 8 bytes are quoted; 0 when it is none.
std::uint32_t quoted_spi(std::span<std::uint8_t> bytes) {
    if (bytes.size() < Ip4Header::minimum) return 0;
    const Ip4Header header(bytes.data());
    if (bytes.size() < header.header_length() + 8 || header.fragment_offset() != 0) return 0;
    if (header.protocol() == protocol::esp) return wire::load32(header.payload());
    return header.protocol() == protocol::ah ? wire::load32(header.payload() + 4) : 0;
}

void take_icmp_error(ControlPlane& control, Packet& packet, Instant now) {
    const Ip4Header header = ip4(packet);
    const auto quoted = packet.l3_bytes().subspan(header.header_length() + icmp_header_length);
    const auto token = echo_token(control, quoted, echo_request);
    const std::uint8_t* icmp = header.payload();
    const std::uint32_t spi = icmp[0] == 3 && icmp[1] == 4 ? quoted_spi(quoted) : 0;
    if (spi != 0)
        path_mtu_reported(control, Ip4Header(quoted.data()).destination_address(), spi, wire::load16(icmp + 6), now);
    if (token) conclude(control, *token, kind_of(icmp[0], icmp[1]), icmp[1], header.source_address(), now);
}

/// A packet of our own could not leave.
void take_undeliverable(ControlPlane& control, const Punt& punt, Instant now) {
    const auto token = echo_token(control, punt.packet->l3_bytes(), echo_request);
    if (!token) return;
    const bool too_big = punt.icmp_type == 3 && punt.icmp_code == 4;
    conclude(control, *token, too_big ? EchoOutcome::Kind::fragmentation_needed : EchoOutcome::Kind::send_failed,
             punt.icmp_code, ip4(*punt.packet).source_address(), now);
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
    put(control, Node::ip4_local, std::move(joined));
}

PacketPtr local_packet(ControlPlane& control, VrfId vrf, Ip4Header::Fields fields, std::uint32_t payload) {
    PacketPtr packet = control.own_worker().pool.take_for(Ip4Header::minimum + payload);
    if (!packet) return packet;
    std::uint8_t* at = packet->append(Ip4Header::minimum + payload);
    packet->l3_offset = packet->data_offset();
    packet->l4_offset = static_cast<std::uint16_t>(packet->l3_offset + Ip4Header::minimum);
    packet->vrf = vrf;
    fields.identification = control.own_worker().next_identification++;
    Ip4Header(at).write(fields, Ip4Header::minimum + payload);
    return packet;
}

void fill_echo(Packet& packet, const EchoRequest& request, std::uint32_t payload) {
    std::uint8_t* icmp = packet.l4();
    std::fill_n(icmp, icmp_header_length, std::uint8_t{0});
    icmp[0] = echo_request;
    wire::store32(icmp + 4, request.token);
    for (std::uint32_t i = icmp_header_length; i < payload; ++i)
        icmp[i] = static_cast<std::uint8_t>(i % 2 == 0 ? request.data_pattern >> 8 : request.data_pattern);
    wire::store16(icmp + 2, wire::checksum(wire::sum({icmp, payload})));
}

}  // namespace

void punted(ControlPlane& control, Punt punt, Instant now) {
    switch (punt.kind) {
        case PuntKind::arp: return arp_received(control, *punt.packet, now);
        case PuntKind::fragment: return take_fragment(control, *punt.packet, now);
        case PuntKind::ike: return deliver_ike(control, *punt.packet);
        case PuntKind::echo_reply: return take_echo_reply(control, *punt.packet, now);
        case PuntKind::icmp_error: return take_icmp_error(control, *punt.packet, now);
        case PuntKind::undeliverable: return take_undeliverable(control, punt, now);
        case PuntKind::unresolved: return resolve(control, punt.port, punt.next_hop, std::move(punt.packet), now);
    }
}

config::IpAddress source_towards(const ControlPlane& control, VrfId vrf, const config::IpAddress& peer) {
    const ForwardingTables& tables = control.tables.get();
    const Adjacency* way = tables.route(vrf, peer);
    if (way == nullptr) return {};
    if (way->kind == Adjacency::Kind::receive) return peer;
    return way->port < tables.ports.size() ? tables.ports[way->port].address : config::IpAddress{};
}

void send_udp(ControlPlane& control, const UdpDatagram& datagram, Instant now) {
    const auto local = datagram.local ? datagram.local : source_towards(control, datagram.vrf, datagram.remote);
    if (!local.is_v4() || !datagram.remote.is_v4()) return count(control, Drop::lookup_no_route);
    const std::uint32_t marker = datagram.local_port == nat_t_port ? marker_length : 0;
    const auto length = static_cast<std::uint32_t>(udp_header_length + marker + datagram.payload.size());
    if (length + Ip4Header::minimum > 65535) return count(control, Drop::udp_malformed);
    PacketPtr packet =
        local_packet(control, datagram.vrf,
                     {control_tos, 255, protocol::udp, 0, false, local.v4_value(), datagram.remote.v4_value()}, length);
    if (!packet) return count(control, Drop::rewrite_no_buffer);
    std::uint8_t* udp = packet->l4();
    wire::store16(udp, datagram.local_port);
    wire::store16(udp + 2, datagram.remote_port);
    wire::store16(udp + 4, static_cast<std::uint16_t>(length));
    wire::store16(udp + 6, 0);
    std::fill_n(udp + udp_header_length, marker, std::uint8_t{0});
    std::copy(datagram.payload.begin(), datagram.payload.end(), udp + udp_header_length + marker);
    const std::uint16_t sum = wire::checksum(wire::sum({udp, length}, pseudo_header_sum(ip4(*packet), length)));
    wire::store16(udp + 6, sum == 0 ? 0xffff : sum);
    put(control, Node::ip4_lookup, std::move(packet));
    run_graph(control, now);
}

void send_echo(ControlPlane& control, const EchoRequest& request, Instant now) {
    const auto source = request.source ? *request.source : source_towards(control, request.vrf, request.destination);
    const std::uint32_t least = Ip4Header::minimum + icmp_header_length;
    const std::uint32_t payload = std::max<std::uint32_t>(request.size, least) - Ip4Header::minimum;
    PacketPtr packet;
    if (source.is_v4() && request.destination.is_v4())
        packet = local_packet(control, request.vrf,
                              {request.tos, request.ttl, protocol::icmp, 0, request.df_bit, source.v4_value(),
                               request.destination.v4_value()},
                              payload);
    if (!packet) {
        control.upcalls.emplace_back(EchoOutcome{request.token, EchoOutcome::Kind::send_failed, 0, {}, now});
        return;
    }
    if (control.echoes.size() >= most_echoes) control.echoes.erase(control.echoes.begin());
    control.echoes[request.token] = request.destination;
    fill_echo(*packet, request, payload);
    put(control, Node::ip4_lookup, std::move(packet));
    run_graph(control, now);
}

}  // namespace dataplane
