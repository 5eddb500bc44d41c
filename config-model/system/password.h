#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config-model/configuration.h"
#include "config-model/language/line.h"

namespace config {

/// A clear secret for which `algorithm-type` asks for a hash of type N has the type hash_wanted + N until it is hashed.
constexpr std::uint8_t hash_wanted = 100;

/// `[TYPE] WORD` after `password` or `secret`: values named type and text.
Syntax password_values();
/// `algorithm-type {md5|scrypt|sha256}`: a value named algorithm.
Syntax algorithm_words();
PasswordText read_password(const Args& args);
/// "5 $1$…", or the clear text without a type.
std::string password_text(const PasswordText& password);
/// "algorithm-type sha256 " before the word `secret`, while the hash is still wanted.
std::string algorithm_text(const PasswordText& password);
/// IOS's refusal, at a terminal, of a clear password below `security passwords min-length` and of a type 7 text that cannot be one.
/// Hashes are taken as they are: pasted configurations often have theirs blotted out.
Result check_password(const PasswordText& password, const Edit& edit);

/// `enable secret level N …` and `enable password level N …` below level 15: they stand among the kept lines.
struct EnableLevel {
    bool is_secret = true;
    std::uint8_t level = 1;
    PasswordText password;
};
std::vector<EnableLevel> enable_levels(const Configuration& configuration);
/// In the place of what the level had.
void set_enable_level(Configuration& configuration, const EnableLevel& entry);
void erase_enable_level(Configuration& configuration, bool is_secret, std::uint8_t level);

}  // namespace config
