#pragma once

#include <cstdint>

namespace config {

/// What the outer IP header of a protected packet does with the inner DF bit.
enum class DfBit : std::uint8_t { copy, clear, set };

}  // namespace config
