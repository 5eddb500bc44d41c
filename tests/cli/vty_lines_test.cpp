#include <catch2/catch.hpp>

#include "cli/router/vty_lines.h"
#include "config-model/configuration_text.h"

using namespace cli;

namespace {

struct Vty {
    explicit Vty(std::string_view text) { config::load_configuration(configuration, text); }
    std::optional<std::uint16_t> take(Transport transport = Transport::ssh, std::string_view peer = "192.0.2.1") {
        return lines.take(configuration, transport, *config::IpAddress::parse(peer));
    }
    config::Configuration configuration;
    VtyLines lines;
};

}  // namespace

TEST_CASE("the lowest free vty is taken, and no more than there are", "[vty]") {
    Vty vty("hostname R1\n");
    for (std::uint16_t number = 0; number < 5; ++number) CHECK(vty.take() == number);
    CHECK_FALSE(vty.take());
    vty.lines.release(3);
    vty.lines.release(1);
    CHECK(vty.take() == 1);
    CHECK(vty.take(Transport::telnet) == 3);
    CHECK_FALSE(vty.take());
}

TEST_CASE("transport input chooses among the vtys", "[vty]") {
    Vty vty("line vty 0 1\n transport input ssh\nline vty 2 3\n transport input telnet\nline vty 4\n transport input none\nline vty 5 15\n transport input all\n");
    CHECK(vty.take(Transport::telnet) == 2);
    CHECK(vty.take(Transport::telnet) == 3);
    CHECK(vty.take(Transport::telnet) == 5);
    CHECK(vty.take(Transport::ssh) == 0);
    CHECK(vty.take(Transport::ssh) == 1);
    CHECK(vty.take(Transport::ssh) == 6);
}

TEST_CASE("access-class in refuses peers", "[vty]") {
    SECTION("a standard list") {
        Vty vty("access-list 23 deny 192.0.2.66\naccess-list 23 permit 192.0.2.0 0.0.0.255\nline vty 0 4\n access-class 23 in\n");
        CHECK(vty.take() == 0);
        CHECK_FALSE(vty.take(Transport::ssh, "192.0.2.66"));
        CHECK_FALSE(vty.take(Transport::ssh, "198.51.100.1"));
        CHECK(vty.take(Transport::ssh, "2001:db8::1") == 1);
    }
    SECTION("an extended list names the service") {
        Vty vty("ip access-list extended ADMINS\n remark who\n permit tcp 192.0.2.0 0.0.0.255 any eq 22\n permit udp any any\n"
                "line vty 0 4\n access-class ADMINS in vrf-also\n");
        CHECK(vty.take(Transport::ssh) == 0);
        CHECK_FALSE(vty.take(Transport::telnet));
    }
    SECTION("a list that is not there permits, and one for the way out says nothing") {
        Vty vty("line vty 0 2\n access-class NOWHERE in\nline vty 3 4\n access-class 1 out\naccess-list 1 deny any\n");
        for (std::uint16_t number = 0; number < 5; ++number) CHECK(vty.take() == number);
    }
}
