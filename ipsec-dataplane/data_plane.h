#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "config-model/change_set.h"
#include "config-model/configuration.h"
#include "ipsec-dataplane/events.h"
#include "ipsec-dataplane/instant.h"
#include "ipsec-dataplane/key_engine.h"
#include "ipsec-dataplane/frame_tap.h"
#include "ipsec-dataplane/link.h"
#include "ipsec-dataplane/protected_flow.h"
#include "ipsec-dataplane/random_source.h"
#include "ipsec-dataplane/udp_datagram.h"
#include "ipsec-dataplane/views.h"
#include "ipsec-dataplane/worker_bell.h"

namespace dataplane {

class CryptoBackend;

/// `ping`: one echo request. Answered by an EchoOutcome upcall with the same token.
struct EchoRequest {
    std::uint32_t token = 0;                       ///< chosen by the caller, identifier<<16 | sequence
    VrfId vrf{};
    config::IpAddress destination;
    std::optional<config::IpAddress> source;       ///< default: the outgoing interface's address
    std::uint16_t size = 100;                      ///< IP datagram length in bytes, as IOS counts it
    std::uint8_t ttl = 255;
    std::uint8_t tos = 0;
    bool df_bit = false;
    std::uint16_t data_pattern = 0xabcd;
    /// Where a link-local destination lives; the route decides otherwise.
    std::optional<config::InterfaceName> interface;
};

/// `traceroute`: one UDP datagram to an unlikely port (33434 and up). Answered like an echo request: ttl_exceeded, or
/// unreachable with icmp_code port unreachable from the destination itself.
struct ProbeRequest {
    std::uint32_t token = 0;
    VrfId vrf{};
    config::IpAddress destination;
    std::optional<config::IpAddress> source;
    std::uint8_t ttl = 1;
    std::uint16_t port = 33434;
    std::uint16_t size = 28;                       ///< IP datagram length in bytes
};

struct EchoOutcome {
    std::uint32_t token = 0;
    enum class Kind : std::uint8_t { reply, unreachable, ttl_exceeded, fragmentation_needed, send_failed } kind = Kind::reply;
    std::uint8_t icmp_code = 0;
    config::IpAddress from;
    Instant at{};
};

/// A policy entry, or only some of its flows, left the configuration (map taken off the interface, tunnel shut or its
/// endpoints changed, ACL line removed). The SAs named here still stand: IKE deletes them and calls `remove`.
struct PolicyRemoved {
    PolicyEntry entry;                             ///< a copy; `flows` holds the ones that went
    bool whole_entry = true;
    std::vector<std::uint32_t> inbound_spis;
};

/// What waits for the control plane. An Acquire without a packet is an always-on policy that wants its pair.
using Upcall = std::variant<Acquire, SaExpiry, UdpDatagram, EchoOutcome, PolicyRemoved, UnknownSpi, PeerMoved>;

struct Setup {
    std::string router_name;
    RandomSource* random = nullptr;
    CryptoBackend* crypto = nullptr;
    EventSink* events = nullptr;
    std::uint32_t mac_seed = 0;                    ///< distinguishes the MAC addresses of several routers of one process
    unsigned workers = 1;                          ///< the control thread's, and one a packet thread
    WorkerBell* bell = nullptr;                    ///< where packet threads sleep; outlives the data plane
};

/// One router's packets: interfaces, ARP, IPv4/IPv6, ICMP, UDP endpoints, crypto maps, tunnels, ESP and AH.
/// No clock, socket or thread of its own: time comes in with each call, frames leave through Link::send,
/// everything for the control plane waits in an outbox until `take_upcalls`.
class DataPlane final : public KeyEngine, public PolicyDirectory {
public:
    explicit DataPlane(const Setup& setup);
    ~DataPlane() override;
    DataPlane(const DataPlane&) = delete;
    DataPlane& operator=(const DataPlane&) = delete;

    /// Takes over the changed parts of the configuration. `configuration` must outlive the data plane.
    void configure(const config::Configuration& configuration, const config::ChangeSet& changes, Instant now);

