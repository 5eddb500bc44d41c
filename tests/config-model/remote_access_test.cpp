#include <catch2/catch.hpp>

#include "tests/config-model/router_text.h"

using namespace config;
using test::holds;
using test::loaded;
using test::typed;

TEST_CASE("address pools do not overlap") {
    Configuration configuration;
    CHECK(typed(configuration, {"ip local pool ippool 10.5.5.1 10.5.5.254", "ip local pool one 10.6.0.1"}).empty());
    CHECK(typed(configuration, {"ip local pool other 10.5.5.200 10.5.6.1"}) == "%IP address range overlaps with pool: ippool\n");
    CHECK(typed(configuration, {"ip local pool bad 10.7.0.9 10.7.0.1"}) == "%Bad IP range, 10.7.0.9 to 10.7.0.1\n");
    CHECK_FALSE(configuration.local_pools.find("other"));
    CHECK(holds(running_config_text(configuration), "ip local pool ippool 10.5.5.1 10.5.5.254\nip local pool one 10.6.0.1\n"));
    typed(configuration, {"ip local pool ippool 10.5.7.1 10.5.7.2", "no ip local pool ippool 10.5.5.1 10.5.5.254"});
    CHECK(configuration.local_pools.find("ippool")->ranges.size() == 1);
    typed(configuration, {"no ip local pool ippool"});
    CHECK_FALSE(configuration.local_pools.find("ippool"));
}

TEST_CASE("method lists") {
    const auto configuration = loaded("aaa new-model\naaa authentication login default group tacacs+ local\n"
                                      "aaa authorization network N group radius local\naaa authorization exec default none\naaa session-id common\n");
    CHECK(configuration.aaa.login.find("default")->methods == std::vector{AaaMethod::group_tacacs, AaaMethod::local});
    CHECK(configuration.aaa.network.find("N")->methods == std::vector{AaaMethod::group_radius, AaaMethod::local});
    const auto text = running_config_text(configuration);
    CHECK(holds(text, "aaa new-model\n!\naaa authentication login default group tacacs+ local\naaa authorization exec default none \n"
                      "aaa authorization network N group radius local \naaa session-id common\n!\n"));
    CHECK(loaded(text) == configuration);
    Configuration edited = configuration;
    typed(edited, {"no aaa authentication login default", "no aaa new-model"});
    CHECK_FALSE(edited.aaa.login.find("default"));
    CHECK_FALSE(edited.aaa.session_id_common);
}

TEST_CASE("a user has a password or a secret") {
    Configuration configuration;
    typed(configuration, {"username u password 7 0201024E070A0E2649", "username u secret 5 $1$abcd$0123456789012345678901"});
    CHECK(holds(typed(configuration, {"username u password other"}), "ERROR: Can not have both a user password and a user secret."));
    CHECK(configuration.system.users.at(0).secret->type == 5);
    CHECK_FALSE(configuration.system.users.at(0).password);
}

TEST_CASE("a VPN client and its interfaces") {
    const auto configuration = loaded("crypto ipsec client ezvpn VPN\n group testgroup key cisco321\n peer 10.48.67.181\n connect manual\n"
                                      " username user password secret\ninterface Ethernet0/0\n crypto ipsec client ezvpn VPN\n"
                                      "interface Ethernet0/1\n crypto ipsec client ezvpn VPN inside\n");
    const auto* client = configuration.ezvpn_clients.find("VPN");
    REQUIRE(client);
    CHECK(client->connect == EzvpnConnect::manual);
    CHECK(client->group_key->key == Secret::of_text("cisco321"));
    CHECK(client->peers == std::vector<std::string>{"10.48.67.181"});
    CHECK(configuration.find(*InterfaceName::parse("e0/0"))->ezvpn_outside == "VPN");
    CHECK(configuration.find(*InterfaceName::parse("e0/1"))->ezvpn_inside == "VPN");
    const auto text = running_config_text(configuration);
    CHECK(holds(text, "crypto ipsec client ezvpn VPN\n connect manual\n group testgroup key cisco321\n mode client\n peer 10.48.67.181\n"
                      " username user password secret\n xauth userid mode interactive\n!\n"));
    CHECK(holds(text, " crypto ipsec client ezvpn VPN inside\n"));
    CHECK(loaded(text) == configuration);
}

