#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "config-model/ip_address.h"
#include "ipsec-dataplane/tables/forwarding_tables.h"

namespace dataplane {

/// Option 53 (RFC 2132 9.6).
enum class DhcpType : std::uint8_t { discover = 1, offer, request, decline, ack, nak, release, inform };

constexpr std::uint16_t dhcp_server_port = 67, dhcp_client_port = 68;

/// A DHCP message (RFC 2131 2) with the options that this router reads or writes. An address that is not there is
/// 0.0.0.0 in the fixed part, family none in an option.
struct DhcpMessage {
    DhcpType type = DhcpType::discover;
    bool reply = false;
    bool broadcast = false;
    std::uint32_t transaction = 0;
    config::IpAddress client = config::IpAddress::v4(0);     ///< ciaddr
    config::IpAddress yours = config::IpAddress::v4(0);      ///< yiaddr
    config::IpAddress relay = config::IpAddress::v4(0);      ///< giaddr
    MacAddress hardware{};                                   ///< chaddr
    config::IpAddress mask, requested, server;               ///< options 1, 50, 54
    std::vector<config::IpAddress> routers, dns_servers;     ///< options 3, 6
    std::string hostname, domain;                            ///< options 12, 15
    std::optional<std::uint32_t> lease, renewal, rebinding;  ///< options 51, 58, 59: seconds
    std::vector<std::uint8_t> client_id;                     ///< option 61, type byte included
    std::vector<std::uint8_t> wanted;                        ///< option 55: option numbers

    /// Whom it is about: the client identifier, else hardware type and address.
    std::vector<std::uint8_t> identity() const;
};

/// Nothing when it is not a DHCP message between Ethernet hosts.
std::optional<DhcpMessage> read_dhcp(std::span<const std::uint8_t> payload);
/// The UDP payload, at least 300 bytes (RFC 1542 2.1).
std::vector<std::uint8_t> write_dhcp(const DhcpMessage& message);

}  // namespace dataplane
