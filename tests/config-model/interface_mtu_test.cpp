#include <catch2/catch.hpp>

#include "router_text.h"

using namespace config;
using test::holds;
using test::loaded;
using test::typed;

TEST_CASE("the overlay of an IPsec tunnel is the other family, and goes with the mode") {
    config::Configuration configuration;
    for (const std::string mode : {"ipsec ipv6 v4-overlay", "ipsec ipv4 v6-overlay", "ipsec ipv6"}) {
        config::load_configuration(configuration, "interface Tunnel0\n tunnel mode " + mode + "\n");
        CHECK(config::running_config_text(configuration).find(" tunnel mode " + mode + "\n") != std::string::npos);
        CHECK(configuration.find(*config::InterfaceName::parse("Tunnel0"))->tunnel.overlay == mode.ends_with("overlay"));
    }
}

TEST_CASE("the sizes of an interface: MTUs of both families and what connections are held to") {
    const std::string_view lines = " ip mtu 1400\n ip tcp adjust-mss 1360\n";
    const auto configuration = loaded("interface Tunnel0\n ip mtu 1400\n ip tcp adjust-mss 1360\n ipv6 mtu 1380\n ipv6 tcp adjust-mss 1320\n");
    const auto* interface = configuration.find(*InterfaceName::parse("Tunnel0"));
    REQUIRE(interface);
    CHECK(interface->ip_mtu == 1400);
    CHECK(interface->tcp_adjust_mss == 1360);
    CHECK(interface->ipv6_mtu == 1380);
    CHECK(interface->ipv6_tcp_adjust_mss == 1320);
    const auto text = running_config_text(configuration);
    CHECK(holds(text, lines));
    CHECK(holds(text, " ipv6 mtu 1380\n"));
    CHECK(holds(text, " ipv6 tcp adjust-mss 1320\n"));
    CHECK(loaded(text) == configuration);
    Configuration edited = configuration;
    CHECK(typed(edited, {"interface Tunnel0", "no ipv6 mtu", "no ipv6 tcp adjust-mss", "no ip tcp adjust-mss"}).empty());
    CHECK_FALSE(edited.find(*InterfaceName::parse("Tunnel0"))->ipv6_mtu);
    CHECK_FALSE(edited.find(*InterfaceName::parse("Tunnel0"))->ipv6_tcp_adjust_mss);
    CHECK(holds(typed(edited, {"interface Tunnel0", "ipv6 mtu 1279"}), "%"));
    CHECK(holds(typed(edited, {"interface Tunnel0", "ipv6 tcp adjust-mss 1455"}), "%"));
}

TEST_CASE("where fragmentation happens: globally and by interface, without a warning") {
    Configuration configuration;
    CHECK(typed(configuration, {"crypto ipsec fragmentation after-encryption", "interface Ethernet0/0", "crypto ipsec fragmentation before-encryption"}).empty());
    CHECK(configuration.ipsec.fragment_after_encryption);
    CHECK(configuration.find(*InterfaceName::parse("e0/0"))->fragment_after_encryption == false);
    const auto text = running_config_text(configuration);
    CHECK(holds(text, "crypto ipsec fragmentation after-encryption\n"));
    CHECK(holds(text, " crypto ipsec fragmentation before-encryption\n"));
    CHECK(loaded(text) == configuration);
}
