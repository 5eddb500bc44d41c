#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config-model/language/edit.h"

namespace config {

/// Where a line came from. Line 0: typed at a terminal.
struct Origin {
    std::string file;
    unsigned line = 0;
    bool operator==(const Origin&) const = default;
};

/// A line that is known from real routers but not modelled here, or that was warned about.
struct KeptLine {
    Fate fate = Fate::kept;
    std::string text;                 ///< without indentation
    std::vector<std::string> block;   ///< the lines under it, indented relative to it
    std::string_view section;         ///< of the running-config, for a global line
    int after = -1;                   ///< index of the mode's line that stood before it; -1: at the beginning
    std::string why;                  ///< of a warned line
    bool rendered = true;             ///< false: the model prints the line itself (a warned line that was acted on)
    Origin origin;
};

/// The kept and warned lines of one configuration, by the headers that lead to them ("" for global ones,
/// "crypto ikev2 keyring K" / "crypto ikev2 keyring K\npeer P" inside modes).
class KeptLines {
public:
    std::span<const KeptLine> in(std::string_view path) const;
    /// Adds the line, or replaces the one with the same text in the same place.
    KeptLine& add(std::string_view path, KeptLine line);
    /// `no` of a kept line: removes the lines that begin with these words. False if there was none.
    bool remove(std::string_view path, std::string_view words);
    /// An entry is gone, and all that was kept inside it.
    void remove_under(std::string_view path);
    void clear() { lines_.clear(); }
    /// Every path with its lines, sorted by path.
    const std::map<std::string, std::vector<KeptLine>, std::less<>>& all() const { return lines_; }

private:
    std::map<std::string, std::vector<KeptLine>, std::less<>> lines_;
};

/// What is known of a command that has no declaration.
struct KnownCommand {
    Fate fate = Fate::kept;           ///< kept or warned (or rejected: known, and refused on purpose)
    std::string_view section;         ///< where a global line prints
    bool opens_block = false;         ///< takes the indented lines that follow
    std::string_view prompt;          ///< of that block at a terminal: config-router
    std::string_view why;             ///< of a warning
    bool takes_quit_body = false;     ///< certificate blobs inside a kept block end with `quit`
    bool takes_delimited_body = false;///< banner-like: text between delimiters
};

/// Asked when no declared line of the mode matches. `mode` is the mode's prompt word (config, config-if, …), `words` the line without `no`.
using KnownCommands = const KnownCommand* (*)(std::string_view mode, std::span<const std::string_view> words, bool negated);

}  // namespace config
