#include <catch2/catch.hpp>

#include "lab_fixture.h"
#include "tests/cli/fake_router.h"

using namespace cli;

namespace {

struct Privileged : TypedConsole {
    Privileged() { enable(); }
    void save() { router.startup = router.running_configuration(); }
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

ConsoleOptions vty_15() {
    ConsoleOptions options;
    options.kind = ConsoleOptions::Kind::vty;
    options.user = "admin";
    options.privilege = 15;
    return options;
}

std::string without_returns(std::string text) { return std::erase(text, '\r'), text; }

}  // namespace

TEST_CASE("reload asks whether to save", "[reload]") {
    Privileged typed;
    CHECK(typed.type("reload\r") == "reload\n\nSystem configuration has been modified. Save? [yes/no]: ");
    CHECK(typed.type("maybe\r") ==
          "maybe\n% Please answer 'yes' or 'no'.\n\nSystem configuration has been modified. Save? [yes/no]: ");
    CHECK(typed.type("no\r") == "no\nProceed with reload? [confirm]");
    CHECK_FALSE(typed.router.startup);
    CHECK(typed.type("n") == "n\nR1#");
    CHECK(typed.type("reload\r" "y\r") == "reload\n\nSystem configuration has been modified. Save? [yes/no]: y\n"
                                        "Building configuration...\n[OK]\nProceed with reload? [confirm]");
    CHECK(typed.router.startup);
    CHECK(typed.type("n") == "n\nR1#");
    CHECK(typed.type("reload\r") == "reload\nProceed with reload? [confirm]");
    CHECK(typed.router.notes.empty());
    CHECK(typed.type("\r") == "\n");
    CHECK(typed.router.notes == std::vector<std::string>{"%SYS-5-RELOAD: Reload requested by console. Reload Reason: Reload Command.", "reload"});
}

TEST_CASE("a reload is planned, shown and called off", "[reload]") {
    Privileged typed;
    typed.save();
    typed.router.clock_set = 1014940800LL * 1'000'000'000;
    CHECK(typed.type("show reload\r") == "show reload\nNo reload is scheduled.\nR1#");
    CHECK(typed.type("show reload | json\r") == "show reload | json\n[]\nR1#");
    CHECK(typed.type("reload cancel\r") == "reload cancel\n%No reload is scheduled\nR1#");
    CHECK(typed.type("reload in 1:36 new software\r") ==
          "reload in 1:36 new software\nReload scheduled for 01:36:00 UTC Fri Mar 1 2002 (in 1 hour and 36 minutes) by console\n"
          "Reload reason: new software\nProceed with reload? [confirm]");
    CHECK_FALSE(typed.router.plan);
    CHECK(typed.type("\r") == "\nR1#");
    REQUIRE(typed.router.plan);
    CHECK(typed.router.plan->at == typed.now + std::chrono::minutes(96));
    CHECK(has(typed.type("show reload\r"), "Reload scheduled for 01:36:00 UTC Fri Mar 1 2002 (in 1 hour and 36 minutes) by console\n"));
    CHECK(has(typed.type("show reload | json\r"), R"({"at":"01:36:00 UTC Fri Mar 1 2002","in_seconds":5760,"by":"console","reason":"new software"})"));
    CHECK(typed.type("reload cancel\r") == "reload cancel\n\n\n***\n*** --- SHUTDOWN ABORTED ---\n***\n\nR1#");
    CHECK_FALSE(typed.router.plan);
    CHECK(has(typed.type("reload at 23:30\r"), "(in 23 hours and 30 minutes) by console\nReload reason: Reload Command\n"));
    typed.type("\r");
    CHECK(typed.router.plan->at == typed.now + std::chrono::minutes(23 * 60 + 30));
    CHECK(has(typed.type("reload at 00:30 4 march tests\r"),
              "Reload scheduled for 00:30:00 UTC Mon Mar 4 2002 (in 72 hours and 30 minutes) by console\nReload reason: tests\n"));
    typed.type("n");
    CHECK(has(typed.type("reload at 00:30 february 28\r"), "Reload scheduled for 00:30:00 UTC Fri Feb 28 2003 (in 8736 hours and 30 minutes)"));
    typed.type("n");
    CHECK(has(typed.type("reload in x\r"), "            ^\n% Invalid input detected"));
    CHECK(has(typed.type("reload at 25:00\r"), "            ^\n% Invalid input detected"));
}

TEST_CASE("a reload starts from NVRAM: consoles come back, vtys, SAs and debugging are gone", "[reload]") {
    FolderLab lab("examples/ikev2-site-to-site");
    lab.start();
    REQUIRE(tunnel_state(lab.lab, "R1") == TunnelState{1, 0, 1});
    Router& router = *lab.lab.find("R1");
    Console& vty = router.add_console(vty_15(), lab.lab.now());
    router.type(vty, "configure terminal\r", lab.lab.now());
    for (const char* line : {"enable", "configure terminal", "hostname Lost", "end", "debug crypto ikev2", "debug crypto condition peer ipv4 10.0.0.2"})
        lab.command("R1", line);
    const auto spi = router.engine().next_sa(0, lab.lab.now())->local_spi;
    CHECK(has(lab.command("R1", "reload"), "System configuration has been modified. Save? [yes/no]: "));
    CHECK(has(lab.command("R1", "no"), "Proceed with reload? [confirm]"));
    const std::string screen = without_returns(lab.command("R1", ""));
    CHECK(has(screen, "%SYS-5-RELOAD: Reload requested by console. Reload Reason: Reload Command.\n"));
    CHECK(has(screen, "\n\n\nPress RETURN to get started!\n\n\n"));
    CHECK(has(screen, "%SYS-5-RESTART: System restarted --\nike-router Software (IKE-ROUTER), Version 15.2(1)T"));
    CHECK(vty.is_finished());
    CHECK_FALSE(vty.line_user(lab.lab.now()));
    CHECK_FALSE(router.debugging().any());
    CHECK_FALSE(router.crypto_conditions().any());
    lab.lab.run_until_quiet();
    CHECK(tunnel_state(lab.lab, "R1") == TunnelState{1, 0, 1});
    CHECK(router.engine().next_sa(0, lab.lab.now())->local_spi != spi);
    CHECK(lab.command("R1", "") == "R1>");
    lab.command("R1", "enable");
    CHECK(has(lab.command("R1", "show version"), "System returned to ROM by reload"));
    // Nothing was changed since: no question about saving.
    CHECK(has(lab.command("R1", "reload"), "reload\r\nProceed with reload? [confirm]"));
}

TEST_CASE("a planned reload happens at its time", "[reload]") {
    FolderLab lab("examples/ikev2-site-to-site");
    lab.start();
    lab.command("R1", "enable");
    lab.command("R1", "reload in 5");
    lab.command("R1", "");
    lab.lab.advance(std::chrono::seconds(1));
    CHECK(has(without_returns(lab.lab.find("R1")->console().take_output()), "***\n*** --- SHUTDOWN in 0:05:00 ---\n***\n"));
    lab.lab.advance(std::chrono::minutes(4));
    CHECK(has(without_returns(lab.lab.find("R1")->console().take_output()), "***\n*** --- SHUTDOWN in 0:01:00 ---\n***\n"));
    CHECK(lab.lab.find("R1")->planned_reload());
    lab.lab.find("R1")->console().take_output();
    lab.lab.advance(std::chrono::minutes(2));
    CHECK_FALSE(lab.lab.find("R1")->planned_reload());
    CHECK(has(lab.lab.find("R1")->console().take_output(), "Press RETURN to get started!"));
    CHECK(tunnel_state(lab.lab, "R1").ready == 1);
}

TEST_CASE("show users has the console once somebody typed there", "[lab]") {
    FolderLab lab("examples/ikev2-site-to-site");
    lab.start();
    Router& router = *lab.lab.find("R1");
    CHECK_FALSE(router.console().line_user(lab.lab.now()));
    Console& vty = router.add_console(vty_15(), lab.lab.now());
    vty.take_output();
    router.type(vty, "show users\r", lab.lab.now());
    const std::string alone = vty.take_output();
    CHECK(has(alone, "vty "));
    CHECK_FALSE(has(alone, "con 0"));
    lab.command("R1", "");
    router.type(vty, "show users\r", lab.lab.now());
    CHECK(has(vty.take_output(), "con 0"));
}
