#include "show-commands/system/terminal.h"

#include <algorithm>

#include "show-commands/duration.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

}  // namespace

void print_history(const NumberedLines& history, unsigned size, TextWriter& out) {
    const std::uint64_t end = history.end();
    const std::uint64_t first = std::max(history.first(), end > size ? end - size : 0);
    for (std::uint64_t number = first; number < end; ++number) out.line("  ", history.line(number));
}

void print_users(const std::vector<LineUser>& users, TextWriter& out) {
    out.line("    Line       User       Host(s)              Idle       Location");
    for (const LineUser& is : users)
        out.line(is.current ? '*' : ' ', right(is.number, 3), ' ', is.line, at(15), is.user, at(26), "idle", at(47),
                 hours_minutes_seconds(is.idle_seconds), at(58), is.location);
    out.end().line("  Interface    User               Mode         Idle     Peer Address").end();
}

void print_terminal(const TerminalView& terminal, TextWriter& out) {
    const std::string_view kind = std::string_view{terminal.line}.substr(0, terminal.line.find(' '));
    const std::string_view number = std::string_view{terminal.line}.substr(kind.size() + 1);
    out.line("Line ", kind == "con" ? std::string_view{"0"} : number, ", Location: \"\", Type: \"\"");
    out.line("Length: ", terminal.length, " lines, Width: ", terminal.width, " columns");
    out.line("Capabilities: ", terminal.monitor ? "Receives Logging Output" : "none");
    out.line("History is ", terminal.history_size == 0 ? "disabled." : "enabled, history size is ", terminal.history_size == 0 ? "" : std::to_string(terminal.history_size),
             terminal.history_size == 0 ? "" : ".");
    out.line("Current privilege level is ", terminal.privilege);
}

std::span<const config::Line> terminal_lines() {
    static const config::Line lines[] = {
        config::line(show_word() >> kw("terminal", "Display terminal configuration parameters"), +[](const RouterView& view, const config::Args&) {
            return whole_screen([&view](TextWriter& out) { print_terminal(view.terminal, out); });
        }),
        config::line(show_word() >> kw("history", "Display the session command history"), +[](const RouterView& view, const config::Args&) {
            return whole_screen([&view](TextWriter& out) {
                if (view.history) print_history(*view.history, view.terminal.history_size, out);
            });
        }),
        config::line(show_word() >> kw("privilege", "Show current privilege level"), +[](const RouterView& view, const config::Args&) {
            return whole_screen([&view](TextWriter& out) { out.line("Current privilege level is ", view.terminal.privilege); });
        }),
        config::line(show_word() >> kw("users", "Display information about terminal lines"), +[](const RouterView& view, const config::Args&) {
            return whole_screen([&view](TextWriter& out) { print_users(view.users, out); });
        }),
    };
    return lines;
}

}  // namespace show
