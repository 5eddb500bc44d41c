#include <catch2/catch.hpp>

#include "tests/config-model/language_toy.h"

using namespace toy;

namespace {

std::string words_of(const Help& help) {
    std::string text;
    for (const HelpItem& item : help.items) text.append(text.empty() ? "" : " ").append(item.word);
    return text;
}

}  // namespace

TEST_CASE("help lists what may come next") {
    Bench bench(true);
    CHECK(words_of(bench.session.help("crypto ikev2 ")) == "keyring profile proposal");
    CHECK(words_of(bench.session.help("crypto ikev2 pro")) == "profile proposal");
    CHECK(bench.session.help("crypto ikev2 pro").is_part_of_word);
    CHECK(words_of(bench.session.help("crypto map CM ")) == "<1-65535> local-address");
    CHECK(words_of(bench.session.help("crypto map CM 10 ")) == "ipsec-isakmp <cr>");
    CHECK(words_of(bench.session.help("ip route 10.0.0.0 255.0.0.0 10.0.0.1 ")) == "<1-255> <cr>");
    CHECK(bench.session.help("crypto foo ").items.empty());
    CHECK(bench.session.help("crypto foo ").error.kind == MatchError::Kind::invalid);
    CHECK(words_of(bench.session.help("access-list 100 permit ip ")) == "A.B.C.D any host");
    CHECK(words_of(bench.session.help("n")) == "no");
    CHECK(words_of(bench.session.help("no ip route 1.0.0.0 255.0.0.0 ")).find("<cr>") != std::string::npos);
    CHECK(words_of(bench.session.help("interface gi ")) == "<0-4294967295>");
    bench.session.feed("interface gi0/0");
    CHECK(words_of(bench.session.help("")) == "crypto default description exit ip no shutdown");
    CHECK(words_of(bench.session.help("crypto ikev2 ")) == "keyring profile proposal");
    CHECK(bench.session.completion("desc") == "description");
    CHECK(!bench.session.completion("d"));
    CHECK(bench.session.completion("crypto ikev2 prop") == "proposal");
}

TEST_CASE("help in columns") {
    const HelpItem items[] = {{"<100-199>", "Extended IP access-list number"}, {"WORD", "Access-list name"}, {"<cr>", ""}};
    CHECK(help_text(items) == "  <100-199>  Extended IP access-list number\n  WORD       Access-list name\n  <cr>\n");
    const HelpItem keys[] = {{"clear", ""}, {"clock", ""}, {"cns", ""}};
    CHECK(word_columns(keys) == "clear  clock  cns\n");
    const HelpItem long_row[] = {{"mrinfo", "Request neighbor and version information from a multicast router"}, {"access-template", ""}};
    CHECK(help_text(long_row) == "  mrinfo           Request neighbor and version information from a multicast\n                   router\n  access-template\n");
}

TEST_CASE("unmodelled commands are kept in place") {
    const char* text = "hostname R1\n!\n"
                       "interface GigabitEthernet0/0\n ip address 10.0.0.1 255.255.255.0\n ip nat outside\n duplex auto\n speed auto\n shutdown\n!\n"
                       "router bgp 65000\n bgp log-neighbor-changes\n !\n address-family ipv4\n  neighbor 10.0.0.2 activate\n exit-address-family\n!\n"
                       "ip route 0.0.0.0 0.0.0.0 10.0.0.2\n!\n"
                       "ip nat inside source list 1 interface GigabitEthernet0/0 overload\n!\n"
                       "snmp-server community public RO\nno cdp run\n";
    Bench bench;
    const LoadReport report = bench.load(text);
    CHECK(report.rejected == 0);
    CHECK(report.warned == 2);
    CHECK(bench.text() == text);
    REQUIRE(report.notes.size() == 2);
    CHECK(report.notes[0].line == "ip nat outside");
    CHECK(report.notes[0].origin.line == 5);
    Bench again;
    again.load(bench.text());
    CHECK(again.kept == bench.kept);
    bench.session.feed("snmp-server location A");
    bench.session.feed("snmp-server location B");
    CHECK(bench.text().find("location A") == std::string::npos);
    bench.session.feed("no router bgp 65000");
    CHECK(bench.text().find("address-family") == std::string::npos);
    bench.session.feed("no interface gi0/0");
    CHECK(bench.text().find("duplex") == std::string::npos);
    CHECK(bench.session.feed("cdp run").fate == Fate::kept);
    CHECK(bench.text().find("no cdp run") == std::string::npos);
}

