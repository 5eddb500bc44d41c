#include <catch2/catch.hpp>

#include "tests/config-model/router_text.h"

using namespace config;
using test::holds;

namespace {

// The router of the IKEv2 crypto map document, as pasted.
constexpr std::string_view pasted = R"(version 16.4
hostname R-VPN1
!
crypto ikev2 proposal Prop-customer1
 encryption aes-cbc-256
 integrity sha256
 group 19
!
crypto ikev2 policy POL-Customer1
 proposal Prop-customer1
crypto ikev2 keyring customer-1
 peer customer1
  address 198.51.100.2
  pre-shared-key cisco1234
crypto ikev2 profile PROFILE-Customer1
 match identity remote address 198.51.100.2 255.255.255.255
 authentication local pre-share
 authentication remote pre-share
 keyring local customer-1
ip access-list extended VPN-ACL-Customer1
 permit ip host 10.11.0.1 host 10.12.0.1
crypto ipsec transform-set TS-Customer1 esp-aes 256 esp-sha256-hmac
crypto map CMAP-Customer1 10 ipsec-isakmp
 set peer 198.51.100.2
 set transform-set TS-Customer1
 set pfs group19
 set ikev2-profile PROFILE-Customer1
 match address VPN-ACL-Customer1
interface GigabitEthernet0/0/0
 ip address 198.51.100.1 255.255.255.252
 negotiation auto
 crypto map CMAP-Customer1
interface Loopback0
 ip address 10.11.0.1 255.255.255.255
ip route 0.0.0.0 0.0.0.0 198.51.100.2
no ip http server
end
)";

constexpr std::string_view printed = R"(!
version 16.4
service timestamps debug datetime msec
service timestamps log datetime msec
!
hostname R-VPN1
!
boot-start-marker
boot-end-marker
!
!
no aaa new-model
!
crypto ikev2 proposal Prop-customer1 
 encryption aes-cbc-256
 integrity sha256
 group 19
!
crypto ikev2 policy POL-Customer1 
 proposal Prop-customer1
!
crypto ikev2 keyring customer-1
 peer customer1
  address 198.51.100.2
  pre-shared-key cisco1234
 !
!
!
crypto ikev2 profile PROFILE-Customer1
 match identity remote address 198.51.100.2 255.255.255.255 
 authentication remote pre-share
 authentication local pre-share
 keyring local customer-1
!
crypto ipsec transform-set TS-Customer1 esp-aes 256 esp-sha256-hmac 
 mode tunnel
!
crypto map CMAP-Customer1 10 ipsec-isakmp 
 set peer 198.51.100.2
 set transform-set TS-Customer1 
 set pfs group19
 set ikev2-profile PROFILE-Customer1
 match address VPN-ACL-Customer1
!
interface Loopback0
 ip address 10.11.0.1 255.255.255.255
!
interface GigabitEthernet0/0/0
 ip address 198.51.100.1 255.255.255.252
 negotiation auto
 crypto map CMAP-Customer1
!
no ip http server
ip route 0.0.0.0 0.0.0.0 198.51.100.2
!
ip access-list extended VPN-ACL-Customer1
 permit ip host 10.11.0.1 host 10.12.0.1
!
line con 0
line vty 0 4
 login
!
end
)";

}  // namespace

TEST_CASE("a pasted router prints back in the order and layout of a router") {
    const auto configuration = test::loaded(pasted);
    CHECK(running_config_text(configuration) == printed);
    CHECK(test::loaded(printed) == configuration);
}

TEST_CASE("the values behind the lines") {
    const auto configuration = test::loaded(pasted);
    const auto* proposal = configuration.ikev2.proposals.find("Prop-customer1");
    REQUIRE(proposal);
    CHECK(proposal->encryption == std::vector{Ikev2Encryption::aes_cbc_256});
    CHECK(proposal->groups == std::vector<std::uint16_t>{19});
    CHECK(proposal->is_complete());
    const auto* map = configuration.ipsec.maps.find("CMAP-Customer1");
    REQUIRE(map);
    REQUIRE(map->entries.size() == 1);
    CHECK(map->entries[0].is_complete());
    CHECK(map->entries[0].pfs->group == 19);
    const auto* interface = configuration.find(*InterfaceName::parse("gi0/0/0"));
    REQUIRE(interface);
    CHECK(interface->address->length == 30);
    CHECK_FALSE(interface->shutdown);
    CHECK(configuration.ipsec.transform_sets.find("TS-Customer1")->key_bits == 256);
}

