#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ipsec-dataplane/esp/security_association.h"
#include "ipsec-dataplane/instant.h"
#include "ipsec-dataplane/protected_flow.h"

namespace dataplane {

/// The 5-tuple of the packet that asked for an SA. Ports are 0 where the protocol has none.
struct FlowKey {
    config::IpAddress source, destination;
    std::uint8_t protocol = 0;
    std::uint16_t source_port = 0, destination_port = 0;
};

/// A packet met PROTECT and no SA, or an always-on policy wants its pair.
struct Acquire {
    FlowId flow = 0;
    std::optional<FlowKey> packet;   ///< not set for a policy that creates SAs without traffic
};

/// An SA pair reached its soft or hard limit.
struct SaExpiry {
    FlowId flow = 0;
    std::uint32_t inbound_spi = 0;
    std::uint32_t outbound_spi = 0;
    bool hard = false;
    bool by_volume = false;          ///< kilobytes, not seconds
    bool had_traffic = false;
    bool idle = false;               ///< hard because nothing passed for the entry's idle time
};

/// A protected packet for an SPI that nobody has: at most one of an address pair a minute.
struct UnknownSpi {
    VrfId vrf{};
    config::IpAddress local, peer;
    IpsecProtocol protocol = IpsecProtocol::esp;
    std::uint32_t spi = 0;
};

/// The newest authentic packet of a pair whose peer may move came from another address or port than those before.
struct PeerMoved {
    std::uint32_t inbound_spi = 0;
    config::IpAddress address;
    std::uint16_t port = 0;          ///< host order
};

/// When packets last went through a pair; the moment of installation before the first.
struct PairActivity {
    Instant inbound{}, outbound{};
};

/// What a VPN client was given: the policy that protects its traffic while it is connected.
struct ClientPolicy {
    std::string name;                              ///< of the ezvpn client
    config::InterfaceName outside;
    std::vector<config::InterfaceName> inside;
    config::IpAddress local, peer;
    /// Handed out by the server: appears as an interface Loopback10000 and up. Family none in network-extension mode.
    config::IpAddress assigned;
    std::uint8_t assigned_length = 32;
    /// Packets of inside interfaces get the assigned address (port translation).
    bool translate_inside = false;
    /// One pair of selectors for each protected network: (ours, theirs).
    std::vector<std::pair<TrafficSelector, TrafficSelector>> flows;
    std::uint32_t lifetime_seconds = 2147483;
};

enum class InstallError : std::uint8_t { none, unknown_flow, spi_in_use, unsupported_suite };

/// What IKE asks of the data plane. Calls take effect before they return; they never call back.
class KeyEngine {
public:
    virtual ~KeyEngine() = default;
    /// A fresh inbound SPI (RFC 4303 2.1: never 0..255), reserved until installed or released.
    virtual std::uint32_t allocate_spi(VrfId vrf, const config::IpAddress& local) = 0;
    virtual void release_spi(std::uint32_t spi) = 0;
    /// Installs both directions. When the pair's selectors are narrower than the flow's, the data plane makes a flow
    /// of its own for it (flags={}) and returns that id in `flow`.
    virtual InstallError install(const SaPair& pair, FlowId& flow, Instant now) = 0;
    /// The same for a pair that a peer asked of a dynamic map's template: makes a flow under `entry` with the pair's selectors
    /// (or takes the one that already has them) and returns its id in `flow`.
    virtual InstallError install_dynamic(const SaPair&, PolicyEntryId, FlowId&, Instant) { return InstallError::unknown_flow; }
    /// The peer has the pair that was installed with `outbound_waits`: it carries the traffic from now on.
    virtual void enable_outbound(std::uint32_t, Instant) {}
    /// The peer of the pair with this inbound SPI is there from now on. In transport mode its packets are those of its
    /// address: only the port may differ.
    virtual void move_peer(std::uint32_t, const config::IpAddress&, std::uint16_t, Instant) {}
    /// Of the pair with this inbound SPI; nothing when there is none.
    virtual std::optional<PairActivity> activity(std::uint32_t) const { return std::nullopt; }
    /// A policy that stands while a VPN client is connected; its flows are listed in the entry. 0 when the outside interface is gone.
    virtual PolicyEntryId add_client_policy(const ClientPolicy&, Instant) { return 0; }
    virtual void remove_client_policy(PolicyEntryId, Instant) {}
    /// Removes the pair with this inbound SPI. False when there is none.
    virtual bool remove(std::uint32_t inbound_spi, Instant now) = 0;
    /// The acquire for this flow came to nothing; the next packet (or the retry timer) may ask again.
    virtual void acquire_failed(FlowId flow, Instant now) = 0;
};

}  // namespace dataplane
