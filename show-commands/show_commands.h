#pragma once

#include <memory>
#include <span>
#include <vector>

#include "config-model/language/line.h"
#include "show-commands/router_view.h"
#include "show-commands/screen.h"

namespace show {

/// What every `show …` line runs: `+[](const RouterView&, const config::Args&) -> ScreenPointer`. The arguments are only
/// valid during the call; the view outlives the screen.
using ScreenPointer = std::unique_ptr<Screen>;
using ShowHandler = ScreenPointer (*)(const RouterView&, const config::Args&);

/// Every `show …` command, for a Matcher (alone or together with other EXEC commands).
std::vector<std::span<const config::Line>> show_commands();

/// Whether a line is one of those.
bool is_show_command(const config::Line& line);
/// Starts the screen of a matched show command.
ScreenPointer open_screen(const config::Line& line, const RouterView& view, const config::Args& args);

}  // namespace show
