#pragma once

#include <optional>
#include <string>

namespace cli {

/// The whole file; nothing when it cannot be opened.
std::optional<std::string> read_text_file(const std::string& path);

}  // namespace cli
