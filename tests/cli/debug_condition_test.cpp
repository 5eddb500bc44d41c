#include <catch2/catch.hpp>

#include "lab_fixture.h"
#include "tests/cli/fake_router.h"

using namespace cli;

namespace {

struct Privileged : TypedConsole {
    Privileged() {
        enable();
        type("terminal length 0\r");
    }
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// What R1 prints while its tunnel is made anew under these conditions.
std::string debugged(const std::string& folder, std::initializer_list<const char*> commands) {
    FolderLab lab(folder);
    lab.start();
    lab.command("R1", "enable");
    for (const char* command : commands) lab.command("R1", command);
    std::string log;
    lab.lab.find("R1")->on_log([&](std::string_view line) { log.append(line) += '\n'; });
    lab.command("R1", "clear crypto session");
    lab.lab.run_until_quiet();
    lab.command("R1", "undebug all");
    return log;
}

const std::string ikev2_lab = "examples/ikev2-site-to-site";

}  // namespace

TEST_CASE("without conditions every crypto debug line is shown", "[debug-condition]") {
    const std::string log = debugged(ikev2_lab, {"debug crypto ikev2", "debug crypto ipsec"});
    CHECK(has(log, "IKEv2"));
    CHECK(has(log, "IPSEC(key_engine): got a queue event"));
}

TEST_CASE("a condition shows the lines of its peer and hides those of others", "[debug-condition]") {
    for (const char* condition : {"debug crypto condition peer ipv4 10.0.0.2", "debug crypto condition peer subnet 10.0.0.0 255.255.255.0"}) {
        INFO(condition);
        const std::string shown = debugged(ikev2_lab, {condition, "debug crypto ikev2"});
        CHECK(shown == debugged(ikev2_lab, {"debug crypto ikev2"}));
        CHECK(has(shown, "IKEv2"));
    }
    for (const char* condition : {"debug crypto condition peer ipv4 10.0.0.3", "debug crypto condition peer subnet 10.1.0.0 255.255.0.0",
                                  "debug crypto condition peer hostname nobody", "debug crypto condition spi 4711",
                                  "debug crypto condition fvrf RED", "debug crypto condition peer ipv6 2001:db8::1"}) {
        INFO(condition);
        const std::string hidden = debugged(ikev2_lab, {condition, "debug crypto ikev2", "debug crypto ipsec"});
        CHECK_FALSE(has(hidden, "IKEv2"));
        CHECK_FALSE(has(hidden, "IPSEC("));
        // Syslogs are no debug lines.
        CHECK(has(hidden, "%LINEPROTO-5-UPDOWN"));
    }
}

TEST_CASE("lines without an SA are shown while unmatched is on", "[debug-condition]") {
    const char* condition = "debug crypto condition peer ipv4 10.0.0.2";
    const std::string queue = "IPSEC(key_engine): got a queue event";
    CHECK_FALSE(has(debugged(ikev2_lab, {condition, "debug crypto ipsec"}), queue));
    CHECK(has(debugged(ikev2_lab, {condition, "debug crypto condition unmatched ipsec", "debug crypto ipsec"}), queue));
    CHECK_FALSE(has(debugged(ikev2_lab, {condition, "debug crypto condition unmatched isakmp", "debug crypto ipsec"}), queue));
    CHECK(has(debugged(ikev2_lab, {condition, "debug crypto condition unmatched", "debug crypto ipsec"}), queue));
}

TEST_CASE("a condition by the peer's identity is met once it is known", "[debug-condition]") {
    const std::string log = debugged(ikev2_lab, {"debug crypto condition peer hostname 10.0.0.2", "debug crypto ikev2"});
    CHECK(has(log, "IKEv2"));
    CHECK(log.size() < debugged(ikev2_lab, {"debug crypto ikev2"}).size());
}

TEST_CASE("show crypto debug-condition lists the conditions, and they go again", "[debug-condition]") {
    Privileged typed;
    CHECK(typed.type("show crypto debug-condition\r") ==
          "show crypto debug-condition\n\nCrypto conditional debug currently is turned OFF\nIKE debug context unmatched flag:OFF\n"
          "IPsec debug context unmatched flag:OFF\nCrypto Engine debug context unmatched flag:OFF\nR1#");
    typed.type("debug crypto condition peer ipv4 10.0.0.1\rdebug crypto condition peer ipv4 10.0.0.2\rdebug crypto condition fvrf RED\r"
               "debug crypto condition peer subnet 10.1.0.0 255.255.0.0\rdebug crypto condition connid 3 engine-id 1\rdebug crypto condition spi 256\r"
               "debug crypto condition peer group SALES\rdebug crypto condition peer username bob\rdebug crypto condition unmatched engine\r");
    CHECK(typed.type("show crypto debug-condition\r") ==
          "show crypto debug-condition\n\nCrypto conditional debug currently is turned ON\nIKE debug context unmatched flag:OFF\n"
          "IPsec debug context unmatched flag:OFF\nCrypto Engine debug context unmatched flag:ON\n\n"
          "IKE peer IP address filters:\n10.0.0.1\n10.0.0.2\n\nIKE peer IP subnet filters:\n10.1.0.0 255.255.0.0\n\n"
          "IKE peer group filters:\nSALES\n\nIKE peer username filters:\nbob\n\nIKE fvrf filters:\nRED\n\n"
          "IKE connection ID filters[connid:engine_id]:\n3:1\n\nIPsec SPI filters:\n256\nR1#");
    CHECK(has(typed.type("show crypto debug-condition | json\r"),
              R"({"on":true,"unmatched_ike":false,"unmatched_ipsec":false,"unmatched_engine":true,)"
              R"("peers":["10.0.0.1","10.0.0.2","10.1.0.0 255.255.0.0"],"hostnames":[],"groups":["SALES"],"usernames":["bob"],)"
              R"("fvrfs":["RED"],"ivrfs":[],"connections":[3],"spis":[256]})"));
    typed.type("no debug crypto condition peer ipv4 10.0.0.1\rundebug crypto condition spi 256\r");
    const std::string screen = typed.type("show crypto debug-condition\r");
    CHECK_FALSE(has(screen, "10.0.0.1\n"));
    CHECK(has(screen, "10.0.0.2\n"));
    CHECK_FALSE(has(screen, "SPI"));
    typed.type("debug crypto condition reset\r");
    CHECK_FALSE(typed.router.conditions.any());
    CHECK_FALSE(typed.router.conditions.unmatched[2]);
}

TEST_CASE("debug crypto condition ?", "[debug-condition]") {
    Privileged typed;
    const std::string help = typed.type("debug crypto condition ?");
    for (const char* line : {"  connid     Connection ID filter\n", "  fvrf       Front-door VRF filter\n", "  ivrf       Inside VRF filter\n",
                             "  peer       IKE peer based filters\n", "  reset      Reset all conditions\n", "  spi        SPI filter\n",
                             "  unmatched  Output debugs even if no context available\n"}) {
        INFO(line);
        CHECK(has(help, line));
    }
}
