#pragma once

#include <cstdint>
#include <vector>

#include "ipsec-dataplane/tables/flow_slot.h"
#include "ipsec-dataplane/tables/packet_filter.h"
#include "ipsec-dataplane/traffic_selector.h"

namespace dataplane {

class PortTranslation;

/// A narrower pair agreed within a line of the access list (`flags={}`).
struct NarrowedFlow {
    TrafficSelector local, remote;
    FlowSlot* flow = nullptr;
};

/// One line of the access list of one map entry, or (`exact`) a flow that no line stands for: a dynamic map's peer made
/// it, or a VPN client was given it. A deny sends the packet to the next entry.
struct CryptoMapRule {
    explicit CryptoMapRule(FilterRule line) : match(std::move(line)) {}

    FilterRule match;
    bool exact = false;
    TrafficSelector local, remote;  ///< exact: it holds what they hold
    PortTranslation* translation = nullptr;  ///< packets of inside hosts take the client's address first
    FlowSlot* flow = nullptr;      ///< set for a permit
    std::uint32_t next_entry = 0;  ///< index of the first rule of the entry that follows
    std::vector<NarrowedFlow> narrowed;
};

/// A crypto map as applied to an interface, all entries' lines in order (RFC 4301 4.4.1: SPD-O; mirrored: SPD-I).
struct CryptoMapTable {
    std::vector<CryptoMapRule> rules;
    bool looks_beyond_tuple = false;  ///< some line wants more than addresses, protocol and ports

    /// The permit line that an outbound packet (or the mirror of an inbound one) matches; null: in clear.
    const CryptoMapRule* match(const PacketTuple& tuple, const Packet& packet) const;
};

/// The flow whose SA carries the packet: the narrowest agreed pair that holds it, else the line's own.
FlowSlot* flow_for(const CryptoMapRule& rule, const PacketTuple& tuple);

}  // namespace dataplane
