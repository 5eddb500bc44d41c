#include <catch2/catch.hpp>

#include "lab_fixture.h"
#include "tests/cli/fake_router.h"

using namespace cli;

namespace {

struct Privileged : TypedConsole {
    Privileged() { enable(); }
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("clock set understands both orders", "[clock]") {
    Privileged typed;
    CHECK(typed.type("clock set 12:30:00 22 November 2026\r") == "clock set 12:30:00 22 November 2026\nR1#");
    CHECK(typed.router.clock_set == 1795350600LL * 1'000'000'000);
    CHECK(typed.router.notes.back() == "%SYS-6-CLOCKUPDATE: System clock has been updated from 00:00:00 UTC Thu Jan 1 1970 to "
                                       "12:30:00 UTC Sun Nov 22 2026, configured from console by console.");
    typed.router.clock_set = 0;
    typed.type("clock set 12:30:00 nov 22 2026\r");
    CHECK(typed.router.clock_set == 1795350600LL * 1'000'000'000);
    CHECK(has(typed.type("clock set 25:00:00 1 May 2026\r"), "             ^\n% Invalid input"));
}

TEST_CASE("clock set is told in local time, and summer time counts", "[clock]") {
    Privileged typed;
    typed.type("configure terminal\rclock timezone CET 1\rclock summer-time CEST recurring last Sun Mar 2:00 last Sun Oct 3:00\rend\r");
    typed.type("clock set 12:00:00 1 January 2026\r");
    CHECK(typed.router.clock_set == 1767265200LL * 1'000'000'000);   // 11:00 UTC
    typed.type("clock set 12:00:00 1 July 2026\r");
    CHECK(typed.router.clock_set == 1782900000LL * 1'000'000'000);   // 10:00 UTC
    CHECK(has(typed.router.notes.back(), "from 12:00:00 CET Thu Jan 1 2026 to 12:00:00 CEST Wed Jul 1 2026,"));
}

TEST_CASE("the clock on screens and log lines is one clock", "[clock]") {
    FolderLab lab("examples/ikev2-site-to-site");
    lab.start();
    lab.command("R1", "enable");
    CHECK(has(lab.command("R1", "show clock"), "\n*00:0"));
    const std::string set = lab.command("R1", "clock set 12:00:00 1 July 2026");
    CHECK(has(set, "\nJul  1 12:00:00.000: %SYS-6-CLOCKUPDATE: System clock has been updated from 00:0"));
    CHECK(has(lab.command("R1", "show clock"), "\n12:00:00.000 UTC Wed Jul 1 2026\r\n"));
    for (const char* line : {"configure terminal", "service timestamps log datetime msec localtime show-timezone year", "clock timezone CET 1",
                             "clock summer-time CEST recurring last Sun Mar 2:00 last Sun Oct 3:00"})
        lab.command("R1", line);
    CHECK(has(lab.command("R1", "end"), "Jul  1 2026 14:00:00.000 CEST: %SYS-5-CONFIG_I: Configured from console by console"));
    const std::string detail = lab.command("R1", "show clock detail");
    CHECK(has(detail, "14:00:00.000 CEST Wed Jul 1 2026\r\nTime source is user configuration\r\n"
                      "Summer time starts 02:00:00 CET Sun Mar 28 2027\r\nSummer time ends 03:00:00 CEST Sun Oct 25 2026\r\n"));
    lab.lab.advance(std::chrono::milliseconds(1250));
    CHECK(has(lab.command("R1", "show clock"), "\n14:00:01.250 CEST Wed Jul 1 2026\r\n"));
}

TEST_CASE("service timestamps in all its forms", "[clock]") {
    FolderLab lab("examples/ikev2-site-to-site");
    lab.start();
    lab.command("R1", "enable");
    const auto stamp = [&](const char* line) {
        lab.command("R1", "configure terminal");
        lab.command("R1", line);
        const std::string printed = lab.command("R1", "end");
        const auto end = printed.find("%SYS-5-CONFIG_I"), begin = printed.rfind('\n', end);
        return printed.substr(begin + 1, end - begin - 1);
    };
    lab.lab.run_to(Instant{} + std::chrono::milliseconds(61250));
    CHECK(stamp("service timestamps log datetime msec") == "*Mar  1 00:01:01.250: ");
    CHECK(stamp("service timestamps log datetime") == "*Mar  1 00:01:01: ");
    CHECK(stamp("service timestamps log datetime year show-timezone") == "*Mar  1 2002 00:01:01 UTC: ");
    CHECK(stamp("service timestamps log uptime") == "00:01:01: ");
    CHECK(stamp("service timestamps log") == "00:01:01: ");
    CHECK(stamp("no service timestamps log") == "");
    CHECK(stamp("default service timestamps log") == "*Mar  1 00:01:01.250: ");
    CHECK(stamp("no service timestamps") == "");
    CHECK(stamp("service sequence-numbers").starts_with("0000"));
    lab.lab.run_to(Instant{} + std::chrono::hours(26));
    CHECK(stamp("service timestamps log uptime").ends_with(": 1d02h: "));
}
