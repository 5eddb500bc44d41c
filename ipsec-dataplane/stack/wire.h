#pragma once

#include <cstdint>
#include <span>

/// Reads and writes of network byte order; the caller has checked the length.
namespace dataplane::wire {

constexpr std::uint16_t load16(const std::uint8_t* at) { return static_cast<std::uint16_t>(at[0] << 8 | at[1]); }
constexpr std::uint32_t load32(const std::uint8_t* at) {
    return static_cast<std::uint32_t>(at[0]) << 24 | static_cast<std::uint32_t>(at[1]) << 16 |
           static_cast<std::uint32_t>(at[2]) << 8 | at[3];
}
constexpr void store16(std::uint8_t* at, std::uint16_t value) {
    at[0] = static_cast<std::uint8_t>(value >> 8);
    at[1] = static_cast<std::uint8_t>(value);
}
constexpr void store32(std::uint8_t* at, std::uint32_t value) {
    store16(at, static_cast<std::uint16_t>(value >> 16));
    store16(at + 2, static_cast<std::uint16_t>(value));
}

/// Unfolded one's complement sum (RFC 1071) of these bytes on top of `sum`.
std::uint64_t sum(std::span<const std::uint8_t> bytes, std::uint64_t sum = 0);
/// The checksum field's value for an unfolded sum.
std::uint16_t checksum(std::uint64_t sum);
/// The checksum after one 16-bit word changed (RFC 1624).
std::uint16_t adjusted(std::uint16_t checksum, std::uint16_t before, std::uint16_t after);

}  // namespace dataplane::wire
