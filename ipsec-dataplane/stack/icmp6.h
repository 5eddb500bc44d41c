#pragma once

#include <cstdint>

#include "ipsec-dataplane/stack/ip_packet.h"

/// ICMPv6 (RFC 4443, RFC 4861, RFC 3810).
namespace dataplane::icmp6 {

constexpr std::uint32_t header_length = 8;

constexpr std::uint8_t unreachable = 1, packet_too_big = 2, time_exceeded = 3, parameter_problem = 4,
                       echo_request = 128, echo_reply = 129, router_solicitation = 133, router_advertisement = 134,
                       neighbour_solicitation = 135, neighbour_advertisement = 136, redirect = 137, mld2_report = 143;

/// The message is all behind l4_offset.
inline void put_checksum(Packet& packet) {
    const std::uint32_t length = l4_length(packet);
    wire::store16(packet.l4() + 2, 0);
    wire::store16(packet.l4() + 2,
                  wire::checksum(wire::sum({packet.l4(), length}, pseudo_header_sum(packet, protocol::icmp6, length))));
}

}  // namespace dataplane::icmp6
