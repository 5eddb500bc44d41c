#include <catch2/catch.hpp>

#include <regex>

#include "show-commands/crypto/ipsec_sa.h"
#include "tests/show-commands/documents.h"
#include "tests/show-commands/reference.h"

using config::Look;
using dataplane::EncapsulationMode;
using show::show_look;

namespace {

constexpr auto plain_file = "ikev2/show/show_crypto_ipsec_sa.txt";
constexpr auto detail_file = "ikev2/show/show_crypto_ipsec_sa_detail.txt";

std::string screen(SyntheticRows rows, const show::IpsecSaFilter& filter, Look look) {
    static const config::Configuration none;
    return text_of(*ipsec_sa_screen(std::make_unique<SyntheticRows>(std::move(rows)), none, filter, show_look(look)));
}

/// GRE under protection in transport mode, as the 15.x console sample has it.
SyntheticRows gre_router() {
    constexpr dataplane::EspSuite suite{dataplane::Encryption::triple_des, 168, dataplane::Integrity::hmac_sha2_256_128};
    SyntheticRows rows;
    dataplane::PolicyEntry entry = documents::policy_001(true);
    entry.origin = dataplane::PolicyOrigin::gre_protection;
    entry.interface = config::InterfaceName::parse("Tunnel1").value();
    entry.map_tag = "Tunnel1-head-0";
    entry.local = ip("48.81.46.10");
    entry.peers = {ip("85.123.45.18")};
    rows.policies.emplace(1, entry);
    dataplane::FlowView flow;
    flow.flow.id = flow.flow.entry = 1;
    flow.flow.local = dataplane::TrafficSelector::of_host(ip("48.81.46.10"), 47);
    flow.flow.remote = dataplane::TrafficSelector::of_host(ip("85.123.45.18"), 47);
    flow.peer = ip("85.123.45.18");
    flow.plaintext_mtu = 1466;
    flow.mtu_interface = "Ethernet0/3";
    flow.current_outbound_spi = 0xB4EFC028;
    flow.inbound = {documents::sa(0xC651E5C7, suite, EncapsulationMode::transport, 85, 4333406, 608)};
    flow.outbound = {documents::sa(0xB4EFC028, suite, EncapsulationMode::transport, 86, 4333406, 608)};
    rows.flows = {flow};
    return rows;
}

}  // namespace

TEST_CASE("show crypto ipsec sa of document 001, both routers") {
    REFERENCE(seed, file("seeds/001_4718ed85f7ea6459.txt"));
    std::string document = reference::words(seed);
    for (std::size_t at = 0; (at = document.find("={Tunnel", at)) != std::string::npos; at += 2) document.insert(at + 1, " ");
    for (bool first : {true, false}) {
        std::string text = reference::words(screen(documents::router_001(first), {}, Look::ios15_1));
        for (std::size_t at = 0; (at = text.find("={Tunnel", at)) != std::string::npos; at += 2) text.insert(at + 1, " ");
        INFO(text);
        CHECK(document.find(text.substr(0, text.find("inbound ah sas:"))) != std::string::npos);
        CHECK(document.find(text.substr(text.find("outbound esp sas:"), text.find("outbound ah") - text.find("outbound esp"))) !=
              std::string::npos);
    }
}

TEST_CASE("show crypto ipsec sa, layout of a 15.x console") {
    REFERENCE(block, sample(plain_file, "GRE+tunnel protection transport"));
    const std::string expected = block.substr(block.find('\n') + 1);
    CHECK(screen(gre_router(), {}, Look::ios15_4) == expected);
}

