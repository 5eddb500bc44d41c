#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// The text within identities, of both versions of IKE.
namespace ike {

bool equal_ignoring_case(std::string_view a, std::string_view b);
/// "r1.example.com" is of domain "example.com"; the separator stands before it.
bool is_of_domain(std::string_view name, std::string_view domain, char separator);
/// Printable octets as they are, others in hexadecimal.
std::string text_or_hexadecimal(std::span<const std::uint8_t> octets);

}  // namespace ike
