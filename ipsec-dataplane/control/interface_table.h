#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config-model/interface.h"
#include "ipsec-dataplane/instant.h"
#include "ipsec-dataplane/tables/forwarding_tables.h"

namespace dataplane {

/// Counter values of all workers together, at one moment.
struct InterfaceTotals {
    std::uint64_t input_packets = 0, input_bytes = 0, input_errors = 0, input_broadcasts = 0;
    std::uint64_t output_packets = 0, output_bytes = 0, output_drops = 0;
    std::uint64_t last_input = 0, last_output = 0;
};

/// Bits and packets a second, weighted over five minutes, as of a moment.
struct InterfaceRates {
    Instant at{};
    InterfaceTotals totals;  ///< then
    double input_bits = 0, input_packets = 0, output_bits = 0, output_packets = 0;

    /// What they are once `now_totals` have been counted.
    InterfaceRates at_time(Instant now, const InterfaceTotals& now_totals) const;
};

/// IPv6 of an interface, as in use.
struct Ip6Use {
    bool enabled = false;
    config::IpAddress link_local;
    std::vector<config::Prefix> addresses;   ///< global ones, configured first, then learnt
    std::vector<config::IpAddress> groups;   ///< multicast groups that are listened to
};

/// An interface of the router and its states. Tunnel ends are worked out from the configuration.
struct RouterInterface {
    InterfaceId id;
    config::InterfaceName name;
    config::Interface settings;  ///< as last configured
    Link* link = nullptr;
    FrameTap* tap = nullptr;
    MacAddress mac{};
    bool link_up = false;
    bool line_up = false;
    bool announced_down = false;  ///< the log has its administrative state
    bool is_new = true;           ///< its states have not been worked out yet
    bool in_configuration = true;
    bool made_here = false;               ///< holds a VPN client's address, no line configures it
    std::optional<config::Prefix> lease;  ///< by DHCP; stands in `settings` while it lasts
    Ip6Use ip6;
    std::vector<config::Prefix> autoconfigured;  ///< by router advertisements
    config::IpAddress default_router;            ///< the one that advertised last, for `ipv6 address autoconfig default`
    config::IpAddress tunnel_local, tunnel_remote;
    FlowSlot* tunnel_flow = nullptr;
    Instant disabled_until{Duration::min()};  ///< recursive routing
    std::unique_ptr<InterfaceTally[]> tallies;
    InterfaceTotals cleared;
    InterfaceRates rates;
    Instant last_clear{};

    bool is_tunnel() const { return settings.is_tunnel(); }
    bool is_vti() const {
        return is_tunnel() && (settings.tunnel.mode == config::TunnelMode::ipsec_ipv4 ||
                               settings.tunnel.mode == config::TunnelMode::ipsec_ipv6);
    }
    bool is_gre() const {
        return is_tunnel() && (settings.tunnel.mode == config::TunnelMode::gre_ip ||
                               settings.tunnel.mode == config::TunnelMode::gre_ipv6);
    }
    /// What a VTI carries, whatever it goes over.
    bool carries_ip6() const { return (settings.tunnel.mode == config::TunnelMode::ipsec_ipv6) != settings.tunnel.overlay; }
    Port::Kind kind() const;
    std::uint32_t mtu() const;  ///< bytes
    bool owns_ip6(const config::IpAddress& address) const;
};

/// All interfaces, by name and by id.
class InterfaceTable {
public:
    explicit InterfaceTable(std::uint32_t mac_seed, std::uint16_t workers) : mac_seed_(mac_seed), workers_(workers) {}

    RouterInterface* find(const config::InterfaceName& name);
    const RouterInterface* find(const config::InterfaceName& name) const;
    RouterInterface* find(InterfaceId id);
    /// The interface of that name, made when there is none.
    RouterInterface& at(const config::InterfaceName& name);
    /// Takes it out; its counters live on with the caller.
    std::unique_ptr<RouterInterface> take(const config::InterfaceName& name);
    std::size_t slots() const { return slots_.size(); }
    auto begin() { return by_name_.begin(); }
    auto end() { return by_name_.end(); }
    auto begin() const { return by_name_.begin(); }
    auto end() const { return by_name_.end(); }
    InterfaceTotals totals(const RouterInterface& interface) const;

    /// What modified EUI-64 identifiers of logical interfaces are made of.
    MacAddress router_mac() const;

private:
    MacAddress choose_mac(const config::InterfaceName& name) const;

    std::map<config::InterfaceName, std::unique_ptr<RouterInterface>> by_name_;
    std::vector<RouterInterface*> slots_;
    std::vector<std::uint32_t> generations_;
    std::uint32_t mac_seed_;
    std::uint16_t workers_;
};

}  // namespace dataplane
