#pragma once

#include <cstdlib>

#include "tests/ike/engine_pair.h"

namespace fuzz {

inline void require(bool fact) {
    if (!fact) std::abort();
}

/// Nothing that a stranger, or a peer that has gone, has caused in R2 stays for ever.
inline void wind_down(engine_test::Pair& pair) {
    require(pair.r2.sas(pair.now).size() <= 64);
    pair.always_on = false;
    pair.fate_of = [](std::size_t) { return engine_test::Fate::drop; };
    pair.r1.jobs.waiting.clear();
    pair.r2.jobs.waiting.clear();
    pair.r2.engine->command(pair.now, ike::command::ClearIkeSa{});
    pair.run(std::chrono::hours(1), true);
    require(pair.r2.sas(pair.now).empty());
    require(pair.r2.data_plane.pairs.empty());
    require(pair.r2.data_plane.reserved.empty());
    require(!pair.r2.engine->next_deadline(true));
}

}  // namespace fuzz