    /// Gives an interface its link; nullptr takes it away. An interface without a link is down.
    void attach(const config::InterfaceName& interface, Link* link, Instant now);
    /// The link's carrier changed (Link::is_up says how).
    void link_changed(const config::InterfaceName& interface, Instant now);
    /// Shows the tap every frame of the interface from now on; nullptr: nobody. A tap outlives the data plane.
    void tap(const config::InterfaceName& interface, FrameTap* tap, Instant now);
    /// Frames that arrived on an interface, in order, as one or more vectors through the node graph.
    void receive(const config::InterfaceName& interface, std::span<const std::span<const std::uint8_t>> frames, Instant now);
    /// The name by which a worker's `receive` calls an interface; none when there is no such interface.
    InterfaceId interface_id(const config::InterfaceName& interface) const;
    /// The same on a packet thread of its own (workers 1 .. Setup::workers - 1; 0 is the control thread's). What needs the
    /// control thread waits for its next `tick`.
    void receive(WorkerId worker, InterfaceId interface, std::span<const std::span<const std::uint8_t>> frames, Instant now);
    /// Takes over packets that other workers handed to this one.
    void poll(WorkerId worker, Instant now);
    void tick(Instant now);
    /// When `tick` wants to be called next; `background` deadlines (ARP ageing, lifetimes, log limits) do not keep a lab busy.
    std::optional<Instant> next_deadline(bool include_background) const;

    /// Control plane to wire. Ports 500 and 4500 of local addresses come back as UdpDatagram upcalls.
    void send(const UdpDatagram& datagram, Instant now);
    void send(const EchoRequest& request, Instant now);
    void send(const ProbeRequest& request, Instant now);
    void clear_arp(Instant now);
    void clear_ipv6_neighbours(Instant now);
    std::vector<Upcall> take_upcalls();

    // KeyEngine
    std::uint32_t allocate_spi(VrfId vrf, const config::IpAddress& local) override;
    void release_spi(std::uint32_t spi) override;
    InstallError install(const SaPair& pair, FlowId& flow, Instant now) override;
    bool remove(std::uint32_t inbound_spi, Instant now) override;
    void acquire_failed(FlowId flow, Instant now) override;
    InstallError install_dynamic(const SaPair& pair, PolicyEntryId entry, FlowId& flow, Instant now) override;
    void enable_outbound(std::uint32_t inbound_spi, Instant now) override;
    void move_peer(std::uint32_t inbound_spi, const config::IpAddress& address, std::uint16_t port, Instant now) override;
    std::optional<PairActivity> activity(std::uint32_t inbound_spi) const override;
    PolicyEntryId add_client_policy(const ClientPolicy& policy, Instant now) override;
    void remove_client_policy(PolicyEntryId entry, Instant now) override;

    // PolicyDirectory
    const PolicyEntry* entry(PolicyEntryId id) const override;
    const ProtectedFlow* flow(FlowId id) const override;
    std::vector<PolicyEntryId> entries() const override;
    std::vector<PolicyEntryId> entries_for(const config::IpAddress& local, const config::IpAddress& peer) const override;
    config::IpAddress source_towards(VrfId vrf, const config::IpAddress& peer) const override;

    // Screens
    std::vector<InterfaceView> interfaces(Instant now) const;
    std::vector<RouteView> routes() const;
    std::vector<ArpView> arp(Instant now) const;
    /// The IPv6 neighbour cache (RFC 4861 5.1).
    std::vector<NeighbourView> ipv6_neighbours(Instant now) const;
    std::vector<RouteView> ipv6_routes() const;
    std::vector<DhcpBindingView> dhcp_bindings(Instant now) const;
    /// Leases that this router asked for itself.
    std::vector<DhcpLeaseView> dhcp_leases(Instant now) const;
    /// Forgets one lease of this router's server, or all that it handed out.
    void clear_dhcp_bindings(const std::optional<config::IpAddress>& address);
    /// Translations of `ip nat`: those under way, then the simple ones.
    std::vector<NatTranslationView> nat_translations(Instant now) const;
    NatStatisticsView nat_statistics(Instant now) const;
    /// Every dynamic translation ends.
    void clear_nat_translations();
    void clear_nat_statistics(Instant now);
    /// Addresses in use now, learnt ones included: IPv4 first, then IPv6. Empty for an interface that is not there.
    std::vector<config::Prefix> addresses_of(const config::InterfaceName& interface) const;
    /// The next identity after `cursor` (0 starts) in the order of entries(), nothing at the end. Cost does not grow with the number of SAs.
    std::optional<FlowView> next_flow(FlowId cursor, Instant now) const;
    std::optional<FlowView> flow_view(FlowId id, Instant now) const;
    /// Hits per entry of one access list, by sequence number.
    std::vector<std::pair<std::uint32_t, std::uint64_t>> access_list_hits(const std::string& list) const;
    /// Drop counters: node name, reason, packets.
    struct NodeCounter { std::string_view node, counter; std::uint64_t packets = 0; };
    std::vector<NodeCounter> node_counters() const;
    std::string_view crypto_backend() const;
    void clear_interface_counters(Instant now);
    void clear_interface_counters(const config::InterfaceName& interface, Instant now);
    void clear_flow_counters();
    void clear_access_list_counters();
    void clear_access_list_counters(const std::string& list);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace dataplane
