#pragma once

#include <string>

#include "config-model/system.h"
#include "show-commands/router_view.h"
#include "show-commands/text_writer.h"

namespace show {

/// "00:05:12 UTC Fri Mar 1 2002", of seconds since 1970 UTC.
std::string date_text(const config::SystemConfig& system, std::int64_t unix_seconds);
/// "*00:05:12.345 UTC Fri Mar 1 2002": `*` while nobody vouches for the time.
void print_clock(const WallClock& clock, dataplane::Instant now, const config::SystemConfig& system, TextWriter& out);
std::string_view clock_source_text(ClockSource source);

}  // namespace show
