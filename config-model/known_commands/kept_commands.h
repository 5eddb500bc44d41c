#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "config-model/language/kept_lines.h"

namespace config {

/// Where a command may stand. One table each.
enum class KeptPlace : std::uint8_t {
    global, interface, terminal_line, authorization_policy, name_mangler, flexvpn_client, access_list,
    isakmp_keyring
};

/// What is known of a command that is kept and not acted on.
enum KeptTrait : std::uint8_t {
    plain = 0,
    warns = 1,     ///< it changes which packets reach the tunnel, or what the tunnel does with them
    single = 2,    ///< a new value replaces the old one
    shows_no = 4,  ///< its `no` form is printed in a running-config
    blob = 8       ///< its block ends with `quit`
};

/// A command known from real routers that this router does not model.
struct KeptCommand {
    std::string_view words;         ///< its leading keywords, in full
    std::uint8_t traits = plain;    ///< KeptTrait bits
    std::string_view block{};       ///< it opens a block: its prompt word, "config-router"
    bool has(KeptTrait trait) const { return (traits & trait) != 0; }
};

/// The kept commands of a place.
std::span<const KeptCommand> kept_commands(KeptPlace place);

/// What a word list says of a line: the command, and how many of the line's words its keywords cover.
struct KeptMatch {
    const KeptCommand* command = nullptr;
    std::size_t words = 0;
    bool exact = false;              ///< every one of them spelled out
    explicit operator bool() const { return command != nullptr; }
};

/// The command that the words begin with, abbreviated or not, without a leading `no` or `default`. The longest wins;
/// nothing if the abbreviation fits several.
KeptMatch find_kept(KeptPlace place, std::span<const std::string_view> words);

/// The place that a mode is, by its prompt word (config, config-if, …).
std::optional<KeptPlace> place_of_mode(std::string_view prompt);
/// What a session asks: the kept command of that mode, with its section, block and warning.
std::optional<KnownCommand> known_command(std::string_view mode, std::span<const std::string_view> words);

/// The first words of the lines of a kept block, by its prompt word ("config-router"); empty: the block takes indented lines only.
std::span<const std::string_view> block_words(std::string_view block);

/// Whether a line may stand in a kept block: its first word, after `no`, abbreviates one of the block's first words.
bool stands_in_block(std::string_view block, std::span<const std::string_view> words);

}  // namespace config
