#include "ipsec-dataplane/esp/ip_header.h"

#include "ipsec-dataplane/esp/big_endian.h"

namespace dataplane {

namespace {

constexpr std::uint8_t hop_by_hop = 0;
constexpr std::uint8_t routing = 43;
constexpr std::uint8_t fragment_header = 44;
constexpr std::uint8_t destination_options = 60;
constexpr std::uint32_t ipv4_length = 20;
constexpr std::uint32_t ipv6_length = 40;

bool is_passed(std::uint8_t protocol) {
    return protocol == hop_by_hop || protocol == routing || protocol == fragment_header ||
           protocol == destination_options;
}

IpHeader read_ipv4(std::span<const std::uint8_t> bytes) {
    IpHeader header;
    const std::uint8_t* at = bytes.data();
    const std::uint32_t fragmentation = load16(at + 6);
    header.length = static_cast<std::uint16_t>((at[0] & 15) * 4);
    header.total_length = load16(at + 2);
    header.tos = at[1];
    header.dont_fragment = (fragmentation & 0x4000) != 0;
    header.fragment = (fragmentation & 0x3fff) != 0;
    header.protocol = at[9];
    header.protocol_offset = 9;
    header.valid =
        header.length >= ipv4_length && header.length <= header.total_length && header.total_length <= bytes.size();
    return header;
}

IpHeader read_ipv6(std::span<const std::uint8_t> bytes) {
    IpHeader header;
    header.v6 = true;
    if (bytes.size() < ipv6_length) return header;
    const std::uint8_t* at = bytes.data();
    header.length = ipv6_length;
    header.total_length = ipv6_length + load16(at + 4);
    header.tos = static_cast<std::uint8_t>(at[0] << 4 | at[1] >> 4);
    header.protocol = at[6];
    header.protocol_offset = 6;
    header.valid = header.total_length <= bytes.size();
    return header;
}

}  // namespace

IpHeader read_ip_header(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < ipv4_length) return {};
    const unsigned version = bytes[0] >> 4;
    return version == 4 ? read_ipv4(bytes) : version == 6 ? read_ipv6(bytes) : IpHeader();
}

IpHeader read_whole_ip_header(std::span<const std::uint8_t> bytes) {
    IpHeader header = read_ip_header(bytes);
    while (header.valid && header.v6 && is_passed(header.protocol)) {
        if (header.length + 8U > header.total_length) return {};
        const std::uint8_t* extension = bytes.data() + header.length;
        const bool fragments = header.protocol == fragment_header;
        if (fragments && (load16(extension + 2) & 0xfff9) != 0) header.fragment = true;
        header.protocol = extension[0];
        header.protocol_offset = header.length;
        const std::uint32_t length = header.length + (fragments ? 8U : (extension[1] + 1U) * 8U);
        if (length > header.total_length) return {};
        header.length = static_cast<std::uint16_t>(length);
        if (header.fragment) break;
    }
    return header;
}

std::uint16_t internet_checksum(std::span<const std::uint8_t> bytes, std::uint32_t start) {
    std::uint64_t sum = start;
    std::size_t i = 0;
    for (; i + 4 <= bytes.size(); i += 4) sum += load32(bytes.data() + i);
    if (i + 2 <= bytes.size()) sum += load16(bytes.data() + i);
    while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<std::uint16_t>(~sum);
}

void set_ipv4_checksum(std::uint8_t* header, std::uint32_t header_length) {
    store16(header + 10, 0);
    store16(header + 10, internet_checksum({header, header_length}));
}

void set_ip_length(std::uint8_t* header, bool v6, std::uint32_t header_length, std::uint32_t total_length) {
    if (v6) {
        store16(header + 4, total_length - ipv6_length);
        return;
    }
    store16(header + 2, total_length);
    set_ipv4_checksum(header, header_length);
}

void mark_congestion(std::uint8_t* header, bool v6) {
    const unsigned ecn = v6 ? header[1] >> 4 & 3 : header[1] & 3;
    if (ecn == 0 || ecn == 3) return;
    header[1] = static_cast<std::uint8_t>(header[1] | (v6 ? 0x30 : 0x03));
    if (!v6) set_ipv4_checksum(header, (header[0] & 15U) * 4U);
}

}  // namespace dataplane
