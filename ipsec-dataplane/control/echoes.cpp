#include <algorithm>

#include "ipsec-dataplane/control/control_plane.h"
#include "ipsec-dataplane/esp/ip_header.h"
#include "ipsec-dataplane/stack/icmp6.h"
#include "ipsec-dataplane/stack/icmp_error.h"

namespace dataplane {

namespace {

constexpr std::uint32_t icmp_header_length = 8, udp_header_length = 8;
constexpr std::size_t most_echoes = 4096;
constexpr std::uint16_t first_probe_port = 49152, nat_t_port = 4500;
constexpr std::uint8_t echo_request4 = 8, echo_reply4 = 0;

/// The start of a packet of ours, as an ICMP message quotes it.
struct Quoted {
    bool v6 = false;
    std::uint8_t protocol = 0;
    config::IpAddress destination;
    std::span<const std::uint8_t> layer4;  ///< at least 8 bytes
};

std::optional<Quoted> read_quoted4(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < Ip4Header::minimum) return {};
    const std::size_t header = (bytes[0] & 15U) * std::size_t{4};
    const bool later = (wire::load16(bytes.data() + 6) & 0x1fff) != 0;
    if (later || bytes.size() < header + 8) return {};
    return Quoted{false, bytes[9], config::IpAddress::from_bytes(bytes.subspan(16, 4)), bytes.subspan(header)};
}

std::optional<Quoted> read_quoted6(std::span<const std::uint8_t> bytes) {
    std::size_t header = Ip6Header::length;
    if (bytes.size() < header + 8) return {};
    std::uint8_t next = bytes[6];
    if (next == protocol::ip6_fragment) {
        if ((wire::load16(bytes.data() + header + 2) & 0xfff8) != 0 || bytes.size() < header + 16) return {};
        next = bytes[header];
        header += 8;
    }
    return Quoted{true, next, config::IpAddress::from_bytes(bytes.subspan(24, 16)), bytes.subspan(header)};
}

std::optional<Quoted> read_quoted(std::span<const std::uint8_t> bytes) {
    if (bytes.empty()) return {};
    return bytes[0] >> 4 == 6 ? read_quoted6(bytes) : read_quoted4(bytes);
}

/// The echo request or probe of ours that it is.
std::optional<std::uint32_t> token_of(const ControlPlane& control, const Quoted& quoted) {
    const std::uint8_t* at = quoted.layer4.data();
    if (quoted.protocol == protocol::udp) {
        const auto probe = control.probes.find(wire::load16(at));
        if (probe == control.probes.end() || probe->second.destination != quoted.destination) return {};
        return probe->second.token;
    }
    const bool echo = quoted.v6 ? quoted.protocol == protocol::icmp6 && at[0] == icmp6::echo_request
                                : quoted.protocol == protocol::icmp && at[0] == echo_request4;
    const std::uint32_t token = wire::load32(at + 4);
    if (!echo || control.echoes.find(token) == control.echoes.end()) return {};
    return token;
}

void conclude(ControlPlane& control, std::uint32_t token, EchoOutcome::Kind kind, std::uint8_t code,
              const config::IpAddress& from, Instant now) {
    control.echoes.erase(token);
    std::erase_if(control.probes, [=](const auto& probe) { return probe.second.token == token; });
    control.upcalls.emplace_back(EchoOutcome{token, kind, code, from, now});
}

EchoOutcome::Kind kind_of(bool v6, std::uint8_t type, std::uint8_t code) {
    if (type == (v6 ? icmp6::time_exceeded : ttl_exceeded.type)) return EchoOutcome::Kind::ttl_exceeded;
    const bool too_big = v6 ? type == icmp6::packet_too_big : code == 4;
    return too_big ? EchoOutcome::Kind::fragmentation_needed : EchoOutcome::Kind::unreachable;
}

/// A protected packet of ours, if it is one; of ESP in UDP many routers quote no more than the UDP header.
std::optional<ReportedPacket> protected_packet(const Quoted& quoted) {
    const std::uint8_t* at = quoted.layer4.data();
    if (quoted.protocol == protocol::esp) return ReportedPacket{quoted.destination, wire::load32(at), 0};
    if (quoted.protocol == protocol::ah) return ReportedPacket{quoted.destination, wire::load32(at + 4), 0};
    if (quoted.protocol != protocol::udp || wire::load16(at) != nat_t_port) return {};
    const std::uint32_t spi = quoted.layer4.size() >= udp_header_length + 4 ? wire::load32(at + udp_header_length) : 0;
    return ReportedPacket{quoted.destination, spi, wire::load16(at + 2)};
}

/// What the message says of the path's MTU; 0 when it is about something else.
std::uint32_t reported_mtu(bool v6, const std::uint8_t* icmp) {
    if (v6) return icmp[0] == icmp6::packet_too_big ? wire::load32(icmp + 4) : 0;
    return icmp[0] == 3 && icmp[1] == 4 ? wire::load16(icmp + 6) : 0;
}

void find_l4(Packet& packet) {
    const std::uint32_t header =
        is_v6(packet) ? read_whole_ip_header({packet.l3(), packet.l3_length()}).length : ip4(packet).header_length();
    packet.l4_offset = static_cast<std::uint16_t>(packet.l3_offset + header);
}

void fill_echo(Packet& packet, const EchoRequest& request, std::uint32_t payload) {
    const bool v6 = is_v6(packet);
    std::uint8_t* icmp = packet.l4();
    std::fill_n(icmp, icmp_header_length, std::uint8_t{0});
    icmp[0] = v6 ? icmp6::echo_request : echo_request4;
    wire::store32(icmp + 4, request.token);
    for (std::uint32_t i = icmp_header_length; i < payload; ++i)
        icmp[i] = static_cast<std::uint8_t>(i % 2 == 0 ? request.data_pattern >> 8 : request.data_pattern);
    if (v6) return icmp6::put_checksum(packet);
    wire::store16(icmp + 2, wire::checksum(wire::sum({icmp, payload})));
}

/// Where a link-local or multicast destination lives.
InterfaceId scope_of(const ControlPlane& control, const EchoRequest& request) {
    if (!request.interface || !request.destination.is_v6()) return {};
    const RouterInterface* interface = std::as_const(control.interfaces).find(*request.interface);
    return interface == nullptr ? InterfaceId{} : interface->id;
}

config::IpAddress default_source(const ControlPlane& control, VrfId vrf, const config::IpAddress& destination) {
    const config::IpAddress assigned = assigned_source(control, vrf, destination);
    return assigned ? assigned : source_towards(control, vrf, destination);
}

config::IpAddress source_for(const ControlPlane& control, const EchoRequest& request) {
    if (request.source) return *request.source;
    const bool near = request.destination.is_link_local() || request.destination.is_multicast();
    if (!request.destination.is_v6() || !near || !request.interface)
        return default_source(control, request.vrf, request.destination);
    const RouterInterface* interface = std::as_const(control.interfaces).find(*request.interface);
    return interface == nullptr ? config::IpAddress{} : interface->ip6.link_local;
}

std::uint32_t payload_of(const config::IpAddress& destination, std::uint32_t size, std::uint32_t least) {
    const std::uint32_t header = destination.is_v6() ? Ip6Header::length : Ip4Header::minimum;
    return std::max(size, header + least) - header;
}

void fail(ControlPlane& control, std::uint32_t token, Instant now) {
    control.upcalls.emplace_back(EchoOutcome{token, EchoOutcome::Kind::send_failed, 0, {}, now});
}

std::uint16_t free_probe_port(ControlPlane& control) {
    const std::uint16_t first = control.tables.get().nat.empty() ? first_probe_port : first_own_port;
    control.next_probe_port = std::max(control.next_probe_port, first);
    const std::uint16_t port = control.next_probe_port++;
    if (control.next_probe_port < first) control.next_probe_port = first;
    return port;
}

}  // namespace

