#pragma once

#include <vector>

#include "config-model/configuration.h"

namespace ike::isakmp {

/// The policies that negotiation goes by, ascending by priority: those of the configuration; where there are none, the release's
/// 65507–65514. The 12.x look ends with the default protection suite, 65535, whatever is configured.
std::vector<config::IsakmpPolicy> effective_policies(const config::Configuration& configuration);
/// What the release brings.
std::vector<config::IsakmpPolicy> default_policies(config::Look look);

}  // namespace ike::isakmp
