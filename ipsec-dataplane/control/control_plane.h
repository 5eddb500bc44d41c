#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ipsec-dataplane/control/arp.h"
#include "ipsec-dataplane/control/interface_table.h"
#include "ipsec-dataplane/control/ip6_path_mtu.h"
#include "ipsec-dataplane/control/neighbour_discovery.h"
#include "ipsec-dataplane/control/publisher.h"
#include "ipsec-dataplane/control/reassembly.h"
#include "ipsec-dataplane/control/routing.h"
#include "ipsec-dataplane/data_plane.h"
#include "ipsec-dataplane/dhcp/dhcp_client.h"
#include "ipsec-dataplane/dhcp/dhcp_server.h"
#include "ipsec-dataplane/graph/worker.h"
#include "ipsec-dataplane/policy/policy_database.h"
#include "ipsec-dataplane/translation/nat_table.h"

namespace dataplane {

/// Log messages of one kind, one in a while.
struct LogLimit {
    std::optional<Instant> last;
    bool admits(Instant now, Duration interval) {
        if (last && now - *last < interval) return false;
        last = now;
        return true;
    }
};

/// A traceroute datagram under way.
struct Probe {
    std::uint32_t token = 0;
    config::IpAddress destination;
};

/// All that the control thread owns of one router. What it does with it is in the free functions below, by subject.
struct ControlPlane {
    explicit ControlPlane(const Setup& setup);

    std::string router_name;
    RandomSource* random;
    EventSink* events;
    std::unique_ptr<CryptoBackend> own_crypto;  ///< when the setup brought none
    CryptoBackend* crypto;
    WorkerBell* bell;
    std::uint16_t worker_count;
    Instant called_at{};  ///< of the call under way
    SaDatabase sas;
    Retirement retirement;
    Published<ForwardingTables> tables;
    Published<NeighbourTable> neighbour_table;
    std::vector<std::unique_ptr<Worker>> workers;

    const config::Configuration* configuration = nullptr;
    InterfaceTable interfaces;
    VrfNames vrfs;
    std::vector<Route> routes;
    Neighbours neighbours;
    Ip6Neighbours ip6_neighbours;
    std::vector<Ip6Announcement> announcements;
    Ip6PathMtus ip6_path_mtus;
    Reassembly reassembly;
    NatTable nat;
    PolicyDatabase policy;
    std::map<config::InterfaceName, DhcpClient> dhcp_clients;
    DhcpServer dhcp_server;
    /// Hits of access-list lines, by list and sequence number; one counter a worker.
    std::map<std::string, std::map<std::uint32_t, std::unique_ptr<Counter[]>>> filter_hits;
    std::map<std::string, std::map<std::uint32_t, std::uint64_t>> cleared_filter_hits;
    std::map<std::uint32_t, config::IpAddress> echoes;  ///< tokens of echo requests under way
    std::map<std::uint16_t, Probe> probes;              ///< under way, by source port
    std::uint16_t next_probe_port = 49152;
    std::vector<Upcall> upcalls;
    LogLimit clear_packet_log, invalid_spi_log, integrity_log, replay_log, duplicate_log;
    std::uint64_t generation = 0;
    bool configuration_stale = true;
    bool tables_stale = true;
    bool neighbours_stale = false;
    bool running = false;  ///< inside the graph: no second run from within

