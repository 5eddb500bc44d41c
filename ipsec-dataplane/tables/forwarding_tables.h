#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "config-model/ip_address.h"
#include "ipsec-dataplane/frame_tap.h"
#include "ipsec-dataplane/graph/counter.h"
#include "ipsec-dataplane/ids.h"
#include "ipsec-dataplane/link.h"
#include "ipsec-dataplane/tables/crypto_map_table.h"
#include "ipsec-dataplane/tables/flow_slot.h"
#include "ipsec-dataplane/tables/packet_filter.h"
#include "ipsec-dataplane/tables/prefix_table.h"
#include "ipsec-dataplane/translation/nat_rules.h"

namespace dataplane {

class NatTable;

using MacAddress = std::array<std::uint8_t, 6>;
constexpr MacAddress broadcast_mac = {255, 255, 255, 255, 255, 255};

/// One worker's counters of one interface.
struct alignas(64) InterfaceTally {
    Counter input_packets, input_bytes, input_errors, input_broadcasts, output_packets, output_bytes, output_drops;
    Counter last_input, last_output;  ///< nanoseconds of router time; 0: never
};

constexpr std::uint32_t no_index = 0xffffffff;

/// What packets need to know of an interface.
struct Port {
    enum class Kind : std::uint8_t { absent, ethernet, loopback, tunnel, null } kind = Kind::absent;
    InterfaceId id;
    bool up = false;  ///< packets may pass
    MacAddress mac{};
    VrfId vrf;
    std::uint32_t ip_mtu = 1500;
    Link* link = nullptr;
    FrameTap* tap = nullptr;
    config::IpAddress address;  ///< primary IPv4
    bool ip6_enabled = false;
    std::uint32_t ip6_mtu = 1500;
    std::uint32_t tcp_mss = 0, ip6_tcp_mss = 0;  ///< the largest that connections through it may agree on; 0: theirs
    bool fragments_after_encryption = false;     ///< `crypto ipsec fragmentation after-encryption`
    config::IpAddress ip6_address, link_local;  ///< first global one; both none without IPv6
    std::vector<config::IpAddress> ip6_groups;  ///< multicast groups that are listened to
    std::uint32_t on_link = no_index;           ///< the adjacency of whatever is reached without a router
    std::uint32_t filter_in = no_index, filter_out = no_index;
    std::uint32_t filter6_in = no_index, filter6_out = no_index;
    std::uint32_t crypto_map = no_index, crypto_map6 = no_index;
    std::uint32_t tunnel = no_index;
    bool nat_inside = false, nat_outside = false;  ///< `ip nat inside`, `ip nat outside`, where there is anything to translate by
    bool is_inside = false;                  ///< its hosts reach a VPN client's networks by port translation
    PortTranslation* translation = nullptr;  ///< of the VPN client that goes out here
    InterfaceTally* tallies = nullptr;  ///< one a worker
};

/// Where a route leads.
struct Adjacency {
    enum class Kind : std::uint8_t { forward, receive, null } kind = Kind::forward;
    std::uint32_t port = no_index;
    /// Forward: none is the packet's own destination. Receive: set for a broadcast, the address to answer from.
    config::IpAddress next_hop;
    std::uint32_t path_mtu = 0;  ///< set: the router's own packets there are cut to this size
};

/// A tunnel interface's far side.
struct TunnelEnd {
    enum class Kind : std::uint8_t { gre, ipsec } kind = Kind::gre;
    InterfaceId interface;
    VrfId front_vrf;
    config::IpAddress local, remote;
    bool has_key = false;
    std::uint32_t key = 0;
    bool carries_v4 = true, carries_v6 = true;
    FlowSlot* flow = nullptr;  ///< set: protected
    std::uint32_t whole_mtu = 0;  ///< IPv4 packets that may be cut are encrypted whole up to this size
};

struct TunnelKey {
    VrfId front_vrf;
    config::IpAddress local, remote;
    auto operator<=>(const TunnelKey&) const = default;
};

/// All that packet workers look things up in, made anew by the control thread when the configuration or a state
/// changes, and replaced as a whole.
struct ForwardingTables {
    std::uint64_t generation = 0;     ///< another number for each that is published
    bool ip6_forwarding = false;      ///< `ipv6 unicast-routing`
    std::vector<Port> ports;          ///< by InterfaceId::index()
    std::vector<PrefixTable> routes;  ///< by VrfId; values are indexes of `adjacencies`
    std::vector<Adjacency> adjacencies;
    std::vector<PacketFilter> filters;
    std::vector<CryptoMapTable> crypto_maps;
    NatRules nat;
    NatTable* nat_table = nullptr;  ///< the router's
    std::vector<TunnelEnd> tunnels;
    std::multimap<TunnelKey, std::uint32_t> tunnels_by_ends;  ///< indexes of `tunnels`

    const Port* port(InterfaceId id) const {
        if (!id || id.index() >= ports.size()) return nullptr;
        const Port& found = ports[id.index()];
        return found.id == id ? &found : nullptr;
    }
    const Adjacency* route(VrfId vrf, const config::IpAddress& destination) const {
        if (vrf.value >= routes.size()) return nullptr;
        const std::uint32_t found = routes[vrf.value].find(destination);
        return found == PrefixTable::none ? nullptr : &adjacencies[found];
    }
};

}  // namespace dataplane
