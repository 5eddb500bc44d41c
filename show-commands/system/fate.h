#pragma once

#include <string>

#include "config-model/language/kept_lines.h"
#include "show-commands/text_writer.h"

namespace show {

/// A line of the configuration that the router keeps without acting on it, or that it warns about.
struct FateRow {
    config::Fate fate = config::Fate::kept;
    std::string from;      ///< "r1.cfg:12"; "terminal" for a typed line
    std::string line;
    std::string place;     ///< the mode and entry it stands in; empty: global
    std::string why;       ///< of a warned line

    template <class F>
    void fields(F&& field) const {
        field("fate", fate == config::Fate::warned ? "warned" : "kept");
        field("from", from);
        field("place", place);
        field("line", line);
        field("why", why);
    }
};

void print_fate(const FateRow& row, TextWriter& out);

}  // namespace show
