#include "cli/router/reload_notice.h"

#include <fmt/format.h>

#include <array>
#include <chrono>

namespace cli {

namespace {

using std::chrono::minutes;

constexpr std::array notices{minutes(60), minutes(30), minutes(5), minutes(1)};

}  // namespace

std::optional<Instant> next_reload_notice(Instant restart, Instant after) {
    for (const minutes before : notices)
        if (restart - before > after) return restart - before;
    return std::nullopt;
}

std::string reload_notice(Duration left) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left).count();
    return fmt::format("***\n*** --- SHUTDOWN in {}:{:02}:{:02} ---\n***", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace cli
