#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config-model/interface_name.h"
#include "config-model/ip_address.h"
#include "ipsec-dataplane/esp/security_association.h"
#include "ipsec-dataplane/instant.h"
#include "ipsec-dataplane/protected_flow.h"

/// Plain rows that screens print; copied out of the data plane at the moment of asking.
namespace dataplane {

struct InterfaceView {
    config::InterfaceName name;
    bool link_up = false;               ///< status column
    bool administratively_down = false;
    bool line_protocol_up = false;
    std::optional<config::Prefix> address;
    std::vector<config::Prefix> secondary;
    std::vector<config::Prefix> ipv6;   ///< global addresses
    std::optional<config::IpAddress> ipv6_link_local;
    bool ipv6_enabled = false;
    bool address_by_dhcp = false;       ///< `address` was leased
    std::vector<config::IpAddress> multicast_groups;  ///< joined: 224.0.0.x, FF02::1 …
    std::array<std::uint8_t, 6> mac{};
    std::uint32_t mtu = 1500;           ///< bytes
    std::uint32_t ip_mtu = 1500;        ///< bytes
    std::uint32_t ip6_mtu = 1500;       ///< bytes
    std::uint32_t bandwidth = 10000;    ///< kbit/s
    std::uint32_t delay = 1000;         ///< microseconds
    std::string description;
    std::uint64_t input_packets = 0, input_bytes = 0, output_packets = 0, output_bytes = 0;
    std::uint64_t input_errors = 0, output_drops = 0, input_broadcasts = 0;
    std::uint64_t input_bit_rate = 0, input_packet_rate = 0, output_bit_rate = 0, output_packet_rate = 0;   ///< a second, over 5 minutes
    std::optional<Instant> last_input, last_output;
    Instant last_counter_clear{};
    // Tunnel only
    std::string tunnel_source;          ///< "10.0.0.1 (Ethernet0/0)" is composed by the screen from these two
    config::IpAddress tunnel_local, tunnel_remote;
    std::uint32_t tunnel_transport_mtu = 0;
};

/// `injected`: by reverse-route, shown as a static route. `dhcp`: default route learnt with the address (distance 254).
struct RouteView {
    enum class Source : std::uint8_t { connected, local, static_route, injected, dhcp } source = Source::connected;
    config::Prefix prefix;
    std::uint8_t distance = 0;
    std::uint32_t metric = 0;
    std::optional<config::IpAddress> next_hop;
    std::optional<config::InterfaceName> interface;
    bool candidate_default = false;
};

struct ArpView {
    config::IpAddress address;
    std::array<std::uint8_t, 6> mac{};
    bool incomplete = false;
    std::optional<std::uint32_t> age_minutes;   ///< not set: the router's own
    config::InterfaceName interface;
};

struct NeighbourView {
    enum class State : std::uint8_t { incomplete, reachable, stale, delay, probe } state = State::incomplete;
    config::IpAddress address;
    std::array<std::uint8_t, 6> mac{};
    std::uint32_t age_minutes = 0;
    config::InterfaceName interface;
};

/// A lease of this router's DHCP server.
struct DhcpBindingView {
    config::IpAddress address;
    std::vector<std::uint8_t> client_id;           ///< RFC 2132 9.14, or the hardware type and address
    std::optional<std::uint32_t> seconds_left;     ///< not set: infinite
    bool manual = false;
    std::string pool;
};

/// An interface whose address is learnt by DHCP. Times in seconds.
struct DhcpLeaseView {
    config::InterfaceName interface;
    config::Prefix address;             ///< family none until one is offered
    config::IpAddress server, gateway;
    std::string_view state;             ///< "Selecting", "Requesting", "Bound", "Renewing", "Rebinding"
    std::uint32_t transaction = 0, lease = 0, renewal = 0, rebind = 0;
    std::uint32_t next_timer = 0;       ///< to the next message of its own
    std::uint32_t retries = 0;
    std::vector<std::uint8_t> client_id;
    std::string hostname;
};

/// One row of `show ip nat translations`.
struct NatTranslationView {
    std::uint8_t protocol = 0;                   ///< 0: every protocol
    config::IpAddress inside_global, inside_local;
    config::IpAddress outside;                   ///< none: whoever
    std::uint16_t global_port = 0, local_port = 0, outside_port = 0;   ///< 0: none
    bool is_static = false, closing = false;
    std::optional<std::uint64_t> age, idle, left;   ///< seconds; `left` is not set for what never ends
};

/// `show ip nat statistics`.
struct NatMappingView {
    std::string title;                           ///< access-list 1 interface Ethernet0/0
    std::uint64_t references = 0;
    std::string pool;
    config::IpAddress first, last, mask;
    std::uint64_t addresses = 0, allocated = 0;
    std::uint64_t misses = 0;                    ///< packets that found no free address or port
};
struct NatStatisticsView {
    std::uint64_t statics = 0, dynamics = 0, extended = 0;
    std::uint64_t hits = 0, misses = 0, expired = 0, peak = 0;
    std::uint64_t peak_age = 0;                  ///< seconds since the peak
    std::vector<config::InterfaceName> outside, inside;
    std::vector<NatMappingView> mappings;
};

/// Counters of one identity; they outlive its SAs.
struct FlowCounters {
    std::uint64_t encaps = 0, encrypt = 0, digest = 0, decaps = 0, decrypt = 0, verify = 0;
    std::uint64_t send_errors = 0, recv_errors = 0;
    // detail
    std::uint64_t no_sa_send = 0, invalid_sa_rcv = 0, encaps_failed = 0, decaps_failed = 0, invalid_prot = 0, verify_failed = 0,
                  invalid_identity = 0, invalid_len = 0, replay_rollover_send = 0, replay_rollover_rcv = 0, replay_failed = 0,
                  internal_err_send = 0, internal_err_rcv = 0;
    std::uint64_t drops_out = 0, drops_in = 0;   ///< `show crypto session detail`: drop N
};

/// One direction of one pair.
struct SaView {
    SaParameters parameters;
    std::uint32_t connection_id = 0;
    std::uint64_t kilobytes_left = 0;
    std::uint64_t seconds_left = 0;
    std::uint64_t packets = 0, bytes = 0;
    std::uint64_t last_sequence = 0;             ///< highest number sent, or accepted from the peer
    bool rekeyed = false;                        ///< an older pair that waits for its end
    bool initiator = false;
};

/// One identity block.
struct FlowView {
    ProtectedFlow flow;
    FlowCounters counters;
    config::IpAddress peer;                      ///< current peer
    std::uint16_t peer_port = 500;
    std::uint32_t path_mtu = 1500, ip_mtu = 1500, plaintext_mtu = 1500;
    std::string mtu_interface;                   ///< "Ethernet0/0"
    std::uint32_t current_outbound_spi = 0;
    std::optional<std::uint16_t> pfs_group;      ///< set once a rekey used it
    std::vector<SaView> inbound, outbound;       ///< newest first
};

}  // namespace dataplane
