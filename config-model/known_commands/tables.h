#pragma once

#include "config-model/known_commands/kept_commands.h"

namespace config::known {

std::span<const KeptCommand> system_commands();
std::span<const KeptCommand> ip_commands();
std::span<const KeptCommand> crypto_commands();
std::span<const KeptCommand> interface_commands();

}  // namespace config::known
