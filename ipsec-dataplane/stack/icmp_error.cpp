#include "ipsec-dataplane/stack/icmp_error.h"

#include <algorithm>

#include "ipsec-dataplane/esp/ip_header.h"
#include "ipsec-dataplane/graph/nodes.h"
#include "ipsec-dataplane/stack/icmp6.h"
#include "ipsec-dataplane/stack/ip_packet.h"
#include "ipsec-dataplane/translation/nat_table.h"

namespace dataplane {

namespace {

constexpr std::uint32_t header_length = 8;
constexpr std::uint32_t quoted_payload = 8;  ///< RFC 792: header and 64 bits
constexpr Duration unreachable_interval = std::chrono::milliseconds(500);
constexpr std::uint8_t own_hop_limit = 64;

struct Translation {
    std::uint8_t type, code, ip6_type, ip6_code;
};

constexpr Translation translations[] = {
    {3, 0, icmp6::unreachable, 0},    {3, 1, icmp6::unreachable, 3},    {3, 2, icmp6::parameter_problem, 1},
    {3, 3, icmp6::unreachable, 4},    {3, 4, icmp6::packet_too_big, 0}, {3, 13, icmp6::unreachable, 1},
    {11, 0, icmp6::time_exceeded, 0}, {11, 1, icmp6::time_exceeded, 1},
};

IcmpError unpacked(std::uint32_t value) {
    return {static_cast<std::uint8_t>(value >> 24), static_cast<std::uint8_t>(value >> 16),
            static_cast<std::uint16_t>(value)};
}

bool is_icmp_query(std::uint8_t type) { return type == 0 || type == 8 || (type >= 13 && type <= 18); }

/// RFC 1122 3.2.2, RFC 1812 4.3.2.7.
bool is_due4(const Packet& packet) {
    const Ip4Header header = ip4(packet);
    if (header.fragment_offset() != 0 || header.source() == 0 || header.destination() >> 28 >= 0xe) return false;
    if (header.protocol() != protocol::icmp) return true;
    return packet.l3_length() > header.header_length() && is_icmp_query(header.payload()[0]);
}

/// RFC 4443 2.4 (e). A group's sender hears of what is too big only.
bool is_due6(const Packet& packet, const IcmpError& error) {
    const Ip6Header header = ip6(packet);
    const IpHeader whole = read_whole_ip_header({packet.l3(), packet.l3_length()});
    if (!whole.valid || header.source().is_unspecified() || header.source().is_multicast()) return false;
    if (header.has_multicast_destination() && error.code != 4) return false;
    if (whole.fragment && (wire::load16(packet.l3() + whole.length - 6) & 0xfff8) != 0) return false;
    if (whole.protocol != protocol::icmp6) return true;
    const std::uint8_t type = whole.length < whole.total_length ? packet.l3()[whole.length] : std::uint8_t{0};
    return type >= icmp6::echo_request && type != icmp6::redirect;
}

bool is_rate_limited(Worker& worker, const IcmpError& error, Instant now) {
    if (error.type != 3 || error.code == 4) return false;
    if (worker.last_unreachable != Instant{Duration::min()} && now - worker.last_unreachable < unreachable_interval)
        return true;
    worker.last_unreachable = now;
    return false;
}

/// The address that the packet was sent to when that is the router's (RFC 1122 3.2.1.3), else one of where it came in.
config::IpAddress source_for(const Pass& pass, const Packet& about, const Port& port) {
    const config::IpAddress asked = destination_of(about);
    const Adjacency* way = pass.tables.route(about.vrf, asked);
    if (way != nullptr && way->kind == Adjacency::Kind::receive && !way->next_hop && !asked.is_multicast())
        return asked;
    if (!is_v6(about)) return port.address;
    const bool near = asked == port.link_local || ip6(about).has_link_local_source() || !port.ip6_address;
    return near ? port.link_local : port.ip6_address;
}

PacketPtr compose4(Pass& pass, const Packet& about, const Port& port, const IcmpError& error) {
    const Ip4Header original = ip4(about);
    const std::uint32_t quoted = std::min(about.l3_length(), original.header_length() + quoted_payload);
    PacketPtr packet = pass.worker.pool.take();
    if (!packet) return packet;
    const std::uint32_t total = Ip4Header::minimum + header_length + quoted;
    std::uint8_t* at = packet->append(total);
    packet->l3_offset = packet->data_offset();
    std::uint8_t* icmp = at + Ip4Header::minimum;
    std::fill_n(icmp, header_length, std::uint8_t{0});
    icmp[0] = error.type;
    icmp[1] = error.code;
    wire::store16(icmp + 6, error.mtu);
    std::copy_n(about.l3(), quoted, icmp + header_length);
    wire::store16(icmp + 2, wire::checksum(wire::sum({icmp, header_length + quoted})));
    Ip4Header(at).write({0xc0, 255, protocol::icmp, pass.worker.next_identification++, false,
                         source_for(pass, about, port).v4_value(), original.source()},
                        total);
    packet->vrf = port.vrf;
    return packet;
}

/// As much of the packet as fits without fragments (RFC 4443 2.4 (c)). Too big carries the MTU, an unknown header its
/// place.
PacketPtr compose6(Pass& pass, const Packet& about, const Port& port, const IcmpError& error) {
    const std::uint32_t quoted = std::min(about.l3_length(), least_ip6_mtu - Ip6Header::length - icmp6::header_length);
    PacketPtr packet = pass.worker.pool.take();
    if (!packet) return packet;
    const IcmpError message = in_ip6(error);
    const std::uint32_t total = Ip6Header::length + icmp6::header_length + quoted;
    std::uint8_t* at = packet->append(total);
    packet->l3_offset = packet->data_offset();
    packet->l4_offset = static_cast<std::uint16_t>(packet->l3_offset + Ip6Header::length);
    const config::IpAddress to = ip6(about).source();
    Ip6Header(at).write({0, own_hop_limit, protocol::icmp6, source_for(pass, about, port), to}, total);
    std::uint8_t* icmp = packet->l4();
    icmp[0] = message.type;
    icmp[1] = message.code;
    const bool names_header = message.type == icmp6::parameter_problem;
    wire::store32(icmp + 4,
                  names_header ? read_whole_ip_header({about.l3(), about.l3_length()}).protocol_offset : message.mtu);
    std::copy_n(about.l3(), quoted, icmp + icmp6::header_length);
    icmp6::put_checksum(*packet);
    packet->vrf = port.vrf;
    if (to.is_link_local()) packet->out = port.id;
    return packet;
}

/// The packet had its source translated already: the error is about the one that the inside host sent, and goes there.
void translate_back(const Pass& pass, const Port& came_in, Packet& error) {
    if (came_in.nat_inside) pass.tables.nat_table->inbound(error, pass.tables.nat, pass.now);
}

void answer(Pass& pass, PacketPtr about) {
    const IcmpError error = unpacked(about->scratch);
    const bool v6 = is_v6(*about);
    if (!(v6 ? is_due6(*about, error) : is_due4(*about))) return pass.drop(Drop::error_not_due, std::move(about));
    const Port* port = pass.tables.port(about->interface);
    if (port == nullptr) {
        Punt punt;
        punt.kind = PuntKind::undeliverable;
        punt.icmp_type = error.type;
        punt.icmp_code = error.code;
        punt.packet = std::move(about);
        return pass.punt(std::move(punt));
    }
    if (!(v6 ? port->link_local : port->address) || is_rate_limited(pass.worker, error, pass.now))
        return pass.drop(Drop::error_rate_limited, std::move(about));
    PacketPtr packet = v6 ? compose6(pass, *about, *port, error) : compose4(pass, *about, *port, error);
    if (!packet) return pass.count(Drop::error_no_buffer);
    if (!v6) translate_back(pass, *port, *packet);
    pass.to(v6 ? Node::ip6_lookup : Node::ip4_lookup, std::move(packet));
}

}  // namespace

std::uint32_t packed(const IcmpError& error) {
    return static_cast<std::uint32_t>(error.type) << 24 | static_cast<std::uint32_t>(error.code) << 16 | error.mtu;
}

IcmpError in_ip6(const IcmpError& error) {
    for (const Translation& row : translations)
        if (row.type == error.type && row.code == error.code) return {row.ip6_type, row.ip6_code, error.mtu};
    return {icmp6::unreachable, 0, 0};
}

void refuse(Pass& pass, Drop reason, const IcmpError& error, PacketPtr packet) {
    pass.count(reason);
    packet->scratch = packed(error);
    pass.to(Node::icmp_error, std::move(packet));
}

void node::icmp_error(Pass& pass, PacketVector& vector) {
    for (std::uint32_t i = 0; i < vector.size(); ++i) answer(pass, vector.take(i));
}

}  // namespace dataplane
