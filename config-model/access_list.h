#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config-model/ip_address.h"

namespace config {

/// IPv4 address and wildcard mask as an access list holds them. `any` is 0.0.0.0 255.255.255.255, `host A` is A 0.0.0.0.
struct WildcardAddress {
    IpAddress address = IpAddress::v4(0);
    IpAddress wildcard = IpAddress::v4(0xffffffff);
    bool is_any() const { return wildcard == IpAddress::v4(0xffffffff); }
    bool is_host() const { return wildcard == IpAddress::v4(0); }
    bool matches(const IpAddress& other) const {
        return other.is_v4() && ((other.v4_value() ^ address.v4_value()) & ~wildcard.v4_value()) == 0;
    }
    bool operator==(const WildcardAddress&) const = default;
};

enum class PortOperator : std::uint8_t { none, eq, neq, lt, gt, range };

struct PortMatch {
    PortOperator op = PortOperator::none;
    std::vector<std::uint16_t> ports;  ///< one or more for eq/neq, one for lt/gt, two (low, high) for range
    bool matches(std::uint16_t port) const;
    bool operator==(const PortMatch&) const = default;
};

struct AccessListEntry {
    std::uint32_t sequence = 0;          ///< 10, 20, … unless given
    bool permit = true;
    std::string remark;                  ///< set: a remark line, nothing else counts
    std::uint8_t protocol = 0;           ///< IP protocol number; 0 is `ip`, any protocol
    WildcardAddress source;
    PortMatch source_port;
    WildcardAddress destination;
    PortMatch destination_port;
    std::string options;                 ///< rest of the line in canonical words: established, dscp ef, fragments, time-range X …
    std::optional<std::uint8_t> icmp_type, icmp_code;
    bool log = false;
    bool log_input = false;
    bool is_remark() const { return !remark.empty(); }
    bool operator==(const AccessListEntry&) const = default;
};

struct AccessList {
    std::string name;                    ///< a number or a name
    bool extended = true;
    bool numbered_lines = false;         ///< was configured as `access-list N …`: printed back that way
    std::vector<AccessListEntry> entries;  ///< ascending by sequence (remarks share the sequence order)
    bool operator==(const AccessList&) const = default;
};

/// One line of `ipv6 access-list NAME`.
struct Ipv6AccessListEntry {
    std::uint32_t sequence = 0;
    bool permit = true;
    std::string remark;                  ///< set: a remark line, nothing else counts
    std::uint8_t protocol = 0;           ///< IP protocol number; 0 is `ipv6`, any protocol
    Prefix source;                       ///< ::/0 is `any`, length 128 `host A`
    PortMatch source_port;
    Prefix destination;
    PortMatch destination_port;
    std::string options;                 ///< rest of the line in canonical words
    std::optional<std::uint8_t> icmp_type, icmp_code;
    bool log = false;
    bool is_remark() const { return !remark.empty(); }
    bool operator==(const Ipv6AccessListEntry&) const = default;
};

struct Ipv6AccessList {
    std::string name;
    std::vector<Ipv6AccessListEntry> entries;  ///< ascending by sequence
    bool operator==(const Ipv6AccessList&) const = default;
};

}  // namespace config
