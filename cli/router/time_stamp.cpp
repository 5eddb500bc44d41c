#include "cli/router/time_stamp.h"

#include <fmt/format.h>

#include <array>
#include <ctime>

namespace cli {

namespace {

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::int64_t second = 1'000'000'000;

std::string date_stamp(const config::Timestamps& format, const StampTime& time) {
    const std::int64_t shift = format.localtime ? std::int64_t{time.zone_minutes} * 60 * second : 0;
    const std::int64_t local = time.unix_nanoseconds + shift;
    const std::time_t seconds = local / second;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::string stamp = time.authoritative ? "" : "*";
    stamp += fmt::format("{} {:2}", months[static_cast<std::size_t>(parts.tm_mon)], parts.tm_mday);
    if (format.year) stamp += fmt::format(" {}", 1900 + parts.tm_year);
    stamp += fmt::format(" {:02}:{:02}:{:02}", parts.tm_hour, parts.tm_min, parts.tm_sec);
    if (format.msec) stamp += fmt::format(".{:03}", local % second / 1'000'000);
    if (format.show_timezone) stamp += fmt::format(" {}", format.localtime ? time.zone : "UTC");
    return stamp + ": ";
}

/// hh:mm:ss within the first day, then 1d02h, then 1w2d.
std::string uptime_stamp(dataplane::Duration uptime) {
    const std::int64_t seconds = uptime.count() / second;
    const std::int64_t hours = seconds / 3600, days = hours / 24;
    if (days >= 7) return fmt::format("{}w{}d: ", days / 7, days % 7);
    if (days >= 1) return fmt::format("{}d{:02}h: ", days, hours % 24);
    return fmt::format("{:02}:{:02}:{:02}: ", hours, seconds / 60 % 60, seconds % 60);
}

}  // namespace

std::string time_stamp(const config::Timestamps& format, const StampTime& time) {
    switch (format.style) {
        case config::TimestampStyle::none: return {};
        case config::TimestampStyle::uptime: return uptime_stamp(time.uptime);
        case config::TimestampStyle::datetime: return date_stamp(format, time);
    }
    return {};
}

}  // namespace cli
