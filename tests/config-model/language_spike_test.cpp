#include <catch2/catch.hpp>

#include "tests/config-model/language_toy.h"

using namespace toy;

namespace {

/// What a router prints for a line: the error below its caret, or nothing.
std::string error_of(Bench& bench, std::string_view line) {
    const LineResult result = bench.session.feed(line);
    if (result.caret < 0) return result.error;
    return std::string(line) + "\n" + std::string(static_cast<std::size_t>(result.caret), ' ') + "^\n" + result.error;
}

/// The text is printed back as it is, and again after it was read back.
void round_trip(std::string_view text) {
    Bench first;
    const LoadReport report = first.load(text);
    INFO(report.rejected << " rejected, first: " << (report.notes.empty() ? "" : report.notes[0].line));
    CHECK(report.rejected == 0);
    CHECK(first.text() == text);
    Bench second;
    second.load(first.text());
    CHECK(second.text() == first.text());
    CHECK(second.kept == first.kept);
}

}  // namespace

TEST_CASE("access lists, numbered and named") {
    round_trip("ip access-list extended VPN\n"
               " permit ip 192.168.1.0 0.0.0.255 192.168.2.0 0.0.0.255\n"
               " 20 permit tcp any eq www host 10.0.0.1 range 10 20 log\n"
               " remark all   the rest\n"
               " deny 99 any any dscp 46 fragments\n"
               "!\n"
               "access-list 100 permit esp host 1.1.1.1 any\n"
               "access-list 100 remark --- end ---\n"
               "!\n");
    Bench bench;
    CHECK(error_of(bench, "access-list 100 permit udp any any eq isakmp log log") ==
          "access-list 100 permit udp any any eq isakmp log log\n"
          "                                                 ^\n"
          "% Invalid input detected at '^' marker.");
    CHECK(error_of(bench, "access-list 100 per tcp host any") ==
          "access-list 100 per tcp host any\n"
          "                             ^\n"
          "% Invalid input detected at '^' marker.");
    CHECK(bench.root.numbered_lists.empty());
}

TEST_CASE("interface names in one word or two") {
    Bench bench(true);
    for (const char* header : {"interface GigabitEthernet0/0/0", "int gi 0/0/0", "int gi0/0/0", "interface  gigabitethernet   0/0/0"}) {
        bench.session.feed(header);
        CHECK(bench.session.prompt() == "config-if");
        bench.session.feed("exit");
        CHECK(bench.session.prompt() == "config");
    }
    CHECK(bench.root.interfaces.size() == 1);
    CHECK(error_of(bench, "interface gi") == "% Incomplete command.");
    CHECK(error_of(bench, "interface foo 0/0").find("          ^\n%") != std::string::npos);
    const LineResult result = bench.session.feed("interface lo0");
    CHECK(result.changes.changes == std::vector<Change>{{ChangeTopic::interfaces, "Loopback0", false}});
}

TEST_CASE("crypto map headers and map-level lines") {
    round_trip("crypto map CM local-address Loopback0\n"
               "crypto map CM 10 ipsec-isakmp\n"
               " set peer 10.0.0.2\n"
               " set peer backup.example.com\n"
               " match address 101\n"
               "!\n"
               "crypto map CM 20 ipsec-isakmp\n"
               "!\n"
               "!\n");
    Bench bench(true);
    CHECK(bench.session.feed("crypto map CM 10 ipsec-i").notes.size() == 1);
    CHECK(bench.session.prompt() == "config-crypto-map");
    CHECK(bench.session.feed("crypto map CM 10").notes.empty());
    bench.session.feed("set peer 1.1.1.1");
    bench.session.feed("crypto map CM local-address lo0");   // leaves the entry
    CHECK(bench.session.prompt() == "config");
    CHECK(bench.root.local_addresses.size() == 1);
    CHECK(error_of(bench, "crypto map CM") == "% Incomplete command.");
    CHECK(error_of(bench, "no crypto map CM 10").empty());
    CHECK(bench.root.maps.empty());
    bench.session.feed("crypto map CM 10 ipsec-isakmp");
    bench.session.feed("crypto map CM 20 ipsec-isakmp");
    CHECK(error_of(bench, "no crypto map CM").empty());
    CHECK(bench.root.maps.empty());
}

TEST_CASE("a mode whose entry is erased is left") {
    Bench bench(true);
    bench.session.feed("crypto ikev2 keyring K");
    bench.session.feed("peer R2");
    CHECK(bench.session.prompt() == "config-ikev2-keyring-peer");
    bench.root.keyrings.clear();
    CHECK(bench.session.feed("pre-shared-key secret").fate == Fate::rejected);
    CHECK(bench.session.prompt() == "config");
}

TEST_CASE("keyring, peer and the text of a line") {
    round_trip("crypto ikev2 keyring K\n"
               " peer R2\n"
               "  description a  b   c \n"
               "  address 10.0.0.2 255.255.255.0\n"
               "  pre-shared-key cisco?!123\n"
               " !\n"
               " peer R3\n"
               "  address 10.0.0.3\n"
               " !\n"
               "!\n"
               "crypto ikev2 profile P\n"
               " match identity remote address 10.0.0.2 255.255.255.255\n"
               " match identity remote fqdn r2.example.com\n"
               "!\n");
    Bench bench;
    bench.session.feed("crypto ikev2 profile P");
    CHECK(error_of(bench, "match identity remote address 1.1.1.1").empty());
    CHECK(error_of(bench, "match identity remote address 1.1.1.1") == "% Already found same 'match identity' statement");
    CHECK(error_of(bench, "no match identity remote address 1.1.1.1").empty());
    CHECK(bench.root.profiles["P"].remote.empty());
}

