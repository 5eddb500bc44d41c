#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "config-model/language/edit.h"

namespace config {

/// Where a line came from. Line 0: typed at a terminal.
struct Origin {
    std::string file{};
    unsigned line = 0;
    bool operator==(const Origin&) const = default;
};

/// A line that is known from real routers but not modelled here, or that was warned about.
struct KeptLine {
    Fate fate = Fate::kept;
    std::string text{};                 ///< without indentation
    std::vector<std::string> block{};   ///< the lines under it, indented relative to it
    int after = -1;                   ///< index of the mode's line that stood before it; -1: at the beginning
    std::string why{};                  ///< of a warned line
    bool rendered = true;             ///< false: the model prints the line itself (a warned line that was acted on)
    Origin origin{};
    /// Not the origin, nor the neighbour: two configurations are equal that say the same.
    bool operator==(const KeptLine& other) const {
        return text == other.text && block == other.block && fate == other.fate && rendered == other.rendered;
    }
};

/// The kept and warned lines of one configuration, by the entry that they stand in: "" for global ones,
/// "config-if GigabitEthernet0/0", "config-ikev2-keyring K\nconfig-ikev2-keyring-peer P" inside modes (prompt and key of each mode).
class KeptLines {
public:
    std::span<const KeptLine> in(std::string_view path) const;
    /// Adds the line; one with the same text in the same place is kept as it is (its block will grow). Its index in the place.
    std::size_t add(std::string_view path, KeptLine line);
    KeptLine* at(std::string_view path, std::size_t index);
    /// Removes the lines of a place that begin with these words. How many there were.
    std::size_t remove(std::string_view path, std::string_view words);
    /// Removes the unrendered (warned and acted on) lines of one declaration, all or those with this text.
    void remove_warned(std::string_view path, int line, std::string_view text = {});
    /// An entry is gone, and all that was kept inside it.
    void remove_under(std::string_view path);
    void clear() { places_.clear(), warned_ = 0; }
    bool empty() const { return places_.empty(); }
    /// Is there any line that was warned about and acted on?
    bool has_warned() const { return warned_ > 0; }
    /// Every place, sorted by path.
    std::vector<std::string_view> paths() const;
    /// Whatever order the lines were added in.
    bool operator==(const KeptLines& other) const;

private:
    struct Place {
        std::vector<KeptLine> lines;
        std::unordered_map<std::string, std::size_t> index;   ///< by text
        void reindex();
        template <class Unwanted>
        std::size_t remove(Unwanted unwanted);
    };
    Place* find(std::string_view path);
    void count_warned();
    std::map<std::string, Place, std::less<>> places_;
    std::size_t warned_ = 0;
};

/// What is known of a command that has no declaration.
struct KnownCommand {
    Fate fate = Fate::kept;            ///< kept or warned
    std::string_view section{};          ///< where a global line prints
    std::string_view block{};            ///< it takes the lines that follow: the whole prompt word, "config-router"; empty: one line
    std::string_view why{};              ///< of a warning
    bool takes_quit_body = false;      ///< its block ends with `quit`
    bool takes_delimited_body = false; ///< banner-like: text between delimiters
    bool shows_no = false;             ///< its `no` form is printed in a running-config
    bool single = false;               ///< a new value replaces the old one
    unsigned words = 1;                ///< how many leading words name it
    bool exact = true;                 ///< all of these were spelled out
    unsigned spelled = 0;              ///< how many of the first of these were spelled out
};

using WordSpan = std::span<const std::string_view>;
/// Asked when no declared line of the mode matches. `mode` is the mode's prompt word (config, config-if, …), `words` the line
/// without `no` or `default`. Nothing: the command is unknown there.
using KnownCommands = std::optional<KnownCommand> (*)(std::string_view mode, WordSpan words);
/// Whether an unindented line stands in a kept block (by its prompt word) and does not leave it.
using StandsInBlock = bool (*)(std::string_view block, WordSpan words);

}  // namespace config
