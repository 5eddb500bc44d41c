#include <catch2/catch.hpp>

#include <filesystem>

#include "documented_text.h"
#include "lab_fixture.h"

// Labs that other people wrote, run whole. Routes that their routing protocols would have learnt are typed in.

using documented::has;

namespace {

const std::string corpus = std::string(SOURCE_DIR) + "/../shared/corpus/";

/// A lab of configuration files beside the project.
struct CorpusLab : FolderLab {
    explicit CorpusLab(const std::string& folder, const std::string& topology) : FolderLab() {
        lab.build(cli::parse_topology(topology), corpus + folder);
        start();
    }
    /// What stands on the LANs, so that their interfaces are up.
    void bring_up_host() {
        configure("Host", {"interface Ethernet0/0", "no shutdown", "interface Ethernet0/1", "no shutdown"});
        lab.run_until_quiet();
    }
    void configure(const std::string& node, std::initializer_list<const char*> lines) {
        command(node, "enable");
        command(node, "configure terminal");
        for (const char* line : lines) command(node, line);
        command(node, "end");
    }
};

bool is_there(const std::string& folder) { return std::filesystem::exists(corpus + folder); }

std::string node(const std::string& name, const std::string& file) {
    return "    " + name + ":\n      kind: ike-router\n      startup-config: " + file + "\n";
}
std::string wire(const std::string& a, const std::string& b) { return "    - endpoints: [\"" + a + "\", \"" + b + "\"]\n"; }
std::string topology(const std::string& nodes, const std::string& links) {
    return "name: lab\ntopology:\n  nodes:\n" + nodes + "  links:\n" + links;
}

const std::string host = "    Host:\n      kind: ike-router\n";

std::size_t occurrences(const std::string& text, std::string_view words) {
    std::size_t count = 0;
    for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++count;
    return count;
}

}  // namespace

TEST_CASE("corpus: a crypto map through a provider", "[corpus]") {
    if (!is_there("edwindepaula-ikev1-cryptomap")) return;
    CorpusLab lab("edwindepaula-ikev1-cryptomap",
                  topology(node("R1", "R1.txt") + node("ISP", "ISP.txt") + node("R2", "R2.txt") + host,
                           wire("R1:Ethernet0/1", "ISP:Ethernet0/0") + wire("ISP:Ethernet0/1", "R2:Ethernet0/0") +
                               wire("R1:Ethernet0/0", "Host:Ethernet0/0") + wire("R2:Ethernet0/1", "Host:Ethernet0/1")));
    lab.bring_up_host();
    lab.command("R1", "enable");
    lab.command("R2", "enable");
    CHECK_FALSE(has(lab.command("R1", "show crypto isakmp sa"), "ACTIVE"));
    CHECK(has(lab.command("R1", "ping 192.168.15.1 source Ethernet0/0"), "\n.!!!!\r\n"));
    CHECK(has(lab.command("R1", "show crypto isakmp sa"), "10.24.15.6      10.24.15.1      QM_IDLE           1001 ACTIVE"));
    CHECK(has(lab.command("R2", "show crypto isakmp sa"), "10.24.15.6      10.24.15.1      QM_IDLE           1001 ACTIVE"));
    CHECK(has(lab.command("R1", "show crypto session"), "UP-ACTIVE"));
}

TEST_CASE("corpus: two lines of an access list get a pair each, with perfect forward secrecy", "[corpus]") {
    if (!is_there("krut0g0lov-s2s-ikev1")) return;
    CorpusLab lab("krut0g0lov-s2s-ikev1",
                  topology(node("R1", "Config_R1") + node("ISP", "Config_R2_ISP") + node("R3", "Config_R3") + node("D1", "Config_D1") +
                               node("D3", "Config_D3"),
                           wire("R1:GigabitEthernet1", "ISP:GigabitEthernet1") + wire("R3:GigabitEthernet1", "ISP:GigabitEthernet2") +
                               wire("R1:GigabitEthernet2", "D1:GigabitEthernet0/0") + wire("R3:GigabitEthernet2", "D3:GigabitEthernet0/0")));
    lab.configure("D1", {"ip route 0.0.0.0 0.0.0.0 10.10.0.1"});
    lab.configure("D3", {"ip route 0.0.0.0 0.0.0.0 10.10.4.1"});
    lab.configure("R1", {"ip route 10.10.0.0 255.255.252.0 10.10.0.2"});
    lab.configure("R3", {"ip route 10.10.4.0 255.255.252.0 10.10.4.2", "ip route 10.10.16.0 255.255.248.0 10.10.4.2"});
    lab.command("D1", "ping 10.10.4.2 source Loopback2");
    CHECK(has(lab.command("D1", "ping 10.10.4.2 source Loopback2"), "!!!!!"));
    lab.command("D1", "ping 10.10.17.1 source Loopback3");
    CHECK(has(lab.command("D1", "ping 10.10.17.1 source Loopback3"), "!!!!!"));
    for (const char* name : {"R1", "R3"}) {
        const std::string sas = lab.command(name, "show crypto ipsec sa");
        CHECK(occurrences(sas, "PFS (Y/N): Y, DH group: group14") == 2);
        CHECK(has(lab.command(name, "show crypto isakmp sa"), "QM_IDLE"));
        CHECK(tunnel_state(lab.lab, name).pairs == 2);
    }
}

