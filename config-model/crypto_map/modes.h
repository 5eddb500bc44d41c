#pragma once

#include "config-model/configuration.h"
#include "config-model/language/mode.h"

namespace config {

const Mode& crypto_map_mode();
std::span<const Line> crypto_map_peer_lines();
std::span<const Line> crypto_map_set_lines();
/// How the session keys among an entry's options begin.
inline constexpr std::string_view session_key_words = "set session-key";
std::span<const Line> crypto_map_session_key_lines();
std::span<const Line> crypto_map_remembered_lines();

const Mode& dynamic_map_mode();
std::span<const Line> dynamic_map_peer_lines();
std::span<const Line> dynamic_map_set_lines();
std::span<const Line> dynamic_map_remembered_lines();

/// Where an entry of that sequence stands or would stand.
std::vector<CryptoMapEntry>::iterator entry_position(std::vector<CryptoMapEntry>& entries, std::uint32_t sequence);
/// The entry of that sequence; null if there is none.
CryptoMapEntry* find_entry(std::vector<CryptoMapEntry>& entries, std::uint32_t sequence);
/// "client authentication list L" and the like: the lines that concern a whole map, in their order.
std::vector<std::string> map_level_texts(const CryptoMap& map);

}  // namespace config
