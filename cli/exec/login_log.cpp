#include "cli/exec/login_log.h"

#include <fmt/format.h>

#include <ctime>

#include "cli/router/local_aaa.h"

namespace cli {

namespace {

/// "14:46:41 UTC Fri Mar 1 2002", in the zone of `clock timezone`.
std::string time_text(Exec& exec) {
    constexpr std::string_view days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const config::SystemConfig& system = exec.ports().configuration().system;
    const std::time_t seconds = exec.ports().clock(exec.now()) / 1'000'000'000 + std::int64_t{system.clock_offset_minutes} * 60;
    std::tm broken{};
    gmtime_r(&seconds, &broken);
    return fmt::format("{:02}:{:02}:{:02} {} {} {} {} {}", broken.tm_hour, broken.tm_min, broken.tm_sec,
                       system.clock_timezone.empty() ? "UTC" : system.clock_timezone, days[broken.tm_wday], months[broken.tm_mon],
                       broken.tm_mday, broken.tm_year + 1900);
}

/// 22 for a line that knew its user before, as SSH does; 0 for the console.
unsigned local_port(const ConsoleOptions& options) {
    constexpr unsigned ssh = 22, telnet = 23;
    if (options.kind == ConsoleOptions::Kind::console) return 0;
    return options.user.empty() ? telnet : ssh;
}

}  // namespace

void log_login(Exec& exec, const ConsoleOptions& options, std::string_view user, bool succeeded) {
    const std::string_view line = succeeded ? "login on-success log" : "login on-failure log";
    if (!is_kept(exec.ports().configuration(), line)) return;
    const std::string_view source = options.remote.empty() ? std::string_view{"LOCAL"} : std::string_view{options.remote};
    std::string text = fmt::format("{} [user: {}] [Source: {}] [localport: {}] ", succeeded ? "Login Success" : "Login failed", user, source,
                                   local_port(options));
    if (!succeeded) text += "[Reason: Login Authentication Failed] ";
    exec.ports().log({"SEC_LOGIN", static_cast<std::uint8_t>(succeeded ? 5 : 4), succeeded ? "LOGIN_SUCCESS" : "LOGIN_FAILED", text + "at " + time_text(exec)},
                     exec.now());
}

}  // namespace cli
