#include "cli/exec/commands.h"
#include "cli/exec/exec.h"

namespace cli {

using namespace config;

namespace {

Syntax terminal_word() { return kw("terminal", "Set terminal line parameters"); }
Syntax terminal_no() { return terminal_word() >> kw("no", "Negate a command or set its defaults"); }

void monitor(Exec& exec, const Args&) {
    if (exec.is_console()) return exec.print("% Console already monitors\n");
    exec.terminal().monitor = true;
}

void no_monitor(Exec& exec, const Args&) { exec.terminal().monitor = false; }

void resize_history(Exec& exec, const Args& args) {
    exec.terminal().history = true;
    exec.terminal().history_size = static_cast<std::uint16_t>(args.number("lines", exec.terminal().history_size));
    exec.history().resize(exec.terminal().history_size);
}

void default_history_size(Exec& exec, const Args&) {
    exec.terminal().history_size = TerminalSettings{}.history_size;
    exec.history().resize(exec.terminal().history_size);
}

void set_escape(Exec& exec, const Args& args) { exec.terminal().escape = static_cast<std::uint16_t>(args.number("code")); }
void default_escape(Exec& exec, const Args&) { exec.terminal().escape = TerminalSettings{}.escape; }
void no_escape(Exec& exec, const Args&) { exec.terminal().escape = 0; }

Syntax escape_word() { return kw("escape-character", "Change the current line's escape character"); }

}  // namespace

std::span<const Line> terminal_lines() {
    static const Line lines[] = {
        line(terminal_word() >> kw("length", "Set number of lines on a screen") >> number("rows", 0, 512, "Number of lines on screen (0 for no pausing)"),
             +[](Exec& exec, const Args& args) { exec.terminal().length = static_cast<std::uint16_t>(args.number("rows")); }),
        line(terminal_word() >> kw("width", "Set width of the display terminal") >> number("columns", 0, 512, "Number of characters on a screen line"),
             +[](Exec& exec, const Args& args) { exec.terminal().width = static_cast<std::uint16_t>(args.number("columns")); }),
        line(terminal_word() >> kw("monitor", "Copy debug output to the current terminal line"), &monitor),
        line(terminal_no() >> kw("monitor", "Copy debug output to the current terminal line"), &no_monitor),
        line(kw("no", "Disable debugging functions") >> terminal_word() >> kw("monitor", "Copy debug output to the current terminal line"), &no_monitor),
        line(terminal_no() >> kw("length", "Set number of lines on a screen"), +[](Exec& exec, const Args&) { exec.terminal().length = TerminalSettings{}.length; }),
        line(terminal_no() >> kw("width", "Set width of the display terminal"), +[](Exec& exec, const Args&) { exec.terminal().width = TerminalSettings{}.width; }),
        line(terminal_word() >> kw("history", "Enable and control the command history function") >>
                 -(kw("size", "Set history buffer size") >> number("lines", 0, 256, "Size of history buffer")), &resize_history),
        line(terminal_no() >> kw("history", "Enable and control the command history function"),
             +[](Exec& exec, const Args&) { exec.terminal().history = false; }),
        line(terminal_no() >> kw("history", "Enable and control the command history function") >> kw("size", "Set history buffer size"),
             &default_history_size),
        line(terminal_word() >> escape_word() >> number("code", 0, 255, "Escape character or its ASCII decimal equivalent"), &set_escape),
        line(terminal_word() >> escape_word() >> kw("DEFAULT", "Use default escape character"), &default_escape),
        line(terminal_word() >> escape_word() >> kw("NONE", "Disable escape entirely"), &no_escape),
        line(terminal_no() >> escape_word(), &no_escape),
    };
    return lines;
}

}  // namespace cli
