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

/// What classification looks at. `fragment`: not the first one, so the ports cannot be seen. For ICMP the source port
/// is type * 256 + code (RFC 7296 3.13.1), the destination port 0.
struct PacketTuple {
    std::uint32_t source = 0, destination = 0;
    std::uint16_t source_port = 0, destination_port = 0;
    std::uint8_t protocol = 0;
    bool fragment = false;
    bool operator==(const PacketTuple&) const = default;

    /// The packet that would come back.
    PacketTuple mirrored() const { return {destination, source, destination_port, source_port, protocol, fragment}; }
    FlowKey key() const;
};

/// l3_offset at a checked IPv4 header.
PacketTuple tuple_of(const Packet& packet);

/// One access-list line, ready to be compared.
struct FilterRule {
    std::uint32_t source = 0, source_care = 0;  ///< care: bits that count
    std::uint32_t destination = 0, destination_care = 0;
    std::uint8_t protocol = 0;  ///< 0: any
    bool permit = true;
    bool fragments_only = false;
    bool established = false;
    config::PortMatch source_port, destination_port;
    std::optional<std::uint8_t> icmp_type, icmp_code;
    Counter* hits = nullptr;  ///< one a worker

    explicit FilterRule(const config::AccessListEntry& entry, Counter* hit_counters);
    bool matches(const PacketTuple& tuple, const Packet& packet) const;

private:
    bool ports_match(const PacketTuple& tuple, const Packet& packet) const;
};

/// An interface's access group: first match decides, the end denies. A list without lines permits.
struct PacketFilter {
    std::vector<FilterRule> rules;
    bool permits(const Packet& packet, WorkerId worker) const;
};

}  // namespace dataplane
