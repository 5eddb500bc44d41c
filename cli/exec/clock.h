#pragma once

#include <string>
#include <string_view>

#include "cli/shell/ports.h"
#include "config-model/language/syntax.h"

namespace cli {

/// "12:30:00 UTC Sun Nov 22 2026"
std::string clock_text(const RouterPorts& ports, Instant now);
/// What the clock on the wall shows, as seconds since 1970.
std::int64_t local_seconds(const RouterPorts& ports, Instant now);
/// Days since 1970-01-01 of a date of the Gregorian calendar; a day that its month has not counts into the next.
std::int64_t days_of(std::int64_t year, std::int64_t month, std::int64_t day);
/// The year that `seconds` after 1970 fall in.
std::int64_t year_of(std::int64_t seconds);
/// Arguments "day" and "month" (1 to 12).
config::Syntax day_number();
config::Syntax month_word();
/// %SYS-6-CLOCKUPDATE: what the clock showed `before`, and what it shows now.
void log_clock_update(RouterPorts& ports, std::string_view before, std::string_view who, Instant now);

}  // namespace cli
