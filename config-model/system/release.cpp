#include "config-model/system/release.h"

#include <charconv>

namespace config {

bool is_ios_xe(std::string_view version) {
    unsigned major = 0;
    std::from_chars(version.data(), version.data() + version.size(), major);
    return major >= 16;
}

}  // namespace config
