#pragma once

#include "config-model/configuration.h"
#include "config-model/language/mode.h"

namespace config {

const Mode& ezvpn_client_mode();
const Mode& dhcp_pool_mode();

}  // namespace config
