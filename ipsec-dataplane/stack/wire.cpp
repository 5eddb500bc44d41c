#include "ipsec-dataplane/stack/wire.h"

namespace dataplane::wire {

std::uint64_t sum(std::span<const std::uint8_t> bytes, std::uint64_t sum) {
    const std::uint8_t* at = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= 4; at += 4, left -= 4) sum += load32(at);
    if (left >= 2) {
        sum += static_cast<std::uint32_t>(load16(at)) << 16;
        if (left == 3) sum += static_cast<std::uint32_t>(at[2]) << 8;
    } else if (left == 1) {
        sum += static_cast<std::uint32_t>(at[0]) << 24;
    }
    return sum;
}

std::uint16_t checksum(std::uint64_t sum) {
    sum = (sum >> 32) + (sum & 0xffffffff);
    while ((sum >> 16) != 0) sum = (sum >> 16) + (sum & 0xffff);
    return static_cast<std::uint16_t>(~sum);
}

std::uint16_t adjusted(std::uint16_t checksum, std::uint16_t before, std::uint16_t after) {
    std::uint32_t sum =
        static_cast<std::uint16_t>(~checksum) + static_cast<std::uint32_t>(static_cast<std::uint16_t>(~before)) + after;
    while ((sum >> 16) != 0) sum = (sum >> 16) + (sum & 0xffff);
    return static_cast<std::uint16_t>(~sum);
}

}  // namespace dataplane::wire
