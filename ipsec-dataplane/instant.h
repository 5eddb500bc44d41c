#pragma once

#include <chrono>
#include <cstdint>

namespace dataplane {

/// The clock that every Instant belongs to. Its time is passed in: virtual time in a lab, a steady clock on real wires.
struct RouterClock {
    using rep = std::int64_t;
    using period = std::nano;
    using duration = std::chrono::duration<rep, period>;
    using time_point = std::chrono::time_point<RouterClock>;
    static constexpr bool is_steady = true;
};

/// Nanoseconds since the router started.
using Instant = RouterClock::time_point;
using Duration = RouterClock::duration;

}  // namespace dataplane
