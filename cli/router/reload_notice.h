#pragma once

#include <optional>
#include <string>

#include "cli/shell/ports.h"

namespace cli {

/// Terminals are told of a planned restart when it is planned, and an hour, half an hour, five minutes and a minute before it: the
/// first of these times after `after`. Nothing when the restart itself is next.
std::optional<Instant> next_reload_notice(Instant restart, Instant after);

/// "***\n*** --- SHUTDOWN in 0:05:00 ---\n***"
std::string reload_notice(Duration left);

}  // namespace cli
