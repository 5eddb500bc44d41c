#pragma once

#include <cstdint>
#include <string>

#include "config-model/system.h"
#include "ipsec-dataplane/instant.h"

namespace cli {

/// The time a log line is stamped with.
struct StampTime {
    std::int64_t unix_nanoseconds = 0;     ///< wall clock, UTC
    dataplane::Duration uptime{};
    bool authoritative = false;            ///< else the stamp begins with `*`
    std::int32_t zone_minutes = 0;         ///< offset of local time
    std::string_view zone = "UTC";
};

/// "*Nov 11 19:30:34.811: ", "00:01:02: ", "1w2d: " or nothing, as `service timestamps` says.
std::string time_stamp(const config::Timestamps& format, const StampTime& time);

}  // namespace cli
