#pragma once

#include <string_view>

#include "cli/shell/console.h"
#include "cli/shell/ports.h"

namespace cli {

/// One attempt to log in.
struct LoginAttempt {
    std::string_view user;
    std::string_view source;           ///< address; empty on the console
    unsigned local_port = 0;           ///< 22, 23; 0 is the console
};
LoginAttempt attempt_on(const ConsoleOptions& options, std::string_view user);

/// Counts the attempt for `login block-for`, and tells the log what `login on-success` and `login on-failure` ask for:
/// %SEC_LOGIN-5-LOGIN_SUCCESS, %SEC_LOGIN-4-LOGIN_FAILED, %SEC_LOGIN-1-QUIET_MODE_ON.
void report_login(RouterPorts& router, const LoginAttempt& attempt, bool succeeded, Instant now);
/// %SEC_LOGIN-5-QUIET_MODE_OFF.
void log_quiet_mode_off(RouterPorts& router, Instant now);

}  // namespace cli