TEST_CASE("routes") {
    round_trip("ip route 0.0.0.0 0.0.0.0 10.0.0.1\n"
               "ip route 10.1.0.0 255.255.0.0 Tunnel0\n"
               "ip route 10.2.0.0 255.255.0.0 GigabitEthernet0/1 10.0.0.9 250\n"
               "!\n");
    Bench bench;
    CHECK(error_of(bench, "ip route 10.1.1.1 255.255.255.0 10.0.0.1") == "%Inconsistent address and mask");
    bench.session.feed("ip route 10.0.0.0 255.0.0.0 gi 0/0");
    CHECK(bench.root.routes.size() == 1);
    CHECK(error_of(bench, "no ip route 10.0.0.0").find("Incomplete") != std::string::npos);
    CHECK(error_of(bench, "no ip route 10.0.0.0 255.0.0.0").empty());
    CHECK(bench.root.routes.empty());
}

TEST_CASE("addresses of an interface, shutdown, no and default") {
    round_trip("interface Loopback0\n"
               " description the \"local\" end\n"
               " ip address 10.1.1.1 255.255.255.0 secondary\n"
               " ip address 10.0.0.1 255.255.255.0\n"
               " ip mtu 1400\n"
               " no ip redirects\n"
               " shutdown\n"
               "!\n");
    Bench bench;
    bench.load("interface Gi0/0\n ip address 10.0.0.1 255.255.255.0\n shutdown\n no ip redirects\n");
    Interface& i = bench.root.interfaces.begin()->second;
    CHECK((i.shutdown && !i.redirects));
    bench.session.feed(" no shutdown");
    CHECK(!i.shutdown);
    bench.session.feed(" default ip redirects");
    CHECK(i.redirects);
    bench.session.feed(" no ip address");
    CHECK(!i.address);
    CHECK(error_of(bench, " no ip") == "% Incomplete command.");
    CHECK(error_of(bench, " ip address 10.0.0.0 255.255.255.0") == "Bad mask /24 for address 10.0.0.0");
}

TEST_CASE("banners with any delimiter") {
    round_trip("banner login ^CNo entry^C\n"
               "banner motd ^C\nHello   there\n\n ! not a comment\n end\n^C\n"
               "!\n");
    for (const char* text : {"banner motd #\nHi\n#\n", "banner motd ^C\nHi\n^C\n", "banner motd \x03\nHi\n\x03\n", "banner motd X\nHi\nX rest\n"}) {
        Bench bench;
        bench.load(text);
        bench.load("hostname AFTER\n");
        CHECK(bench.root.hostname == "AFTER");
        CHECK(bench.root.banners["motd"].find("Hi\n") != std::string::npos);
    }
}

TEST_CASE("certificates") {
    round_trip("crypto pki certificate chain CA\n"
               " certificate ca 01\n"
               "  30820201 3082016A\n"
               "  5E0C\n"
               "\tquit\n"
               "!\n"
               "interface Loopback0\n"
               " ip address 10.0.0.1 255.255.255.0\n"
               "!\n");
}

TEST_CASE("exit-address-family leaves one mode") {
    round_trip("address-family ipv4\n"
               " neighbor 10.0.0.1\n"
               "exit-address-family\n"
               "!\n");
}

TEST_CASE("users") {
    round_trip("username admin privilege 15 secret 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0\n"
               "username guest\n"
               "!\n");
}

TEST_CASE("lists of choices keep their order and refuse repetition") {
    round_trip("crypto ikev2 proposal P\n encryption aes-cbc-256 3des\n group 19 2 14\n!\n");
    Bench bench;
    bench.session.feed("crypto ikev2 proposal P");
    CHECK(error_of(bench, "enc aes-cbc-2 3des des").empty());
    CHECK(bench.root.proposals.begin()->encryption == std::vector{Cipher::aes_256, Cipher::triple_des, Cipher::des});
    CHECK(error_of(bench, "encryption 3des 3des") == "encryption 3des 3des\n                ^\n% Invalid input detected at '^' marker.");
    CHECK(error_of(bench, "encryption aes") == "% Ambiguous command:  \"encryption aes\"");
    CHECK(error_of(bench, "encryption") == "% Incomplete command.");
    CHECK(error_of(bench, "group 1").empty());
    CHECK(bench.root.proposals.begin()->groups == std::vector{1});
    CHECK(error_of(bench, "no encryption").empty());
    CHECK(bench.root.proposals.begin()->encryption.empty());
}

TEST_CASE("the caret stands under the first character that cannot match") {
    Bench bench;
    CHECK(error_of(bench, "crypto ikev2 polcy X") == "crypto ikev2 polcy X\n              ^\n% Invalid input detected at '^' marker.");
    CHECK(error_of(bench, "crypto ikev2 keyrong X") == "crypto ikev2 keyrong X\n                 ^\n% Invalid input detected at '^' marker.");
    CHECK(error_of(bench, "hostnam=") == "hostnam=\n       ^\n% Invalid input detected at '^' marker.");
    CHECK(error_of(bench, "crypto map CM 70000 ipsec-isakmp") == "crypto map CM 70000 ipsec-isakmp\n              ^\n% Invalid input detected at '^' marker.");
    CHECK(error_of(bench, "i") == "% Ambiguous command:  \"i\"");
    CHECK(error_of(bench, "no") == "% Incomplete command.");
}
