#include <algorithm>
#include <array>

#include "ipsec-dataplane/esp/authentication_header.h"

namespace dataplane {

namespace {

constexpr std::uint8_t end_of_options = 0;
constexpr std::uint8_t no_operation = 1;
/// RFC 4302 A1: security, extended security, commercial security, router alert, sender directed delivery.
constexpr std::array<std::uint8_t, 5> immutable_options = {130, 133, 134, 148, 149};
constexpr std::uint8_t hop_by_hop = 0;
constexpr std::uint8_t destination_options = 60;
constexpr std::uint8_t fragment_header = 44;
/// The third bit of an IPv6 option's type: its data may change en route (RFC 8200 4.2).
constexpr std::uint8_t may_change = 0x20;

bool is_immutable(std::uint8_t option) {
    return std::find(immutable_options.begin(), immutable_options.end(), option) != immutable_options.end();
}

/// Options that are not on the list count as zeros, all of them.
void clear_ipv4_options(std::uint8_t* options, std::size_t length) {
    for (std::size_t i = 0; i < length && options[i] != end_of_options;) {
        if (options[i] == no_operation) {
            ++i;
            continue;
        }
        const std::size_t size = i + 1 < length ? std::max<std::size_t>(options[i + 1], 2) : 2;
        const std::size_t end = std::min(i + size, length);
        if (!is_immutable(options[i])) std::fill(options + i, options + end, std::uint8_t{0});
        i = end;
    }
}

void clear_ipv6_options(std::uint8_t* options, std::size_t length) {
    for (std::size_t i = 0; i < length;) {
        if (options[i] == 0) {
            ++i;
            continue;
        }
        if (i + 2 > length) return;
        const std::size_t end = std::min(i + 2 + options[i + 1], length);
        if ((options[i] & may_change) != 0) std::fill(options + i + 2, options + end, std::uint8_t{0});
        i = end;
    }
}

void clear_ipv4(std::uint8_t* header, const IpHeader& ip) {
    header[1] = header[6] = header[7] = header[8] = header[10] = header[11] = 0;
    clear_ipv4_options(header + 20, ip.length - 20U);
}

/// The lengths of the extension headers were checked when the header was read.
void clear_ipv6(std::uint8_t* header, const IpHeader& ip) {
    header[0] = 0x60;
    header[1] = header[2] = header[3] = header[7] = 0;
    std::uint8_t kind = header[6];
    for (std::size_t at = 40; at < ip.length;) {
        const std::size_t size = kind == fragment_header ? 8 : (header[at + 1] + std::size_t{1}) * 8;
        if (kind == hop_by_hop || kind == destination_options) clear_ipv6_options(header + at + 2, size - 2);
        kind = header[at];
        at += size;
    }
}

}  // namespace

void clear_mutable_fields(std::uint8_t* header, const IpHeader& ip) {
    if (ip.v6)
        clear_ipv6(header, ip);
    else
        clear_ipv4(header, ip);
}

}  // namespace dataplane
