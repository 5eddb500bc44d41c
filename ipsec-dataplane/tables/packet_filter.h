#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "config-model/access_list.h"
#include "ipsec-dataplane/graph/counter.h"
#include "ipsec-dataplane/key_engine.h"
#include "ipsec-dataplane/packet.h"

namespace dataplane {

/// An address of either family as two numbers; IPv4 lies in the low one.
struct WideAddress {
    std::uint64_t high = 0, low = 0;
    bool operator==(const WideAddress&) const = default;

    static WideAddress of(const config::IpAddress& address);
    /// The bits that a prefix of that length fixes.
    static WideAddress mask(unsigned length);
    config::IpAddress address(bool v6) const;
    bool differs(const WideAddress& other, const WideAddress& care) const {
        return (((high ^ other.high) & care.high) | ((low ^ other.low) & care.low)) != 0;
    }
};

/// What classification looks at. `fragment`: not the first one, so the ports cannot be seen. For ICMP the source port
/// is type * 256 + code (RFC 7296 3.13.1), the destination port 0.
struct PacketTuple {
    WideAddress source, destination;
    std::uint16_t source_port = 0, destination_port = 0;
    std::uint8_t protocol = 0;
    bool fragment = false;
    bool v6 = false;
    bool operator==(const PacketTuple&) const = default;

    /// The packet that would come back.
    PacketTuple mirrored() const {
        return {destination, source, destination_port, source_port, protocol, fragment, v6};
    }
    FlowKey key() const;
};

/// l3_offset at a checked header of either family.
PacketTuple tuple_of(const Packet& packet);

/// One access-list line, ready to be compared.
struct FilterRule {
    WideAddress source, source_care;  ///< care: bits that count
    WideAddress destination, destination_care;
    std::uint8_t protocol = 0;  ///< 0: any
    bool permit = true;
    bool fragments_only = false;
    bool established = false;
    config::PortMatch source_port, destination_port;
    std::optional<std::uint8_t> icmp_type, icmp_code;
    Counter* hits = nullptr;  ///< one a worker

    explicit FilterRule(const config::AccessListEntry& entry, Counter* hit_counters);
    explicit FilterRule(const config::Ipv6AccessListEntry& entry, Counter* hit_counters);
    bool matches(const PacketTuple& tuple, const Packet& packet) const;

private:
    bool ports_match(const PacketTuple& tuple, const Packet& packet) const;
};

/// An interface's access group: first match decides, the end denies. A list without lines permits. At the end of an
/// IPv6 list neighbour discovery is let through.
struct PacketFilter {
    std::vector<FilterRule> rules;
    bool permits(const Packet& packet, WorkerId worker) const;
};

}  // namespace dataplane
