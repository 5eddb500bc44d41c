#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "ipsec-dataplane/ids.h"
#include "ipsec-dataplane/instant.h"
#include "ipsec-dataplane/tables/packet_filter.h"

namespace dataplane {

/// Identifiers of ICMP echoes and UDP ports from here on are for the probes of a router that translates: no inside host is given one.
constexpr std::uint16_t first_own_port = 0xf000;

/// What a list or a route map lets through: alternatives that each permit or deny; the first that matches decides.
struct NatMatch {
    struct Clause {
        bool permit = true;
        std::vector<PacketFilter> lists;      ///< any of them; none: every packet
        std::vector<InterfaceId> interfaces;  ///< where the packet leaves; none: anywhere
        bool never = false;                   ///< asks for what is not modelled
    };
    std::vector<Clause> clauses;
    bool permits(const Packet& packet, InterfaceId out, WorkerId worker) const;
};

/// `ip nat inside source static`. Addresses and ports in host order.
struct StaticNat {
    std::uint64_t id = 0;  ///< the same for the same line
    std::uint8_t protocol = 0;
    std::uint32_t local = 0, global = 0;
    std::uint16_t local_port = 0, global_port = 0;
    bool conditional = false;
    NatMatch match;  ///< of a conditional one
};

/// `ip nat inside source list|route-map`.
struct DynamicNat {
    std::uint64_t id = 0;
    NatMatch match;
    std::uint32_t first = 0, last = 0;  ///< global addresses; both 0: the interface has none
    bool overload = false;
    std::string title;  ///< for the screens: `access-list 1 interface Ethernet0/0`
    std::string pool;   ///< its name; empty: an interface's address
    std::uint8_t pool_length = 0;
};

struct NatTimeouts {
    Duration other{}, tcp{}, udp{}, dns{}, icmp{}, closing{};
};

/// What inside and outside interfaces translate by; part of the forwarding tables.
struct NatRules {
    std::vector<StaticNat> statics;
    std::vector<DynamicNat> dynamics;
    NatTimeouts timeouts;
    std::size_t most = 65536;
    /// The router speaks IKE itself: overloading leaves ports 500 and 4500 of its addresses alone.
    bool keeps_ike_ports = false;
    bool empty() const { return statics.empty() && dynamics.empty(); }
};

}  // namespace dataplane
