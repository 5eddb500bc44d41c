#pragma once

#include <optional>
#include <string>

#include "config-model/language/line.h"
#include "config-model/system.h"

namespace config {

/// `[TYPE] WORD` after `password` or `secret`: values named type and text.
Syntax password_values();
PasswordText read_password(const Args& args);
/// "5 $1$…", or the clear text without a type.
std::string password_text(const PasswordText& password);

}  // namespace config
