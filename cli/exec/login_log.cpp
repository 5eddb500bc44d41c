#include "cli/exec/login_log.h"

#include <fmt/format.h>

#include "cli/exec/clock.h"
#include "cli/router/login_gate.h"

namespace cli {

namespace {

std::string_view source_of(const LoginAttempt& attempt) { return attempt.source.empty() ? std::string_view{"LOCAL"} : attempt.source; }

std::string who(const LoginAttempt& attempt) {
    return fmt::format("[user: {}] [Source: {}] [localport: {}]", attempt.user, source_of(attempt), attempt.local_port);
}

void log_failure(RouterPorts& router, const LoginAttempt& attempt, Instant now) {
    router.log({"SEC_LOGIN", 4, "LOGIN_FAILED",
                fmt::format("Login failed {} [Reason: Login Authentication Failed] at {}", who(attempt), clock_text(router, now))}, now);
}

void log_success(RouterPorts& router, const LoginAttempt& attempt, Instant now) {
    router.log({"SEC_LOGIN", 5, "LOGIN_SUCCESS", fmt::format("Login Success {} at {}", who(attempt), clock_text(router, now))}, now);
}

/// sl_def_acl is the list by which IOS lets nobody in when none is configured.
void log_quiet_mode_on(RouterPorts& router, const LoginAttempt& attempt, Instant now) {
    const std::string& list = router.configuration().system.login_guard.quiet_access_class;
    router.log({"SEC_LOGIN", 1, "QUIET_MODE_ON",
                fmt::format("Still timeleft for watching failures is {} secs, {} [Reason: Login Authentication Failed] [ACL: {}] at {}",
                            router.login_gate().seconds_left_to_watch(now), who(attempt), list.empty() ? "sl_def_acl" : list, clock_text(router, now))},
               now);
}

}  // namespace

/// A line that knew its user before came by SSH.
LoginAttempt attempt_on(const ConsoleOptions& options, std::string_view user) {
    constexpr unsigned ssh = 22, telnet = 23;
    const bool is_console = options.kind == ConsoleOptions::Kind::console;
    return {user, options.remote, is_console ? 0 : options.user.empty() ? telnet : ssh};
}

void report_login(RouterPorts& router, const LoginAttempt& attempt, bool succeeded, Instant now) {
    const config::LoginGuard& guard = router.configuration().system.login_guard;
    LoginGate& gate = router.login_gate();
    const bool due = gate.is_due(succeeded, succeeded ? guard.on_success : guard.on_failure);
    if (succeeded) {
        if (due) log_success(router, attempt, now);
        return;
    }
    if (due) log_failure(router, attempt, now);
    const std::int64_t seconds = router.clock(now) / 1'000'000'000;
    if (gate.failed(guard, {std::string{attempt.user}, std::string{source_of(attempt)}, attempt.local_port, seconds}, now))
        log_quiet_mode_on(router, attempt, now);
}

void log_quiet_mode_off(RouterPorts& router, Instant now) {
    router.log({"SEC_LOGIN", 5, "QUIET_MODE_OFF", "Quiet Mode is OFF, because block period timed out at " + clock_text(router, now)}, now);
}

}  // namespace cli
