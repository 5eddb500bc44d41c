#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace dataplane {

/// Numbers in network order at any alignment. The caller has checked that the bytes are there.
inline std::uint16_t load16(const std::uint8_t* at) { return static_cast<std::uint16_t>(at[0] << 8 | at[1]); }
inline std::uint32_t load32(const std::uint8_t* at) {
    std::uint32_t value = 0;
    std::memcpy(&value, at, sizeof value);
    return std::endian::native == std::endian::little ? __builtin_bswap32(value) : value;
}
inline void store16(std::uint8_t* at, std::uint32_t value) {
    at[0] = static_cast<std::uint8_t>(value >> 8);
    at[1] = static_cast<std::uint8_t>(value);
}
inline void store32(std::uint8_t* at, std::uint32_t value) {
    if (std::endian::native == std::endian::little) value = __builtin_bswap32(value);
    std::memcpy(at, &value, sizeof value);
}
inline void store64(std::uint8_t* at, std::uint64_t value) {
    store32(at, static_cast<std::uint32_t>(value >> 32));
    store32(at + 4, static_cast<std::uint32_t>(value));
}

}  // namespace dataplane
