#pragma once

#include <cstdint>
#include <span>

namespace dataplane {

/// What IPsec needs to know of an IP header. `valid` is false when the bytes are no whole IP datagram.
struct IpHeader {
    bool valid = false;
    bool v6 = false;
    /// Part of a fragmented datagram.
    bool fragment = false;
    bool dont_fragment = false;
    /// DSCP and ECN.
    std::uint8_t tos = 0;
    /// Protocol behind the header (and, once walked, behind the extension headers).
    std::uint8_t protocol = 0;
    /// Options, and once walked the extension headers, included.
    std::uint16_t length = 0;
    /// Where the byte that names `protocol` lies.
    std::uint16_t protocol_offset = 0;
    /// Header and payload; the bytes may go on behind (Ethernet padding).
    std::uint32_t total_length = 0;
};

/// The fixed header with IPv4 options, IPv6 extension headers not walked.
IpHeader read_ip_header(std::span<const std::uint8_t> bytes);
/// The same, with hop-by-hop, routing, destination and fragment headers of IPv6 passed.
IpHeader read_whole_ip_header(std::span<const std::uint8_t> bytes);

/// Internet checksum (RFC 1071) of an even number of bytes, as it is stored; `start` is added in host order.
std::uint16_t internet_checksum(std::span<const std::uint8_t> bytes, std::uint32_t start = 0);
/// Writes total or payload length, and for IPv4 the header checksum, after a change. `header_length` as in IpHeader.
void set_ip_length(std::uint8_t* header, bool v6, std::uint32_t header_length, std::uint32_t total_length);
void set_ipv4_checksum(std::uint8_t* header, std::uint32_t header_length);
/// Sets ECN to congestion experienced, as the outer header said (RFC 4301 5.1.2.1).
void mark_congestion(std::uint8_t* header, bool v6);

}  // namespace dataplane
