#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config-model/configuration.h"
#include "config-model/look.h"
#include "ipsec-dataplane/instant.h"

namespace config {
class KeptLines;
}
namespace ike {
class Engine;
}
namespace dataplane {
class DataPlane;
}

namespace show {

/// Numbered lines of which the oldest may have been dropped: the log buffer, the command history.
class NumberedLines {
public:
    virtual ~NumberedLines() = default;
    /// Numbers of the oldest line kept, and one past the newest.
    virtual std::uint64_t first() const = 0;
    virtual std::uint64_t end() const = 0;
    /// Without line end. Empty for a number that is not kept.
    virtual std::string_view line(std::uint64_t number) const = 0;
};

/// Messages sent to each destination, for `show logging`.
struct LogCounters {
    std::uint64_t console = 0, monitor = 0, buffer = 0, trap = 0;
    std::uint64_t dropped = 0, rate_limited = 0;
    std::map<config::IpAddress, std::uint64_t> hosts{};   ///< lines sent to each host
};

enum class ClockSource : std::uint8_t { none, hardware, user, ntp };

/// Time of day. `unix_at_start` is UTC seconds since 1970 at Instant 0. Zone and offset come from the configuration.
struct WallClock {
    std::int64_t unix_at_start = 0;
    std::int64_t nanoseconds_at_start = 0;    ///< beyond that second
    ClockSource source = ClockSource::none;   ///< none: never set, times are marked with `*`
};

/// One debug switch that is on, in the words of `show debugging`: its heading and its line.
struct DebugSwitch {
    std::string_view group;   ///< "IKEV2"
    std::string_view text;    ///< "IKEv2 internal debugging is on"
};

/// One line in use, for `show users`.
struct LineUser {
    unsigned number = 0;         ///< absolute line number; 0 is the console
    std::string line;            ///< "con 0", "vty 0"
    std::string user;
    std::string location;        ///< where it comes from; empty on the console
    std::uint64_t idle_seconds = 0;
    bool current = false;
};

/// The line on which the command runs.
struct TerminalView {
    unsigned length = 24, width = 80;
    std::uint8_t privilege = 1;
    std::string line = "con 0";
    std::string user;
    unsigned history_size = 20;
    bool monitor = false;
};

/// The router's SSH server.
struct SshService {
    struct Session {
        std::string user, cipher, mac;
    };
    bool enabled = false;
    std::string encryption, macs;             ///< names that it offers, with commas
    std::string host_key;                     ///< public RSA key in base64; empty before it was needed
    std::map<unsigned, Session> sessions;     ///< by vty
};

struct LoginWatch;   // system/login.h

/// What screens see. It outlives every Screen made from it; its owner sets `now` (and `look`, `debugging`, `users`) before each call.
struct RouterView {
    const config::Configuration& configuration;
    const config::KeptLines* kept = nullptr;   ///< for `show running-config` and `show configuration fate`
    const ike::Engine* engine = nullptr;
    const dataplane::DataPlane* data_plane = nullptr;
    config::Look look = config::Look::ios15_1;
    dataplane::Instant now{};
    dataplane::Instant booted{};
    WallClock clock{};
    std::vector<DebugSwitch> debugging{};
    const NumberedLines* log = nullptr;
    LogCounters log_counters{};
    const NumberedLines* history = nullptr;
    std::optional<std::string_view> startup_config{};   ///< text of NVRAM; not set: not present
    std::size_t nvram_bytes = 262144;
    std::string_view reload_reason = "power-on";
    TerminalView terminal{};
    std::vector<LineUser> users{};
    const SshService* ssh = nullptr;
    const LoginWatch* logins = nullptr;
};

}  // namespace show
