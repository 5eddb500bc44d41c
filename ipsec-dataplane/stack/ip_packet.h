#pragma once

#include <cstdint>

#include "ipsec-dataplane/stack/ip4_header.h"
#include "ipsec-dataplane/stack/ip6_header.h"

/// What nodes ask of a packet of either family; l3_offset is at a checked header.
namespace dataplane {

inline bool is_v6(const Packet& packet) { return packet.l3()[0] >> 4 == 6; }

inline config::IpAddress source_of(const Packet& packet) {
    return is_v6(packet) ? ip6(packet).source() : ip4(packet).source_address();
}

inline config::IpAddress destination_of(const Packet& packet) {
    return is_v6(packet) ? ip6(packet).destination() : ip4(packet).destination_address();
}

/// Type of service or traffic class.
inline std::uint8_t tos_of(const Packet& packet) {
    return is_v6(packet) ? ip6(packet).traffic_class() : ip4(packet).tos();
}

/// Whether a router on the way may not cut it: IPv6 is cut by its source only, which is us when it came from nowhere.
inline bool must_stay_whole(const Packet& packet) {
    return is_v6(packet) ? static_cast<bool>(packet.interface) : ip4(packet).dont_fragment();
}

/// Bytes from the layer 4 header on; l4_offset is set.
inline std::uint32_t l4_length(const Packet& packet) {
    return static_cast<std::uint32_t>(packet.data + packet.length - packet.l4());
}

/// Sum of the pseudo-header (RFC 768, RFC 8200 8.1), unfolded.
inline std::uint64_t pseudo_header_sum(const Packet& packet, std::uint8_t number, std::uint32_t length) {
    const std::size_t size = is_v6(packet) ? 32 : 8;
    return wire::sum({packet.l3() + (is_v6(packet) ? 8 : 12), size}, std::uint64_t{number} + length);
}

}  // namespace dataplane
