#pragma once

#include "config-model/configuration.h"
#include "config-model/language/mode.h"

namespace config {

const Mode& terminal_line_mode();
std::span<const Line> terminal_access_lines();
std::span<const Line> terminal_session_lines();
std::span<const Line> terminal_screen_lines();
std::span<const Line> terminal_serial_lines();

}  // namespace config
