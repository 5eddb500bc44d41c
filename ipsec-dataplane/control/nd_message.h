#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "config-model/ip_address.h"
#include "ipsec-dataplane/packet.h"
#include "ipsec-dataplane/tables/forwarding_tables.h"

namespace dataplane {

/// A prefix that a router announces (RFC 4861 4.6.2). Seconds.
struct AnnouncedPrefix {
    config::Prefix prefix;
    bool on_link = true, autonomous = true;
    std::uint32_t valid = 2592000, preferred = 604800;
};

/// A message of neighbour discovery (RFC 4861 4), with the options that are used here.
struct NdMessage {
    std::uint8_t type = 0;     ///< ICMPv6
    config::IpAddress target;  ///< of solicitations and advertisements of neighbours
    bool router = false, solicited = false, override_entry = false;
    std::optional<MacAddress> link_address;  ///< source or target link-layer address
    // Router advertisement
    std::uint8_t hop_limit = 64;
    std::uint16_t router_lifetime = 0;  ///< seconds
    std::optional<std::uint32_t> mtu;
    std::vector<AnnouncedPrefix> prefixes;
};

/// l4_offset at the ICMPv6 header, whose checksum, hop limit and code are right. Nothing when it is malformed.
std::optional<NdMessage> read_nd(const Packet& packet);
/// The ICMPv6 message, its checksum not filled in.
std::vector<std::uint8_t> nd_bytes(const NdMessage& message);

}  // namespace dataplane
