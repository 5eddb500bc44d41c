#include "show-commands/system/terminal.h"

#include <algorithm>

#include "show-commands/duration.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

/// The line of the command, for JSON.
struct TerminalRow {
    TerminalView is;

    template <class F>
    void fields(F&& field) const {
        field("line", is.line);
        field("length", is.length);
        field("width", is.width);
        field("monitor", is.monitor);
        field("history_size", is.history_size);
        field("privilege", is.privilege);
    }
};

struct PrivilegeRow {
    std::uint8_t privilege;

    template <class F>
    void fields(F&& field) const { field("privilege", privilege); }
};

struct HistoryRow {
    std::string command;

    template <class F>
    void fields(F&& field) const { field("command", command); }
};

struct UserRow {
    LineUser is;

    template <class F>
    void fields(F&& field) const {
        field("number", is.number);
        field("line", is.line);
        field("current", is.current);
        field("user", unless_empty(is.user));
        field("idle_seconds", is.idle_seconds);
        field("location", unless_empty(is.location));
    }
};

std::uint64_t first_shown(const NumberedLines& history, unsigned size) {
    const std::uint64_t end = history.end();
    return std::max(history.first(), end > size ? end - size : 0);
}

std::vector<HistoryRow> history_rows(const RouterView& view) {
    std::vector<HistoryRow> rows;
    if (!view.history) return rows;
    for (std::uint64_t number = first_shown(*view.history, view.terminal.history_size); number < view.history->end(); ++number)
        rows.push_back({std::string(view.history->line(number))});
    return rows;
}

std::vector<UserRow> user_rows(const std::vector<LineUser>& users) {
    std::vector<UserRow> rows;
    for (const LineUser& user : users) rows.push_back({user});
    return rows;
}

}  // namespace

void print_history(const NumberedLines& history, unsigned size, TextWriter& out) {
    const std::uint64_t end = history.end();
    for (std::uint64_t number = first_shown(history, size); number < end; ++number) out.line("  ", history.line(number));
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
            return whole_screen([&view](TextWriter& out) { print_terminal(view.terminal, out); },
                                [&view] { return std::vector{TerminalRow{view.terminal}}; });
        }),
        config::line(show_word() >> kw("history", "Display the session command history"), +[](const RouterView& view, const config::Args&) {
            return whole_screen([&view](TextWriter& out) {
                if (view.history) print_history(*view.history, view.terminal.history_size, out);
            }, [&view] { return history_rows(view); });
        }),
        config::line(show_word() >> kw("privilege", "Show current privilege level"), +[](const RouterView& view, const config::Args&) {
            return whole_screen([&view](TextWriter& out) { out.line("Current privilege level is ", view.terminal.privilege); },
                                [&view] { return std::vector{PrivilegeRow{view.terminal.privilege}}; });
        }),
        config::line(show_word() >> kw("users", "Display information about terminal lines"), +[](const RouterView& view, const config::Args&) {
            return whole_screen([&view](TextWriter& out) { print_users(view.users, out); },
                                [&view] { return user_rows(view.users); });
        }),
    };
    return lines;
}

}  // namespace show