TEST_CASE("the document's layout has neither plaintext mtu nor another protocol than 256") {
    const std::string text = screen(documents::router_001(true), {}, Look::ios15_1);
    CHECK(text.starts_with("\ninterface: Tunnel0\n    Crypto map tag: Tunnel0-head-0, local addr 10.0.0.1\n\n   protected vrf: (none)\n"
                           "   local  ident (addr/mask/prot/port): (0.0.0.0/0.0.0.0/256/0)\n"));
    CHECK(text.find("     path mtu 1500, ip mtu 1500, ip mtu idb Ethernet0/0\n") != std::string::npos);
    CHECK(text.find("plaintext") == std::string::npos);
    const std::string later = screen(documents::router_001(true), {}, Look::ios15_4);
    CHECK(later.find("(0.0.0.0/0.0.0.0/0/0)") != std::string::npos);
    CHECK(later.find("     plaintext mtu 1446, path mtu 1500,") != std::string::npos);
}

TEST_CASE("show crypto ipsec sa detail: the counters, two # before replay failed") {
    REFERENCE(block, sample(detail_file, "golden_output_2_output"));
    SyntheticRows rows = documents::router_001(true);
    rows.policies.at(1).interface = config::InterfaceName::parse("GigabitEthernet0/0/0").value();
    rows.policies.at(1).map_tag = "testtag";
    rows.policies.at(1).origin = dataplane::PolicyOrigin::crypto_map;
    rows.policies.at(1).local = ip("17.0.0.2");
    dataplane::FlowView flow;
    flow.flow = rows.flows[0].flow;
    flow.flow.local = dataplane::TrafficSelector::of_host(ip("15.0.0.5"));
    flow.flow.remote = dataplane::TrafficSelector::of_host(ip("14.0.0.6"));
    flow.peer = ip("17.0.0.1");
    flow.plaintext_mtu = 1438;
    flow.mtu_interface = "GigabitEthernet0/0/0";
    rows.flows = {flow};
    show::IpsecSaFilter filter;
    filter.detail = true;
    CHECK(screen(rows, filter, Look::ios15_4) == "\n" + block);
}

TEST_CASE("two SAs of a rekey stand in one section, the old one first") {
    SyntheticRows rows = gre_router();
    auto newer = rows.flows[0].inbound[0];
    newer.connection_id = 87;
    rows.flows[0].inbound.insert(rows.flows[0].inbound.begin(), newer);
    const std::string text = screen(rows, {}, Look::ios15_4);
    CHECK(text.find("conn id: 85") < text.find("conn id: 87"));
    CHECK(text.find("conn id: 87") < text.find("inbound ah sas"));
}

TEST_CASE("lines that depend on the SA") {
    SyntheticRows rows = documents::router_001(true);
    auto& in = rows.flows[0].inbound[0].parameters;
    auto& out = rows.flows[0].outbound[0].parameters;
    in.suite = {dataplane::Encryption::aes_gcm, 256, dataplane::Integrity::none};
    in.udp.remote_port = 4500;
    in.lifetime.hard_kilobytes = 0;
    in.replay_window = 1024;
    out.suite = {dataplane::Encryption::aes_cbc, 192, dataplane::Integrity::hmac_sha2_512_256};
    out.replay_window = 0;
    out.extended_sequence_numbers = true;
    rows.flows[0].pfs_group = 19;
    const std::string text = screen(rows, {}, Look::ios15_1);
    const auto has = [&](std::string_view line) { return text.find(line) != std::string::npos; };
    CHECK(has("        transform: esp-gcm 256 ,\n        in use settings ={Tunnel UDP-Encaps, }\n"));
    CHECK(has("        sa timing: remaining key lifetime (sec): 3592\n        Kilobyte Volume Rekey has been disabled\n        IV size: 8 bytes\n"));
    CHECK(has("        replay detection support: Y  replay window size: 1024\n"));
    CHECK(has("        transform: esp-192-aes esp-sha512-hmac ,\n        in use settings ={Tunnel, esn}\n"));
    CHECK(has("        IV size: 16 bytes\n        replay detection support: N\n"));
    CHECK(has("     PFS (Y/N): Y, DH group: group19\n"));
    in.protocol = dataplane::IpsecProtocol::ah;
    in.suite = {dataplane::Encryption::null, 0, dataplane::Integrity::hmac_sha1_96};
    const std::string ah = screen(rows, {}, Look::ios15_1);
    CHECK(ah.find("     inbound esp sas:\n\n     inbound ah sas:\n      spi: 0x6B74CB79(1802816377)\n        transform: ah-sha-hmac ,\n") !=
          std::string::npos);
}

