#include "cli/exec/login.h"

#include <algorithm>
#include <chrono>

#include "cli/exec/banner.h"
#include "cli/exec/exec.h"
#include "cli/exec/login_log.h"
#include "cli/router/local_aaa.h"
#include "cli/shell/password.h"

namespace cli {

using namespace config;

namespace {

/// How a line finds out who is there.
struct LoginPlan {
    enum class Asks : std::uint8_t { nothing, password, user } asks = Asks::nothing;
    std::optional<AaaList> methods;          ///< under `aaa new-model`
    std::optional<PasswordText> password;    ///< of the line
    std::optional<std::uint8_t> privilege;
};

/// `local`, servers and the like go by a name; `line` and `enable` only by a password.
LoginPlan::Asks asked_by(const AaaList& list) {
    if (list.methods.empty() || list.methods.front() == AaaMethod::none) return LoginPlan::Asks::nothing;
    const bool only_password = list.methods.front() == AaaMethod::line || list.methods.front() == AaaMethod::enable;
    return only_password ? LoginPlan::Asks::password : LoginPlan::Asks::user;
}

/// Under the new model a vty without a list asks the local users, the console nobody.
void plan_new_model(const Configuration& configuration, const TerminalLine& line, bool is_console, LoginPlan& plan) {
    if (const AaaList* const list = login_list(configuration, line.login_authentication)) plan.methods = *list;
    else if (!is_console) plan.methods = AaaList{{}, {AaaMethod::local}, {}};
    if (plan.methods) plan.asks = asked_by(*plan.methods);
}

LoginPlan plan_login(const Configuration& configuration, const ConsoleOptions& options) {
    LoginPlan plan;
    const TerminalLine* const line = configured_line(configuration, options);
    if (!line) return plan;
    plan.password = line->password;
    plan.privilege = line->privilege;
    const bool is_console = options.kind == ConsoleOptions::Kind::console;
    if (!options.user.empty()) return plan;
    if (configuration.system.aaa_new_model) plan_new_model(configuration, *line, is_console, plan);
    else if (line->login_local || !line->login_authentication.empty()) plan.asks = LoginPlan::Asks::user;
    else if (line->login) plan.asks = LoginPlan::Asks::password;
    return plan;
}

class Login final : public Task {
public:
    Login(LoginPlan plan, ConsoleOptions options) : plan_(std::move(plan)), options_(std::move(options)), name_(options_.user) {}

    void start(Exec& exec) override {
        const Configuration& configuration = exec.ports().configuration();
        if (!options_.user.empty()) report_login(exec.ports(), attempt_on(options_, name_), true, exec.now());
        exec.print(banner_text(configuration, "motd", options_));
        const bool needs_password = plan_.asks == Asks::password && !plan_.methods;
        if (needs_password && !plan_.password && !exec.is_console()) {
            exec.print("\n\nPassword required, but none set\n");
            return leave(exec);
        }
        if (plan_.asks == Asks::nothing || (needs_password && !plan_.password)) return welcome(exec);
        exec.print(banner_text(configuration, "login", options_) + "\n\nUser Access Verification\n\n");
        ask(exec);
    }

    void answer(Exec& exec, std::string_view text) override {
        if (plan_.asks == Asks::user && !name_given_) {
            name_ = text;
            name_given_ = !name_.empty();
            return name_given_ && needs_no_password(exec) ? accept(exec) : ask(exec);
        }
        if (accepts(exec, text)) return accept(exec);
        report_login(exec.ports(), attempt_on(options_, name_), false, exec.now());
        name_given_ = false;
        refused_until_ = exec.now() + pause(exec);
    }

    std::optional<Instant> next_deadline() const override { return refused_until_; }

    /// The pause after a wrong password is over.
    void tick(Exec& exec) override {
        refused_until_.reset();
        if (plan_.methods) exec.print("% Authentication failed\n\n");
        else if (plan_.asks == Asks::user) exec.print("% Login invalid\n\n");
        if (++failed_ < 3) return ask(exec);
        if (!plan_.methods) exec.print("% Bad passwords\n");
        leave(exec);
    }

    void cancel(Exec& exec) override { exec.close(); }

private:
    using Asks = LoginPlan::Asks;

    /// Two seconds, or those of `login delay`; one by default under `login block-for`.
    static Duration pause(Exec& exec) {
        const LoginGuard& guard = exec.ports().configuration().system.login_guard;
        return std::chrono::seconds(guard.delay_seconds.value_or(guard.block_seconds != 0 ? 1 : 2));
    }

    void ask(Exec& exec) {
        if (plan_.asks == Asks::user && !name_given_) exec.ask({"Username: ", Question::Kind::line});
        else exec.ask({"Password: ", Question::Kind::password});
    }

    bool needs_no_password(Exec& exec) const {
        const User* const user = find_user(exec.ports().configuration(), name_);
        return user != nullptr && user->rest == "nopassword" && accepts(exec, {});
    }

    bool accepts(Exec& exec, std::string_view typed) const {
        const Configuration& configuration = exec.ports().configuration();
        const PasswordText* const of_line = plan_.password ? &*plan_.password : nullptr;
        if (plan_.methods) return ask_methods(configuration, *plan_.methods, {name_, typed, of_line}).value_or(false);
        if (plan_.asks == Asks::password) return of_line && password_matches(*of_line, typed);
        const User* const user = find_user(configuration, name_);
        return user != nullptr && is_password_of(*user, typed);
    }

    void accept(Exec& exec) {
        report_login(exec.ports(), attempt_on(options_, name_), true, exec.now());
        if (plan_.asks == Asks::user) exec.set_user(name_);
        welcome(exec);
    }

    void welcome(Exec& exec) {
        const Configuration& configuration = exec.ports().configuration();
        const bool has_name = !name_.empty();
        const auto of_user = has_name ? exec_privilege(configuration, name_, configured_line(configuration, options_)) : std::nullopt;
        const auto privilege = of_user ? of_user : plan_.privilege;
        if (privilege) exec.set_privilege(std::max(exec.privilege(), *privilege));
        exec.print(banner_text(configuration, "exec", options_));
        exec.set_autocommand(autocommand(configuration));
        exec.finish();
    }

    /// The user's own goes before the line's.
    std::string autocommand(const Configuration& configuration) const {
        const User* const user = find_user(configuration, name_);
        std::string of_user = user != nullptr ? autocommand_of(*user) : std::string{};
        const TerminalLine* const line = configured_line(configuration, options_);
        return of_user.empty() && line != nullptr ? line->autocommand : of_user;
    }

    void leave(Exec& exec) {
        exec.close();
        exec.finish();
    }

    LoginPlan plan_;
    ConsoleOptions options_;
    std::string name_;
    bool name_given_ = false;
    unsigned failed_ = 0;
    std::optional<Instant> refused_until_;
};

}  // namespace

const TerminalLine* configured_line(const Configuration& configuration, const ConsoleOptions& options) {
    const auto kind = options.kind == ConsoleOptions::Kind::console ? TerminalLine::Kind::console : TerminalLine::Kind::vty;
    for (const TerminalLine& line : configuration.system.lines)
        if (line.kind == kind && options.line_number >= line.first && options.line_number <= std::max(line.first, line.last)) return &line;
    return nullptr;
}

std::unique_ptr<Task> make_login(const Configuration& configuration, const ConsoleOptions& options) {
    return std::make_unique<Login>(plan_login(configuration, options), options);
}

}  // namespace cli
