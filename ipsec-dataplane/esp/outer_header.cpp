#include "ipsec-dataplane/esp/outer_header.h"

#include <cstring>

#include "ipsec-dataplane/esp/big_endian.h"

namespace dataplane {

namespace {

constexpr std::uint8_t udp_protocol = 17;
constexpr std::uint32_t dont_fragment = 0x4000;

/// The complement of a sum of 16-bit words with its carries added in.
std::uint32_t folded(std::uint32_t sum) {
    sum = (sum & 0xffff) + (sum >> 16);
    return ~(sum + (sum >> 16)) & 0xffff;
}

/// Copies of known size: 20 or 40 bytes of IP, 8 of UDP.
void copy_template(std::uint8_t* to, const SaPath& sa) {
    const std::uint8_t* from = sa.header.data();
    if (sa.ip_length == 20)
        std::memcpy(to, from, 20);
    else if (sa.ip_length == 40)
        std::memcpy(to, from, 40);
    if (sa.udp_length != 0) std::memcpy(to + sa.ip_length, from + sa.ip_length, 8);
}

bool wants_df(const SaPath& sa, const IpHeader& inner) {
    return sa.df_bit == DfBit::set || (sa.df_bit == DfBit::copy && !inner.v6 && inner.dont_fragment);
}

/// DSCP and ECN are copied, so is DF by default; TTL and addresses are the template's. The checksum is made of the
/// template's sum and of what differs, not of bytes that were stored a moment ago.
void fill_outer_ipv4(std::uint8_t* header, const SaPath& sa, const IpHeader& inner, std::uint32_t length,
                     std::uint32_t identification) {
    const std::uint32_t fragmentation = wants_df(sa, inner) ? dont_fragment : 0;
    header[1] = inner.tos;
    store16(header + 2, length);
    store16(header + 4, identification);
    store16(header + 6, fragmentation);
    store16(header + 10, folded(sa.header_sum + inner.tos + length + identification + fragmentation));
}

void fill_outer_ipv6(std::uint8_t* header, const IpHeader& inner, std::uint32_t length) {
    header[0] = static_cast<std::uint8_t>(0x60 | inner.tos >> 4);
    header[1] = static_cast<std::uint8_t>(inner.tos << 4);
    set_ip_length(header, true, 40, length);
}

std::uint8_t protocol_in_front(const SaPath& sa) {
    return sa.udp_length != 0 ? udp_protocol : protocol_number(sa.protocol);
}

std::uint32_t pseudo_header_sum(const std::uint8_t* header, bool v6, std::uint8_t protocol, std::uint32_t length) {
    const std::uint8_t* addresses = header + (v6 ? 8 : 12);
    const std::uint16_t sum = internet_checksum({addresses, v6 ? 32U : 8U});
    return static_cast<std::uint16_t>(~sum) + protocol + length;
}

/// Of a TCP or UDP segment of `length` bytes whose checksum field is 0, behind this IP header.
std::uint16_t transport_checksum(const std::uint8_t* header, bool v6, const std::uint8_t* layer4, std::uint32_t length, std::uint8_t protocol) {
    std::uint32_t start = pseudo_header_sum(header, v6, protocol, length);
    if (length % 2 != 0) start += static_cast<std::uint32_t>(layer4[length - 1]) << 8;
    const std::uint16_t sum = internet_checksum({layer4, length & ~1U}, start);
    return protocol == udp_protocol && sum == 0 ? 0xffff : sum;
}

/// RFC 3948 2.1: the UDP checksum is 0 over IPv4. Hosts drop IPv6 datagrams without one (RFC 8200 8.1).
void fill_udp(std::uint8_t* header, bool v6, std::uint8_t* udp, std::uint32_t length) {
    store16(udp + 4, length);
    if (v6) store16(udp + 6, transport_checksum(header, v6, udp, length, udp_protocol));
}

/// Transport mode through a NAT: the sender's TCP or UDP checksum covers addresses that have changed. The packet's
/// integrity is proven, so the checksum is made anew (RFC 3948 3.1.2).
void renew_transport_checksum(std::uint8_t* header, bool v6, std::uint32_t header_length, std::uint32_t length,
                              std::uint8_t protocol) {
    const bool udp = protocol == udp_protocol;
    const std::uint32_t at = udp ? 6 : 16;
    if ((!udp && protocol != 6) || length < at + 2) return;
    std::uint8_t* layer4 = header + header_length;
    if (udp && load16(layer4 + at) == 0) return;
    store16(layer4 + at, 0);
    store16(layer4 + at, transport_checksum(header, v6, layer4, length, protocol));
}

void strip_transport(Packet& packet, const SaPath& sa, const IpHeader& outer, std::uint32_t payload_offset,
                     std::uint8_t next_header) {
    const std::uint32_t gap = payload_offset - outer.length;
    std::memmove(packet.data + gap, packet.data, outer.length);
    packet.pull(gap);
    packet.data[outer.protocol_offset] = next_header;
    set_ip_length(packet.data, outer.v6, outer.length, packet.length);
    if (outer.protocol == udp_protocol)
        renew_transport_checksum(packet.data, outer.v6, outer.length, packet.length - outer.length, next_header);
    packet.l3_offset = packet.data_offset();
    packet.l4_offset = static_cast<std::uint16_t>(packet.l3_offset + outer.length);
    packet.vrf = sa.inside_vrf;
}

void strip_tunnel(Packet& packet, const SaPath& sa, const IpHeader& outer, std::uint32_t payload_offset) {
    packet.pull(payload_offset);
    const bool v6 = packet.data[0] >> 4 == 6;
    if ((outer.tos & 3) == 3) mark_congestion(packet.data, v6);
    packet.l3_offset = packet.data_offset();
    packet.l4_offset = static_cast<std::uint16_t>(packet.l3_offset + (v6 ? 40U : (packet.data[0] & 15U) * 4U));
    packet.vrf = sa.inside_vrf;
}

}  // namespace

std::uint32_t open_outer_header(Packet& packet, const SaPath& sa, const IpHeader& ip, std::uint32_t inner) {
    std::uint8_t* front = packet.push(outer_room(sa, inner));
    if (sa.mode == EncapsulationMode::tunnel) {
        copy_template(front, sa);
        return std::uint32_t{sa.ip_length} + sa.udp_length;
    }
    std::memmove(front, front + outer_room(sa, inner), ip.length);
    front[ip.protocol_offset] = protocol_in_front(sa);
    copy_template(front + ip.length, sa);
    return std::uint32_t{ip.length} + sa.udp_length;
}

void close_outer_header(Packet& packet, const SaPath& sa, const IpHeader& ip, std::uint64_t sequence) {
    const bool tunnel = sa.mode == EncapsulationMode::tunnel;
    const std::uint32_t ip_length = tunnel ? sa.ip_length : ip.length;
    if (!tunnel)
        set_ip_length(packet.data, ip.v6, ip.length, packet.length);
    else if (sa.ip_length == 20)
        fill_outer_ipv4(packet.data, sa, ip, packet.length, (static_cast<std::uint32_t>(sequence) + sa.spi) & 0xffff);
    else
        fill_outer_ipv6(packet.data, ip, packet.length);
    const bool v6 = packet.data[0] >> 4 == 6;
    if (sa.udp_length != 0) fill_udp(packet.data, v6, packet.data + ip_length, packet.length - ip_length);
    packet.l3_offset = packet.data_offset();
    packet.l4_offset = static_cast<std::uint16_t>(packet.l3_offset + ip_length);
    packet.vrf = sa.front_vrf;
    packet.checksum = ChecksumState::none;
}

void strip_outer_header(Packet& packet, const SaPath& sa, const IpHeader& outer, std::uint32_t payload_offset,
                        std::uint8_t next_header) {
    packet.checksum = ChecksumState::none;
    if (sa.mode == EncapsulationMode::tunnel)
        strip_tunnel(packet, sa, outer, payload_offset);
    else
        strip_transport(packet, sa, outer, payload_offset, next_header);
}

}  // namespace dataplane
