#include <catch2/catch.hpp>

#include "config-model/access_lists/entry.h"
#include "tests/config-model/router_text.h"

using namespace config;
using test::holds;
using test::loaded;
using test::typed;

TEST_CASE("numbered lists, as typed and as printed") {
    Configuration configuration;
    CHECK(typed(configuration, {"access-list 100 permit tcp any eq 80 443 any range 1 20 established log",
                                "access-list 100 deny udp 10.1.2.3 0.0.0.255 host 10.0.0.1 eq isakmp",
                                "access-list 100 permit 50 any any", "access-list 100 permit icmp any any echo-reply",
                                "access-list 100 remark two  blanks", "access-list 5 deny 10.0.0.0 0.255.255.255",
                                "access-list 5 permit host 10.9.9.9 log"})
              .empty());
    const auto text = running_config_text(configuration);
    CHECK(holds(text, "access-list 100 permit tcp any eq www 443 any range 1 ftp-data established log\n"
                      "access-list 100 deny   udp 10.1.2.0 0.0.0.255 host 10.0.0.1 eq isakmp\n"
                      "access-list 100 permit esp any any\naccess-list 100 permit icmp any any echo-reply\n"
                      "access-list 100 remark two  blanks\n"));
    CHECK(holds(text, "access-list 5 deny   10.0.0.0 0.255.255.255\naccess-list 5 permit 10.9.9.9 log\n"));
    const auto& entries = configuration.access_lists.find("100")->entries;
    CHECK(entries[0].source_port.matches(443));
    CHECK_FALSE(entries[0].destination_port.matches(21));
    CHECK(entries[2].protocol == 50);
    CHECK(entries[3].icmp_type == 0);
    typed(configuration, {"no access-list 100"});
    CHECK_FALSE(configuration.access_lists.find("100"));
}

TEST_CASE("sequence numbers of a named list") {
    Configuration configuration;
    CHECK(typed(configuration, {"ip access-list extended L", "permit ip any any", "5 deny ip host 10.0.0.1 any", "permit gre any any"}).empty());
    CHECK(typed(configuration, {"ip access-list extended L", "5 permit esp any any"}) == "% Duplicate sequence number\n");
    const auto& entries = configuration.access_lists.find("L")->entries;
    REQUIRE(entries.size() == 3);
    CHECK(entries[0].sequence == 5);
    CHECK_FALSE(entries[0].permit);
    CHECK(entries[2].sequence == 20);
    CHECK(holds(running_config_text(configuration), "ip access-list extended L\n 5 deny   ip host 10.0.0.1 any\n 10 permit ip any any\n"));
    typed(configuration, {"ip access-list extended L", "no 5", "no permit gre any any"});
    CHECK(configuration.access_lists.find("L")->entries.size() == 1);
    CHECK(holds(running_config_text(configuration), "ip access-list extended L\n permit ip any any\n"));
}

TEST_CASE("a remark shares the number of the entry behind it") {
    const std::string_view lines = "ip access-list extended S2S\n 10 remark to the other site\n 10 permit ip any host 10.0.0.1\n 20 permit gre any any\n";
    const auto configuration = loaded("version 17.3\n" + std::string{lines});
    REQUIRE(configuration.access_lists.find("S2S")->entries.size() == 3);
    CHECK(holds(running_config_text(configuration), lines));
    const auto unnumbered = loaded("ip access-list extended S2S\n remark to the other site\n permit ip any host 10.0.0.1\n permit gre any any\n");
    CHECK(unnumbered.access_lists == configuration.access_lists);
    CHECK(holds(running_config_text(unnumbered), "ip access-list extended S2S\n remark to the other site\n permit ip any host 10.0.0.1\n"));
}

TEST_CASE("a list keeps its kind") {
    Configuration configuration;
    typed(configuration, {"ip access-list standard L", "permit 10.0.0.0 0.0.0.255"});
    CHECK(holds(typed(configuration, {"ip access-list extended L"}), "already exists"));
    CHECK(holds(typed(configuration, {"ip access-list extended 5"}), "% Invalid input"));
    CHECK(configuration.access_lists.find("L")->entries[0].source.matches(*IpAddress::parse("10.0.0.77")));
}
