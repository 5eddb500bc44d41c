#include <catch2/catch.hpp>

#include "tests/config-model/router_text.h"

using namespace config;
using test::holds;
using test::loaded;
using test::typed;

namespace {

/// The lines between two sections, as printed.
std::string printed_between(const Configuration& configuration, std::string_view from, std::string_view to) {
    const auto text = running_config_text(configuration);
    const auto start = text.find(from);
    const auto end = text.find(to, start);
    return start == std::string::npos || end == std::string::npos ? text : text.substr(start, end - start);
}

// A hub of the document of wildcard keys, Xauth and VPN clients.
constexpr std::string_view hub = R"(version 12.3
aaa new-model
aaa authentication login clientauth local
aaa authorization network groupauthor local
!--- Keyring that defines wildcard pre-shared key.
crypto keyring spokes
  pre-shared-key address 0.0.0.0 0.0.0.0 key cisco123
crypto isakmp policy 10
 encr 3des
 authentication pre-share
 group 2
!--- VPN Client configuration for group "testgroup"
crypto isakmp client configuration group testgroup
 key cisco321
 dns 1.1.1.1 2.2.2.2
 wins 3.3.3.3 4.4.4.4
 domain cisco.com
 pool ippool
crypto isakmp profile L2L
   description LAN-to-LAN for spoke router(s) connection
   keyring spokes
   match identity address 0.0.0.0
crypto isakmp profile VPNclient
   match identity group testgroup
   client authentication list clientauth
   isakmp authorization list groupauthor
   client configuration address respond
crypto ipsec transform-set myset esp-3des esp-sha-hmac
crypto dynamic-map dynmap 5
 set transform-set myset
 set isakmp-profile VPNclient
crypto dynamic-map dynmap 10
 set transform-set myset
 set isakmp-profile L2L
crypto map mymap 10 ipsec-isakmp dynamic dynmap
interface FastEthernet0/0
 ip address 10.48.67.181 255.255.254.0
 crypto map mymap
)";

}  // namespace

TEST_CASE("a hub with profiles prints its crypto lines in the document's order and layout") {
    const auto configuration = loaded(hub);
    CHECK(printed_between(configuration, "crypto keyring", "interface ") == R"(crypto keyring spokes  
  pre-shared-key address 0.0.0.0 0.0.0.0 key cisco123
!
crypto isakmp policy 10
 encr 3des
 authentication pre-share
 group 2
!
crypto isakmp client configuration group testgroup
 key cisco321
 dns 1.1.1.1 2.2.2.2
 wins 3.3.3.3 4.4.4.4
 domain cisco.com
 pool ippool
!
crypto isakmp profile L2L
   description LAN-to-LAN for spoke router(s) connection
   keyring spokes
   match identity address 0.0.0.0 
crypto isakmp profile VPNclient
   match identity group testgroup
   client authentication list clientauth
   isakmp authorization list groupauthor
   client configuration address respond
!
crypto ipsec transform-set myset esp-3des esp-sha-hmac 
!
crypto dynamic-map dynmap 5
 set transform-set myset 
 set isakmp-profile VPNclient
crypto dynamic-map dynmap 10
 set transform-set myset 
 set isakmp-profile L2L
!
crypto map mymap 10 ipsec-isakmp dynamic dynmap 
!
)");
    CHECK(loaded(running_config_text(configuration)) == configuration);
}

TEST_CASE("the values behind the hub's lines") {
    const auto configuration = loaded(hub);
    const auto& isakmp = configuration.isakmp;
    REQUIRE(isakmp.policies.size() == 1);
    CHECK(isakmp.policies[0].encryption == IsakmpEncryption::triple_des);
    CHECK(isakmp.policies[0].hash == HashAlgorithm::sha1);
    CHECK(isakmp.policies[0].lifetime == 86400);
    const auto& wildcard = isakmp.keyrings.find("spokes")->keys.at(0);
    CHECK(wildcard.address->contains(*IpAddress::parse("10.100.2.102")));
    CHECK(wildcard.key.key == Secret::of_text("cisco123"));
    const auto* client = isakmp.profiles.find("VPNclient");
    REQUIRE(client);
    CHECK(client->matches.at(0).kind == IsakmpIdentityMatch::Kind::group);
    CHECK(client->client_addressing.respond);
    CHECK_FALSE(client->client_addressing.initiate);
    CHECK(isakmp.profiles.find("L2L")->matches.at(0).address == Prefix{IpAddress::v4(0), 0});
    CHECK(isakmp.groups.find("testgroup")->dns.size() == 2);
    CHECK(configuration.ipsec.dynamic_maps.find("dynmap")->entries.at(1).isakmp_profile == "L2L");
    CHECK(configuration.ipsec.maps.find("mymap")->entries.at(0).dynamic_map == "dynmap");
    CHECK(configuration.aaa.login.find("clientauth")->methods == std::vector{AaaMethod::local});
    CHECK(configuration.aaa.session_id_common);
}

