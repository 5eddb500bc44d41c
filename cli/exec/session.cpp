#include <string>

#include "cli/exec/commands.h"
#include "cli/exec/exec.h"
#include "cli/exec/save.h"
#include "cli/shell/password.h"
#include "config-model/language/words.h"
#include "config-model/system/password.h"

namespace cli {

using namespace config;

namespace {

/// `enable`: three tries at the secret.
class Enable final : public Task {
public:
    Enable(std::uint8_t level, PasswordText password, std::string refusal)
        : level_(level), password_(std::move(password)), refusal_(std::move(refusal)) {}
    void start(Exec& exec) override { exec.ask({"Password: ", Question::Kind::password}); }
    void answer(Exec& exec, std::string_view text) override {
        if (password_matches(password_, text)) {
            exec.set_privilege(level_);
            return exec.finish();
        }
        if (++failed_ < 3) return start(exec);
        exec.fail(refusal_);
        exec.finish();
    }

private:
    std::uint8_t level_;
    PasswordText password_;
    std::string refusal_;
    unsigned failed_ = 0;
};

class AskForSource final : public Task {
public:
    void start(Exec& exec) override { exec.ask({"Configuring from terminal, memory, or network [terminal]? ", Question::Kind::line}); }
    void answer(Exec& exec, std::string_view text) override {
        if (text.empty() || is_abbreviation(text, "terminal")) exec.configure();
        else if (is_abbreviation(text, "memory"))
            merge_startup(exec);
        else exec.fail("?Must be \"terminal\", \"memory\" or \"network\"\n");
        exec.finish();
    }
};

/// What guards a level: its secret, or else its password.
struct Guard {
    PasswordText password;
    bool is_secret = false;
};

std::optional<Guard> guard_of(const Configuration& configuration, std::uint8_t level) {
    const SystemConfig& system = configuration.system;
    if (level == 15 && system.enable_secret) return Guard{*system.enable_secret, true};
    if (level == 15) return system.enable_password ? std::optional(Guard{*system.enable_password, false}) : std::nullopt;
    std::optional<Guard> found;
    for (const EnableLevel& entry : enable_levels(configuration))
        if (entry.level == level && (entry.is_secret || !found)) found = Guard{entry.password, entry.is_secret};
    return found;
}

/// The methods of `aaa authentication enable default`, as words; `enable` where the line is not there.
std::string enable_methods(const Configuration& configuration) {
    constexpr std::string_view words = "aaa authentication enable default ";
    for (const KeptLine& kept : configuration.kept.in({}))
        if (kept.text.starts_with(words)) return kept.text.substr(words.size());
    return "enable";
}

/// Servers cannot be asked and are passed over; a method that no word names lets nobody in.
void enable_by_methods(Exec& exec, std::uint8_t level) {
    const std::string methods = enable_methods(exec.ports().configuration());
    const auto guard = guard_of(exec.ports().configuration(), level);
    const Words words(methods);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "none") return exec.set_privilege(level);
        if (words[i] == "enable" && guard) return exec.run(std::make_unique<Enable>(level, guard->password, "% Access denied\n\n"));
        if (words[i] == "enable" && exec.is_console()) return exec.set_privilege(level);
    }
    exec.fail("% Error in authentication.\n\n");
}

void enable(Exec& exec, const Args& args) {
    const auto level = static_cast<std::uint8_t>(args.number("level", 15));
    const Configuration& configuration = exec.ports().configuration();
    if (level <= exec.privilege()) return exec.set_privilege(level);
    if (configuration.system.aaa_new_model) return enable_by_methods(exec, level);
    if (const auto guard = guard_of(configuration, level))
        return exec.run(std::make_unique<Enable>(level, guard->password, guard->is_secret ? "% Bad secrets\n\n" : "% Bad passwords\n\n"));
    if (!exec.is_console()) return exec.fail("% No password set\n");
    exec.set_privilege(level);
}

void disable(Exec& exec, const Args& args) {
    exec.set_privilege(static_cast<std::uint8_t>(args.number("level", 1)));
}

void show_help(Exec& exec, const Args&) {
    exec.list_text(
        "Help may be requested at any point in a command by entering\n"
        "a question mark '?'.  If nothing matches, the help list will\n"
        "be empty and you must backup until entering a '?' shows the\n"
        "available options.\n"
        "Two styles of help are provided:\n"
        "1. Full help is available when you are ready to enter a\n"
        "   command argument (e.g. 'show ?') and describes each possible\n"
        "   argument.\n"
        "2. Partial help is provided when an abbreviated argument is entered\n"
        "   and you want to know what arguments match the input\n"
        "   (e.g. 'show pr?'.)\n\n");
}

}  // namespace

std::span<const Line> session_lines() {
    static const Line lines[] = {
        line(kw("enable", "Turn on privileged commands") >> -number("level", 0, 15, "Enable level"), &enable),
        line(kw("disable", "Turn off privileged commands") >> -number("level", 0, 15, "Privilege level to go to"), &disable).privilege(2),
        line(kw("exit", "Exit from the EXEC"), +[](Exec& exec, const Args&) { exec.close(); }),
        line(kw("logout", "Exit from the EXEC"), +[](Exec& exec, const Args&) { exec.close(); }),
        line(kw("quit", "Exit from the EXEC"), +[](Exec& exec, const Args&) { exec.close(); }).hidden(),
        line(kw("where", "List active connections"), +[](Exec& exec, const Args&) { exec.print("% No connections open\n"); }),
        line(kw("help", "Description of the interactive help system"), &show_help),
        line(kw("configure", "Enter configuration mode"),
             +[](Exec& exec, const Args&) { exec.run(std::make_unique<AskForSource>()); }).privilege(15),
        line(kw("configure", "Enter configuration mode") >> kw("terminal", "Configure from the terminal"),
             +[](Exec& exec, const Args&) { exec.configure(); }).privilege(15),
        line(kw("configure", "Enter configuration mode") >> kw("memory", "Configure from NV memory"),
             +[](Exec& exec, const Args&) { merge_startup(exec); }).privilege(15),
    };
    return lines;
}

}  // namespace cli