TEST_CASE("identities of one map share its heading; filters; nothing to show") {
    SyntheticRows rows = documents::router_001(true);
    rows.flows.push_back(rows.flows[0]);
    rows.flows[1].flow.id = 2;
    rows.flows[1].flow.origin_is_acl = false;
    rows.flows[1].peer = ip("10.0.0.9");
    const std::string text = screen(rows, {}, Look::ios15_1);
    CHECK(text.find("interface:") == text.rfind("interface:"));
    CHECK(text.find("     PERMIT, flags={}\n") != std::string::npos);
    CHECK(text.find("     outbound pcp sas:\n\n   protected vrf: (none)\n") != std::string::npos);
    show::IpsecSaFilter filter;
    filter.peer = ip("10.0.0.9");
    CHECK(screen(rows, filter, Look::ios15_1).find("origin_is_acl") == std::string::npos);
    CHECK(screen({}, {}, Look::ios15_1) == "\nNo SAs found\n");
}

TEST_CASE("IPv6 identities have prefix lengths, and two endpoint lines") {
    SyntheticRows rows = documents::router_001(true);
    rows.policies.at(1).local = ip("4180::56:0:1");
    rows.flows[0].peer = ip("4180::151:0:1");
    rows.flows[0].flow.local = rows.flows[0].flow.remote = dataplane::TrafficSelector::any(config::AddressFamily::ipv6);
    const std::string text = screen(rows, {}, Look::ios15_4);
    CHECK(text.find("(::/0/0/0)\n") != std::string::npos);
    CHECK(text.find("     local crypto endpt.: 4180::56:0:1,\n     remote crypto endpt.: 4180::151:0:1\n") != std::string::npos);
    CHECK(text.find(", ipv6 mtu 1500, ipv6 mtu idb Ethernet0/0\n") != std::string::npos);
}

TEST_CASE("every line is one that the parsers of this screen know") {
    const std::regex known(
        R"(|interface: \S+|\s+Crypto map tag: \S+, local addr \S+|\s+protected vrf: \S+)"
        R"(|\s+(local|remote)\s+ident \(addr/mask/prot/port\): \(\S+/\S+/\d+/\d+\)|\s+current_peer \S+ port \d+|\s+PERMIT, flags=\{\S*\})"
        R"(|\s+##?pkts .*\d+|\s+#send errors \d+, #recv errors \d+|\s+local crypto endpt\.: \S+, remote crypto endpt\.: \S+)"
        R"(|\s+(plaintext mtu \d+, )?path mtu \d+, ip mtu \d+, ip mtu idb \S+|\s+current outbound spi: 0x[0-9A-F]+\(\d+\))"
        R"(|\s+PFS \(Y/N\): [YN], DH group: \w+|\s+(in|out)bound (esp|ah|pcp) sas:|\s+spi: 0x[0-9A-F]+\(\d+\)|\s+transform: [\w\s-]+ ,)"
        R"(|\s+in use settings =\{[\w,\s]+\}|\s+conn id: \d+, flow_id: SW:\d+, sibling_flags [0-9A-F]+, crypto map: [^, ]+(, initiator : (True|False))?)"
        R"(|\s+sa timing: remaining key lifetime \(k/sec\): \(\d+/\d+\)|\s+IV size: \d+ bytes|\s+replay detection support: Y|\s+Status: ACTIVE\(ACTIVE\))");
    for (const Look look : {Look::ios15_1, Look::ios15_4, Look::ios17}) {
        show::IpsecSaFilter filter;
        filter.detail = true;
        std::istringstream lines(screen(documents::router_001(true), filter, look));
        for (std::string line; std::getline(lines, line);) {
            INFO(line);
            CHECK(std::regex_match(line, known));
        }
    }
}