void echo_replied(ControlPlane& control, Packet& packet, Instant now) {
    find_l4(packet);
    if (l4_length(packet) < icmp_header_length) return;
    const std::uint8_t* icmp = packet.l4();
    const std::uint32_t token = wire::load32(icmp + 4);
    if (icmp[0] != (is_v6(packet) ? icmp6::echo_reply : echo_reply4) || control.echoes.count(token) == 0) return;
    conclude(control, token, EchoOutcome::Kind::reply, 0, source_of(packet), now);
}

void icmp_error_received(ControlPlane& control, Packet& packet, Instant now) {
    find_l4(packet);
    if (l4_length(packet) < icmp_header_length) return;
    const std::uint8_t* icmp = packet.l4();
    const bool v6 = is_v6(packet);
    const auto quoted = read_quoted({icmp + icmp_header_length, l4_length(packet) - icmp_header_length});
    if (!quoted) return;
    if (const std::uint32_t mtu = reported_mtu(v6, icmp); mtu != 0) {
        if (const auto reported = protected_packet(*quoted)) path_mtu_reported(control, *reported, mtu, now);
        if (v6 && quoted->v6) ip6_path_mtu_reported(control, packet.vrf, quoted->destination, mtu, now);
    }
    const auto token = token_of(control, *quoted);
    if (token) conclude(control, *token, kind_of(v6, icmp[0], icmp[1]), icmp[1], source_of(packet), now);
}