TEST_CASE("kept blocks without indentation, and typed") {
    Bench bench(true);
    CHECK(bench.session.feed("router ospf 1").fate == Fate::kept);
    CHECK(bench.session.prompt() == "config-router");
    CHECK(bench.session.feed("network 10.0.0.0 0.255.255.255 area 0").fate == Fate::kept);
    CHECK(bench.session.feed("nonsense").fate == Fate::rejected);
    CHECK(bench.session.prompt() == "config-router");
    CHECK(bench.session.feed("interface lo0").fate == Fate::acted_on);
    CHECK(bench.session.prompt() == "config-if");
    CHECK(bench.text().find("router ospf 1\n network 10.0.0.0 0.255.255.255 area 0\n!\n") != std::string::npos);
}

TEST_CASE("a kept certificate that is cut off does not swallow the rest") {
    Bench bench;
    bench.load("crypto key chain X\n certificate ca 01\n  30820201\n  5E0C\nhostname R5\n");
    CHECK(bench.root.hostname == "R5");
    bench.load("crypto key chain Y\n certificate ca 02\n  30820201\n");
    Bench again;
    again.load(bench.text());
    CHECK(again.text() == bench.text());
    CHECK(bench.text().find("crypto key chain Y\n certificate ca 02\n  30820201\n\tquit\n") != std::string::npos);
}

TEST_CASE("whatever surrounds a pasted file") {
    Bench bench;
    const LoadReport report = bench.load("\xef\xbb\xbfR1#show running-config\r\nBuilding configuration...\r\n\r\nCurrent configuration : 1234 bytes\r\n!\r\n"
                                         "enable\r\nconfigure terminal\r\n!--- a note\r\nhostname R9\r\ninterface gi0/0\r\n ip mtu 1400\r\nexit\r\nexit\r\nR1(config)#crypto ikev2 keyring K\r\n"
                                         "end\r\n\r\nhostname WRONG\r\n");
    CHECK(report.rejected == 0);
    CHECK(bench.root.hostname == "R9");
    CHECK(bench.root.keyrings.size() == 1);
    CHECK(bench.root.interfaces.begin()->second.mtu == 1400);
}

TEST_CASE("a bad line changes nothing and says where it stands") {
    Bench bench;
    const LoadReport report = bench.load("hostname A\ninterface gi0/0\n ip addres 10.0.0.1 255.255.255.256\n ip mtu 1400\n");
    REQUIRE(report.rejected == 1);
    CHECK(report.notes[0].origin.line == 3);
    CHECK(report.notes[0].result.caret == 20);
    CHECK(bench.root.interfaces.begin()->second.mtu == 1400);
}

TEST_CASE("notes on entering are for terminals") {
    Bench typed(true), loaded;
    CHECK(typed.session.feed("crypto ikev2 proposal P").notes == std::vector<std::string>{"IKEv2 proposal MUST be complete"});
    CHECK(typed.session.feed("crypto ikev2 proposal P").notes.empty());
    CHECK(loaded.session.feed("crypto ikev2 proposal P").notes.empty());
}

TEST_CASE("do, end and exit") {
    Bench bench(true);
    bench.session.feed("interface lo0");
    CHECK(bench.session.feed("do show clock | include x").exec == "show clock | include x");
    CHECK(bench.session.prompt() == "config-if");
    for (const char* line : {"no exit", "no do", "no do-exec show x", "default end"}) {
        CHECK(bench.session.feed(line).error == "% Invalid input detected at '^' marker.");
        CHECK(bench.session.prompt() == "config-if");
    }
    CHECK(bench.session.feed("end").ended);
    CHECK(bench.session.prompt() == "config");
    CHECK(bench.session.feed("exit").ended);
}
