#pragma once

#include <string_view>

#include "cli/exec/exec.h"
#include "cli/shell/console.h"

namespace cli {

/// `login on-success log` and `login on-failure log`: %SEC_LOGIN-5-LOGIN_SUCCESS and %SEC_LOGIN-4-LOGIN_FAILED, where configured.
void log_login(Exec& exec, const ConsoleOptions& options, std::string_view user, bool succeeded);

}  // namespace cli
