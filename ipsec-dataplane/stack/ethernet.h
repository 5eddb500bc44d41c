#pragma once

#include <cstdint>

namespace dataplane::ethernet {

constexpr std::uint32_t header_length = 14;
constexpr std::uint32_t smallest_frame = 60;  ///< without FCS
constexpr std::uint16_t type_ip4 = 0x0800, type_arp = 0x0806, type_ip6 = 0x86dd;

}  // namespace dataplane::ethernet
