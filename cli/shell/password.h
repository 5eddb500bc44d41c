#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config-model/system.h"
#include "ipsec-dataplane/random_source.h"

namespace cli {

/// Does what was typed fit a configured password or secret? Types 0 (clear), 4 (SHA-256), 5 (MD5-crypt), 7 (Vigenere),
/// 8 (PBKDF2-SHA-256)
/// and 9 (scrypt). Compared in constant time.
bool password_matches(const config::PasswordText& configured, std::string_view typed);

/// A new hash of type 5, 8 or 9, with a salt of its own.
std::string hashed_secret(std::uint8_t type, std::string_view password, dataplane::RandomSource& random);
/// "$8$salt$hash" and "$9$salt$hash".
std::string pbkdf2_hash(std::string_view password, std::string_view salt);
std::string scrypt_hash(std::string_view password, std::string_view salt);

/// Type 7: two digits that say where in the key it begins (0 to 15 when IOS writes it), then the hexadecimal text.
std::string type7_text(std::string_view password, unsigned offset);
/// The clear text of a type 7 password; nothing if malformed.
std::optional<std::string> type7_clear(std::string_view text);
/// "$1$salt$hash" of a password.
std::string md5_crypt(std::string_view password, std::string_view salt);

}  // namespace cli
