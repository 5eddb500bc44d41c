#include <catch2/catch.hpp>

#include "tests/cli/fake_router.h"

using namespace cli;

namespace {

struct Privileged : TypedConsole {
    Privileged() { enable(); }
};

}  // namespace

TEST_CASE("debug switches and their sentences", "[exec]") {
    Privileged typed;
    CHECK(typed.type("debug crypto ikev2\r") == "debug crypto ikev2\nIKEv2 default debugging is on\nR1#");
    CHECK(typed.type("debug crypto ikev2 packet\r") == "debug crypto ikev2 packet\nIKEv2 packet debugging is on\nR1#");
    CHECK(typed.type("debug crypto ipsec\r") == "debug crypto ipsec\nCrypto IPSEC debugging is on\nR1#");
    CHECK(typed.router.switches.on(debug::Switch::ikev2_packet));
    CHECK(typed.type("no debug crypto ikev2 packet\r") == "no debug crypto ikev2 packet\nIKEv2 packet debugging is off\nR1#");
    CHECK_FALSE(typed.router.switches.on(debug::Switch::ikev2_packet));
    CHECK(typed.type("undebug crypto ipsec\r") == "undebug crypto ipsec\nCrypto IPSEC debugging is off\nR1#");
    CHECK(typed.type("u all\r") == "u all\nAll possible debugging has been turned off\nR1#");
    CHECK_FALSE(typed.router.switches.any());
}

TEST_CASE("debug all asks first", "[exec]") {
    Privileged typed;
    CHECK(typed.type("debug all\r") == "debug all\nThis may severely impact network performance. Continue? (yes/[no]): ");
    CHECK(typed.type("\r") == "\nR1#");
    CHECK_FALSE(typed.router.switches.any());
    CHECK(typed.type("debug all\ryes\r").find("yes\nAll possible debugging has been turned on\nR1#") != std::string::npos);
    CHECK(typed.router.switches.on(debug::Switch::ipsec));
}

TEST_CASE("clear reaches engine and data plane", "[exec]") {
    Privileged typed;
    CHECK(typed.type("clear crypto sa\r") == "clear crypto sa\nR1#");
    typed.type("clear crypto sa peer 10.0.0.2\rclear crypto ikev2 sa remote 10.0.0.2\rclear crypto ikev2 stats\r");
    REQUIRE(typed.router.commands.size() == 4);
    CHECK_FALSE(std::get<ike::command::ClearIpsecSa>(typed.router.commands[0]).peer);
    CHECK(std::get<ike::command::ClearIpsecSa>(typed.router.commands[1]).peer->text() == "10.0.0.2");
    CHECK(std::get<ike::command::ClearIkeSa>(typed.router.commands[2]).remote->text() == "10.0.0.2");
    CHECK(std::holds_alternative<ike::command::ClearStats>(typed.router.commands[3]));
    typed.type("clear crypto ikev2 diagnose error\r");
    REQUIRE(typed.router.commands.size() == 5);
    CHECK(std::holds_alternative<ike::command::ClearErrors>(typed.router.commands[4]));
    typed.type("clear crypto sa counters\rclear ip access-list counters CRYPTO\rclear access-list counters\r");
    CHECK(typed.router.notes == std::vector<std::string>{"flow counters", "list counters CRYPTO", "list counters "});
}

TEST_CASE("clear reaches IKEv1, clients and DHCP", "[exec]") {
    TypedConsole typed;
    typed.enable();
    using namespace ike::command;
    typed.type("clear crypto isakmp\rclear crypto isakmp 1003\rclear crypto session remote 10.0.0.2\rclear crypto ipsec client ezvpn VPN\r");
    REQUIRE(typed.router.commands.size() == 5);
    CHECK_FALSE(std::get<ClearIsakmp>(typed.router.commands[0]).conn_id);
    CHECK(std::get<ClearIsakmp>(typed.router.commands[1]).conn_id == 1003U);
    CHECK(std::get<ClearSession>(typed.router.commands[2]).remote->text() == "10.0.0.2");
    CHECK(std::get<ClearIpsecSa>(typed.router.commands[3]).peer->text() == "10.0.0.2");
    CHECK(std::get<EzvpnClear>(typed.router.commands[4]).name == "VPN");
    typed.type("clear ip dhcp binding *\rclear ip dhcp binding 10.100.2.102\rclear ipv6 neighbors\rclear ipv6 access-list A6\r");
    CHECK(typed.router.notes == std::vector<std::string>{"bindings all", "bindings 10.100.2.102", "neighbours", "list counters A6"});
}

TEST_CASE("crypto ipsec client ezvpn", "[exec]") {
    TypedConsole typed;
    typed.enable();
    using namespace ike::command;
    CHECK(typed.type("crypto ipsec client ezvpn connect\r").find("% Easy VPN tunnel name must be given\n") != std::string::npos);
    typed.router.configured.ezvpn_clients.at("VPN");
    typed.type("crypto ipsec client ezvpn connect\r");
    REQUIRE(typed.router.commands.size() == 1);
    CHECK(std::get<EzvpnConnect>(typed.router.commands[0]).name == "VPN");
    CHECK(typed.type("crypto ipsec client ezvpn connect OTHER\r").find("% Easy VPN tunnel OTHER is not configured\n") != std::string::npos);
    CHECK(typed.type("crypto ipsec client ezvpn xauth\r").find("EZVPN: No Pending XAuth Request\n") != std::string::npos);
    CHECK(typed.router.commands.size() == 1);
}

TEST_CASE("clear counters and clear logging want one key", "[exec]") {
    Privileged typed;
    CHECK(typed.type("clear counters\r") == "clear counters\nClear \"show interface\" counters on all interfaces [confirm]");
    CHECK(typed.console.is_asking_question());
    CHECK(typed.type("\r\n") == "\nR1#");
    CHECK(typed.router.notes ==
          std::vector<std::string>{"interface counters all", "%CLEAR-5-COUNTERS: Clear counter on all interfaces by console"});
    CHECK(typed.type("clear logging\rn") == "clear logging\nClear logging buffer [confirm]n\nR1#");
    CHECK(typed.router.notes.size() == 2);
    typed.type("clear logging\ry");
    CHECK(typed.router.notes.back() == "log");
    CHECK(typed.type("clear counters Ethernet0/0\r\r").find("counters on this interface [confirm]\nR1#") != std::string::npos);
}

TEST_CASE("terminal settings", "[exec]") {
    Privileged typed;
    typed.type("terminal length 0\rterminal width 511\rterminal history size 5\r");
    CHECK(typed.console.terminal().length == 0);
    CHECK(typed.console.terminal().width == 511);
    CHECK(typed.console.terminal().history_size == 5);
    CHECK(typed.type("terminal monitor\r") == "terminal monitor\n% Console already monitors\nR1#");
    CHECK(typed.console.shows_log());
    ConsoleOptions options;
    options.kind = ConsoleOptions::Kind::vty;
    options.user = "admin";
    TypedConsole vty(options);
    CHECK_FALSE(vty.console.shows_log());
    vty.type("terminal monitor\r");
    CHECK(vty.console.shows_log());
    vty.type("terminal no monitor\r");
    CHECK_FALSE(vty.console.shows_log());
}
