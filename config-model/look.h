#pragma once

#include <cstdint>
#include <string_view>

namespace config {

/// Which release's layouts screens and debug lines follow; chosen by the `version` line of the configuration.
enum class Look : std::uint8_t {
    ios12,      ///< 12.x
    ios15_1,    ///< 15.0–15.3: the reference documents, and the default
    ios15_4,    ///< 15.4–16.x
    ios17       ///< 17.x
};

/// "15.2" -> ios15_1, "16.4" -> ios15_4; ios15_1 for anything unknown or empty.
Look look_of_version(std::string_view version);

}  // namespace config
