#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "config-model/ip_address.h"

namespace dataplane {

/// One traffic selector (RFC 7296 3.13.1): an inclusive range of addresses of one family, a protocol and an inclusive
/// range of ports. For ICMP a port is type * 256 + code. First port 65535 with last port 0 is OPAQUE: it matches only
/// packets whose ports cannot be seen.
struct TrafficSelector {
    config::IpAddress first;
    config::IpAddress last;
    /// 0 is any.
    std::uint8_t protocol = 0;
    std::uint16_t first_port = 0;
    std::uint16_t last_port = 65535;

    static TrafficSelector of_prefix(const config::Prefix& prefix, std::uint8_t protocol = 0);
    static TrafficSelector of_host(const config::IpAddress& address, std::uint8_t protocol = 0);
    /// 0.0.0.0-255.255.255.255 or ::-FFFF:…, any protocol and port.
    static TrafficSelector any(config::AddressFamily family);

    bool is_opaque() const { return first_port == 65535 && last_port == 0; }
    bool any_port() const { return first_port == 0 && last_port == 65535; }
    /// The prefix that the range is, if it is one.
    std::optional<config::Prefix> prefix() const;
    auto operator<=>(const TrafficSelector&) const = default;
};

/// One end of a flow. `port` is empty when it cannot be seen (later fragments) or the protocol has none.
struct FlowEnd {
    config::IpAddress address;
    std::uint8_t protocol = 0;
    std::optional<std::uint16_t> port;
};

bool contains(const TrafficSelector& selector, const FlowEnd& end);
/// Every packet of `inner` is one of `outer`.
bool contains(const TrafficSelector& outer, const TrafficSelector& inner);
/// What both admit; nothing if they are disjoint or of two families.
std::optional<TrafficSelector> intersection(const TrafficSelector& a, const TrafficSelector& b);

bool contains(std::span<const TrafficSelector> set, const FlowEnd& end);
/// Each selector of `inner` lies within one of `outer`.
bool contains(std::span<const TrafficSelector> outer, std::span<const TrafficSelector> inner);

/// RFC 7296 2.9: the responder's choice out of `proposed`, within its `policy`: every part that both admit, in the
/// proposal's order, so that the initiator's first choice stays in where the policy has it. Selectors that an earlier
/// one contains are left out. Empty means TS_UNACCEPTABLE.
std::vector<TrafficSelector> narrow(std::span<const TrafficSelector> proposed, std::span<const TrafficSelector> policy);

/// The same set in whatever order.
bool equivalent(std::span<const TrafficSelector> a, std::span<const TrafficSelector> b);

}  // namespace dataplane
