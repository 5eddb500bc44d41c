#pragma once

#include "cli/router/router.h"
#include "cli/runtime/ssh_session.h"

namespace cli {

/// The users of a router's configuration, and the keys of its `ip ssh pubkey-chain`.
class ConfiguredUsers final : public SshGate {
public:
    explicit ConfiguredUsers(const Router& router) : router_(router) {}
    std::string banner() const override;
    bool password_fits(std::string_view user, std::string_view password) const override;
    bool key_fits(std::string_view user, std::string_view hash) const override;
    unsigned retries() const override;

private:
    const Router& router_;
};

}  // namespace cli
