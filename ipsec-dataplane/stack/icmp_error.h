#pragma once

#include <cstdint>

#include "ipsec-dataplane/graph/worker.h"

namespace dataplane {

/// An ICMP message about a packet that cannot go on, in the numbers of IPv4 (RFC 792, RFC 1191 for `mtu`).
struct IcmpError {
    std::uint8_t type = 3, code = 0;
    std::uint16_t mtu = 0;
};

constexpr IcmpError network_unreachable{3, 0, 0}, host_unreachable{3, 1, 0}, protocol_unreachable{3, 2, 0},
    port_unreachable{3, 3, 0}, administratively_prohibited{3, 13, 0}, ttl_exceeded{11, 0, 0},
    reassembly_timeout{11, 1, 0};
constexpr IcmpError fragmentation_needed(std::uint32_t mtu) { return {3, 4, static_cast<std::uint16_t>(mtu)}; }

/// As it travels in Packet::scratch.
std::uint32_t packed(const IcmpError& error);
/// The same in the numbers of IPv6 (RFC 4443).
IcmpError in_ip6(const IcmpError& error);

/// Counts the reason and sends the packet to `icmp-error`, which answers its source where one is due.
void refuse(Pass& pass, Drop reason, const IcmpError& error, PacketPtr packet);

}  // namespace dataplane
