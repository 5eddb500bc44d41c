#include <catch2/catch.hpp>

#include "config-model/local_time.h"
#include "tests/config-model/router_text.h"

using namespace config;

namespace {

SystemConfig system_of(std::string_view text) {
    Configuration configuration;
    load_configuration(configuration, text);
    return configuration.system;
}

}  // namespace

TEST_CASE("summer time by the rule of a configuration", "[clock]") {
    const SystemConfig europe = system_of("clock timezone CET 1\nclock summer-time CEST recurring last Sun Mar 2:00 last Sun Oct 3:00\n");
    // 2026-03-29 01:00 UTC and 2026-10-25 01:00 UTC.
    for (const auto& [unix_time, summer] : {std::pair{1774745999LL, false}, {1774746000LL, true}, {1792889999LL, true}, {1792890000LL, false}}) {
        INFO(unix_time);
        const LocalTime local = local_time(europe, unix_time);
        CHECK(local.summer == summer);
        CHECK(local.offset_minutes == (summer ? 120 : 60));
        CHECK(local.zone == (summer ? "CEST" : "CET"));
        const std::int64_t shown = unix_time + local.offset_minutes * 60;
        // An hour comes twice in autumn; it is taken for the first.
        CHECK((unix_of_local(europe, shown) == unix_time || unix_of_local(europe, shown) == unix_time - 3600));
    }
}

TEST_CASE("summer time without a rule is that of the United States", "[clock]") {
    const SystemConfig east = system_of("clock timezone EST -5\nclock summer-time EDT recurring\n");
    CHECK_FALSE(local_time(east, 1772953199).summer);   // 2026-03-08 06:59:59 UTC
    CHECK(local_time(east, 1772953200).summer);
    CHECK(local_time(east, 1793512799).summer);         // 2026-11-01 05:59:59 UTC
    CHECK_FALSE(local_time(east, 1793512800).summer);
}

TEST_CASE("summer time south of the equator goes over the turn of the year", "[clock]") {
    const SystemConfig south = system_of("clock timezone AEST 10\nclock summer-time AEDT recurring 1 Sun Oct 2:00 1 Sun Apr 3:00\n");
    CHECK(local_time(south, 1767225600).zone == "AEDT");   // 2026-01-01
    CHECK(local_time(south, 1782864000).zone == "AEST");   // 2026-07-01
}

TEST_CASE("clock, logging hosts and file prompt are printed as they were typed", "[clock]") {
    for (const std::string line :
         {"clock summer-time EDT recurring", "clock summer-time CEST recurring last Sun Mar 2:00 last Sun Oct 3:00",
          "clock summer-time X recurring 2 Mon Feb 12:05 1 Fri Dec 0:00 30", "file prompt quiet", "file prompt noisy", "no logging trap",
          "logging trap debugging", "logging facility local6", "logging origin-id hostname", "logging origin-id string HQ",
          "logging source-interface Loopback0", "logging host 10.0.0.9", "logging host 10.0.0.9 transport udp port 5514"}) {
        INFO(line);
        Configuration configuration;
        CHECK(load_configuration(configuration, line + "\n").rejected == 0);
        CHECK(configuration.kept.empty());
        CHECK(running_config_text(configuration).find("\n" + line + "\n") != std::string::npos);
    }
    Configuration configuration;
    CHECK(load_configuration(configuration, "clock summer-time X recurring last Sun Mar 2 last Sun Oct 3:00\n").rejected == 1);
}
