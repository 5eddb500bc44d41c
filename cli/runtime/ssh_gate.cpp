#include "cli/runtime/ssh_gate.h"

#include <algorithm>

#include "cli/router/local_aaa.h"

namespace cli {

std::string ConfiguredUsers::banner() const {
    for (const config::Banner& each : router_.configuration().system.banners)
        if (each.kind == "login") return each.text + (each.text.ends_with('\n') ? "" : "\n");
    return {};
}

bool ConfiguredUsers::password_fits(std::string_view user, std::string_view password) const {
    return authenticate(router_.configuration(), user, password).has_value();
}

bool ConfiguredUsers::key_fits(std::string_view user, std::string_view hash) const {
    for (const config::SshUser& each : router_.configuration().system.ssh.users)
        if (each.name == user && !hash.empty())
            return std::any_of(each.keys.begin(), each.keys.end(), [&](const config::SshUserKey& key) { return key.hash == hash; });
    return false;
}

unsigned ConfiguredUsers::retries() const { return router_.configuration().system.ssh.retries; }

}  // namespace cli
