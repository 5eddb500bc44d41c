#include "ike/policy/identity_text.h"

#include <algorithm>
#include <cctype>

#include "config-model/hexadecimal.h"

namespace ike {

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
               return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
           });
}

bool is_of_domain(std::string_view name, std::string_view domain, char separator) {
    if (name.size() <= domain.size()) return false;
    const std::size_t cut = name.size() - domain.size();
    return name[cut - 1] == separator && equal_ignoring_case(name.substr(cut), domain);
}

std::string text_or_hexadecimal(std::span<const std::uint8_t> octets) {
    const bool printable = std::all_of(octets.begin(), octets.end(), [](std::uint8_t octet) { return octet >= 0x20 && octet < 0x7f; });
    if (printable) return {octets.begin(), octets.end()};
    return config::hexadecimal(octets);
}

}  // namespace ike
