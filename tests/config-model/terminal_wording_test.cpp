#include <catch2/catch.hpp>

#include "tests/config-model/router_text.h"

using namespace config;
using test::holds;
using test::typed;

TEST_CASE("addresses that a router refuses") {
    Configuration configuration;
    CHECK(typed(configuration, {"interface Ethernet0/0", "no shutdown", "ip address 10.0.0.0 255.255.255.0"}) ==
          "Bad mask 0xFFFFFF00 for address 10.0.0.0\n");
    CHECK(typed(configuration, {"interface Ethernet0/0", "ip address 10.0.0.1 255.0.255.0"}) == "Bad mask 0xFF00FF00 for address 10.0.0.1\n");
    CHECK(typed(configuration, {"interface Ethernet0/0", "ip address 10.0.0.1 255.255.255.0"}).empty());
    CHECK(typed(configuration, {"interface Ethernet0/1", "no shutdown", "ip address 10.0.0.2 255.255.255.0"}) ==
          "% 10.0.0.0 overlaps with Ethernet0/0\n");
    CHECK_FALSE(configuration.find(*InterfaceName::parse("e0/1"))->address);
    CHECK(typed(configuration, {"interface Ethernet0/1", "vrf forwarding RED", "ip address 10.0.0.2 255.255.255.0"}).empty());
}

TEST_CASE("routes that a router refuses") {
    Configuration configuration;
    typed(configuration, {"interface Ethernet0/0", "no shutdown", "ip address 10.0.0.1 255.255.255.0"});
    CHECK(typed(configuration, {"ip route 10.25.10.1 255.255.255.0 GigabitEthernet1/0"}) == "%Inconsistent address and mask\n");
    CHECK(typed(configuration, {"ip route 10.25.12.0 255.255.255.0 10.0.0.1"}) == "%Invalid next hop address (it's this router)\n");
    CHECK(configuration.routes.empty());
    CHECK(typed(configuration, {"no ip route 10.25.12.0 255.255.255.0 10.0.0.9"}) == "%No matching route to delete\n");
}

TEST_CASE("notes at a terminal, and only there") {
    Configuration configuration;
    CHECK(typed(configuration, {"crypto map CM 10 ipsec-isakmp"}) ==
          "% NOTE: This new crypto map will remain disabled until a peer\n        and a valid access list have been configured.\n");
    CHECK(typed(configuration, {"crypto map CM 10 ipsec-isakmp"}).empty());
    CHECK(typed(configuration, {"crypto ikev2 proposal P"}) ==
          "IKEv2 proposal MUST either have a set of an encryption algorithm other than aes-gcm, an integrity algorithm and a DH group "
          "configured or \n encryption algorithm aes-gcm, a prf algorithm and a DH group configured\n");
    CHECK(typed(configuration, {"crypto ikev2 policy Q", "proposal P", "proposal P"}) ==
          "IKEv2 policy MUST have atleast one complete proposal attached \n% Policy already has same proposal set \n");
    CHECK(typed(configuration, {"crypto ikev2 policy Q"}).empty());
    const auto profile = typed(configuration, {"crypto ikev2 profile R", "match identity remote address 0.0.0.0",
                                               "match identity remote address 0.0.0.0", "keyring local K", "keyring local K"});
    CHECK(profile == "IKEv2 profile MUST have:\n   1. A local and a remote authentication method.\n"
                     "   2. A match identity or a match certificate or match any statement.\n"
                     "% Already found same 'match identity' statement\n% Profile already contains this keyring\n");

    auto session = configuration_session(configuration, false, "startup-config");
    CHECK(session.feed("crypto map CM 20 ipsec-isakmp").notes.empty());
    CHECK(session.feed("crypto ikev2 proposal NEW").notes.empty());
}

TEST_CASE("no of a map, of an entry and of a peer") {
    Configuration configuration;
    typed(configuration, {"crypto map CM 10 ipsec-isakmp", "set peer 10.0.0.1", "set peer 10.0.0.2 default", "crypto map CM 20 ipsec-isakmp"});
    auto* map = configuration.ipsec.maps.find("CM");
    REQUIRE(map);
    CHECK(map->entries[0].peers == std::vector<std::string>{"10.0.0.2", "10.0.0.1"});
    CHECK(map->entries[0].first_peer_default);
    typed(configuration, {"crypto map CM 10", "no set peer 10.0.0.2"});
    CHECK_FALSE(configuration.ipsec.maps.find("CM")->entries[0].first_peer_default);
    typed(configuration, {"no crypto map CM 10"});
    CHECK(configuration.ipsec.maps.find("CM")->entries.size() == 1);
    typed(configuration, {"no crypto map CM"});
    CHECK_FALSE(configuration.ipsec.maps.find("CM"));
}

TEST_CASE("the IKEv2 smart defaults go and come") {
    Configuration configuration;
    typed(configuration, {"no crypto ikev2 proposal default", "no crypto ikev2 policy default"});
    CHECK(configuration.ikev2.default_proposal_off);
    CHECK(configuration.ikev2.default_policy_off);
    const auto text = running_config_text(configuration);
    CHECK(holds(text, "no crypto ikev2 proposal default\n"));
    CHECK(test::loaded(text) == configuration);
    typed(configuration, {"default crypto ikev2 proposal default"});
    CHECK_FALSE(configuration.ikev2.default_proposal_off);
}

