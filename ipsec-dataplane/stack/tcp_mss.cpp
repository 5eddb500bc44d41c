#include "ipsec-dataplane/stack/tcp_mss.h"

#include <algorithm>

#include "ipsec-dataplane/esp/ip_header.h"
#include "ipsec-dataplane/stack/ip_packet.h"

namespace dataplane {

namespace {

constexpr std::uint32_t tcp_header_length = 20, flags_at = 13, checksum_at = 16;
constexpr std::uint8_t syn = 0x02, option_end = 0, option_nothing = 1, option_mss = 2, option_mss_length = 4;

/// The TCP header with its options; empty when the packet is no SYN, or cut short.
std::span<std::uint8_t> syn_header(Packet& packet) {
    const IpHeader ip = read_whole_ip_header(packet.l3_bytes());
    if (!ip.valid || ip.protocol != protocol::tcp || ip.fragment) return {};
    const std::span<std::uint8_t> tcp = packet.l3_bytes().first(ip.total_length).subspan(ip.length);
    if (tcp.size() < tcp_header_length || (tcp[flags_at] & syn) == 0) return {};
    const std::size_t length = (tcp[12] >> 4) * std::size_t{4};
    return length < tcp_header_length || length > tcp.size() ? std::span<std::uint8_t>{} : tcp.first(length);
}

/// Where the option's value lies; 0 without one.
std::size_t mss_at(std::span<const std::uint8_t> tcp) {
    std::size_t at = tcp_header_length;
    while (at + 1 < tcp.size() && tcp[at] != option_end) {
        if (tcp[at] == option_nothing) {
            ++at;
            continue;
        }
        const std::size_t length = tcp[at + 1];
        if (length < 2 || at + length > tcp.size()) return 0;
        if (tcp[at] == option_mss) return length == option_mss_length ? at + 2 : 0;
        at += length;
    }
    return 0;
}

/// A word of the sum that begins at an odd offset counts with its octets swapped.
std::uint16_t as_summed(std::uint16_t value, std::size_t at) {
    return at % 2 == 0 ? value : static_cast<std::uint16_t>(value << 8 | value >> 8);
}

std::uint32_t least(std::uint32_t a, std::uint32_t b) { return a == 0 || (b != 0 && b < a) ? b : a; }

}  // namespace

void lower_mss(Packet& packet, std::uint32_t most) {
    const std::span<std::uint8_t> tcp = syn_header(packet);
    const std::size_t at = tcp.empty() ? 0 : mss_at(tcp);
    if (at == 0) return;
    const std::uint16_t before = wire::load16(&tcp[at]), after = static_cast<std::uint16_t>(most);
    if (before <= most) return;
    wire::store16(&tcp[at], after);
    const std::uint16_t sum = wire::load16(&tcp[checksum_at]);
    // A partial checksum holds the pseudo-header's sum only.
    if (packet.checksum != ChecksumState::partial)
        wire::store16(&tcp[checksum_at], wire::adjusted(sum, as_summed(before, at), as_summed(after, at)));
}

void adjust_mss(const Pass& pass, const Port& leaves, Packet& packet) {
    const bool v6 = is_v6(packet);
    const Port* comes = pass.tables.port(packet.interface);
    std::uint32_t most = v6 ? leaves.ip6_tcp_mss : leaves.tcp_mss;
    if (comes != nullptr) most = least(most, v6 ? comes->ip6_tcp_mss : comes->tcp_mss);
    if (most != 0) lower_mss(packet, most);
}

}  // namespace dataplane
