#pragma once

#include <memory>

#include "cli/exec/task.h"
#include "cli/shell/console.h"
#include "config-model/configuration.h"

namespace cli {

/// The `line con 0` or `line vty` of the configuration that this line belongs to; null when there is none.
const config::TerminalLine* configured_line(const config::Configuration& configuration, const ConsoleOptions& options);

/// What stands between a new line and its first prompt: banners, and `Username:` and `Password:` as `line con 0` or `line vty` asks.
std::unique_ptr<Task> make_login(const config::Configuration& configuration, const ConsoleOptions& options);

}  // namespace cli
