#pragma once

#include <string>
#include <string_view>

#include "cli/shell/ports.h"

namespace cli {

/// "12:30:00 UTC Sun Nov 22 2026"
std::string clock_text(const RouterPorts& ports, Instant now);
/// What the clock on the wall shows, as seconds since 1970.
std::int64_t local_seconds(const RouterPorts& ports, Instant now);
/// %SYS-6-CLOCKUPDATE: what the clock showed `before`, and what it shows now.
void log_clock_update(RouterPorts& ports, std::string_view before, std::string_view who, Instant now);

}  // namespace cli
