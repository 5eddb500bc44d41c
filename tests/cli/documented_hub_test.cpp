#include <catch2/catch.hpp>

#include "documented_isakmp_text.h"
#include "lab_fixture.h"

using namespace documented;

namespace {

constexpr auto document = "shared/reference/seeds/003_4f8088a4f1926d61.txt";
const std::string configurations = std::string(SOURCE_DIR) + "/../shared/reference/configs";

constexpr auto topology = R"(
name: hub
topology:
  nodes:
    Hub:
      kind: ike-router
      startup-config: 003-hub.cfg
    Spoke:
      kind: ike-router
      startup-config: 003-spoke.cfg
    Provider:
      kind: ike-router
    Client:
      kind: ike-router
  links:
    - endpoints: ["Hub:FastEthernet0/0", "Provider:FastEthernet0/0"]
    - endpoints: ["Spoke:FastEthernet0/0", "Provider:FastEthernet0/1"]
    - endpoints: ["Client:FastEthernet0/0", "Provider:FastEthernet1/0"]
    - endpoints: ["Hub:FastEthernet0/1", "Provider:FastEthernet3/0"]
    - endpoints: ["Spoke:FastEthernet0/1", "Provider:FastEthernet3/1"]
)";

constexpr auto provider = R"(ip dhcp excluded-address 10.100.2.1 10.100.2.101
ip dhcp pool SPOKES
network 10.100.2.0 255.255.255.0
default-router 10.100.2.3
interface FastEthernet0/0
ip address 10.48.66.181 255.255.254.0
no shutdown
interface FastEthernet0/1
ip address 10.100.2.3 255.255.255.0
no shutdown
interface FastEthernet1/0
ip address 10.51.82.1 255.255.255.0
no shutdown
interface FastEthernet3/0
no shutdown
interface FastEthernet3/1
no shutdown)";

constexpr auto client = R"(version 12.3
crypto ipsec client ezvpn VPN
connect manual
group testgroup key cisco321
mode client
peer 10.48.67.181
interface Loopback0
ip address 172.30.0.1 255.255.255.0
crypto ipsec client ezvpn VPN inside
interface FastEthernet0/0
ip address 10.51.82.100 255.255.255.0
no shutdown
crypto ipsec client ezvpn VPN
ip route 0.0.0.0 0.0.0.0 10.51.82.1)";

struct HubLab : FolderLab {
    HubLab() {
        lab.build(cli::parse_topology(topology), configurations);
        lab.boot();
        configure("Provider", provider);
        configure("Client", client);
        lab.advance(std::chrono::seconds(60));
        for (const char* node : {"Hub", "Spoke"}) command(node, "enable");
    }
    void configure(const std::string& node, std::string_view text) {
        command(node, "enable");
        command(node, "configure terminal");
        for (const auto& line : split_lines(text)) command(node, line);
        command(node, "end");
    }
    void debug_hub() {
        for (const char* what : {"isakmp", "ipsec", "engine"}) command("Hub", std::string("debug crypto ") + what);
        lab.find("Hub")->on_log([this](std::string_view line) {
            for (const auto& piece : split_lines(line)) log += piece + '\n';
        });
    }
    void connect_spoke() {
        command("Spoke", "ping 10.1.1.1 source FastEthernet0/1");
        spoke_ping = command("Spoke", "ping 10.1.1.1 source FastEthernet0/1");
    }
    /// The stored password of the hub's user, as the document writes it, reads gfullage.
    void connect_client(const std::string& password = "gfullage") {
        lab.find("Client")->on_log([this](std::string_view line) { client_log += std::string(line) + '\n'; });
        command("Client", "crypto ipsec client ezvpn connect VPN");
        lab.run_until_quiet();
        pending = client_log;
        command("Client", "crypto ipsec client ezvpn xauth VPN");
        command("Client", "gfullage");
        command("Client", password);
        lab.advance(std::chrono::seconds(2));
    }
    std::string log, client_log, pending, spoke_ping;
};

std::string text_between(std::string_view from, std::string_view to) {
    std::string text;
    const auto lines = read(document);
    REQUIRE(lines);
    for (const auto& line : *lines) text += line + '\n';
    const std::size_t begin = text.find(from);
    REQUIRE(begin != std::string::npos);
    const std::size_t end = text.find(to, begin);
    REQUIRE(end != std::string::npos);
    return text.substr(begin, end - begin);
}

