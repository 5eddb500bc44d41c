#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config-model/df_bit.h"
#include "config-model/interface_name.h"
#include "config-model/ip_address.h"

namespace config {

enum class TunnelMode : std::uint8_t { gre_ip, gre_ipv6, gre_multipoint, ipsec_ipv4, ipsec_ipv6, ipip, other };

/// How the address came to be: the Method column of `show ip interface brief`.
enum class AddressMethod : std::uint8_t { unset, nvram, manual, dhcp, tftp };

struct TunnelConfig {
    std::optional<InterfaceName> source_interface;
    std::optional<IpAddress> source_address;
    std::optional<IpAddress> destination;
    std::string destination_host;
    TunnelMode mode = TunnelMode::gre_ip;
    bool overlay = false;                    ///< ipsec ipv4 v6-overlay, ipsec ipv6 v4-overlay: the other family inside
    std::string mode_words;                  ///< for TunnelMode::other
    std::string protection_profile;          ///< ipsec profile name; empty: no protection
    std::string protection_ikev2_profile;    ///< tunnel protection … ikev2-profile N
    std::string protection_isakmp_profile;   ///< tunnel protection … isakmp-profile N
    bool protection_shared = false;
    std::optional<std::uint32_t> key;
    std::string vrf;
    bool source_dynamic = false, destination_dynamic = false;
    std::vector<std::string> options;        ///< further `tunnel …` lines without that word: path-mtu-discovery, ttl 255 …
    bool operator==(const TunnelConfig&) const = default;
};

struct Interface {
    InterfaceName name;
    std::string description;
    std::string vrf;
    bool old_vrf_line = false;               ///< configured as `ip vrf forwarding`
    bool shutdown = false;                   ///< administratively down
    bool configured = false;                 ///< an `interface` line named it; else it only exists as hardware
    std::optional<Prefix> address;           ///< primary IPv4
    std::vector<Prefix> secondary_addresses;
    bool address_dhcp = false;
    std::optional<InterfaceName> dhcp_client_id;  ///< ip address dhcp client-id IF
    std::string dhcp_hostname;               ///< ip address dhcp hostname H
    bool address_negotiated = false;         ///< by PPP
    std::optional<InterfaceName> unnumbered;
    AddressMethod method = AddressMethod::unset;
    bool ipv6_enable = false;
    std::vector<Prefix> ipv6_addresses;
    std::vector<Prefix> ipv6_eui64;          ///< ipv6 address P/L eui-64: the host part comes from the MAC address
    std::vector<Prefix> ipv6_anycast;        ///< those of ipv6_addresses that are anycast addresses
    std::optional<IpAddress> ipv6_link_local;
    std::optional<std::uint16_t> mtu;        ///< `mtu N`, bytes
    std::optional<std::uint16_t> ip_mtu;     ///< `ip mtu N`, bytes
    std::optional<std::uint16_t> ipv6_mtu;   ///< `ipv6 mtu N`, bytes
    std::optional<std::uint16_t> tcp_adjust_mss, ipv6_tcp_adjust_mss;   ///< bytes
    std::optional<std::uint32_t> bandwidth;  ///< kbit/s
    std::optional<std::uint32_t> delay;      ///< tens of microseconds
    std::string mac_address;
    std::string access_group_in, access_group_out;
    std::vector<std::string> crypto_maps;    ///< usually one
    bool nat_inside = false, nat_outside = false;   ///< ip nat inside|outside
    std::optional<std::uint16_t> dot1q;      ///< encapsulation dot1Q N
    bool dot1q_native = false;
    bool ipv6_autoconfig = false;            ///< ipv6 address autoconfig
    bool ipv6_autoconfig_default = false;    ///< … autoconfig default: and a default route
    bool ipv6_dhcp = false;                  ///< ipv6 address dhcp
    std::string ipv6_traffic_filter_in, ipv6_traffic_filter_out;
    std::vector<std::string> ipv6_crypto_maps;   ///< ipv6 crypto map NAME
    std::optional<DfBit> crypto_df_bit;          ///< crypto ipsec df-bit: goes before the global one
    std::optional<bool> fragment_after_encryption;   ///< crypto ipsec fragmentation after-encryption|before-encryption
    std::string ezvpn_outside, ezvpn_inside;     ///< crypto ipsec client ezvpn NAME [outside|inside]
    bool proxy_arp = true;
    bool ipv6_ra_suppress = false;           ///< ipv6 nd ra suppress
    TunnelConfig tunnel;                     ///< Tunnel interfaces only
    std::string serial_kind;                 ///< after the name: point-to-point, multipoint (subinterfaces), type tunnel (templates)
    bool is_tunnel() const { return name.kind == InterfaceKind::tunnel; }
    bool operator==(const Interface&) const = default;
};

}  // namespace config
