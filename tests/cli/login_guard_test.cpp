#include <catch2/catch.hpp>

#include "cli/exec/login_log.h"
#include "config-model/configuration_text.h"
#include "tests/cli/fake_router.h"

using namespace cli;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view guarded =
    "hostname R1\nusername ann privilege 15 secret 0 builder\naccess-list 10 permit 10.1.1.0 0.0.0.255\nlogin block-for 100 attempts 2 within 60\n"
    "line vty 0 4\n login local\n";

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

struct Guarded {
    explicit Guarded(std::string_view more = {}) { config::load_configuration(router.configured, std::string{guarded} + std::string{more}); }
    void fail(Instant at, std::string_view user = "eve") { report_login(router, {user, "10.9.9.9", 23}, false, at); }
    bool admits(std::string_view peer, Instant at) {
        return router.gate.admits(router.configured, *config::IpAddress::parse(peer), at);
    }
    std::string screen(std::string_view command, Instant at) {
        Console console(router, ConsoleOptions::pipe());
        console.start(at);
        console.input("enable\r" + std::string{command} + "\r", at);
        std::string text = console.take_output();
        return std::erase(text, '\r'), text;
    }
    FakeRouter router;
};

}  // namespace

TEST_CASE("too many failed logins close the virtual terminals for a while", "[login]") {
    Guarded guarded_router;
    const Instant start{};
    guarded_router.fail(start);
    CHECK(guarded_router.admits("10.1.1.1", start));
    guarded_router.fail(start + 61s);                        // in a window of its own
    CHECK(guarded_router.admits("10.1.1.1", start + 61s));
    guarded_router.fail(start + 70s);
    CHECK_FALSE(guarded_router.admits("10.1.1.1", start + 70s));
    REQUIRE(guarded_router.router.notes.size() == 1);
    CHECK(guarded_router.router.notes[0] ==
          "%SEC_LOGIN-1-QUIET_MODE_ON: Still timeleft for watching failures is 51 secs, [user: eve] [Source: 10.9.9.9] [localport: 23] "
          "[Reason: Login Authentication Failed] [ACL: sl_def_acl] at 00:01:10 UTC Thu Jan 1 1970");
    const std::string quiet = guarded_router.screen("show login", start + 77s);
    CHECK(has(quiet, "     Router presently in Quiet-Mode.\n     Will remain in Quiet-Mode for 93 seconds.\n     Denying logins from all sources.\n"));
    CHECK_FALSE(guarded_router.router.gate.quiet_ended(start + 169s));
    CHECK(guarded_router.router.gate.next_deadline() == start + 170s);
    CHECK(guarded_router.router.gate.quiet_ended(start + 170s));
    CHECK_FALSE(guarded_router.router.gate.quiet_ended(start + 170s));
    CHECK(guarded_router.admits("10.1.1.1", start + 170s));
}

TEST_CASE("quiet mode lets in whom its access list permits", "[login]") {
    Guarded guarded_router("login quiet-mode access-class 10\n");
    guarded_router.fail({});
    guarded_router.fail({});
    CHECK(guarded_router.admits("10.1.1.1", {}));
    CHECK_FALSE(guarded_router.admits("10.1.2.1", {}));
    CHECK(has(guarded_router.screen("show login", {}), "     Restricted logins filtered by applied ACL 10.\n"));
}

TEST_CASE("show login and show login failures", "[login]") {
    Guarded guarded_router("login delay 3\n");
    CHECK(has(guarded_router.screen("show login", {}),
              "     A login delay of 3 seconds is applied.\n     No Quiet-Mode access list has been configured.\n\n"
              "     Router enabled to watch for login Attacks.\n     If more than 2 login failures occur in 60 seconds or less,\n"
              "     logins will be disabled for 100 seconds.\n\n     Router presently in Normal-Mode.\n     Current Watch Window\n"
              "         Time remaining: 60 seconds.\n         Login failures for current window: 0.\n     Total login failures: 0.\n"));
    CHECK(has(guarded_router.screen("show login failures", {}), "*** No logged failed login attempts with the device.***"));
    guarded_router.fail(Instant{} + 5s, "try1");
    CHECK(has(guarded_router.screen("show login", Instant{} + 15s), "Time remaining: 50 seconds.\n         Login failures for current window: 1.\n"));
    CHECK(has(guarded_router.screen("show login failures", {}),
              "Total failed logins: 1\nDetailed information about last 50 failures\n\n"
              "Username        SourceIPAddr    lPort Count TimeStamp\n"
              "try1            10.9.9.9        23    1     00:00:05 UTC Thu Jan 1 1970\n"));
    TypedConsole typed;
    typed.enable();
    CHECK(has(typed.type("show login\r"), "     No login delay has been applied.\n     No Quiet-Mode access list has been configured.\n\n"
                                          "     Router NOT enabled to watch for login Attacks\n"));
}

