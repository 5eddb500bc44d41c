#include "config-model/access_lists/ipv6_names.h"

#include <array>

namespace config {

namespace {

constexpr int message(int type, int code = 255) { return type * 256 + code; }

constexpr std::array protocols{
    Choice{"ahp", "Authentication Header Protocol", 51}, Choice{"esp", "Encapsulation Security Payload", 50},
    Choice{"gre", "Generic Routing Encapsulation", 47},   Choice{"ipv6", "Any IPv6", 0},
    Choice{"pcp", "Payload Compression Protocol", 108},  Choice{"sctp", "Streams Control Transmission Protocol", 132},
};
constexpr int tcp = 6, udp = 17, icmp = 58;

constexpr std::array messages{
    Choice{"beyond-scope", "Destination beyond scope", message(1, 2)},
    Choice{"destination-unreachable", "Destination address is unreachable", message(1, 3)},
    Choice{"echo-reply", "Echo reply", message(129)},
    Choice{"echo-request", "Echo request (ping)", message(128)},
    Choice{"header", "Parameter header problems", message(4, 0)},
    Choice{"hop-limit", "Hop limit exceeded in transit", message(3, 0)},
    Choice{"mld-query", "Multicast Listener Discovery Query", message(130)},
    Choice{"mld-reduction", "Multicast Listener Discovery Reduction", message(132)},
    Choice{"mld-report", "Multicast Listener Discovery Report", message(131)},
    Choice{"nd-na", "Neighbor discovery neighbor advertisements", message(136)},
    Choice{"nd-ns", "Neighbor discovery neighbor solicitations", message(135)},
    Choice{"next-header", "Parameter next header problems", message(4, 1)},
    Choice{"no-admin", "Administration prohibited destination", message(1, 1)},
    Choice{"no-route", "No route to destination", message(1, 0)},
    Choice{"packet-too-big", "Packet too big", message(2)},
    Choice{"parameter-option", "Parameter option problems", message(4, 2)},
    Choice{"parameter-problem", "All parameter problems", message(4)},
    Choice{"port-unreachable", "Port unreachable", message(1, 4)},
    Choice{"reassembly-timeout", "Reassembly timeout", message(3, 1)},
    Choice{"redirect", "Neighbor redirect", message(137)},
    Choice{"router-advertisement", "Neighbor discovery router advertisements", message(134)},
    Choice{"router-renumbering", "All router renumbering", message(138)},
    Choice{"router-solicitation", "Neighbor discovery router solicitations", message(133)},
    Choice{"time-exceeded", "All time exceededs", message(3)},
    Choice{"unreachable", "All unreachables", message(1)},
};

}  // namespace

std::span<const Choice> ipv6_protocol_words() { return protocols; }
std::span<const Choice> icmpv6_message_words() { return messages; }

std::string ipv6_protocol_text(std::uint8_t protocol) {
    if (protocol == tcp) return "tcp";
    if (protocol == udp) return "udp";
    if (protocol == icmp) return "icmp";
    for (const auto& choice : protocols)
        if (choice.value == protocol) return std::string{choice.word};
    return std::to_string(protocol);
}

}  // namespace config
