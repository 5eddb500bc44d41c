#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "ipsec-dataplane/control/arp.h"
#include "ipsec-dataplane/control/interface_table.h"
#include "ipsec-dataplane/graph/notice.h"
#include "ipsec-dataplane/instant.h"
#include "ipsec-dataplane/packet.h"
#include "ipsec-dataplane/views.h"

namespace dataplane {

struct ControlPlane;

/// A neighbour in IPv6 (RFC 4861 5.1, 7.3.2).
struct Ip6Neighbour {
    using State = NeighbourView::State;
    struct Waiting {
        PacketPtr packet;
        InterfaceId from;  ///< where it came in; none: the router's own
    };

    State state = State::incomplete;
    MacAddress mac{};
    bool is_router = false;
    Instant updated{};   ///< last sign of life
    Instant deadline{};  ///< of the state, or of the next solicitation
    unsigned solicitations = 0;
    std::vector<Waiting> waiting;  ///< at most `nd_queue`
};

constexpr std::size_t nd_queue = 4;
constexpr unsigned nd_solicitations = 3;  ///< MAX_MULTICAST_SOLICIT, MAX_UNICAST_SOLICIT
constexpr Duration nd_retransmission = std::chrono::seconds(1), nd_reachable = std::chrono::seconds(30),
                   nd_first_probe = std::chrono::seconds(5), nd_stale_lifetime = std::chrono::hours(4);

/// What an interface that came up says to its link, twice.
struct Ip6Announcement {
    Instant due{};
    InterfaceId interface;
    bool again = false;
};
constexpr Duration first_announcement = std::chrono::milliseconds(500), announcement_interval = std::chrono::seconds(1);

using Ip6Neighbours = std::map<NeighbourKey, Ip6Neighbour>;

void nd_received(ControlPlane& control, Packet& packet, Instant now);
void resolve_ip6(ControlPlane& control, InterfaceId port, const config::IpAddress& hop, PacketPtr packet,
                 InterfaceId from, Instant now);
/// A packet went to a neighbour that has not been heard of for long.
void stale_neighbour_used(ControlPlane& control, InterfaceId port, const config::IpAddress& neighbour, Instant now);
/// The interface came up: it will say so to its link, when a peer has had time to come up as well.
void announce_ip6(ControlPlane& control, const RouterInterface& interface, Instant now);
void forget_ip6_neighbours(ControlPlane& control, InterfaceId interface);
void tick_ip6_neighbours(ControlPlane& control, Instant now);
std::optional<Instant> next_ip6_neighbour_deadline(const ControlPlane& control, bool include_background);

}  // namespace dataplane
