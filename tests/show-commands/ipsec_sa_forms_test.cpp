#include <catch2/catch.hpp>

#include "config-model/configuration_text.h"
#include "show-commands/crypto/ipsec_sa.h"
#include "tests/show-commands/documents.h"
#include "tests/show-commands/reference.h"

using config::Look;
using show::show_look;

namespace {

constexpr dataplane::EspSuite gcm_256{dataplane::Encryption::aes_gcm, 256, dataplane::Integrity::none};

std::string screen(const SyntheticRows& rows, const show::IpsecSaFilter& filter, Look look, std::string_view configured = {}) {
    config::Configuration configuration;
    load_configuration(configuration, configured);
    return text_of(*ipsec_sa_screen(std::make_unique<SyntheticRows>(rows), configuration, filter, show_look(look)));
}

/// A static tunnel whose pair is limited by time only. Connections count as the 17.x look prints them, without its base.
SyntheticRows tunnel_router(std::string_view tunnel, std::string_view local, std::string_view peer, std::uint32_t in, std::uint32_t out,
                            std::uint32_t connection) {
    SyntheticRows rows = documents::router_001(true);
    auto& entry = rows.policies.at(1);
    entry.interface = config::InterfaceName::parse(tunnel).value();
    entry.map_tag = std::string(tunnel) + "-head-0";
    entry.local = ip(local);
    entry.peers = {ip(peer)};
    auto& flow = rows.flows[0];
    flow.peer = ip(peer);
    flow.inbound = {documents::sa(in, gcm_256, dataplane::EncapsulationMode::tunnel, connection, 0, 4200)};
    flow.outbound = {documents::sa(out, gcm_256, dataplane::EncapsulationMode::tunnel, connection + 1, 0, 4200)};
    flow.inbound[0].parameters.lifetime.hard_kilobytes = flow.outbound[0].parameters.lifetime.hard_kilobytes = 0;
    flow.current_outbound_spi = out;
    return rows;
}

void count(dataplane::FlowView& flow, std::uint64_t out, std::uint64_t in) {
    flow.counters = {};
    flow.counters.encaps = flow.counters.encrypt = flow.counters.digest = out;
    flow.counters.decaps = flow.counters.decrypt = flow.counters.verify = in;
}

void replace(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) text.replace(at, from.size(), to);
}

/// What only other engines and trains print: the engine's name, and the seconds as hours and minutes.
std::string of_this_engine(std::string block, std::string_view engine, std::string_view span) {
    replace(block, engine, "flow_id: SW:");
    replace(block, std::string("remaining key lifetime ") + std::string(span), "remaining key lifetime (sec): 4200");
    return block;
}

show::IpsecSaFilter at_peer(std::string_view peer, bool detail) {
    show::IpsecSaFilter filter;
    filter.peer = ip(peer);
    filter.detail = detail;
    return filter;
}

SyntheticRows cloud_router(std::uint64_t decapsulated) {
    SyntheticRows rows = tunnel_router("Tunnel11", "14.13.1.1", "17.0.1.1", 0x46959245, 0x6DE5239C, 16001);
    rows.policies.at(1).origin = dataplane::PolicyOrigin::gre_protection;
    auto& flow = rows.flows[0];
    flow.flow.local = dataplane::TrafficSelector::of_host(ip("14.13.1.1"), 47);
    flow.flow.remote = dataplane::TrafficSelector::of_host(ip("17.0.1.1"), 47);
    flow.plaintext_mtu = 9130;
    flow.path_mtu = flow.ip_mtu = 9184;
    flow.mtu_interface = "TenGigabitEthernet0/0/9.11";
    flow.pfs_group = 20;
    flow.inbound[0].parameters.replay_window = flow.outbound[0].parameters.replay_window = 0;
    count(flow, 0, decapsulated);
    return rows;
}

constexpr auto cloud_vrf = "vrf definition VRF_CLOUD_11\ninterface Tunnel11\n vrf forwarding VRF_CLOUD_11\n";
constexpr std::string_view no_packets_out = "    #pkts encaps: 0, #pkts encrypt: 0, #pkts digest: 0\n";
/// Of this train; the one that some samples are from does not say it.
constexpr std::string_view initiator_word = ", initiator : False";

void drop(std::string& text, std::string_view words) {
    for (auto at = text.find(words); at != std::string::npos; at = text.find(words)) text.erase(at, words.size());
}

}  // namespace

