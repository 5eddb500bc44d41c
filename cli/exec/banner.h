#pragma once

#include <string>
#include <string_view>

#include "cli/shell/console.h"
#include "config-model/configuration.h"

namespace cli {

/// A configured banner (motd, login, exec, incoming) as the line sees it, $(hostname), $(domain), $(line) and
/// $(line-desc), which is its `location`, filled in; empty: none.
std::string banner_text(const config::Configuration& configuration, std::string_view kind, const ConsoleOptions& options);

}  // namespace cli
