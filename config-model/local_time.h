#pragma once

#include <cstdint>
#include <string_view>

#include "config-model/system.h"

namespace config {

/// What the clock on the wall shows: UTC plus this many minutes, in the zone of this name.
struct LocalTime {
    std::int32_t offset_minutes = 0;
    std::string_view zone = "UTC";
    bool summer = false;
};

/// By `clock timezone` and `clock summer-time`, at a time given in seconds since 1970 UTC. `system` must outlive the answer.
LocalTime local_time(const SystemConfig& system, std::int64_t unix_seconds);

/// UTC seconds of a local time given as if it were UTC: for `clock set`.
std::int64_t unix_of_local(const SystemConfig& system, std::int64_t local_seconds);

/// UTC seconds of the next beginning and of the next end of summer time.
struct SummerDates {
    std::int64_t begins = 0, ends = 0;
};
SummerDates next_summer(const SystemConfig& system, std::int64_t unix_seconds);

}  // namespace config