TEST_CASE("show crypto ipsec sa peer, as 17.x prints it") {
    REFERENCE(block, sample("ikev2/show/show_crypto_ipsec_sa_peer.txt", "ShowCryptoIpsecSaPeer/"));
    std::string text = screen(cloud_router(768), at_peer("17.0.1.1", false), Look::ios17, cloud_vrf);
    // The sample lost this line.
    REQUIRE(text.find(no_packets_out) != std::string::npos);
    text.erase(text.find(no_packets_out), no_packets_out.size());
    drop(text, initiator_word);
    CHECK(text == "\n" + of_this_engine(block, "flow_id: HW:", "1 hours, 10 mins"));
}

TEST_CASE("show crypto ipsec sa peer detail, as 17.x prints it") {
    REFERENCE(block, sample("ikev2/show/show_crypto_ipsec_sa_peer.txt", "ShowCryptoIpsecSaPeerDetail"));
    std::string text = screen(cloud_router(761), at_peer("17.0.1.1", true), Look::ios17, cloud_vrf);
    text.erase(text.find(no_packets_out), no_packets_out.size());
    drop(text, initiator_word);
    // Its last empty line holds the blanks of a pager.
    CHECK(reference::without_trailing_blanks(text) ==
          "\n" + reference::without_trailing_blanks(of_this_engine(block, "flow_id: HW:", "1 hours, 10 mins")));
}

TEST_CASE("show crypto ipsec sa interface, as 17.x prints it") {
    REFERENCE(block, sample("ikev2/show/show_crypto_ipsec_sa_interface.txt", "golden_output_2"));
    SyntheticRows rows = tunnel_router("Tunnel10", "101.1.1.1", "101.1.1.2", 0x76DC8A9A, 0x6976013A, 93);
    rows.flows[0].mtu_interface = "FiveGigabitEthernet3/0/15";
    count(rows.flows[0], 144, 131);
    show::IpsecSaFilter filter;
    filter.interface = config::InterfaceName::parse("Tunnel10").value();
    std::string text = screen(rows, filter, Look::ios17);
    drop(text, initiator_word);
    // The inbound pair of the sample lost half of two lines, and the outbound one who began.
    std::string expected = of_this_engine(block, "flow_id: CAT9K:", "4 hours, 2 mins");
    drop(expected, initiator_word);
    replace(expected, "        ekey has been disabled\n",
            "        sa timing: remaining key lifetime (sec): 4200\n        Kilobyte Volume Rekey has been disabled\n");
    CHECK(text == "\n" + expected);
    filter.interface = config::InterfaceName::parse("Tunnel9").value();
    CHECK(screen(rows, filter, Look::ios17) == "\nNo SAs found\n");
}

TEST_CASE("show crypto ipsec sa identity has the flows without their SAs; vrf takes those of one VRF") {
    const SyntheticRows rows = cloud_router(5);
    show::IpsecSaFilter filter;
    filter.identity = true;
    const std::string text = screen(rows, filter, Look::ios15_4, cloud_vrf);
    CHECK(text.ends_with("    #pkts not decompressed: 0, #pkts decompress failed: 0\n    #send errors 0, #recv errors 0\n"));
    CHECK(text.find("   current_peer 17.0.1.1 port 500\n") != std::string::npos);
    CHECK(text.find("spi") == std::string::npos);
    filter.vrf = "VRF_CLOUD_11";
    CHECK(screen(rows, filter, Look::ios15_4, cloud_vrf) == text);
    filter.vrf = "RED";
    CHECK(screen(rows, filter, Look::ios15_4, cloud_vrf) == "\nNo SAs found\n");
}

TEST_CASE("the flags of 17.x say which end began") {
    REFERENCE(block, sample("ikev2/show/show_crypto_ipsec_sa_interface.txt", "golden_output_3"));
    SyntheticRows rows = tunnel_router("Tunnel10", "101.1.1.1", "101.1.1.2", 1, 2, 93);
    const auto flags = [&](const std::string& text) { return text.substr(text.find("sibling_flags"), 30); };
    REQUIRE(block.find("initiator : ") != std::string::npos);
    const bool began = block.find("initiator : True") != std::string::npos;
    rows.flows[0].inbound[0].initiator = rows.flows[0].outbound[0].initiator = began;
    CHECK(flags(screen(rows, {}, Look::ios17)) == flags(block));
    rows.flows[0].inbound[0].initiator = rows.flows[0].outbound[0].initiator = !began;
    CHECK(flags(screen(rows, {}, Look::ios17)) != flags(block));
}
