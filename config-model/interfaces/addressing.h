#pragma once

#include <optional>
#include <string>

#include "config-model/configuration.h"

namespace config {

/// IOS's sentence when the prefix cannot be given to the interface: a bad mask, or an overlap with another interface.
std::optional<std::string> address_objection(const Configuration* configuration, const Interface& interface,
                                             const IpAddress& address, const IpAddress& mask);

}  // namespace config
