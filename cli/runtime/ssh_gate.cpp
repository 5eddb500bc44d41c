#include "cli/runtime/ssh_gate.h"

#include <algorithm>

#include "cli/exec/banner.h"
#include "cli/exec/login_log.h"
#include "cli/router/local_aaa.h"

namespace cli {

std::string ConfiguredUsers::banner() const {
    ConsoleOptions line;
    line.kind = ConsoleOptions::Kind::vty;
    line.line_number = arrival_.vty.value_or(0);
    return banner_text(router_.configuration(), "login", line);
}

bool ConfiguredUsers::password_fits(std::string_view user, std::string_view password) const {
    return reported(user, authenticate(router_.configuration(), user, password).has_value());
}

/// The line that a success opens reports it itself.
bool ConfiguredUsers::reported(std::string_view user, bool fits) const {
    constexpr unsigned ssh = 22;
    if (!fits) report_login(router_, {user, arrival_.peer, ssh}, false, arrival_.loop.now());
    return fits;
}

bool ConfiguredUsers::key_fits(std::string_view user, std::string_view hash) const {
    for (const config::SshUser& each : router_.configuration().system.ssh.users)
        if (each.name == user && !hash.empty())
            return std::any_of(each.keys.begin(), each.keys.end(), [&](const config::SshUserKey& key) { return key.hash == hash; });
    return false;
}

unsigned ConfiguredUsers::retries() const { return router_.configuration().system.ssh.retries; }

}  // namespace cli
