#pragma once

#include "config-model/configuration.h"
#include "config-model/language/mode.h"
#include "config-model/look.h"

namespace config {

const Mode& transform_set_mode();
const Mode& ipsec_profile_mode();
/// What `set pfs` without a group means.
constexpr std::uint16_t default_pfs_group(Look look) { return look == Look::ios17 ? 14 : 1; }

}  // namespace config
