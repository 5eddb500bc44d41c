#pragma once

#include <cstdint>
#include <string_view>

#include "config-model/language/syntax.h"

namespace config {

/// ASCII only, and without the locale.
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// Case-insensitive length of the common beginning.
std::size_t common_length(std::string_view left, std::string_view right);

/// Does the word fit a value leaf (any kind but keyword)? Interface names in two words are not this function's business.
bool fits_value(const Leaf& leaf, std::string_view word);
/// An interface kind without a number: "gi".
bool is_interface_kind(std::string_view word);
/// The number of an accepted word: of a number, of a hex value, or the value of a choice.
std::int64_t number_of(const Leaf& leaf, std::string_view word);

}  // namespace config
