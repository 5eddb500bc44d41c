#pragma once

#include "config-model/system.h"
#include "show-commands/router_view.h"
#include "show-commands/text_writer.h"

namespace show {

/// Everything above the buffer's lines, its title included.
void print_logging_head(const config::LoggingConfig& logging, const LogCounters& counters, TextWriter& out);
void print_debugging(const std::vector<DebugSwitch>& switches, TextWriter& out);

}  // namespace show
