#pragma once

#include <cstdint>

#include "config-model/ip_address.h"
#include "ipsec-dataplane/ids.h"
#include "ipsec-dataplane/key_engine.h"
#include "ipsec-dataplane/packet.h"

namespace dataplane {

/// Something a packet showed that the control thread must hear of.
struct Notice {
    enum class Kind : std::uint8_t { no_sa, clear_packet, invalid_spi, integrity_failure, replay, stale_neighbour, first_packet, peer_moved } kind = Kind::no_sa;
    FlowId flow = 0;
    VrfId vrf;
    SaIndex sa;
    FlowKey packet;     ///< stale_neighbour: its destination is the neighbour; peer_moved: its source is where the peer is
    InterfaceId port;   ///< stale_neighbour
    std::uint32_t spi = 0;
    std::uint32_t sequence = 0;
};

/// Why a packet goes to the control thread.
enum class PuntKind : std::uint8_t { arp, fragment, ike, echo_reply, icmp_error, undeliverable, unresolved, neighbour_discovery, dhcp };

struct Punt {
    PuntKind kind = PuntKind::arp;
    PacketPtr packet;
    InterfaceId port;                           ///< unresolved: where it leaves
    config::IpAddress next_hop;                 ///< unresolved: whom to resolve
    std::uint8_t icmp_type = 0, icmp_code = 0;  ///< undeliverable: the error it would have met
};

}  // namespace dataplane
