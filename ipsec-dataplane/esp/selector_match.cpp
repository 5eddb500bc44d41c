#include "ipsec-dataplane/esp/big_endian.h"
#include "ipsec-dataplane/esp/ip_header.h"
#include "ipsec-dataplane/esp/security_association.h"

namespace dataplane {

namespace {

struct FlowEnds {
    FlowEnd source;
    FlowEnd destination;
};

constexpr std::uint8_t icmp = 1, tcp = 6, udp = 17, icmpv6 = 58, sctp = 132;

bool has_ports(std::uint8_t protocol) { return protocol == tcp || protocol == udp || protocol == sctp; }

bool is_later_fragment(const std::uint8_t* header, const IpHeader& ip) {
    return ip.v6 ? ip.fragment : (load16(header + 6) & 0x1fff) != 0;
}

/// Both ports, or type and code of an ICMP message in both (RFC 4301 4.4.1.1).
void read_ports(FlowEnds& ends, const std::uint8_t* header, const IpHeader& ip) {
    if (is_later_fragment(header, ip) || ip.length + 4U > ip.total_length) return;
    const std::uint8_t* layer4 = header + ip.length;
    if (has_ports(ip.protocol)) {
        ends.source.port = load16(layer4);
        ends.destination.port = load16(layer4 + 2);
    }
    if (ip.protocol == icmp || ip.protocol == icmpv6) ends.source.port = ends.destination.port = load16(layer4);
}

FlowEnds read_ends(const std::uint8_t* header, const IpHeader& ip) {
    const std::size_t size = ip.v6 ? 16 : 4;
    const std::uint8_t* source = header + (ip.v6 ? 8 : 12);
    FlowEnds ends;
    ends.source.address = config::IpAddress::from_bytes({source, size});
    ends.destination.address = config::IpAddress::from_bytes({source + size, size});
    ends.source.protocol = ends.destination.protocol = ip.protocol;
    read_ports(ends, header, ip);
    return ends;
}

}  // namespace

bool selector_matches(const SecurityAssociation& sa, const Packet& packet) {
    const IpHeader ip = read_whole_ip_header({packet.l3(), packet.l3_length()});
    if (!ip.valid) return false;
    const FlowEnds ends = read_ends(packet.l3(), ip);
    const SaParameters& parameters = sa.parameters();
    const bool inbound = sa.direction() == SaDirection::inbound;
    return contains(inbound ? parameters.remote_selectors : parameters.local_selectors, ends.source) &&
           contains(inbound ? parameters.local_selectors : parameters.remote_selectors, ends.destination);
}

}  // namespace dataplane