TEST_CASE("policies: order, algorithms, and the release's own words") {
    const std::string_view lines = "crypto isakmp policy 20\n encryption aes 256\n hash sha256\n group 14\n lifetime 3600\n"
                                   "crypto isakmp policy 5\n encr aes\n authentication pre-share\ncrypto isakmp keepalive 10 3 periodic\n";
    const auto old_text = printed_between(loaded(lines), "crypto isakmp policy", "line con");
    CHECK(holds(old_text, "crypto isakmp policy 5\n encr aes\n authentication pre-share\n!\ncrypto isakmp policy 20\n encr aes 256\n hash sha256\n"
                          " group 14\n lifetime 3600\ncrypto isakmp keepalive 10 3 periodic\n!\n"));
    const auto new_text = running_config_text(loaded("version 17.3\n" + std::string{lines}));
    CHECK(holds(new_text, "crypto isakmp policy 5\n encryption aes\n hash sha\n authentication pre-share\n"));
    Configuration configuration;
    typed(configuration, {"crypto isakmp policy 1", "encr aes 192", "default encryption", "no crypto isakmp default policy"});
    CHECK(configuration.isakmp.policies[0].encryption == IsakmpEncryption::des);
    CHECK(configuration.isakmp.policies[0].key_bits == 0);
    CHECK(holds(running_config_text(configuration), "no crypto isakmp default policy\n"));
    CHECK(holds(typed(configuration, {"crypto isakmp policy 10001"}), "% Invalid input detected"));
}

TEST_CASE("one key for one peer") {
    Configuration configuration;
    CHECK(typed(configuration, {"crypto isakmp key cisco address 10.0.0.2", "crypto isakmp key cisco address 10.0.0.2"}).empty());
    CHECK(typed(configuration, {"crypto isakmp key other address 10.0.0.2"}) ==
          "A pre-shared key for address mask 10.0.0.2 255.255.255.255 already exists!\n");
    typed(configuration, {"crypto isakmp key net address 10.0.0.0 255.0.0.0", "crypto isakmp key all address 0.0.0.0 no-xauth",
                          "crypto isakmp key 6 AAB hostname spoke.lan", "crypto isakmp key v6 address ipv6 2001:DB8::/32"});
    const auto text = running_config_text(configuration);
    CHECK(holds(text, "\ncrypto isakmp key cisco address 10.0.0.2       \n"));
    CHECK(holds(text, "\ncrypto isakmp key net address 10.0.0.0         255.0.0.0\n"));
    CHECK(holds(text, "\ncrypto isakmp key all address 0.0.0.0         no-xauth\n"));
    CHECK(holds(text, "\ncrypto isakmp key 6 AAB hostname spoke.lan\n"));
    CHECK(holds(text, "\ncrypto isakmp key v6 address ipv6 2001:DB8::/32\n"));
    CHECK(loaded(text).isakmp == configuration.isakmp);
    typed(configuration, {"no crypto isakmp key cisco address 10.0.0.2", "no crypto isakmp key all address 0.0.0.0"});
    CHECK(configuration.isakmp.keys.size() == 3);
}

TEST_CASE("a profile without a match is incomplete, and says so") {
    Configuration configuration;
    CHECK(typed(configuration, {"crypto isakmp profile P"}) == "% A profile is deemed incomplete until it has match identity statements\n");
    CHECK(typed(configuration, {"crypto isakmp profile P", "keyring K"}).empty());
    CHECK(holds(running_config_text(configuration),
                "crypto isakmp profile P\n! This profile is incomplete (no match identity statement)\n   keyring K\n"));
    typed(configuration, {"crypto isakmp profile P", "match identity address 10.1.1.1", "match identity address ipv6 2001:DB8::/64",
                          "match identity host domain lan", "keepalive 10 retry 3", "self-identity user-fqdn a@b", "initiate mode aggressive"});
    const auto text = running_config_text(configuration);
    CHECK(holds(text, "   self-identity user-fqdn a@b\n"));
    CHECK(holds(text, "   match identity address 10.1.1.1 255.255.255.255 \n   match identity address ipv6 2001:DB8::/64 \n"));
    CHECK_FALSE(holds(text, "incomplete"));
    CHECK(loaded(text).isakmp == configuration.isakmp);
}

