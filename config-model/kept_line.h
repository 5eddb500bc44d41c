#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace config {

/// A line of a real configuration that this router does not model: stored verbatim, printed back in place.
struct KeptLine {
    std::string text;                    ///< without leading blanks
    std::string predecessor;             ///< rendered text of the line it followed in its mode; empty: first in the mode
    std::vector<std::string> block;      ///< its indented lines, indentation as given
    std::uint32_t file_line = 0;         ///< 1-based; 0 for a typed line
    bool warned = false;                 ///< it would change what the tunnel does
    bool operator==(const KeptLine& other) const {
        return text == other.text && block == other.block && warned == other.warned;
    }
};

using KeptLines = std::vector<KeptLine>;

}  // namespace config