    bool logs(EventGroup group) const { return events != nullptr && events->wants(group); }
    void emit(Instant now, event::Body body) {
        if (events != nullptr) events->on(Event{now, {}, std::move(body)});
    }
    Worker& own_worker() { return *workers.front(); }
};

// --- runs (control/run.cpp) ---

/// Brings tables up to date, then runs the graph on the control thread's worker until nothing is left to do.
void run_graph(ControlPlane& control, Instant now);
/// Puts a packet of the control thread's pool at a node; `run_graph` moves it.
void put(ControlPlane& control, Node node, PacketPtr packet);
/// Takes in what other workers posted.
void drain_workers(ControlPlane& control, Instant now);

// --- states and tables (control/settle.cpp, control/line_states.cpp) ---

/// Interface states, routes, policies and the tables made of them follow what has changed.
void settle(ControlPlane& control, Instant now);
/// Works out link and line protocol of one interface; true when it changed.
bool update_states(ControlPlane& control, RouterInterface& interface, const ForwardingTables& tables, Instant now);
/// What inside and outside interfaces translate by (translation/compile_nat.cpp).
void compile_nat(ControlPlane& control, ForwardingTables& tables);
/// Another machine's address on the interface's network that translation answers for.
bool is_global_of_nat(const ControlPlane& control, const RouterInterface& interface, const config::IpAddress& address);
Counter* hit_counters(ControlPlane& control, const std::string& list, std::uint32_t sequence);
std::uint64_t filter_hits_of(const ControlPlane& control, const Counter* counters);
config::IpAddress address_of(const ControlPlane& control, const config::InterfaceName& name);
/// The first global IPv6 address, else the link-local one.
config::IpAddress address6_of(const ControlPlane& control, const config::InterfaceName& name);

// --- neighbours (control/arp.cpp) ---

void arp_received(ControlPlane& control, const Packet& packet, Instant now);
void resolve(ControlPlane& control, InterfaceId port, const config::IpAddress& hop, PacketPtr packet, Instant now);
void announce(ControlPlane& control, const RouterInterface& interface);
void forget_neighbours(ControlPlane& control, InterfaceId interface);
void tick_neighbours(ControlPlane& control, Instant now);
std::optional<Instant> next_neighbour_deadline(const ControlPlane& control, bool include_background);

// --- local datagrams (control/local_datagrams.cpp) ---

void punted(ControlPlane& control, Punt punt, Instant now);
void send_udp(ControlPlane& control, const UdpDatagram& datagram, Instant now);
/// Header and room for `payload` bytes behind it, l4_offset there; null when a buffer is missing or the families differ.
/// A link-local destination needs `out`.
struct LocalPacket {
    VrfId vrf;
    config::IpAddress source, destination;
    std::uint8_t tos = 0, ttl = 255, protocol = 0;
    bool dont_fragment = false;
    InterfaceId out;
};
PacketPtr local_packet(ControlPlane& control, const LocalPacket& about, std::uint32_t payload);
/// Puts it at the lookup of its family.
void put_local(ControlPlane& control, PacketPtr packet);
/// Ports and payload behind the header of `packet`, with the checksum.
void fill_udp(Packet& packet, std::uint16_t from, std::uint16_t to);
InterfaceId interface_with_link_local(const ControlPlane& control, const config::IpAddress& address);

// --- echoes and probes (control/echoes.cpp) ---

void send_echo(ControlPlane& control, const EchoRequest& request, Instant now);
void send_probe(ControlPlane& control, const ProbeRequest& request, Instant now);
void echo_replied(ControlPlane& control, Packet& packet, Instant now);
void icmp_error_received(ControlPlane& control, Packet& packet, Instant now);
/// A packet of our own could not leave.
void undeliverable(ControlPlane& control, const Punt& punt, Instant now);
config::IpAddress source_towards(const ControlPlane& control, VrfId vrf, const config::IpAddress& peer);

// --- addresses by DHCP (dhcp/*.cpp) ---

void dhcp_received(ControlPlane& control, const Packet& packet, Instant now);
/// Clients start and stop as interfaces and their lines do.
void follow_dhcp(ControlPlane& control, Instant now);
void follow_dhcp_pools(ControlPlane& control);
void tick_dhcp(ControlPlane& control, Instant now);
std::optional<Instant> next_dhcp_deadline(const ControlPlane& control, bool include_background);
std::vector<Route> dhcp_routes(ControlPlane& control);

// --- policies and SAs (policy/*.cpp) ---

/// The address that a VPN client was given, when the router's own packet to `destination` belongs into its tunnel.
config::IpAddress assigned_source(const ControlPlane& control, VrfId vrf, const config::IpAddress& destination);

/// Routes beside the configured ones: of `reverse-route` and of leased addresses.
std::vector<Route> learnt_routes(ControlPlane& control);
/// Traffic, or IKE, says that the peer has the pair: its outbound half carries the traffic.
void use_outbound(ControlPlane& control, InstalledPair& pair, Instant now);
/// Installs a pair for this flow.
InstallError install_pair(ControlPlane& control, FlowRecord& flow, const SaPair& pair, Instant now);
/// Pairs that nothing used for their entry's idle time.
void tick_idle(ControlPlane& control, Instant now);

/// The policies that the configuration asks for now; changes what differs.
void compile_policies(ControlPlane& control, Instant now);
/// Fills `crypto_maps` of the tables and the ports' indexes.
void compile_crypto_maps(ControlPlane& control, ForwardingTables& tables);
void noticed(ControlPlane& control, const Notice& notice, Instant now);
/// Asks IKE for an SA unless that has been done.
void request_sa(ControlPlane& control, FlowRecord& flow, const std::optional<FlowKey>& packet, Instant now);
void end_request(ControlPlane& control, FlowRecord& flow);
void start_always_on(ControlPlane& control, Instant now);
void tick_requests(ControlPlane& control, Instant now);
/// A protected packet of this router's, as an ICMP message quotes its beginning.
struct ReportedPacket {
    config::IpAddress remote;
    std::uint32_t spi = 0;       ///< 0: too little is quoted to tell
    std::uint16_t udp_port = 0;  ///< the peer's, where UDP encapsulates
};
/// ICMP says that such packets do not fit (RFC 1191, RFC 4301 8.2).
void path_mtu_reported(ControlPlane& control, const ReportedPacket& packet, std::uint32_t mtu, Instant now);
void tick_path_mtus(ControlPlane& control, Instant now);
void tick_lifetimes(ControlPlane& control, Instant now);
std::optional<Instant> next_request_deadline(const ControlPlane& control);
/// Pairs of `ipsec-manual` entries come, change and go with their keys (policy/manual_pairs.cpp).
void follow_manual_keys(ControlPlane& control, Instant now);
void forget_manual_pairs(ControlPlane& control, const EntryRecord& record, Instant now);
bool has_pair(const ControlPlane& control, const FlowSlot* slot);
bool forget_pair(ControlPlane& control, std::uint32_t inbound_spi, Instant now);
/// A new flow of an entry; it takes its place on the screens.
FlowRecord& add_flow(ControlPlane& control, EntryRecord& entry, ProtectedFlow flow, std::uint32_t line);
/// Takes the flow off the policy; its pairs live on until IKE removes them. Their inbound SPIs are appended.
void drop_flow(ControlPlane& control, FlowId id, std::vector<std::uint32_t>& orphaned);

}  // namespace dataplane
