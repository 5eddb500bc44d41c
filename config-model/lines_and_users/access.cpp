#include "config-model/lines_and_users/modes.h"
#include "config-model/system/password.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::lines;

Result set_password(TerminalLine& line, const Args& args, Edit& edit) {
    const PasswordText password = read_password(args);
    if (auto refused = check_password(password, edit); !refused) return refused;
    line.password = password;
    return Result::ok();
}

void unset_password(TerminalLine& line, const Args&) { line.password.reset(); }
void show_password(const TerminalLine& line, Shown& shown) {
    if (line.password) shown.raw("password " + password_text(*line.password));
}

void clear_login(TerminalLine& line) {
    line.login = line.login_local = line.no_login = false;
    line.login_authentication.clear();
}

void set_login(TerminalLine& line, const Args& args) {
    clear_login(line);
    line.login_authentication = args.text("list");
    line.login_local = args.has("local");
    line.login = !line.login_local && line.login_authentication.empty();
}

void unset_login(TerminalLine& line, const Args&) {
    clear_login(line);
    line.no_login = line.kind == TerminalLine::Kind::vty;
}

void reset_login(TerminalLine& line, const Args&) {
    clear_login(line);
    line.login = line.kind == TerminalLine::Kind::vty;
}

void show_login(const TerminalLine& line, Shown& shown) {
    if (line.no_login) shown.raw("no login");
    else if (line.login_local) shown.raw("login local");
    else if (!line.login_authentication.empty()) shown.raw("login authentication " + line.login_authentication);
    else if (line.login) shown.raw("login");
}

Syntax transport(std::string_view direction, std::string_view help) {
    return kw("transport", "Define transport protocols for line") >> kw(direction, help) >> text("all, none, or protocols");
}

void set_access_class(TerminalLine& line, const Args& args) {
    const bool out = args.has("out");
    std::string text{args.text("list")};
    text += out ? " out" : " in";
    for (const char* word : {"vrf-also", "vrfname"})
        if (args.has(word)) text += ' ' + std::string{word};
    if (args.has("vrf")) text += ' ' + std::string{args.text("vrf")};
    (out ? line.access_class_out : line.access_class_in) = text;
}

void unset_access_class(TerminalLine& line, const Args& args) {
    if (!args.has("out")) line.access_class_in.clear();
    if (!args.has("in")) line.access_class_out.clear();
}

void show_access_class(const TerminalLine& line, Shown& shown) {
    for (const std::string* text : {&line.access_class_in, &line.access_class_out})
        if (!text->empty()) shown.raw("access-class " + *text);
}

Syntax access_class() {
    return kw("access-class", "Filter connections based on an IP access list") >> word("list", "IP access list") >>
           ((kw("in", "Filter incoming connections") >>
             -(kw("vrf-also", "Same access list is applied for all VRFs") | (kw("vrfname", "Configure VRF for access-class") >> word("vrf", "VRF name")))) |
            kw("out", "Filter outgoing connections"));
}

}  // namespace

std::span<const Line> terminal_access_lines() {
    static const Line lines[] = {
        line(kw("exec-timeout", "Set the EXEC timeout") >> number("minutes", 0, 35791, "Timeout in minutes") >>
             -number("seconds", 0, 2147483, "Timeout in seconds"))
            .set([](TerminalLine& line, const Args& args) {
                line.exec_timeout = std::pair{static_cast<std::uint32_t>(args.number("minutes")), static_cast<std::uint32_t>(args.number("seconds", 0))};
            })
            .unset([](TerminalLine& line, const Args&) { line.exec_timeout = std::pair{0U, 0U}; })
            .reset([](TerminalLine& line, const Args&) { line.exec_timeout.reset(); })
            .show([](const TerminalLine& line, Shown& shown) {
                if (line.exec_timeout) shown.line(line.exec_timeout->first, line.exec_timeout->second);
            })
            .no_needs(0).changes(topic),
        line(access_class()).set(&set_access_class).unset(&unset_access_class).reset(&unset_access_class).show(&show_access_class)
            .no_needs(0).changes(topic),
        line(kw("authorization", "Authorization parameters") >> kw("exec", "For starting an exec (shell)") >>
             word("Use an authorization list with this name"), &TerminalLine::authorization_exec)
            .show([](const TerminalLine& line, Shown& shown) {
                if (!line.authorization_exec.empty() && line.authorization_exec != "default") shown.raw("authorization exec " + line.authorization_exec);
            })
            .no_needs(0).changes(topic),
        line(kw("privilege", "Change privilege level for line") >> kw("level", "Assign default privilege level for line") >>
             number(0, 15, "Default privilege level for line"), &TerminalLine::privilege)
            .no_needs(0).changes(topic),
        line(kw("password", "Set a password") >> password_values())
            .set(&set_password).unset(&unset_password).reset(&unset_password).show(&show_password).no_needs(0).changes(topic),
        line(kw("logging", "Modify message logging facilities") >> kw("synchronous", "Synchronized message output") >>
             -(kw("level", "Severity level").hidden() >> word("Severity level")), &TerminalLine::logging_synchronous)
            .set([](TerminalLine& line, const Args&) { line.logging_synchronous = true; }).changes(topic),
        line(kw("login", "Enable password checking") >>
             -(kw("local", "Local password checking") | (kw("authentication", "Authentication parameters.") >> word("list", "Use an authentication list with this name."))))
            .set(&set_login).unset(&unset_login).reset(&reset_login).show(&show_login).no_needs(0).changes(topic),
        line(transport("preferred", "Specify the preferred protocol to use"), &TerminalLine::transport_preferred).no_needs(0).changes(topic),
        line(transport("input", "Define which protocols to use when connecting to the terminal server"), &TerminalLine::transport_input)
            .no_needs(0).changes(topic),
        line(transport("output", "Define which protocols to use for outgoing connections"), &TerminalLine::transport_output)
            .no_needs(0).changes(topic),
    };
    return lines;
}

std::span<const Line> terminal_screen_lines() {
    static const Line lines[] = {
        line(kw("length", "Set number of lines on a screen") >> number(0, 512, "Number of lines on screen (0 for no pausing)"), &TerminalLine::length)
            .no_needs(0).changes(topic),
        line(kw("width", "Set width of the display terminal") >> number(0, 512, "Number of characters on a screen line"), &TerminalLine::width)
            .no_needs(0).changes(topic),
        line(kw("history", "Enable and control the command history function") >> kw("size", "Set history buffer size") >>
             number(0, 256, "Size of history buffer"), &TerminalLine::history_size)
            .no_needs(0).changes(topic),
        line(kw("escape-character", "Change the current line's escape character") >> number(0, 255, "Escape character or its ASCII decimal equivalent"),
             &TerminalLine::escape_character)
            .no_needs(0).changes(topic),
    };
    return lines;
}

}  // namespace config
