#pragma once

#include <optional>
#include <string>

#include "show-commands/text_writer.h"

namespace show {

/// How names are looked up.
struct NameLookupRow {
    std::optional<std::string> domain;   ///< appended to names without a dot
    bool by_service = true;              ///< false: `no ip domain lookup`

    template <class F>
    void fields(F&& field) const {
        field("domain", domain);
        field("lookup", by_service ? "domain service" : "static mappings");
    }
};

void print_name_lookup(const NameLookupRow& row, TextWriter& out);

}  // namespace show
