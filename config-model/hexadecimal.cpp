#include "config-model/hexadecimal.h"

#include <charconv>

namespace config {

std::string hexadecimal(std::span<const std::uint8_t> octets, Letters letters) {
    const std::string_view digits = letters == Letters::capital ? "0123456789ABCDEF" : "0123456789abcdef";
    std::string text;
    text.reserve(2 * octets.size());
    for (const std::uint8_t octet : octets) {
        text += digits[octet >> 4];
        text += digits[octet & 15];
    }
    return text;
}

std::optional<std::vector<std::uint8_t>> octets_of_hexadecimal(std::string_view digits) {
    if (digits.size() % 2 != 0) return std::nullopt;
    std::vector<std::uint8_t> octets(digits.size() / 2);
    for (std::size_t i = 0; i < octets.size(); ++i) {
        const char* const start = digits.data() + 2 * i;
        if (std::from_chars(start, start + 2, octets[i], 16).ptr != start + 2) return std::nullopt;
    }
    return octets;
}

}  // namespace config
