#pragma once

#include "cli/router/router.h"
#include "cli/runtime/ssh_session.h"
#include "cli/runtime/terminal_session.h"

namespace cli {

/// The users of a router's configuration, and the keys of its `ip ssh pubkey-chain`. Reports wrong passwords; `arrival` outlives it.
class ConfiguredUsers final : public SshGate {
public:
    explicit ConfiguredUsers(const Arrival& arrival) : arrival_(arrival), router_(arrival.router) {}
    std::string banner() const override;
    bool password_fits(std::string_view user, std::string_view password) const override;
    bool key_fits(std::string_view user, std::string_view hash) const override;
    unsigned retries() const override;

private:
    bool reported(std::string_view user, bool fits) const;

    const Arrival& arrival_;
    Router& router_;
};

}  // namespace cli
