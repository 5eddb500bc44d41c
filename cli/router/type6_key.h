#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config-model/secret.h"
#include "ipsec-dataplane/random_source.h"

namespace cli {

/// Type 6 texts. What IOS does inside is not published; these look like its own and are not readable by it, nor its by us:
/// salt (8 octets), the key under AES-256-GCM with the salt as nonce, the first 4 octets of the tag, two octets to a group of three
/// letters from A to i, and a last group that says whether an octet is left over.

/// What a master key of `key config-key` is turned into (PBKDF2): 32 octets that open and seal.
config::Secret derived_master_key(std::string_view passphrase);
std::string type6_text(const config::Secret& master, const config::Secret& clear, dataplane::RandomSource& random);
/// Nothing: malformed, or sealed under another master key.
std::optional<config::Secret> type6_clear(const config::Secret& master, std::string_view text);

}  // namespace cli
