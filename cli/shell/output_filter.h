#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cli/shell/pattern.h"
#include "config-model/language/matcher.h"

namespace cli {

/// What stands behind the `|` of a show command.
enum class Modifier : std::uint8_t { none, append, begin, count, exclude, include, json, redirect, section, tee };

struct OutputModifier {
    Modifier kind = Modifier::none;
    bool inverted = false;      ///< `section exclude`
    std::string argument;       ///< the expression or the file
};

/// An understood modifier, or the error and its column in the text behind the `|`.
struct ModifierResult {
    OutputModifier modifier;
    config::MatchError error;
};

ModifierResult parse_modifier(std::string_view text);
/// Rows of `show … | ?` for what is typed behind the `|`.
config::Help modifier_help(std::string_view text);

/// Passes text line by line through a modifier.
class OutputFilter {
public:
    /// False when the expression is malformed.
    bool open(const OutputModifier& modifier);
    /// Appends to `out` what `text` lets through; an unfinished line waits for its end.
    void pass(std::string_view text, std::string& out);
    void finish(std::string& out);

private:
    void line(std::string& out);
    bool wanted();
    bool in_section();

    OutputModifier modifier_;
    std::optional<Pattern> pattern_;
    std::string unfinished_;
    bool begun_ = false;
    std::optional<std::size_t> section_indent_;
    std::size_t count_ = 0;
};

}  // namespace cli