/// Words with one blank between them, numbers and addresses of a run replaced.
Lines layout(const std::string& text) {
    static const std::pair<std::regex, const char*> rules[] = {
        {std::regex(R"(0x[0-9A-F]+\(\d+\))"), "SPI"}, {std::regex(R"(spi: [0-9A-F]+$)"), "spi: SPI"},
        {std::regex(R"(conn id: \d+, flow_id: \d+)"), "conn id: N, flow_id: N"}, {std::regex(R"(\(\d+/\d+\))"), "(k/sec)"},
        {std::regex(R"(#pkts (\w+): \d+)"), "#pkts $1: N"}, {std::regex(R"(#pkts (digest|verify) \d+)"), "#pkts $1 N"},
        {std::regex(R"(errors \d+)"), "errors N"},
        {std::regex(R"(\d\d:\d\d:\d\d)"), "TIME"}, {std::regex(R"(settings ?= ?\{)"), "settings ={"}, {std::regex(R"(\s+)"), " "}};
    Lines result;
    for (std::string line : split_lines(text)) {
        for (const auto& [rule, with] : rules) line = std::regex_replace(line, rule, with);
        while (line.starts_with(' ')) line.erase(0, 1);
        while (line.ends_with(' ')) line.pop_back();
        if (!line.empty()) result.push_back(line);
    }
    return result;
}

}  // namespace

TEST_CASE("document 003: the spoke gets its address by DHCP") {
    if (!read(document)) return;
    HubLab lab;
    const std::string interface = lab.command("Spoke", "show ip interface FastEthernet0/0");
    CHECK(has(interface, "FastEthernet0/0 is up, line protocol is up"));
    CHECK(has(interface, "Internet address is 10.100.2.102/24"));
    CHECK(has(interface, "Broadcast address is 255.255.255.255"));
    CHECK(has(interface, "Address determined by DHCP"));
}

TEST_CASE("document 003: spoke and client come in by one dynamic map, each by its profile") {
    if (!read(document)) return;
    HubLab lab;
    lab.connect_spoke();
    CHECK(has(lab.spoke_ping, "!!!!!"));
    lab.connect_client();
    CHECK(has(lab.pending, "EZVPN(VPN): Pending XAuth Request, Please enter the following command:"));
    CHECK(has(lab.pending, "EZVPN: crypto ipsec client ezvpn xauth"));
    CHECK(has(lab.command("Client", "ping 10.1.1.1 source Loopback0"), "!!!!"));
    CHECK(has(lab.command("Hub", "show ip local pool"), "ippool"));
    CHECK(has(lab.command("Client", "show crypto ipsec client ezvpn"), "10.5.5.1"));
    const std::string detail = lab.command("Hub", "show crypto isakmp sa detail");
    INFO(detail);
    const Lines documented_rows = layout(text_between("Codes: C - IKE", "以下是 **show crypto ipsec sa**"));
    Lines rows = layout(detail.substr(detail.find("Codes: C")));
    for (const auto& row : documented_rows)
        if (!row.starts_with("```")) CHECK(std::find(rows.begin(), rows.end(), row) != rows.end());
}

TEST_CASE("document 003: the identities of the hub in the document's layout") {
    if (!read(document)) return;
    HubLab lab;
    lab.connect_spoke();
    lab.connect_client();
    lab.command("Client", "ping 10.1.1.1 source Loopback0");
    const std::string sas = lab.command("Hub", "show crypto ipsec sa");
    const Lines printed = layout(sas.substr(sas.find("interface: ")));
    Lines wanted;
    for (const auto& line : layout(text_between("interface: FastEthernet0/0\nCrypto map tag", "当分支路由器启动")))
        if (!line.starts_with("```") && !(line.front() & 0x80)) wanted.push_back(line);
    for (const auto& line : wanted) {
        INFO(line << "\n" << sas);
        CHECK(std::find(printed.begin(), printed.end(), line) != printed.end());
    }
}

TEST_CASE("document 003: the hub walks the documented states for the spoke") {
    if (!read(document)) return;
    HubLab lab;
    lab.debug_hub();
    lab.connect_spoke();
    const Lines wanted = transitions(text_between("当分支路由器启动 IKE", "当 VPN Client 启动"));
    CHECK(wanted.size() > 9);
    CHECK(first_difference(wanted, transitions(lab.log)) == "");
}

TEST_CASE("document 003: the hub walks the documented states for the client") {
    if (!read(document)) return;
    HubLab lab;
    lab.debug_hub();
    lab.connect_client();
    const Lines wanted = transitions(text_between("当 VPN Client 启动", "[验证加密映射序列号](#)\n\n如果"));
    CHECK(wanted.size() > 12);
    CHECK(first_difference(wanted, transitions(lab.log)) == "");
    CHECK(has(lab.log, "ISAKMP (0:1): allocating address 10.5.5.1"));
    CHECK(has(lab.log, "ISAKMP: Sending private address: 10.5.5.1"));
    CHECK(has(lab.log, "ISAKMP: Sending IP4_DNS server address: 1.1.1.1"));
}

TEST_CASE("document 003: a wrong password leaves nothing behind, the right one still works") {
    if (!read(document)) return;
    HubLab lab;
    lab.connect_client("wrong");
    CHECK_FALSE(has(lab.command("Hub", "show crypto ipsec sa"), "10.5.5.1/255.255.255.255"));
    CHECK(has(lab.command("Hub", "show ip local pool"), "254       0"));
    lab.connect_client();
    CHECK(has(lab.command("Hub", "show crypto ipsec sa"), "10.5.5.1/255.255.255.255"));
}
