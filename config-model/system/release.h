#pragma once

#include <string_view>

namespace config {

/// Is it an IOS XE release (16.x and later)? It prints less of what is at its default, and has no auxiliary line unless configured.
bool is_ios_xe(std::string_view version);

}  // namespace config
