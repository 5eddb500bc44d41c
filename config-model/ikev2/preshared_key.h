#pragma once

#include <optional>
#include <string>

#include "config-model/ikev2.h"
#include "config-model/language/line.h"

namespace config {

/// `{[0|6] KEY | hex DIGITS}`: the values of a pre-shared key line, named type, key and hex.
Syntax preshared_key_values();
/// The key of those values; nothing if the hexadecimal digits are odd or none.
std::optional<PresharedKey> read_preshared_key(const Args& args);
/// "cisco", "6 AAB…", "hex 0A0B".
std::string preshared_key_text(const PresharedKey& key);

}  // namespace config
