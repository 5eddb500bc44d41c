#pragma once

#include <string>
#include <vector>

namespace config {

/// Lines that are indented deeper than the one above belong to it.
///
/// Puts a line into a block that was there before: under the same parents (the lines above it of less indentation, outermost
/// first; kept up to date), unless it is there already. `no X` takes X away.
void merge_into_block(std::vector<std::string>& lines, std::vector<std::string>& parents, std::string text);

}  // namespace config
