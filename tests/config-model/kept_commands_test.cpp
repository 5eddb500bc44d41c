#include <catch2/catch.hpp>

#include "config-model/known_commands/kept_commands.h"
#include "config-model/modes.h"
#include "tests/config-model/router_text.h"

using namespace config;
using test::holds;
using test::loaded;
using test::typed;

namespace {

KeptMatch find(KeptPlace place, std::string_view line) {
    const Words words(line);
    return find_kept(place, words.span());
}

}  // namespace

TEST_CASE("kept commands are found by their longest words, abbreviated or not") {
    REQUIRE(find(KeptPlace::global, "crypto pki trustpoint CA"));
    CHECK(find(KeptPlace::global, "cry pki trustpoi CA").command->words == "crypto pki trustpoint");
    CHECK(find(KeptPlace::global, "ip nat inside source list 1").command->has(warns));
    CHECK(find(KeptPlace::global, "router ospf 1").command->block == "config-router");
    CHECK_FALSE(find(KeptPlace::global, "This product contains cryptographic features"));
    CHECK_FALSE(find(KeptPlace::global, "nonsense"));
    CHECK(find(KeptPlace::interface, "ip nhrp network-id 1"));
}

TEST_CASE("no kept command begins like a modelled section") {
    const std::string_view sections[] = {"ip route",      "access-list",       "ip access-list", "crypto ikev2", "crypto ipsec transform-set",
                                         "crypto map",    "crypto ipsec profile", "crypto dynamic-map", "crypto isakmp policy", "crypto isakmp key",
                                         "crypto isakmp profile", "crypto keyring", "ip local pool", "ip dhcp pool", "ipv6 access-list"};
    for (const auto& command : kept_commands(KeptPlace::global))
        for (const auto section : sections) {
            INFO(command.words);
            CHECK_FALSE((command.words == section || command.words.starts_with(std::string{section} + ' ')));
        }
    for (const auto& command : kept_commands(KeptPlace::interface)) {
        INFO(command.words);
        CHECK_FALSE((command.words.starts_with("ip address") || command.words.starts_with("tunnel") || command.words == "ip"));
    }
}

TEST_CASE("the four fates of a line") {
    Configuration configuration;
    auto session = configuration_session(configuration, false, "r1.cfg");
    CHECK(session.feed("hostname R1").fate == Fate::acted_on);
    CHECK(session.feed("ip cef").fate == Fate::kept);
    CHECK(session.feed("ip nat service sip udp port 5060").fate == Fate::warned);
    CHECK(session.feed("frobnicate the tunnel").fate == Fate::rejected);
    CHECK(configuration.kept.in("").size() == 2);
}

TEST_CASE("no of a kept command") {
    Configuration configuration;
    test::typed(configuration, {"ip http server", "router ospf 1", " network 10.0.0.0 0.0.0.255 area 0", "ntp server 10.0.0.1"});
    test::typed(configuration, {"no ip http server", "no router ospf 1", "no ntp server 10.0.0.1"});
    const auto text = running_config_text(configuration);
    CHECK(holds(text, "\nno ip http server\n"));
    CHECK_FALSE(holds(text, "ospf"));
    CHECK_FALSE(holds(text, "ntp"));
}

TEST_CASE("sections of kept lines") {
    CHECK(section_of("ip nat inside") == "ip nat");
    CHECK(section_of("router bgp") == "router");
    CHECK(section_of("crypto isakmp diagnose") == "crypto isakmp");
    CHECK(section_of("frame-relay") == "miscellaneous");
}

TEST_CASE("a bad line of a modelled command is not kept as the beginning of another one") {
    for (const auto bad : {"ip mtu 20", "ip access-group", "ip access-group X sideways", "ip tcp adjust-mss 1", "ip route 1.2.3.0 255.255.255.0 300.1.1.1",
                           "ip rou 9.9.9.0 255.255.255.0", "conf t"}) {
        INFO(bad);
        auto configuration = loaded("interface Loopback0\n ip address 192.0.2.1 255.255.255.255\n");
        const auto before = running_config_text(configuration);
        CHECK(holds(typed(configuration, {"interface Loopback0", bad}), "%"));
        CHECK(running_config_text(configuration) == before);
    }
}

TEST_CASE("a kept command that is spelled out goes before an abbreviated declaration") {
    auto configuration = loaded("crypto key storage nvram:\ncrypto key decrypt rsa\n");
    CHECK(configuration.isakmp.keyrings.empty());
    CHECK(configuration.kept.in("").size() == 2);
    typed(configuration, {"crypto keyr K"});
    CHECK(configuration.isakmp.keyrings.find("K"));
}

TEST_CASE("a kept block that comes again is the same block") {
    const std::string_view block = "router bgp 65000\n bgp log-neighbor-changes\n !\n address-family ipv4 vrf A\n  neighbor 192.0.2.1 activate\n exit-address-family\n"
                                   " !\n address-family ipv4 vrf B\n  neighbor 192.0.2.1 activate\n exit-address-family\n!\n";
    Configuration configuration = test::loaded(block);
    const auto once = running_config_text(configuration);
    CHECK(test::holds(once, block));
    load_configuration(configuration, block);
    CHECK(running_config_text(configuration) == once);
    load_configuration(configuration, "router bgp 65000\n address-family ipv4 vrf A\n  neighbor 192.0.2.7 activate\n");
    CHECK(test::holds(running_config_text(configuration), "  neighbor 192.0.2.1 activate\n  neighbor 192.0.2.7 activate\n exit-address-family\n !\n address-family ipv4 vrf B\n"));
    test::typed(configuration, {"router bgp 65000", "no bgp log-neighbor-changes", "bgp router-id 192.0.2.3"});
    const auto after = running_config_text(configuration);
    CHECK_FALSE(test::holds(after, "log-neighbor"));
    CHECK(test::holds(after, " bgp router-id 192.0.2.3\n"));
}

TEST_CASE("what is kept of a range of lines stays with its parts") {
    auto configuration = loaded("line vty 0 4\n no exec-banner\n");
    typed(configuration, {"line vty 2", "exec-timeout 5 0"});
    const std::string text = running_config_text(configuration);
    for (const char* part : {"line vty 0 1\n no exec-banner\n login\n", "line vty 2\n no exec-banner\n exec-timeout 5 0\n login\n",
                             "line vty 3 4\n no exec-banner\n login\n"}) {
        INFO(text);
        CHECK(text.find(part) != std::string::npos);
    }
}
