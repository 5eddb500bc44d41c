#include <catch2/catch.hpp>

#include "config-model/configuration_text.h"
#include "tests/cli/fake_router.h"

using namespace cli;

namespace {

constexpr std::string_view rules =
    "enable secret level 5 0 five\nenable secret 0 fifteen\nprivilege exec level 5 show running-config\nprivilege exec level 5 configure terminal\n"
    "privilege exec level 10 ping\nprivilege configure level 5 interface\nprivilege interface level 5 description\n"
    "privilege interface level 7 shutdown\n";

struct Levels : TypedConsole {
    explicit Levels(std::string_view more = {}) {
        config::load_configuration(router.configured, std::string{rules} + std::string{more});
    }
    std::string at(unsigned level) { return type("enable " + std::to_string(level) + "\r" + (level == 5 ? "five" : "fifteen") + "\r"); }
};

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }
bool is_refused(std::string_view text) { return has(text, "% Invalid input detected at '^' marker."); }

}  // namespace

TEST_CASE("privilege exec lowers and raises commands", "[privilege]") {
    Levels line;
    CHECK(is_refused(line.type("show running-config\r")));
    CHECK(is_refused(line.type("ping 192.168.1.1\r")));
    line.at(5);
    CHECK(has(line.type("show privilege\r"), "Current privilege level is 5\n"));
    const std::string screen = line.type("sh run\r  ");
    CHECK(has(screen, "hostname R1"));
    CHECK(is_refused(line.type("show startup-config\r")));
    CHECK(is_refused(line.type("ping 192.168.1.1\r")));
    line.type("disable\r");
    line.at(15);
    CHECK_FALSE(is_refused(line.type("show startup-config\r")));
}

TEST_CASE("question mark shows what the level may give", "[privilege]") {
    Levels line;
    CHECK_FALSE(has(line.type("show ?"), "running-config"));
    line.type("\x15");
    CHECK_FALSE(has(line.type("p?"), "ping"));
    line.type("\x15");
    line.at(5);
    const std::string help = line.type("show ?");
    CHECK(has(help, "  running-config "));
    CHECK_FALSE(has(help, "  startup-config "));
    CHECK(has(line.type("\x15" "show run\t"), "show running-config "));
    CHECK(has(line.type("\x15" "conf ?"), "  terminal "));
}

TEST_CASE("in configuration mode a lower level has what privilege lines give it", "[privilege]") {
    Levels line;
    line.at(5);
    CHECK(has(line.type("configure terminal\r"), "R1(config)#"));
    CHECK(is_refused(line.type("hostname R9\r")));
    CHECK(line.router.configured.hostname() == "R1");
    const std::string help = line.type("?");
    CHECK(has(help, "  interface "));
    CHECK_FALSE(has(help, "  hostname "));
    CHECK(has(line.type("int loopback 5\r"), "R1(config-if)#"));
    CHECK_FALSE(is_refused(line.type("descr hello\r")));
    CHECK(is_refused(line.type("shutdown\r")));
    CHECK(is_refused(line.type("ip address 10.0.0.1 255.255.255.0\r")));
    CHECK_FALSE(is_refused(line.type("no description\r")));
    CHECK(has(line.type("exit\r"), "R1(config)#"));
    CHECK(has(line.type("end\r"), "R1#"));
}

TEST_CASE("what follows a command has its own level unless the rule says all", "[privilege]") {
    Levels line("privilege exec level 5 debug\nprivilege exec all level 5 clear\n");
    line.at(5);
    CHECK(is_refused(line.type("debug crypto ikev2\r")));
    CHECK_FALSE(is_refused(line.type("clear crypto session\r")));
    config::load_configuration(line.router.configured, "no privilege exec level 5 clear\n");
    CHECK(is_refused(line.type("clear crypto session\r")));
}