TEST_CASE("every third failure is logged", "[login]") {
    Guarded guarded_router("no login block-for\nlogin on-failure log every 3\n");
    for (int i = 0; i < 7; ++i) guarded_router.fail({});
    CHECK(guarded_router.router.notes.size() == 2);
}

TEST_CASE("a line gives up on a login after its own time", "[login]") {
    FakeRouter router;
    config::load_configuration(router.configured, "line vty 0 4\n login local\n timeout login response 5\n");
    ConsoleOptions options;
    options.kind = ConsoleOptions::Kind::vty;
    Console console(router, options);
    console.start({});
    CHECK(console.expiry() == Instant{} + 5s);
}

TEST_CASE("autocommand runs in the place of a session", "[login]") {
    FakeRouter router;
    config::load_configuration(router.configured, "hostname R1\nusername bob secret 0 builder\nusername bob autocommand show users\n"
                                                  "line vty 0 4\n login local\n autocommand show clock\n");
    ConsoleOptions options;
    options.kind = ConsoleOptions::Kind::vty;
    Console console(router, options);
    console.start({});
    SECTION("the user's goes before the line's") {
        console.input("bob\rbuilder\r", {});
        const std::string screen = console.take_output();
        CHECK(has(screen, "Line       User"));
        CHECK_FALSE(has(screen, "R1>"));
        CHECK(console.is_finished());
    }
    SECTION("the line's") {
        config::load_configuration(router.configured, "username ann secret 0 builder\n");
        console.input("ann\rbuilder\r", {});
        CHECK(has(console.take_output(), "UTC"));
        CHECK(console.is_finished());
    }
}

TEST_CASE("a line without exec takes nobody", "[login]") {
    FakeRouter router;
    config::load_configuration(router.configured, "line vty 0 4\n no login\n no exec\n");
    ConsoleOptions options;
    options.kind = ConsoleOptions::Kind::vty;
    Console console(router, options);
    console.start({});
    CHECK(console.is_finished());
    CHECK(console.take_output().empty());
}

TEST_CASE("exec prompt timestamp tells when a screen was made", "[login]") {
    FakeRouter router;
    config::load_configuration(router.configured, "hostname R1\nline con 0\n exec prompt timestamp\n");
    Console console(router, {});
    console.start({});
    console.input("show privilege\r", {});
    std::string screen = console.take_output();
    std::erase(screen, '\r');
    CHECK(has(screen, "show privilege\nNo time source, *00:00:00.000 UTC Thu Jan 1 1970\n\nCurrent privilege level is 1\n"));
}

TEST_CASE("banners tell where the line is", "[login]") {
    FakeRouter router;
    config::load_configuration(router.configured, "hostname R1\nbanner motd ^CRack: $(line-desc)^C\nline con 0\n location Hall 3, rack 7\n");
    Console console(router, {});
    console.start({});
    CHECK(has(console.take_output(), "Rack: Hall 3, rack 7"));
}

TEST_CASE("aaa authorization of commands, of the console and of configuration commands", "[login]") {
    FakeRouter router;
    config::load_configuration(router.configured, "hostname R1\naaa new-model\naaa authentication login default none\n"
                                                  "aaa authorization commands 15 default group tacacs+\n");
    ConsoleOptions options;
    options.user = "ann";
    options.privilege = 15;
    const auto typed = [&](Console& console, std::string_view keys) {
        console.input(keys, {});
        std::string text = console.take_output();
        return std::erase(text, '\r'), text;
    };
    Console console(router, options);
    console.start({});
    SECTION("the console is not asked") { CHECK_FALSE(has(typed(console, "show running-config\r  "), "authorization failed")); }
    SECTION("unless it is told to be") {
        config::load_configuration(router.configured, "aaa authorization console\n");
        CHECK(has(typed(console, "show running-config\r"), "\nCommand authorization failed.\n\nR1#"));
        CHECK_FALSE(has(typed(console, "show clock\r"), "authorization failed"));
    }
    SECTION("configuration commands are another matter") {
        typed(console, "configure terminal\r");
        config::load_configuration(router.configured, "aaa authorization console\n");
        CHECK_FALSE(has(typed(console, "hostname R2\r"), "authorization failed"));
        config::load_configuration(router.configured, "aaa authorization config-commands\n");
        CHECK(has(typed(console, "hostname R3\r"), "\nCommand authorization failed.\n\nR2(config)#"));
        config::load_configuration(router.configured, "no aaa authorization commands 15 default\naaa authorization commands 15 default group tacacs+ local\n");
        CHECK_FALSE(has(typed(console, "hostname R3\r"), "authorization failed"));
    }
}

TEST_CASE("show log is show logging", "[login]") {
    TypedConsole typed;
    typed.enable();
    CHECK(has(typed.type("show log\r"), "Syslog logging: enabled"));
    CHECK(has(typed.type("q\rshow logi\r"), "Router NOT enabled to watch for login Attacks"));
}
