#include "cli/exec/clock.h"

#include <fmt/format.h>

#include <array>
#include <chrono>

#include "cli/exec/commands.h"
#include "cli/exec/exec.h"
#include "config-model/local_time.h"
#include "show-commands/system/clock.h"

namespace cli {

using namespace config;

namespace {

constexpr std::array<Choice, 12> months{{
    {"January", "Month of the year", 1}, {"February", "Month of the year", 2}, {"March", "Month of the year", 3},
    {"April", "Month of the year", 4}, {"May", "Month of the year", 5}, {"June", "Month of the year", 6},
    {"July", "Month of the year", 7}, {"August", "Month of the year", 8}, {"September", "Month of the year", 9},
    {"October", "Month of the year", 10}, {"November", "Month of the year", 11}, {"December", "Month of the year", 12},
}};

/// "hh:mm:ss" in seconds.
std::optional<std::int64_t> seconds_of(std::string_view text) {
    if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
    std::array<std::int64_t, 3> parts{};
    for (std::size_t i = 0; i < 3; ++i) {
        const char tens = text[3 * i], units = text[3 * i + 1];
        if (tens < '0' || tens > '9' || units < '0' || units > '9') return std::nullopt;
        parts[i] = (tens - '0') * 10 + (units - '0');
    }
    if (parts[0] > 23 || parts[1] > 59 || parts[2] > 59) return std::nullopt;
    return parts[0] * 3600 + parts[1] * 60 + parts[2];
}

void set_clock(Exec& exec, const Args& args) {
    const auto time = seconds_of(args.text("time"));
    if (!time) return exec.invalid_at(*args.find("time"));
    const SystemConfig& system = exec.ports().configuration().system;
    const std::int64_t local = days_of(args.number("year"), args.number("month"), args.number("day")) * 86400 + *time;
    const std::string before = clock_text(exec.ports(), exec.now());
    exec.ports().set_clock(unix_of_local(system, local) * 1'000'000'000, exec.now());
    log_clock_update(exec.ports(), before, exec.who(), exec.now());
}

Syntax clock_set() {
    return kw("clock", "Manage the system clock") >> kw("set", "Set the time and date") >> word("time", "Current Time").labelled("hh:mm:ss");
}
Syntax year() { return number("year", 1993, 2035, "Year"); }

}  // namespace

config::Syntax day_number() { return number("day", 1, 31, "Day of the month"); }
config::Syntax month_word() { return one_of("month", months); }

std::int64_t days_of(std::int64_t year, std::int64_t month, std::int64_t day) {
    using namespace std::chrono;
    const year_month_day date{std::chrono::year{static_cast<int>(year)}, std::chrono::month{static_cast<unsigned>(month)},
                              std::chrono::day{static_cast<unsigned>(day)}};
    return sys_days{date}.time_since_epoch().count();
}

std::int64_t year_of(std::int64_t seconds) {
    using namespace std::chrono;
    return int{year_month_day{floor<days>(sys_seconds{std::chrono::seconds{seconds}})}.year()};
}

std::string clock_text(const RouterPorts& ports, Instant now) {
    return show::date_text(ports.configuration().system, ports.clock(now) / 1'000'000'000);
}

std::int64_t local_seconds(const RouterPorts& ports, Instant now) {
    const std::int64_t unix_now = ports.clock(now) / 1'000'000'000;
    return unix_now + std::int64_t{config::local_time(ports.configuration().system, unix_now).offset_minutes} * 60;
}

void log_clock_update(RouterPorts& ports, std::string_view before, std::string_view who, Instant now) {
    ports.log({"SYS", 6, "CLOCKUPDATE",
               fmt::format("System clock has been updated from {} to {}, configured from console by {}.", before, clock_text(ports, now), who)},
              now);
}

std::span<const Line> clock_lines() {
    static const Line lines[] = {
        line(clock_set() >> day_number() >> month_word() >> year(), &set_clock).privilege(15),
        line(clock_set() >> month_word() >> day_number() >> year(), &set_clock).privilege(15),
    };
    return lines;
}

}  // namespace cli
