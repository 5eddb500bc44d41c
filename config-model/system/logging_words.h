#pragma once

#include <cstdint>
#include <string>

#include "config-model/language/syntax.h"

namespace config {

/// `logging`
Syntax logging_word();
/// A severity by number or name; its value is called "level".
Syntax logging_level();
/// "informational" for 6.
std::string logging_level_word(std::uint8_t level);

}  // namespace config
