#pragma once

#include <cstdint>

#include "ipsec-dataplane/esp/ip_header.h"
#include "ipsec-dataplane/esp/sa_path.h"
#include "ipsec-dataplane/packet.h"

namespace dataplane {

/// Opens `inner` bytes for the ESP or AH header and, in front of them, what the SA's mode asks for: the outer IP header
/// (RFC 4301 5.1.2), or the packet's own one moved to the front with its protocol changed, and a UDP header (RFC 3948).
/// `packet.data` is at the plain IP header `ip`, tail and head room have been checked. Returns the offset from data of
/// the opened bytes. Lengths, identification (it follows the sequence number)
/// and checksum are set by `close_outer_header`, once the tail is there.
std::uint32_t open_outer_header(Packet& packet, const SaPath& sa, const IpHeader& ip, std::uint32_t inner);
void close_outer_header(Packet& packet, const SaPath& sa, const IpHeader& ip, std::uint64_t sequence);
/// Head room that the two need.
inline std::uint32_t outer_room(const SaPath& sa, std::uint32_t inner) { return sa.ip_length + sa.udp_length + inner; }

/// Takes off everything before the plain payload at `payload_offset` from data. Tunnel mode: data is then at the inner
/// IP header, which takes over congestion marks. Transport mode: the outer IP header, with its protocol restored, moves
/// up to the payload. The packet's end has been trimmed already; l3, l4 and VRF are set.
void strip_outer_header(Packet& packet, const SaPath& sa, const IpHeader& outer, std::uint32_t payload_offset,
                        std::uint8_t next_header);

}  // namespace dataplane
