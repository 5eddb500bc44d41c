#pragma once

#include <cstdint>
#include <string>

#include "ipsec-dataplane/instant.h"

/// Spans of time in the forms of the screens.
namespace show {

/// Whole seconds from `since` to `now`; 0 when it lies ahead.
std::uint64_t seconds_between(dataplane::Instant since, dataplane::Instant now);
/// "00:27:42", from a day on "3d18h", from a week on "7w0d".
std::string short_duration(std::uint64_t seconds);
/// "23:59:50", hours without a limit.
std::string hours_minutes_seconds(std::uint64_t seconds);
/// "1 week, 3 days, 16 hours, 11 minutes", as `uptime is` has it.
std::string long_duration(std::uint64_t seconds);

}  // namespace show
