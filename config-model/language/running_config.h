#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config-model/language/kept_lines.h"
#include "config-model/language/mode.h"

namespace config {

/// One section of the running-config, in the order of the table that holds it. Global lines name theirs by `.in("interface")`.
struct Section {
    std::string_view name{};
    bool bang_between = false;   ///< a `!` after every block
    unsigned bangs_after = 0;    ///< `!` lines after the section if it printed anything
    unsigned bangs_always = 0;   ///< `!` lines after the section even if it is empty
    std::string_view text = {};  ///< a fixed line, printed always: "boot-start-marker"
    bool follows_on = false;     ///< no `!` between a section that closes and this one
    bool closes = false;         ///< one `!` stands before and after the section, unless one that follows on comes next
    Look from = Look::ios12, to = Look::ios17;   ///< the releases that print it here
    bool holds(Look look) const { return from <= look && look <= to; }
};

/// What is printed around a configuration and in which order.
struct RenderOrder {
    std::span<const Section> sections{};   ///< lines whose section is not listed print after all others
    KnownCommands known = nullptr;       ///< gives kept global lines their section
};

/// The text of `show running-config` below its heading, down to and without `end`. Newlines are \n.
std::string render(const Mode& root_mode, const void* root, const KeptLines& kept, const RenderOrder& order, Look look);
/// One entry's or mode's own lines, indented by `depth` blanks; `path` as in KeptLines.
std::string render_body(const Mode& mode, const void* owner, const KeptLines& kept, std::string_view path, std::size_t depth, Look look);

/// Every kept and warned line, by place, for `show configuration fate`.
struct FateEntry {
    Fate fate;
    std::string_view path;   ///< of the entry that it stands in; empty: global
    std::string_view text;
    std::string_view why;
    const Origin* origin;
};
std::vector<FateEntry> fates(const KeptLines& kept);

}  // namespace config
