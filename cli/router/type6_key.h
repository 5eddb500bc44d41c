#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config-model/secret.h"
#include "ipsec-dataplane/random_source.h"

namespace cli {

/// Type 6 texts, as Cisco's published encoder (CiscoDevNet/Type-6-Password-Encode) makes them: salt (8 octets), the clear text under an
/// AES-128 key stream, the first 4 octets of HMAC-SHA1 over that; then two octets to a group of three letters from A to i, and a last
/// group that says whether an octet is left over.

constexpr std::size_t master_key_size = 16;

/// What a master key of `key config-key` is turned into: its MD5.
config::Secret derived_master_key(std::string_view passphrase);
std::string type6_text(const config::Secret& master, const config::Secret& clear, dataplane::RandomSource& random);
/// Nothing: malformed, or sealed under another master key.
std::optional<config::Secret> type6_clear(const config::Secret& master, std::string_view text);

}  // namespace cli
