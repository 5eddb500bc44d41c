#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace config {

enum class Letters : std::uint8_t { capital, small };

/// Two digits for each octet, nothing between them.
std::string hexadecimal(std::span<const std::uint8_t> octets, Letters letters = Letters::capital);
/// Nothing unless all of the text is pairs of digits.
std::optional<std::vector<std::uint8_t>> octets_of_hexadecimal(std::string_view digits);

}  // namespace config
