#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "config-model/ip_address.h"
#include "ipsec-dataplane/instant.h"
#include "ipsec-dataplane/packet.h"
#include "ipsec-dataplane/tables/neighbour_table.h"

namespace dataplane {

/// A neighbour on a multi-access interface (RFC 826), resolved or asked for.
struct Neighbour {
    MacAddress mac{};
    bool complete = false;
    Instant updated{};
    Instant next_request{};          ///< when to ask (again)
    unsigned requests = 0;           ///< unanswered so far
    std::vector<PacketPtr> waiting;  ///< at most `arp_queue`
};

constexpr std::size_t arp_queue = 4;
constexpr unsigned arp_requests = 3;
constexpr Duration arp_request_interval = std::chrono::seconds(1);
constexpr Duration arp_lifetime = std::chrono::hours(4);
constexpr Duration arp_negative_lifetime = std::chrono::seconds(20);

using NeighbourKey = std::pair<InterfaceId, config::IpAddress>;
using Neighbours = std::map<NeighbourKey, Neighbour>;

/// An ARP message between Ethernet and IPv4.
struct ArpMessage {
    bool reply = false;
    MacAddress sender_mac{}, target_mac{};
    config::IpAddress sender, target;
};

/// Nothing when it is not one.
std::optional<ArpMessage> read_arp(const Packet& packet);
/// A whole frame.
std::vector<std::uint8_t> arp_frame(const ArpMessage& message, const MacAddress& to, const MacAddress& from);

}  // namespace dataplane
