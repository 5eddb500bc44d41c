#include "cli/exec/login.h"

#include <algorithm>

#include "cli/exec/exec.h"
#include "cli/shell/password.h"

namespace cli {

using namespace config;

namespace {

std::string banner(const Configuration& configuration, std::string_view kind) {
    for (const Banner& each : configuration.system.banners)
        if (each.kind == kind) return "\n" + each.text + (each.text.empty() || each.text.back() != '\n' ? "\n" : "");
    return {};
}

class Login final : public Task {
public:
    Login(bool by_user, bool by_password) : by_user_(by_user), by_password_(by_password) {}

    void start(Exec& exec) override {
        const Configuration& configuration = exec.ports().configuration();
        exec.print(banner(configuration, "motd"));
        if (by_password_ && !password && !exec.is_console()) {
            exec.print("\n\nPassword required, but none set\n");
            exec.close();
            return exec.finish();
        }
        if (!by_user_ && !(by_password_ && password)) return welcome(exec);
        exec.print(banner(configuration, "login") + "\n\nUser Access Verification\n\n");
        ask(exec);
    }

    void answer(Exec& exec, std::string_view text) override {
        if (by_user_ && !name_given_) {
            name_ = text;
            name_given_ = !name_.empty();
            return ask(exec);
        }
        if (accepts(exec, text)) return welcome(exec);
        name_given_ = false;
        exec.print(by_user_ ? "% Login invalid\n\n" : "");
        if (++failed_ < 3) return ask(exec);
        exec.print("% Bad passwords\n");
        exec.close();
        exec.finish();
    }

    void cancel(Exec& exec) override { exec.close(); }

    std::optional<PasswordText> password;       ///< of the line
    std::optional<std::uint8_t> privilege;

private:
    void ask(Exec& exec) {
        if (by_user_ && !name_given_) exec.ask({"Username: ", Question::Kind::line});
        else exec.ask({"Password: ", Question::Kind::password});
    }

    bool accepts(Exec& exec, std::string_view typed) {
        if (!by_user_) return password && password_matches(*password, typed);
        for (const User& user : exec.ports().configuration().system.users) {
            const auto& stored = user.secret ? user.secret : user.password;
            if (user.name != name_ || !stored || !password_matches(*stored, typed)) continue;
            exec.set_user(name_);
            if (user.privilege) privilege = user.privilege;
            return true;
        }
        return false;
    }

    void welcome(Exec& exec) {
        if (privilege) exec.set_privilege(std::max(exec.privilege(), *privilege));
        exec.print(banner(exec.ports().configuration(), "exec"));
        exec.finish();
    }

    bool by_user_, by_password_;
    bool name_given_ = false;
    std::string name_;
    unsigned failed_ = 0;
};

}  // namespace

const TerminalLine* configured_line(const Configuration& configuration, const ConsoleOptions& options) {
    const auto kind = options.kind == ConsoleOptions::Kind::console ? TerminalLine::Kind::console : TerminalLine::Kind::vty;
    for (const TerminalLine& line : configuration.system.lines)
        if (line.kind == kind && options.line_number >= line.first && options.line_number <= std::max(line.first, line.last)) return &line;
    return nullptr;
}

std::unique_ptr<Task> make_login(const Configuration& configuration, const ConsoleOptions& options) {
    const TerminalLine* line = configured_line(configuration, options);
    const bool known = !options.user.empty();
    const bool by_user = !known && line && (line->login_local || !line->login_authentication.empty());
    const bool by_password = !known && line && line->login;
    auto login = std::make_unique<Login>(by_user, by_password);
    if (line) {
        login->password = line->password;
        login->privilege = line->privilege;
    }
    return login;
}

}  // namespace cli
