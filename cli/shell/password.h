#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config-model/system.h"

namespace cli {

/// Does what was typed fit a configured password or secret? Types 0 (clear), 5 (MD5-crypt), 7 (Vigenere), 8 (PBKDF2-SHA-256)
/// and 9 (scrypt). Compared in constant time.
bool password_matches(const config::PasswordText& configured, std::string_view typed);

/// The clear text of a type 7 password; nothing if malformed.
std::optional<std::string> type7_clear(std::string_view text);
/// "$1$salt$hash" of a password.
std::string md5_crypt(std::string_view password, std::string_view salt);

}  // namespace cli
