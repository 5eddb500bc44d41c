#include "show-commands/duration.h"

#include "show-commands/text_writer.h"

namespace show {

namespace {

constexpr std::uint64_t minute = 60, hour = 60 * minute, day = 24 * hour, week = 7 * day, year = 365 * day;

}  // namespace

std::uint64_t seconds_between(dataplane::Instant since, dataplane::Instant now) {
    return since < now ? static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(now - since).count()) : 0;
}

std::string hours_minutes_seconds(std::uint64_t seconds) {
    return TextWriter().put(zeros(seconds / hour, 2), ':', zeros(seconds / minute % 60, 2), ':', zeros(seconds % 60, 2)).take();
}

std::string short_duration(std::uint64_t seconds) {
    TextWriter out;
    if (seconds >= year) return out.put(seconds / year, 'y', seconds % year / week, 'w').take();
    if (seconds >= week) return out.put(seconds / week, 'w', seconds % week / day, 'd').take();
    if (seconds >= day) return out.put(seconds / day, 'd', zeros(seconds % day / hour, 2), 'h').take();
    return hours_minutes_seconds(seconds);
}

std::string long_duration(std::uint64_t seconds) {
    struct Unit {
        std::uint64_t length;
        std::string_view name;
    };
    constexpr Unit units[] = {{year, "year"}, {week, "week"}, {day, "day"}, {hour, "hour"}};
    TextWriter out;
    for (const Unit& unit : units) {
        const std::uint64_t count = seconds / unit.length;
        seconds %= unit.length;
        if (count != 0) out.put(count, ' ', unit.name, count == 1 ? ", " : "s, ");
    }
    const std::uint64_t minutes = seconds / minute;
    return out.put(minutes, minutes == 1 ? " minute" : " minutes").take();
}

}  // namespace show
