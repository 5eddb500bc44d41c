#include "ipsec-dataplane/esp/peer_move.h"

#include <algorithm>

#include "ipsec-dataplane/esp/big_endian.h"
#include "ipsec-dataplane/esp/ip_header.h"

namespace dataplane {

namespace {

constexpr std::size_t ip4_destination = 16, ip6_destination = 24, udp_destination = 2;

void turn_outbound(SaPath& path, const PeerMove& move) {
    if (path.ip_length == 20) {
        std::ranges::copy(move.address.bytes(), path.header.data() + ip4_destination);
        path.header_sum = static_cast<std::uint16_t>(~internet_checksum({path.header.data(), 20}));
    }
    if (path.ip_length == 40) std::ranges::copy(move.address.bytes(), path.header.data() + ip6_destination);
    store16(path.header.data() + path.ip_length + udp_destination, move.port);
}

}  // namespace

std::uint64_t endpoint_word(const config::IpAddress& address, std::uint16_t port) {
    std::uint64_t word = 0;
    for (const std::uint8_t octet : address.bytes()) word = (word << 8 | word >> 56) ^ octet;
    return word << 16 ^ word >> 48 ^ port;
}

void turn(SaPath& path, const PeerMove& move) {
    if (path.udp_length == 0) return;
    if (path.direction == SaDirection::inbound)
        path.source = endpoint_word(move.address, move.port);
    else
        turn_outbound(path, move);
}

}  // namespace dataplane
