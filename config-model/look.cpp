#include "config-model/look.h"

#include <charconv>

namespace config {

Look look_of_version(std::string_view version) {
    unsigned major = 0, minor = 0;
    const char* const end = version.data() + version.size();
    const auto first = std::from_chars(version.data(), end, major);
    if (first.ec != std::errc{}) return Look::ios15_1;
    if (first.ptr < end && *first.ptr == '.') std::from_chars(first.ptr + 1, end, minor);
    if (major < 15) return Look::ios12;
    if (major == 15) return minor < 4 ? Look::ios15_1 : Look::ios15_4;
    return major == 16 ? Look::ios15_4 : Look::ios17;
}

}  // namespace config
