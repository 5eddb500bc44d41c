#pragma once

#include "config-model/interface_name.h"

namespace config {

/// Does a running-config print the one interface above the other? Loopbacks and tunnels first, hardware slot by slot, then what
/// stands on top of it (templates, VLANs, bridge groups, dialers).
bool prints_before(const InterfaceName& left, const InterfaceName& right);

}  // namespace config
