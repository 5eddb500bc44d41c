#pragma once

#include "config-model/configuration.h"
#include "config-model/language/mode.h"

namespace config {

const Mode& crypto_map_mode();
std::span<const Line> crypto_map_peer_lines();
std::span<const Line> crypto_map_set_lines();
std::span<const Line> crypto_map_remembered_lines();

}  // namespace config