TEST_CASE("peers of aggressive mode, and lines of a whole crypto map") {
    const auto configuration = loaded("crypto isakmp peer address 10.4.4.1\n set aggressive-mode client-endpoint user-fqdn user@cisco.com\n"
                                      " set aggressive-mode password cisco123\n"
                                      "crypto map M client authentication list X\ncrypto map M isakmp authorization list Y\n"
                                      "crypto map M client configuration address respond\ncrypto map M 1 ipsec-isakmp dynamic D\n");
    const auto text = running_config_text(configuration);
    CHECK(holds(text, "crypto isakmp peer address 10.4.4.1\n set aggressive-mode password cisco123\n"
                      " set aggressive-mode client-endpoint user-fqdn user@cisco.com\n!\n"));
    CHECK(holds(text, "crypto map M client authentication list X\ncrypto map M isakmp authorization list Y\n"
                      "crypto map M client configuration address respond\ncrypto map M 1 ipsec-isakmp dynamic D \n!\n"));
    const auto* map = configuration.ipsec.maps.find("M");
    CHECK(map->client_authentication_list == "X");
    CHECK(map->client_addressing.respond);
    Configuration edited = configuration;
    typed(edited, {"no crypto map M client authentication list X"});
    CHECK(edited.ipsec.maps.find("M")->client_authentication_list.empty());
    CHECK(edited.ipsec.maps.find("M")->authorization_list == "Y");
}

TEST_CASE("a map entry without peer or list is marked, a map that is not there is refused at a terminal") {
    Configuration configuration;
    typed(configuration, {"crypto map CM 10 ipsec-isakmp", "set peer 10.0.0.1"});
    CHECK(holds(running_config_text(configuration), "crypto map CM 10 ipsec-isakmp \n ! Incomplete\n set peer 10.0.0.1\n"));
    CHECK(typed(configuration, {"interface Ethernet0/0", "crypto map OTHER"}) == "ERROR: Crypto Map with tag \"OTHER\" does not exist.\n");
    CHECK(typed(configuration, {"interface Ethernet0/0", "crypto map CM"}).empty());
    CHECK(loaded("interface Ethernet0/0\n crypto map LATER\n").find(*InterfaceName::parse("e0/0"))->crypto_maps ==
          std::vector<std::string>{"LATER"});
}

TEST_CASE("crypto maps for IPv6") {
    const auto configuration = loaded("crypto map ipv6 V6 10 ipsec-isakmp\n set peer 2001:db8::2\n match address ipv6 LIST\n"
                                      "interface Ethernet0/0\n ipv6 crypto map V6\n");
    const auto& entry = configuration.ipsec.maps.find("V6")->entries.at(0);
    CHECK(configuration.ipsec.maps.find("V6")->ipv6);
    CHECK(entry.match_ipv6);
    CHECK(entry.peers.at(0) == "2001:DB8::2");
    const auto text = running_config_text(configuration);
    CHECK(holds(text, "crypto map ipv6 V6 10 ipsec-isakmp \n set peer ipv6 2001:DB8::2\n match address ipv6 LIST\n"));
    CHECK(holds(text, " ipv6 crypto map V6\n"));
    CHECK(loaded(text) == configuration);
}

TEST_CASE("a global command typed in a mode of ISAKMP leaves it") {
    Configuration configuration;
    typed(configuration, {"crypto isakmp client configuration group G", "crypto dynamic-map D 10", "crypto isakmp profile P", "vrf definition RED",
                          "crypto ipsec client ezvpn E", "flow exporter F", "ip dhcp pool L", "vrf definition BLUE", "crypto keyring K", "key chain C"});
    CHECK(configuration.ipsec.dynamic_maps.find("D"));
    CHECK(configuration.isakmp.groups.find("G")->options.empty());
    CHECK(configuration.dhcp.pools.find("L")->options.empty());
    const auto text = running_config_text(configuration);
    for (const auto part : {"vrf definition RED\n", "flow exporter F\n", "vrf definition BLUE\n", "key chain C\n"}) CHECK(holds(text, part));
}

TEST_CASE("edits of ISAKMP lines say what they touch") {
    Configuration configuration;
    auto session = configuration_session(configuration, true);
    const auto topic_of = [&](std::string_view text) {
        const auto result = session.feed(text);
        return result.changes.empty() ? Change{ChangeTopic::none, {}, false} : result.changes.changes.front();
    };
    CHECK(topic_of("crypto isakmp policy 10") == Change{ChangeTopic::isakmp_policy, "10", false});
    CHECK(topic_of("crypto isakmp key k address 10.0.0.1").topic == ChangeTopic::isakmp_key);
    topic_of("crypto keyring K");
    CHECK(topic_of("pre-shared-key address 10.0.0.1 key x") == Change{ChangeTopic::isakmp_key, "K", false});
    CHECK(topic_of("crypto isakmp profile P") == Change{ChangeTopic::isakmp_profile, "P", false});
    CHECK(topic_of("crypto isakmp client configuration group G") == Change{ChangeTopic::isakmp_group, "G", false});
    topic_of("crypto ipsec transform-set T esp-aes esp-sha-hmac");
    topic_of("crypto dynamic-map D 10");
    CHECK(session.feed("set transform-set N").error == "ERROR: transform set with tag \"N\" does not exist.");
    CHECK(topic_of("set transform-set T") == Change{ChangeTopic::dynamic_map, "D", false});
    CHECK(topic_of("no crypto dynamic-map D") == Change{ChangeTopic::dynamic_map, "D", true});
    CHECK(topic_of("crypto ipsec client ezvpn E") == Change{ChangeTopic::ezvpn, "E", false});
}
