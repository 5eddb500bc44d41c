#include <catch2/catch.hpp>

#include "tests/cli/fake_router.h"

using namespace cli;
using namespace std::chrono_literals;

namespace {

ConsoleOptions vty() {
    ConsoleOptions options;
    options.kind = ConsoleOptions::Kind::vty;
    options.user = "admin";
    return options;
}

std::string after(TypedConsole& typed, Duration pause) {
    typed.now += pause;
    return typed.wait();
}

void set_timeout(TypedConsole& typed, std::uint32_t minutes, std::uint32_t seconds) {
    for (config::TerminalLine& line : typed.router.configured.system.lines) line.exec_timeout = std::pair{minutes, seconds};
}

}  // namespace

TEST_CASE("exec-timeout ends an idle vty without a word", "[console]") {
    TypedConsole typed(vty());
    CHECK(typed.console.expiry() == typed.now + 10min);
    CHECK(after(typed, 599s) == "");
    typed.type("show clo");
    CHECK(after(typed, 599s) == "");
    CHECK_FALSE(typed.console.is_finished());
    CHECK(after(typed, 1s) == "");
    CHECK(typed.console.is_finished());
    CHECK_FALSE(typed.console.expiry());
}

TEST_CASE("exec-timeout sends a console back to RETURN, out of configuration", "[console]") {
    TypedConsole typed;
    set_timeout(typed, 0, 30);
    typed.configure();
    CHECK(after(typed, 30s) == "\n\nR1 con0 is now available\n\n\n\n\nPress RETURN to get started.\n\n\n");
    CHECK_FALSE(typed.console.expiry());
    CHECK(typed.type("\r") == "R1>");
}

TEST_CASE("exec-timeout 0 0 is never, and a running command is not idle", "[console]") {
    TypedConsole typed(vty());
    set_timeout(typed, 0, 0);
    CHECK_FALSE(typed.console.expiry());
    set_timeout(typed, 0, 5);
    typed.type("ping 10.0.0.2\r");
    CHECK_FALSE(typed.console.expiry());
}

TEST_CASE("a page that waits for a key is idle", "[console]") {
    TypedConsole typed(vty());
    typed.console.terminal().length = 5;
    CHECK(typed.type("help\r").find("--More--") != std::string::npos);
    CHECK(typed.console.expiry() == typed.now + 10min);
    after(typed, 10min);
    CHECK(typed.console.is_finished());
}

TEST_CASE("a login that nobody answers ends", "[console]") {
    ConsoleOptions options = vty();
    options.user.clear();
    FakeRouter router;
    for (config::TerminalLine& line : router.configured.system.lines) line.login_local = true, line.login = false;
    Console console(router, options);
    console.start({});
    console.take_output();
    // Keys do not put it off: a question has its time.
    console.input("adm", Instant{20s});
    console.tick(Instant{29s});
    CHECK_FALSE(console.is_finished());
    console.tick(Instant{30s});
    CHECK(console.take_output() == "adm\r\n% Username:  timeout expired!\r\n");
    CHECK(console.is_finished());
}

TEST_CASE("a pipe waits for ever", "[console]") {
    TypedConsole typed(ConsoleOptions::pipe());
    CHECK_FALSE(typed.console.expiry());
}
