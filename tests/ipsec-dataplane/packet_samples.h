#pragma once

#include <algorithm>
#include <string_view>

#include "back_to_back.h"
#include "ipsec-dataplane/packet.h"
#include "ipsec-dataplane/stack/ip4_header.h"

/// IPv4 packets of hosts, made by hand.
namespace bench {

/// A packet with right checksums. ICMP echo: the port is the identifier.
inline dataplane::PacketPtr packet_of(dataplane::PacketPool& pool, std::string_view from, std::string_view to,
                                      std::uint8_t number, std::uint16_t from_port, std::uint16_t to_port,
                                      std::uint8_t tcp_flags = 0) {
    namespace wire = dataplane::wire;
    const std::uint32_t behind = number == 6 ? 24 : 12;
    auto packet = pool.take();
    std::uint8_t* at = packet->append(20 + behind);
    packet->l3_offset = packet->data_offset();
    dataplane::Ip4Header header(at);
    header.write({0, 64, number, 7, false, ip(from).v4_value(), ip(to).v4_value()}, 20 + behind);
    std::uint8_t* layer4 = at + 20;
    std::fill_n(layer4, behind, std::uint8_t{0x11});
    const std::uint32_t sum_at = number == 6 ? 16 : number == 17 ? 6 : 2;
    if (number == 1) {
        layer4[0] = 8;
        layer4[1] = 0;
        wire::store16(layer4 + 4, from_port);
    } else {
        wire::store16(layer4, from_port);
        wire::store16(layer4 + 2, to_port);
        if (number == 17) wire::store16(layer4 + 4, static_cast<std::uint16_t>(behind));
        if (number == 6) layer4[13] = tcp_flags;
    }
    wire::store16(layer4 + sum_at, 0);
    const std::uint64_t pseudo = number == 1 ? 0 : pseudo_header_sum(header, behind);
    wire::store16(layer4 + sum_at, wire::checksum(wire::sum({layer4, behind}, pseudo)));
    return packet;
}

inline bool checksums_are_right(const dataplane::Packet& packet) {
    const dataplane::Ip4Header header = dataplane::ip4(packet);
    const std::uint32_t behind = header.total_length() - 20U;
    const std::uint64_t pseudo = header.protocol() == 1 ? 0 : pseudo_header_sum(header, behind);
    return header.checksum_is_right() &&
           dataplane::wire::checksum(dataplane::wire::sum({packet.l3() + 20, behind}, pseudo)) == 0;
}

}  // namespace bench
