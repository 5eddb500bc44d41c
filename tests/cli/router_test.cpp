#include <catch2/catch.hpp>

#include <algorithm>

#include "cli/shell/password.h"
#include "ipsec-dataplane/seeded_random.h"
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

namespace {

/// Types lines of configuration; what the terminal showed.
std::string configure(FolderLab& lab, std::initializer_list<std::string_view> lines) {
    lab.command("R1", "enable");
    lab.command("R1", "configure terminal");
    std::string shown;
    for (const std::string_view line : lines) shown += lab.command("R1", std::string{line});
    return shown + lab.command("R1", "end");
}

bool has(const cli::Router& router, std::string_view text) { return router.running_configuration().find(text) != std::string::npos; }

}  // namespace

TEST_CASE("clear secrets are hashed as soon as they are typed") {
    FolderLab lab("examples/ikev2-site-to-site");
    lab.start();
    cli::Router& router = *lab.lab.find("R1");
    configure(lab, {"enable secret sesame", "enable secret level 5 simsim", "username ann secret 0 builder", "username bob algorithm-type sha256 secret wonder",
                    "username eve algorithm-type scrypt secret apple", "enable algorithm-type md5 secret sesame2"});
    for (const char* clear : {"sesame", "simsim", "builder", "wonder", "apple"}) CHECK_FALSE(has(router, clear));
    CHECK(has(router, "\nenable secret 5 $1$"));
    CHECK(has(router, "\nenable secret level 5 5 $1$"));
    CHECK(has(router, "\nusername ann secret 5 $1$"));
    CHECK(has(router, "\nusername bob secret 8 $8$"));
    CHECK(has(router, "\nusername eve secret 9 $9$"));
    CHECK(cli::password_matches(*router.configuration().system.enable_secret, "sesame2"));
    configure(lab, {"no enable secret level 5"});
    CHECK_FALSE(has(router, "enable secret level"));
}

TEST_CASE("password encryption turns clear passwords into type 7 and never back, and leaves keys of IKE alone") {
    FolderLab lab("examples/ikev2-site-to-site");
    lab.start();
    cli::Router& router = *lab.lab.find("R1");
    configure(lab, {"enable password sesame", "username ann password 0 builder", "line vty 0 4", "password gfullage", "exit",
                    "crypto isakmp key in-clear address 192.0.2.9"});
    CHECK(has(router, "enable password sesame\n"));
    configure(lab, {"service password-encryption"});
    for (const char* clear : {"sesame", "builder", "gfullage"}) CHECK_FALSE(has(router, clear));
    CHECK(has(router, "crypto isakmp key in-clear "));
    const auto& line = router.configuration().system.lines;
    const auto vty = std::find_if(line.begin(), line.end(), [](const auto& each) { return each.kind == config::TerminalLine::Kind::vty; });
    CHECK(cli::type7_clear(vty->password->text) == "gfullage");
    configure(lab, {"username bob password 0 later", "no service password-encryption", "username eve password 0 clear"});
    CHECK(has(router, "username ann password 7 "));
    CHECK(has(router, "username bob password 7 "));
    CHECK(has(router, "username eve password 0 clear"));
}

TEST_CASE("encrypted texts that cannot be are refused at a terminal") {
    FolderLab lab("examples/ikev2-site-to-site");
    lab.start();
    CHECK(configure(lab, {"username ann password 7 gfullage"}).find("Invalid encrypted password: gfullage\r\n") != std::string::npos);
    CHECK(lab.lab.find("R1")->configuration().system.users.empty());
}

TEST_CASE("a router may end while its terminals still run something") {
    for (const std::string_view running : {"ping 10.0.0.2\r", "traceroute 10.0.0.2\r", "show running-config\r"}) {
        cli::RouterSetup setup;
        setup.node_name = "R1";
        setup.random = std::make_unique<dataplane::SeededRandom>(dataplane::SeededRandom::of_router(1, "R1"));
        setup.console.privilege = 15;
        cli::Router router(std::move(setup));
        router.boot("hostname R1\ninterface Ethernet0/0\n ip address 10.0.0.1 255.255.255.0\n no shutdown\n", {});
        router.type(router.console(), running, {});
        CHECK_FALSE(router.console().is_at_prompt());
    }
}
