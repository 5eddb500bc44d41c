#pragma once

#include <vector>

#include "show-commands/router_view.h"
#include "show-commands/text_writer.h"

namespace show {

void print_history(const NumberedLines& history, unsigned size, TextWriter& out);
void print_users(const std::vector<LineUser>& users, TextWriter& out);
/// show terminal
void print_terminal(const TerminalView& terminal, TextWriter& out);

}  // namespace show