TEST_CASE("corpus: the second policy fits, keepalives are negotiated, pairs are renewed within five minutes", "[corpus]") {
    if (!is_there("heigvd-srx-vpn")) return;
    CorpusLab lab("heigvd-srx-vpn", topology(node("RX1", "R1") + node("RX2", "R2") + "    Cloud:\n      kind: ike-router\n" + host,
                                             wire("RX1:Ethernet0/0", "Cloud:Ethernet0/0") + wire("RX2:Ethernet0/0", "Cloud:Ethernet0/1") +
                                                 wire("RX2:Ethernet0/1", "Host:Ethernet0/0")));
    lab.bring_up_host();
    lab.configure("Cloud", {"interface Ethernet0/0", "ip address 193.100.100.254 255.255.255.0", "no shutdown", "interface Ethernet0/1",
                            "ip address 193.200.200.254 255.255.255.0", "no shutdown"});
    lab.configure("RX1", {"ip route 0.0.0.0 0.0.0.0 193.100.100.254"});
    lab.configure("RX2", {"ip route 0.0.0.0 0.0.0.0 193.200.200.254"});
    lab.command("RX1", "ping 172.17.1.1 source Loopback1");
    CHECK(has(lab.command("RX1", "ping 172.17.1.1 source Loopback1"), "!!!!!"));
    const std::string detail = lab.command("RX1", "show crypto isakmp sa detail");
    CHECK(has(detail, "aes  sha    psk  5"));
    CHECK(has(detail, " D"));
    const std::string before = lab.command("RX1", "show crypto ipsec sa | include spi:");
    for (int minute = 0; minute < 6; ++minute) {
        CHECK(has(lab.command("RX1", "ping 172.17.1.1 source Loopback1"), "!!!!!"));
        lab.lab.advance(std::chrono::minutes(1));
    }
    CHECK(lab.command("RX1", "show crypto ipsec sa | include spi:") != before);
}

TEST_CASE("corpus: two peers of one entry, the first one's interface goes down", "[corpus]") {
    if (!is_there("johnclarkson-101-l2l-ezvpn")) return;
    CorpusLab lab("johnclarkson-101-l2l-ezvpn",
                  topology(node("R1", "R1.cfg") + node("R2", "R2.cfg") + node("R3", "R3.cfg"),
                           wire("R1:FastEthernet0/0", "R3:FastEthernet0/0") + wire("R1:FastEthernet0/1", "R3:FastEthernet0/1") +
                               wire("R2:FastEthernet1/0", "R3:FastEthernet1/0")));
    // The route to the peer by the second provider is there for the second provider only.
    lab.configure("R1", {"no ip route 61.128.1.1 255.255.255.255 202.200.1.254"});
    lab.command("R2", "enable");
    lab.command("R2", "ping 1.1.1.1 source Loopback0");
    CHECK(has(lab.command("R2", "ping 1.1.1.1 source Loopback0"), "!!!!!"));
    CHECK(has(lab.command("R2", "show crypto isakmp sa"), "202.100.1.1     61.128.1.1      QM_IDLE"));
    lab.configure("R1", {"interface FastEthernet0/0", "shutdown"});
    lab.lab.advance(std::chrono::seconds(90));
    for (int ping = 0; ping < 3; ++ping) lab.command("R2", "ping 1.1.1.1 source Loopback0");
    CHECK(has(lab.command("R2", "ping 1.1.1.1 source Loopback0"), "!!!!!"));
    CHECK(has(lab.command("R2", "show crypto isakmp sa"), "202.200.1.1     61.128.1.1      QM_IDLE"));
}

TEST_CASE("corpus: GRE between loopbacks in transport mode carries both address families", "[corpus]") {
    if (!is_there("skoll43-ccnp-gre-ipsec")) return;
    CorpusLab lab("skoll43-ccnp-gre-ipsec",
                  topology(node("R1", "r1_base.cfg") + node("R2", "r2_base.cfg") + node("R3", "r3_base.cfg"),
                           wire("R1:Ethernet0/1", "R2:Ethernet0/1") + wire("R1:Ethernet0/2", "R3:Ethernet0/2")));
    lab.configure("R1", {"ip route 2.2.2.2 255.255.255.255 192.168.12.2", "ip route 3.3.3.3 255.255.255.255 192.168.13.3"});
    lab.configure("R2", {"ip route 3.3.3.3 255.255.255.255 192.168.12.1"});
    lab.configure("R3", {"ip route 2.2.2.2 255.255.255.255 192.168.13.1"});
    for (const char* name : {"R2", "R3"}) {
        const auto lines = documented::read("shared/corpus/skoll43-ccnp-gre-ipsec/" + std::string(name[1] == '2' ? "r2" : "r3") + "_vpn.cfg");
        REQUIRE(lines);
        lab.command(name, "configure terminal");
        for (const std::string& line : *lines) lab.command(name, line);
        lab.command(name, "end");
    }
    lab.lab.advance(std::chrono::seconds(40));
    CHECK(has(lab.command("R2", "ping 10.100.100.2"), "!!!!!"));
    CHECK(has(lab.command("R2", "ping 3001:ABCD:ABCD:100::2"), "!!!!!"));
    const std::string sas = lab.command("R2", "show crypto ipsec sa");
    CHECK(has(sas, "local  ident (addr/mask/prot/port): (2.2.2.2/255.255.255.255/47/0)"));
    CHECK(has(sas, "in use settings ={Transport, }"));
}