TEST_CASE("a DHCP server for a lab, and a client") {
    const auto configuration = loaded("ip dhcp excluded-address 10.100.2.1 10.100.2.101\nip dhcp pool LAN\n network 10.100.2.0 /24\n"
                                      " default-router 10.100.2.3\n dns-server 1.1.1.1 2.2.2.2\n lease 0 1 30\n option 150 ip 10.0.0.1\n"
                                      "no service dhcp\nip host hub 10.48.67.181\ninterface Ethernet0/0\n"
                                      " ip address dhcp client-id Ethernet0/0 hostname Spoke\n");
    const auto* pool = configuration.dhcp.pools.find("LAN");
    REQUIRE(pool);
    CHECK(pool->network == Prefix{*IpAddress::parse("10.100.2.0"), 24});
    CHECK(pool->lease_seconds == 5400);
    CHECK(pool->options.size() == 1);
    CHECK_FALSE(configuration.dhcp.service);
    CHECK(configuration.hosts.at("hub").size() == 1);
    const auto* interface = configuration.find(*InterfaceName::parse("e0/0"));
    CHECK(interface->address_dhcp);
    CHECK(interface->dhcp_hostname == "Spoke");
    const auto text = running_config_text(configuration);
    CHECK(holds(text, "ip dhcp pool LAN\n network 10.100.2.0 255.255.255.0\n default-router 10.100.2.3 \n dns-server 1.1.1.1 2.2.2.2 \n"
                      " lease 0 1 30\n option 150 ip 10.0.0.1\n!\n"));
    CHECK(holds(text, " ip address dhcp client-id Ethernet0/0 hostname Spoke\n"));
    CHECK(loaded(text) == configuration);
}

TEST_CASE("IPv6 addresses, lists and filters") {
    const auto configuration = loaded("ipv6 unicast-routing\nipv6 access-list L\n remark hosts\n permit tcp 2001:DB8::/32 any eq 22 log\n"
                                      " permit icmp any any nd-ns\n deny ipv6 any host 2001:DB8::9\ninterface Ethernet0/0\n"
                                      " ipv6 address 2001:DB8::1/64\n ipv6 address 2001:DB8:1::/64 eui-64\n ipv6 address FE80::1 link-local\n"
                                      " ipv6 traffic-filter L in\n ipv6 nd ra suppress\n ipv6 nd dad attempts 0\n no ip proxy-arp\n"
                                      "ipv6 route ::/0 Ethernet0/0 FE80::2\n");
    const auto* list = configuration.ipv6_access_lists.find("L");
    REQUIRE(list);
    REQUIRE(list->entries.size() == 4);
    CHECK(list->entries[1].destination_port.matches(22));
    CHECK(list->entries[2].icmp_type == 135);
    CHECK(list->entries[3].sequence == 40);
    const auto* interface = configuration.find(*InterfaceName::parse("e0/0"));
    CHECK(interface->ipv6_addresses.size() == 1);
    CHECK(interface->ipv6_eui64.size() == 1);
    CHECK(interface->ipv6_traffic_filter_in == "L");
    CHECK_FALSE(interface->proxy_arp);
    const auto text = running_config_text(configuration);
    CHECK(holds(text, "ipv6 access-list L\n remark hosts\n permit tcp 2001:DB8::/32 any eq 22 log\n permit icmp any any nd-ns\n"
                      " deny ipv6 any host 2001:DB8::9\n!\n"));
    CHECK(holds(text, " ipv6 address FE80::1 link-local\n ipv6 address 2001:DB8::1/64\n ipv6 address 2001:DB8:1::/64 eui-64\n"));
    CHECK(holds(text, " ipv6 nd dad attempts 0\n"));
    CHECK(loaded(text) == configuration);
    Configuration edited = configuration;
    CHECK(typed(edited, {"ipv6 access-list L", "no sequence 20", "interface Ethernet0/0", "no ipv6 address 2001:DB8::1/64"}).empty());
    CHECK(edited.ipv6_access_lists.find("L")->entries.size() == 3);
    CHECK(edited.find(*InterfaceName::parse("e0/0"))->ipv6_addresses.empty());
    CHECK(holds(typed(edited, {"interface Ethernet0/0", "ipv6 address 2001:DB8::1 link-local"}), "% Invalid link-local address"));
}
