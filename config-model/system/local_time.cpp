#include "config-model/local_time.h"

#include <chrono>

namespace config {

namespace {

using namespace std::chrono;

/// Standard local seconds since 1970 at which the rule takes effect in `year`.
std::int64_t seconds_of(const SummerTimeEdge& edge, year in) {
    const year_month month = in / std::chrono::month{edge.month};
    const weekday day{edge.day};
    const sys_days date = edge.week == 5 ? sys_days{month / day[last]} : sys_days{month / day[edge.week]};
    return duration_cast<seconds>(date.time_since_epoch()).count() + std::int64_t{edge.minutes} * 60;
}

year year_of(std::int64_t local_seconds) { return year_month_day{floor<days>(sys_seconds{seconds{local_seconds}})}.year(); }

/// The end is told in summer time.
std::int64_t end_of(const SummerTime& rule, year in) { return seconds_of(rule.ends, in) - std::int64_t{rule.offset_minutes} * 60; }

/// South of the equator summer goes over the turn of the year.
bool is_summer(const SummerTime& rule, std::int64_t standard_seconds) {
    const year in = year_of(standard_seconds);
    const std::int64_t begins = seconds_of(rule.begins, in), ends = end_of(rule, in);
    if (begins <= ends) return begins <= standard_seconds && standard_seconds < ends;
    return standard_seconds >= begins || standard_seconds < ends;
}

}  // namespace

LocalTime local_time(const SystemConfig& system, std::int64_t unix_seconds) {
    LocalTime local{system.clock_offset_minutes, system.clock_timezone.empty() ? std::string_view{"UTC"} : system.clock_timezone};
    if (!system.summer_time || !is_summer(*system.summer_time, unix_seconds + std::int64_t{local.offset_minutes} * 60)) return local;
    return {local.offset_minutes + system.summer_time->offset_minutes, system.summer_time->zone, true};
}

std::int64_t unix_of_local(const SystemConfig& system, std::int64_t local_seconds) {
    const std::int64_t standard = local_seconds - std::int64_t{system.clock_offset_minutes} * 60;
    if (!system.summer_time) return standard;
    const std::int64_t summer = standard - std::int64_t{system.summer_time->offset_minutes} * 60;
    return local_time(system, summer).summer ? summer : standard;
}

SummerDates next_summer(const SystemConfig& system, std::int64_t unix_seconds) {
    if (!system.summer_time) return {};
    const SummerTime& rule = *system.summer_time;
    const std::int64_t shift = std::int64_t{system.clock_offset_minutes} * 60, standard = unix_seconds + shift;
    const year in = year_of(standard), after = in + years{1};
    const std::int64_t begins = seconds_of(rule.begins, in), ends = end_of(rule, in);
    return {(begins >= standard ? begins : seconds_of(rule.begins, after)) - shift, (ends >= standard ? ends : end_of(rule, after)) - shift};
}

}  // namespace config
