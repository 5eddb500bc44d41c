#include "config-model/lines_and_users/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::lines;

void show_exec(const TerminalLine& line, Shown& shown) {
    if (!line.exec) shown.negated();
}

void show_response(const TerminalLine& line, Shown& shown) {
    if (line.login_response_seconds) shown.raw("timeout login response " + std::to_string(*line.login_response_seconds));
}

}  // namespace

std::span<const Line> terminal_session_lines() {
    static const Line lines[] = {
        line(kw("timeout", "Timeouts for the line") >> kw("login", "Timeouts related to the login sequence") >>
             kw("response", "Timeout for any user input during login sequences") >> number("seconds", 0, 300, "Timeout in seconds"))
            .set([](TerminalLine& line, const Args& args) { line.login_response_seconds = static_cast<std::uint16_t>(args.number("seconds")); })
            .unset([](TerminalLine& line, const Args&) { line.login_response_seconds.reset(); })
            .reset([](TerminalLine& line, const Args&) { line.login_response_seconds.reset(); })
            .show(&show_response).no_needs(0).changes(topic),
        line(kw("location", "Enter terminal location description") >> text("One text line describing the terminal's location"), &TerminalLine::location)
            .no_needs(0).changes(topic),
        line(kw("exec", "Configure EXEC"), &TerminalLine::exec).show(&show_exec).changes(topic),
        line(kw("exec", "Configure EXEC") >> kw("prompt", "EXEC prompt") >> kw("timestamp", "Print timestamps for show commands"),
             &TerminalLine::prompt_timestamp)
            .changes(topic),
        line(kw("autocommand", "Automatically execute an EXEC command") >> text("Appropriate EXEC command").labelled("LINE"), &TerminalLine::autocommand)
            .no_needs(0).changes(topic),
    };
    return lines;
}

}  // namespace config
