#include "show-commands/show_commands.h"

#include <cstdlib>

#include "show-commands/subjects.h"

namespace show {

std::vector<std::span<const config::Line>> show_commands() {
    return {
    };
}

bool is_show_command(const config::Line& line) { return line.handler_type() == config::type_tag<ShowHandler>(); }

ScreenPointer open_screen(const config::Line& line, const RouterView& view, const config::Args& args) {
    if (!is_show_command(line)) std::abort();
    return reinterpret_cast<ShowHandler>(line.handler())(view, args);
}

}  // namespace show
