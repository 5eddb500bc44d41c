#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cli {

/// One line of a steps file: `R1: show crypto ikev2 sa` (typed at that router's console) or `lab: advance 10s`.
struct Step {
    std::string node;     ///< "lab" for the lab prompt
    std::string text;
    std::size_t line = 0; ///< 1-based, in the file
};

/// Blank lines and `!` comments are skipped; a line without `NODE:` is an error (reported as a step with empty node).
std::vector<Step> parse_steps(std::string_view text);

}  // namespace cli