void undeliverable(ControlPlane& control, const Punt& punt, Instant now) {
    const auto quoted = read_quoted(punt.packet->l3_bytes());
    const auto token = quoted ? token_of(control, *quoted) : std::nullopt;
    if (!token) return;
    const bool too_big = punt.icmp_type == 3 && punt.icmp_code == 4;
    conclude(control, *token, too_big ? EchoOutcome::Kind::fragmentation_needed : EchoOutcome::Kind::send_failed,
             punt.icmp_code, source_of(*punt.packet), now);
}

void send_echo(ControlPlane& control, const EchoRequest& request, Instant now) {
    const std::uint32_t payload = payload_of(request.destination, request.size, icmp_header_length);
    const std::uint8_t number = request.destination.is_v6() ? protocol::icmp6 : protocol::icmp;
    PacketPtr packet = local_packet(control,
                                    {request.vrf, source_for(control, request), request.destination, request.tos,
                                     request.ttl, number, request.df_bit, scope_of(control, request)},
                                    payload);
    if (!packet) return fail(control, request.token, now);
    if (control.echoes.size() >= most_echoes) control.echoes.erase(control.echoes.begin());
    control.echoes[request.token] = request.destination;
    fill_echo(*packet, request, payload);
    put_local(control, std::move(packet));
    run_graph(control, now);
}

void send_probe(ControlPlane& control, const ProbeRequest& request, Instant now) {
    const auto source = request.source.value_or(default_source(control, request.vrf, request.destination));
    const std::uint32_t payload = payload_of(request.destination, request.size, udp_header_length);
    PacketPtr packet = local_packet(
        control, {request.vrf, source, request.destination, 0, request.ttl, protocol::udp, false, {}}, payload);
    if (!packet) return fail(control, request.token, now);
    if (control.probes.size() >= most_echoes) control.probes.erase(control.probes.begin());
    const std::uint16_t port = free_probe_port(control);
    control.probes[port] = {request.token, request.destination};
    std::fill_n(packet->l4() + udp_header_length, payload - udp_header_length, std::uint8_t{0});
    fill_udp(*packet, port, request.port);
    put_local(control, std::move(packet));
    run_graph(control, now);
}

}  // namespace dataplane