TEST_CASE("pre-shared keys: one, two, hexadecimal") {
    Configuration configuration;
    typed(configuration, {"crypto ikev2 keyring K", "peer P", "pre-shared-key local a", "pre-shared-key remote b", "peer H",
                          "pre-shared-key hex 0A0B", "peer S", "pre-shared-key 0 cisco"});
    const auto& peers = configuration.ikev2.keyrings.find("K")->peers;
    CHECK_FALSE(peers.find("P")->symmetric);
    CHECK(peers.find("P")->remote_key->key == Secret::of_text("b"));
    const std::vector<std::uint8_t> bytes{0x0a, 0x0b};
    CHECK(peers.find("H")->local_key->key == Secret(std::span<const std::uint8_t>(bytes)));
    CHECK(peers.find("H")->remote_key == peers.find("H")->local_key);
    const auto text = running_config_text(configuration);
    CHECK(holds(text, "  pre-shared-key local a\n  pre-shared-key remote b\n"));
    CHECK(holds(text, "  pre-shared-key hex 0A0B\n"));
    CHECK(holds(text, "  pre-shared-key cisco\n"));
}

TEST_CASE("transforms that do not go together") {
    Configuration configuration;
    CHECK(holds(typed(configuration, {"crypto ipsec transform-set T esp-aes esp-3des"}), "% Invalid input detected"));
    CHECK(holds(typed(configuration, {"crypto ipsec transform-set T esp-gcm esp-sha-hmac"}), "% Invalid input detected"));
    CHECK(holds(typed(configuration, {"crypto ipsec transform-set T"}), "% Incomplete command."));
    CHECK_FALSE(configuration.ipsec.transform_sets.find("T"));
    auto session = configuration_session(configuration, true);
    CHECK(session.feed("crypto ipsec transform-set T esp-seal esp-sha-hmac").fate == Fate::warned);
    CHECK(session.feed("crypto ipsec transform-set T esp-gmac").fate == Fate::warned);
    CHECK(session.feed("crypto ipsec transform-set U ah-sha-hmac comp-lzs").fate == Fate::warned);
    CHECK(session.feed("crypto ipsec transform-set V esp-gcm 256").fate == Fate::acted_on);
    CHECK(configuration.ipsec.transform_sets.find("V")->words() == "esp-gcm 256");
}

TEST_CASE("a crypto map has to be there when an interface is given it at a terminal") {
    Configuration configuration;
    CHECK(typed(configuration, {"interface Ethernet0/0", "crypto map NONE"}) == "ERROR: Crypto Map with tag \"NONE\" does not exist.\n");
    CHECK_FALSE(holds(running_config_text(configuration), "crypto map"));
    CHECK(holds(running_config_text(test::loaded("interface Ethernet0/0\n crypto map LATER\n")), " crypto map LATER\n"));
}

TEST_CASE("crypto ipsec lines of an interface stay in the interface") {
    Configuration configuration;
    CHECK(typed(configuration, {"interface Ethernet0/0", "crypto ipsec df-bit clear", "crypto ipsec fragmentation before-encryption", "mtu 1400"}).empty());
    CHECK(holds(running_config_text(configuration), " crypto ipsec df-bit clear\n crypto ipsec fragmentation before-encryption\n"));
    CHECK_FALSE(configuration.ipsec.df_bit);
    CHECK(configuration.interfaces.begin()->second.mtu == 1400);
    typed(configuration, {"crypto ipsec df-bit set", "interface Ethernet0/0", "no crypto ipsec df-bit", "no crypto ipsec fragmentation"});
    CHECK_FALSE(holds(running_config_text(configuration), "\n crypto ipsec"));
    CHECK(holds(running_config_text(configuration), "\ncrypto ipsec df-bit set\n"));
    typed(configuration, {"interface Ethernet0/0", "ip dhcp pool P", "network 192.0.2.0 255.255.255.0", "interface Ethernet0/0", "ip nat inside source list 1 pool N"});
    CHECK(holds(running_config_text(configuration), "\nip dhcp pool P\n network 192.0.2.0 255.255.255.0\n"));
    CHECK(holds(running_config_text(configuration), "\nip nat inside source list 1 pool N\n"));
}

TEST_CASE("u all is no user") {
    Configuration configuration;
    CHECK(holds(typed(configuration, {"u all"}), "% Invalid input detected at '^' marker."));
    CHECK(configuration.system.users.empty());
    CHECK(typed(configuration, {"us all"}).empty());
    CHECK(configuration.system.users.size() == 1);
}

TEST_CASE("the access classes of a line, one for each direction") {
    Configuration configuration;
    CHECK(typed(configuration, {"line vty 0 4", "access-class 23 out", "access-class ADMINS in vrf-also"}).empty());
    CHECK(holds(running_config_text(configuration), " access-class ADMINS in vrf-also\n access-class 23 out\n"));
    CHECK(typed(configuration, {"line vty 0 4", "no access-class ADMINS in"}).empty());
    CHECK(holds(running_config_text(configuration), "line vty 0 4\n access-class 23 out\n"));
    CHECK(typed(configuration, {"line vty 0 4", "no access-class 23"}).empty());
    CHECK_FALSE(holds(running_config_text(configuration), "access-class"));
}
