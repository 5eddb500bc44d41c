#pragma once

#include <span>
#include <vector>

#include "config-model/language/line.h"
#include "config-model/language/matcher.h"

namespace cli {

// Every subject's lines. A new subject adds its function here and to the list in commands.cpp.
std::span<const config::Line> session_lines();
std::span<const config::Line> terminal_lines();
std::span<const config::Line> ping_lines();
std::span<const config::Line> traceroute_lines();
std::span<const config::Line> clear_lines();
std::span<const config::Line> clear_crypto_lines();
std::span<const config::Line> ezvpn_lines();
std::span<const config::Line> debug_lines();
std::span<const config::Line> undebug_lines();
std::span<const config::Line> copy_lines();
std::span<const config::Line> file_lines();
std::span<const config::Line> reload_lines();
std::span<const config::Line> debug_condition_lines();
std::span<const config::Line> clock_lines();
std::span<const config::Line> monitor_capture_lines();

/// Every EXEC command, the show commands among them. Lines above a session's privilege do not exist for it.
const config::Matcher& exec_commands();

}  // namespace cli
