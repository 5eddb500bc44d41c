#include <catch2/catch.hpp>

#include "config-model/route_map.h"
#include "tests/config-model/router_text.h"

using namespace config;
using test::holds;
using test::loaded;
using test::typed;

TEST_CASE("address translation is printed as it was configured, in the order of its section") {
    const std::string_view text =
        "interface Ethernet0/0\n ip address 203.0.113.1 255.255.255.0\n ip nat outside\n!\ninterface Ethernet0/1\n ip address 192.168.1.1 255.255.255.0\n ip nat inside\n!\n"
        "ip nat inside source static 192.168.1.10 203.0.113.10\nip nat inside source static tcp 192.168.1.10 80 interface Ethernet0/0 8080\n"
        "ip nat inside source static udp 192.168.1.11 53 203.0.113.11 53 extendable\nip nat inside source static 192.168.1.12 203.0.113.12 route-map NONAT no-alias\n"
        "ip nat inside source list 1 interface Ethernet0/0 overload\nip nat inside source route-map NAT pool P\n"
        "ip nat pool P 203.0.113.20 203.0.113.30 netmask 255.255.255.0\nip nat pool Q 203.0.113.40 203.0.113.40 prefix-length 24\n"
        "ip nat translation udp-timeout 30\nip nat translation tcp-timeout never\nip nat translation max-entries 100\n";
    const auto configuration = loaded(text);
    CHECK(configuration.nat.statics.size() == 4);
    CHECK(configuration.nat.statics[1].protocol == 6);
    CHECK(configuration.nat.statics[1].interface == InterfaceName::parse("Ethernet0/0"));
    CHECK(configuration.nat.statics[1].global_port == 8080);
    CHECK(configuration.nat.statics[2].options == " extendable");
    CHECK(configuration.nat.sources.size() == 2);
    CHECK(configuration.nat.sources[0].overload);
    CHECK(configuration.nat.tcp_timeout == 0U);
    CHECK(configuration.find(*InterfaceName::parse("e0/0"))->nat_outside);
    CHECK(configuration.find(*InterfaceName::parse("e0/1"))->nat_inside);
    const auto printed = running_config_text(configuration);
    CHECK(holds(printed, "\nip nat translation tcp-timeout never\nip nat translation udp-timeout 30\nip nat translation max-entries 100\n"
                         "ip nat pool P 203.0.113.20 203.0.113.30 netmask 255.255.255.0\nip nat pool Q 203.0.113.40 203.0.113.40 prefix-length 24\n"
                         "ip nat inside source list 1 interface Ethernet0/0 overload\nip nat inside source route-map NAT pool P\n"
                         "ip nat inside source static 192.168.1.10 203.0.113.10\nip nat inside source static tcp 192.168.1.10 80 interface Ethernet0/0 8080\n"
                         "ip nat inside source static udp 192.168.1.11 53 203.0.113.11 53 extendable\nip nat inside source static 192.168.1.12 203.0.113.12 route-map NONAT no-alias\n"));
    CHECK(loaded(printed) == configuration);
    CHECK(configuration.kept.empty());
}

TEST_CASE("what is wrong with a translation is said, and changes nothing") {
    Configuration configuration;
    typed(configuration, {"ip nat inside source static 192.168.1.10 203.0.113.10"});
    CHECK(holds(typed(configuration, {"ip nat inside source static 192.168.1.11 203.0.113.10"}), "already mapped"));
    CHECK(typed(configuration, {"ip nat pool P 203.0.113.9 203.0.113.2 netmask 255.255.255.0"}) == "%End address less than start address\n");
    CHECK(typed(configuration, {"ip nat pool P 203.0.113.9 203.0.114.2 netmask 255.255.255.0"}) == "%Start and end addresses not on same subnet\n");
    CHECK(typed(configuration, {"no ip nat pool P"}) == "%Pool P not found\n");
    CHECK(configuration.nat.statics.size() == 1);
    CHECK(configuration.nat.pools.empty());
}

TEST_CASE("no takes translations away") {
    Configuration configuration;
    typed(configuration, {"ip nat inside source list 1 interface Ethernet0/0", "ip nat inside source list 1 interface Ethernet0/0 overload"});
    REQUIRE(configuration.nat.sources.size() == 1);
    CHECK(configuration.nat.sources[0].overload);
    typed(configuration, {"ip nat inside source static tcp 192.168.1.10 80 203.0.113.10 80", "ip nat pool P 203.0.113.2 203.0.113.9 prefix-length 24",
                          "ip nat translation timeout 600", "interface Ethernet0/1", "ip nat inside", "ip nat outside"});
    typed(configuration, {"no ip nat inside source list 1 interface Ethernet0/0 overload", "no ip nat inside source static tcp 192.168.1.10 80 203.0.113.10 80",
                          "no ip nat pool P", "no ip nat translation timeout", "interface Ethernet0/1", "no ip nat inside", "no ip nat outside"});
    CHECK(configuration.nat == NatConfig{});
    CHECK_FALSE(configuration.interfaces.begin()->second.nat_inside);
    CHECK(holds(typed(configuration, {"no ip nat inside source static 1.1.1.1 2.2.2.2"}), "Translation not found"));
}

TEST_CASE("a route map is read from what was kept of it") {
    const auto configuration = loaded("route-map NAT deny 5\n match ip address VPN\n!\nroute-map NAT permit 20\n match ip address prefix-list P\n!\n"
                                      "route-map NAT permit 10\n match ip address 101 102\n match interface Ethernet0/0\n set metric 5\n!\nroute-map OTHER permit 10\n!\n");
    const auto entries = route_map(configuration, "NAT");
    REQUIRE(entries.size() == 3);
    CHECK_FALSE(entries[0].permit);
    CHECK(entries[0].lists == std::vector<std::string>{"VPN"});
    CHECK(entries[1].sequence == 10);
    CHECK(entries[1].lists == std::vector<std::string>{"101", "102"});
    CHECK(entries[1].interfaces == std::vector{*InterfaceName::parse("Ethernet0/0")});
    CHECK_FALSE(entries[1].unreadable);
    CHECK(entries[2].unreadable);
    CHECK(route_map(configuration, "OTHER").at(0).lists.empty());
    CHECK(route_map(configuration, "ABSENT").empty());
}
