#include <string>

#include "cli/exec/commands.h"
#include "cli/exec/exec.h"
#include "cli/shell/password.h"

namespace cli {

using namespace config;

namespace {

/// `enable`: three tries at the secret.
class Enable final : public Task {
public:
    explicit Enable(PasswordText secret) : secret_(std::move(secret)) {}
    void start(Exec& exec) override { exec.ask({"Password: ", Question::Kind::password}); }
    void answer(Exec& exec, std::string_view text) override {
        if (password_matches(secret_, text)) {
            exec.set_privilege(15);
            return exec.finish();
        }
        if (++failed_ < 3) return start(exec);
        exec.fail("% Bad secrets\n\n");
        exec.finish();
    }

private:
    PasswordText secret_;
    unsigned failed_ = 0;
};

class AskForSource final : public Task {
public:
    void start(Exec& exec) override { exec.ask({"Configuring from terminal, memory, or network [terminal]? ", Question::Kind::line}); }
    void answer(Exec& exec, std::string_view text) override {
        if (text.empty() || is_abbreviation(text, "terminal")) exec.configure();
        else if (is_abbreviation(text, "memory"))
            exec.ports().merge_configuration(exec.ports().startup_configuration().value_or(std::string{}), exec.now());
        else exec.fail("?Must be \"terminal\", \"memory\" or \"network\"\n");
        exec.finish();
    }
};

void enable(Exec& exec, const Args& args) {
    const SystemConfig& system = exec.ports().configuration().system;
    const auto level = static_cast<std::uint8_t>(args.number("level", 15));
    const auto& secret = system.enable_secret ? system.enable_secret : system.enable_password;
    if (level <= exec.privilege()) return exec.set_privilege(level);
    if (secret) return exec.run(std::make_unique<Enable>(*secret));
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
        line(kw("help", "Description of the interactive help system"), &show_help),
        line(kw("configure", "Enter configuration mode"),
             +[](Exec& exec, const Args&) { exec.run(std::make_unique<AskForSource>()); }).privilege(15),
        line(kw("configure", "Enter configuration mode") >> kw("terminal", "Configure from the terminal"),
             +[](Exec& exec, const Args&) { exec.configure(); }).privilege(15),
        line(kw("configure", "Enter configuration mode") >> kw("memory", "Configure from NV memory"),
             +[](Exec& exec, const Args&) {
                 exec.ports().merge_configuration(exec.ports().startup_configuration().value_or(std::string{}), exec.now());
             }).privilege(15),
    };
    return lines;
}

}  // namespace cli
