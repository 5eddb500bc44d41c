#pragma once

#include <string>

#include "config-model/configuration.h"
#include "show-commands/system/login.h"

namespace cli {

using dataplane::Instant;

/// `login block-for S attempts N within S`: counts failed logins, and closes the virtual terminals for a while after too many. The
/// reports of `login on-failure` and `login on-success` are counted here, too.
class LoginGate {
public:
    struct Attempt {
        std::string user, source;
        unsigned local_port = 0;
        std::int64_t unix_seconds = 0;
    };

    /// True: quiet mode begins with this failure.
    bool failed(const config::LoginGuard& guard, const Attempt& attempt, Instant now);
    /// The seconds of the window that are left; 0 when there is none.
    std::int64_t seconds_left_to_watch(Instant now) const;
    /// True, once: quiet mode was over at `now`.
    bool quiet_ended(Instant now);
    std::optional<Instant> next_deadline() const { return watch_.quiet_until; }
    /// Quiet mode lets in only whom the access list of `login quiet-mode access-class` permits; a list that is not there, nobody.
    bool admits(const config::Configuration& configuration, const config::IpAddress& peer, Instant now) const;

    /// Whether this success or failure is one to report: each `every`th.
    bool is_due(bool succeeded, const config::LoginReports& reports);

    const show::LoginWatch& watch() const { return watch_; }

private:
    void remember(const Attempt& attempt);

    show::LoginWatch watch_;
    unsigned unreported_failures_ = 0, unreported_successes_ = 0;
};

}  // namespace cli
