#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "config-model/language/line.h"
#include "ipsec-dataplane/instant.h"

namespace show {

/// Failed logins of one user from one place.
struct LoginFailure {
    std::string user, source;
    unsigned local_port = 0;
    unsigned count = 0;
    std::int64_t last = 0;                              ///< UTC seconds since 1970
};

/// What a router has seen of failed logins.
struct LoginWatch {
    std::optional<dataplane::Instant> window_ends;      ///< of the failures counted below; not set: none counted
    unsigned failures_in_window = 0;
    std::optional<dataplane::Instant> quiet_until;
    std::uint64_t failures = 0;
    std::vector<LoginFailure> last_failures;            ///< at most 50, the newest last
};

class TextWriter;
struct RouterView;

void print_login(const RouterView& view, TextWriter& out);
void print_login_failures(const RouterView& view, TextWriter& out);

/// `show login` and `show login failures`.
std::span<const config::Line> login_lines();

}  // namespace show
