#include <catch2/catch.hpp>

#include "lab_fixture.h"

TEST_CASE("a reload starts again from what was saved, for every console") {
    FolderLab lab("examples/ikev2-site-to-site");
    lab.start();
    cli::Router& router = *lab.lab.find("R1");
    cli::ConsoleOptions paged;
    paged.privilege = 15;
    paged.terminal.length = 10;
    cli::Console& second = router.add_console(paged, lab.lab.now());
    router.type(second, "show running-config\r", lab.lab.now());
    REQUIRE(second.is_asking_question());

    lab.command("R1", "enable");
    lab.command("R1", "configure terminal");
    lab.command("R1", "hostname Saved");
    lab.command("R1", "end");
    lab.command("R1", "write memory");
    lab.command("R1", "configure terminal");
    lab.command("R1", "hostname Lost");
    lab.command("R1", "end");
    lab.command("R1", "reload");
    for (int answers = 0; router.console().is_asking_question() && answers < 4; ++answers) {
        const bool save = router.console().take_output().find("yes/no") != std::string::npos;
        router.type(router.console(), save ? "no\r" : "\r", lab.lab.now());
    }
    lab.lab.run_until_quiet();

    CHECK(router.configuration().hostname() == "Saved");
    CHECK(tunnel_state(lab.lab, "R1").ready == 1);
    second.take_output();
    router.type(second, "\r", lab.lab.now());
    router.type(second, "show clock\r", lab.lab.now());
    CHECK(second.take_output().find("UTC") != std::string::npos);
}

TEST_CASE("a terminal that does not read costs bounded memory") {
    FolderLab lab("examples/ikev2-site-to-site");
    lab.start();
    cli::Console& console = lab.lab.find("R1")->console();
    const std::string line(1000, 'x');
    for (int i = 0; i < 5000; ++i) console.log_line(line);
    CHECK(console.take_output().size() < 2 * cli::Console::log_limit);
}
