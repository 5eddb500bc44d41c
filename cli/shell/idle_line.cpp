#include <algorithm>

#include "cli/exec/login.h"
#include "cli/shell/console_state.h"

namespace cli {

namespace {

constexpr auto login_response = std::chrono::seconds(30);   ///< `timeout login response` by default
constexpr auto default_exec_timeout = std::chrono::minutes(10);

/// Nothing: never.
std::optional<Duration> exec_timeout(const config::TerminalLine* line) {
    if (!line || !line->exec_timeout) return default_exec_timeout;
    const auto [minutes, seconds] = *line->exec_timeout;
    if (minutes == 0 && seconds == 0) return std::nullopt;
    return std::chrono::minutes(minutes) + std::chrono::seconds(seconds);
}

}  // namespace

/// A console that a program reads stays as it is; so does one where nobody is logged in.
std::optional<Instant> Console::State::expiry() const {
    const bool is_pipe = is_console() && !options.takes_line_settings;
    if (is_pipe || finished || reading == Reading::login_return || !waits_for_keys()) return std::nullopt;
    const config::TerminalLine* const line = configured_line(router.configuration(), options);
    if (logging_in) return asked + (line && line->login_response_seconds ? std::chrono::seconds(*line->login_response_seconds) : login_response);
    const auto timeout = exec_timeout(line);
    return timeout ? std::optional(std::max(last_key, asked) + *timeout) : std::nullopt;
}

/// "% Username:  timeout expired!" ends a login; an idle session ends without a word.
void Console::State::expire() {
    const std::string question = logging_in ? editor.prompt() : std::string{};
    if (task) task->cancel(*this);
    task.reset();
    task_finished = false;
    listing.reset();
    pager.begin(0, 0);
    type_ahead.clear();
    if (session) leave_configuration();
    if (!question.empty()) output.put("\n% " + question + " timeout expired!\n");
    log_out();
}

}  // namespace cli