TEST_CASE("what differs between releases") {
    const std::string lines = "crypto ipsec transform-set TS esp-3des esp-sha-hmac\nip access-list standard L\n permit any\n";
    const auto old_text = running_config_text(test::loaded("version 15.2\n" + lines));
    const auto new_text = running_config_text(test::loaded("version 17.3\n" + lines));
    CHECK_FALSE(holds(old_text, " mode tunnel"));
    CHECK(holds(new_text, " mode tunnel"));
    CHECK(holds(old_text, "\n permit any\n"));
    CHECK(holds(new_text, "\n 10 permit any\n"));
}

TEST_CASE("a file brings hardware up, a paste does not") {
    const std::string_view text = "interface Ethernet0/0\n ip address 10.0.0.1 255.255.255.0\ninterface Loopback0\n";
    CHECK_FALSE(test::loaded(text).find(*InterfaceName::parse("e0/0"))->shutdown);

    Configuration pasted_into;
    test::typed(pasted_into, {"interface Ethernet0/0", " ip address 10.0.0.1 255.255.255.0", "interface Loopback0"});
    CHECK(pasted_into.find(*InterfaceName::parse("e0/0"))->shutdown);
    CHECK_FALSE(pasted_into.find(*InterfaceName::parse("lo0"))->shutdown);
    CHECK(holds(running_config_text(pasted_into), "interface Ethernet0/0\n ip address 10.0.0.1 255.255.255.0\n shutdown\n"));
}

TEST_CASE("unknown but real lines stay where they were") {
    const auto text = running_config_text(test::loaded(
        "router ospf 1\n network 10.0.0.0 0.0.0.255 area 0\n!\ninterface Tunnel0\n ip address 10.0.0.1 255.255.255.0\n"
        " no ip redirects\n ip nhrp network-id 1\n tunnel source Ethernet0/0\n"));
    CHECK(holds(text, " ip address 10.0.0.1 255.255.255.0\n no ip redirects\n ip nhrp network-id 1\n tunnel source Ethernet0/0\n"));
    CHECK(holds(text, "!\nrouter ospf 1\n network 10.0.0.0 0.0.0.255 area 0\n!\n"));
}

TEST_CASE("interfaces print in the order of the hardware") {
    const auto text = running_config_text(test::loaded("interface Dialer1\n!\ninterface Vlan1\n!\ninterface Serial3/0\n!\ninterface Serial0/0\n!\n"
                                                       "interface Ethernet1/0\n!\ninterface Ethernet0/0\n!\ninterface GigabitEthernet0\n!\n"
                                                       "interface GigabitEthernet0/0/1\n!\ninterface Tunnel0\n!\ninterface Loopback0\n"));
    std::size_t last = 0;
    for (const char* name : {"Loopback0", "Tunnel0", "Ethernet0/0", "GigabitEthernet0/0/1", "Serial0/0", "Ethernet1/0", "Serial3/0",
                             "GigabitEthernet0", "Vlan1", "Dialer1"}) {
        const auto at = text.find("interface " + std::string{name} + "\n");
        INFO(name);
        CHECK(at != std::string::npos);
        CHECK(at > last);
        last = at;
    }
}

TEST_CASE("what a release prints of its defaults, and where") {
    const std::string classic = running_config_text(test::loaded("version 15.2\nip cef\nno ip domain lookup\nip ssh version 2\n"));
    CHECK(holds(classic, "no service password-encryption\n"));
    CHECK(holds(classic, "line aux 0\n"));
    CHECK(holds(classic, "ip cef\nno ip domain lookup\n"));
    const std::string xe = running_config_text(test::loaded("version 16.4\nip cef\nno ip domain lookup\nip ssh version 2\ninterface Loopback0\n"));
    CHECK_FALSE(holds(xe, "service password-encryption"));
    CHECK_FALSE(holds(xe, "line aux 0\n"));
    CHECK(holds(xe, "no ip domain lookup\nip cef\n"));
    CHECK(xe.find("ip ssh version 2") > xe.find("interface Loopback0"));
    CHECK(holds(running_config_text(test::loaded("version 16.4\nline aux 0\n no exec\n")), "line aux 0\n no exec\n"));
    const std::string old = running_config_text(test::loaded("version 12.4\nip ssh version 2\ninterface Loopback0\n"));
    CHECK(old.find("ip ssh version 2") < old.find("interface Loopback0"));
}

TEST_CASE("a kept line belongs to its own terminal lines") {
    const auto text = running_config_text(test::loaded("line console 0\n stopbits 1\nline aux 0\n no exec\nline vty 0 4\n login\n rotary 1\n"
                                                       "line vty 5 15\n login\n rotary 2\n"));
    CHECK(holds(text, "line con 0\n stopbits 1\nline aux 0\n no exec\nline vty 0 4\n login\n rotary 1\nline vty 5 15\n login\n rotary 2\n"));
}
