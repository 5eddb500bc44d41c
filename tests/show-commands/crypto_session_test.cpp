#include <catch2/catch.hpp>

#include "show-commands/crypto/crypto_session.h"
#include "tests/show-commands/documents.h"
#include "tests/show-commands/reference.h"

using config::Look;
using show::SessionForm;
using show::show_look;

namespace {

constexpr auto plain_file = "ikev2/show/show_crypto_session.txt";
constexpr auto detail_file = "ikev2/show/show_crypto_session_detail.txt";

std::string screen(SyntheticRows rows, SessionForm form, Look look) {
    static const config::Configuration none;
    show::SessionFilter filter;
    filter.form = form;
    return text_of(*session_screen(std::make_unique<SyntheticRows>(std::move(rows)), none, filter, show_look(look)));
}

/// A crypto map entry on an interface whose ACL has one line.
SyntheticRows map_router(std::string_view interface, std::string_view local, std::string_view peer) {
    SyntheticRows rows = documents::router_001(true);
    auto& entry = rows.policies.at(1);
    entry.origin = dataplane::PolicyOrigin::crypto_map;
    entry.interface = config::InterfaceName::parse(interface).value();
    entry.local = rows.sas[0].local = ip(local);
    entry.peers = {ip(peer)};
    rows.sas[0].remote = rows.flows[0].peer = ip(peer);
    return rows;
}

}  // namespace

TEST_CASE("show crypto session of document 001, both routers") {
    REFERENCE(block, sample(plain_file, "SEED 001"));
    CHECK(screen(documents::router_001(true), SessionForm::usual, Look::ios15_1) == block + "\n");
    REFERENCE(seed, file("seeds/001_4718ed85f7ea6459.txt"));
    const std::string second = reference::words(screen(documents::router_001(false), SessionForm::usual, Look::ios15_1));
    CHECK(reference::words(seed).find(second) != std::string::npos);
}

TEST_CASE("show crypto session, 15.x, IKEv2 and a crypto map") {
    REFERENCE(block, sample(plain_file, "IKEv2 + crypto map on Ethernet0/2"));
    SyntheticRows rows = map_router("Ethernet0/2", "10.18.1.2", "10.19.3.2");
    rows.sas[0].session_id = 2;
    rows.policies.at(1).ikev2_profile = "PROFILE1";
    rows.flows[0].flow.local = dataplane::TrafficSelector::of_host(ip("10.18.1.2"), 47);
    rows.flows[0].flow.remote = dataplane::TrafficSelector::of_host(ip("10.19.3.2"), 47);
    CHECK(screen(rows, SessionForm::usual, Look::ios15_4) == block.substr(block.find('\n') + 1) + "\n");
}

TEST_CASE("show crypto session: two identities of one peer") {
    REFERENCE(block, sample(plain_file, "golden_output_csr8kv_flow"));
    SyntheticRows rows = map_router("GigabitEthernet3", "1.1.1.2", "1.1.1.1");
    rows.sas[0].session_id = 1;
    rows.policies.at(1).ikev2_profile = "ASM-PROFILE";
    rows.policies.at(1).flows = {1, 2};
    const auto network = [](std::string_view address) { return dataplane::TrafficSelector::of_prefix({ip(address), 24}); };
    rows.flows[0].flow.local = network("20.20.20.0");
    rows.flows[0].flow.remote = network("10.10.10.0");
    dataplane::FlowView second;
    second.flow = {2, 1, network("40.40.40.0"), network("30.30.30.0"), true, 20};
    second.peer = ip("1.1.1.1");
    rows.flows.push_back(second);
    CHECK(screen(rows, SessionForm::usual, Look::ios15_4) == block + "\n");
}

TEST_CASE("show crypto session lists a peer without SAs") {
    REFERENCE(page, file("ios-behaviours.md"));
    SyntheticRows rows = map_router("FastEthernet0/0", "80.0.0.10", "80.0.0.20");
    rows.sas.clear();
    rows.flows[0].inbound.clear();
    rows.flows[0].outbound.clear();
    rows.flows[0].flow.local = dataplane::TrafficSelector::of_prefix({ip("192.168.1.0"), 24});
    rows.flows[0].flow.remote = dataplane::TrafficSelector::of_prefix({ip("192.168.2.0"), 24});
    const std::string text = screen(rows, SessionForm::usual, Look::ios15_1);
    const std::string sample = reference::before_line(page.substr(page.find("Interface: FastEthernet0/0")), "```");
    CHECK(text == "Crypto session current status\n\n" + sample + "\n");
}

TEST_CASE("show crypto session detail") {
    REFERENCE(block, sample(detail_file, "golden_output_csr8kv_full"));
    SyntheticRows rows = map_router("Virtual-Access1325", "1.1.1.1", "17.27.1.11");
    auto& sa = rows.sas[0];
    sa.tunnel_id = 276;
    sa.session_id = 22000;
    sa.local_port = 4500;
    sa.remote_port = 38452;
    sa.nat_remote = true;
    sa.dpd_interval = 10;
    sa.remote_id = "scale";
    sa.lifetime = 86400;
    sa.active = 86400 - (10 * 3600 + 42 * 60 + 46);
    sa.session_active = 13 * 3600 + 17 * 60 + 14;
    rows.policies.at(1).ikev2_profile = "IKEV2_PROFILE";
    auto& flow = rows.flows[0];
    flow.flow.remote = dataplane::TrafficSelector::of_host(ip("7.1.2.40"));
    flow.counters.decrypt = 47673;
    flow.counters.encrypt = 47672;
    flow.inbound[0].kilobytes_left = 4607772;
    flow.outbound[0].kilobytes_left = 4607812;
    flow.inbound[0].seconds_left = flow.outbound[0].seconds_left = 1874;
    std::string expected = reference::before_line(block, "Interface: Virtual-Access929");
    expected.replace(expected.find("ivrf: 10"), 8, "ivrf: (none)");
    CHECK(screen(rows, SessionForm::detail, Look::ios15_4) == expected);
}

TEST_CASE("the words of a session's status") {
    SyntheticRows rows = documents::router_001(true);
    const auto status = [&] {
        const std::string text = screen(rows, SessionForm::usual, Look::ios15_1);
        const std::size_t at = text.find("Session status: ") + 16;
        return text.substr(at, text.find('\n', at) - at);
    };
    CHECK(status() == "UP-ACTIVE     ");
    auto flow = rows.flows[0];
    rows.flows[0].inbound.clear();
    rows.flows[0].outbound.clear();
    CHECK(status() == "UP-IDLE");
    rows.sas[0].status = ike::SaStatus::in_negotiation;
    CHECK(status() == "DOWN-NEGOTIATING");
    rows.sas.clear();
    CHECK(status() == "DOWN");
    rows.flows[0] = flow;
    CHECK(status() == "UP-NO-IKE");
}

TEST_CASE("map entries with the same peer are one session; another interface's is not") {
    SyntheticRows rows = documents::router_001(true);
    auto second = rows.policies.at(1), third = second;
    second.id = 2;
    second.flows = {2};
    third.id = 3;
    third.flows = {3};
    third.interface = config::InterfaceName::parse("Tunnel9").value();
    rows.policies.emplace(2, second);
    rows.policies.emplace(3, third);
    for (dataplane::FlowId id : {2U, 3U}) {
        rows.flows.push_back(rows.flows[0]);
        rows.flows.back().flow.id = rows.flows.back().flow.entry = id;
    }
    const std::string text = screen(rows, SessionForm::usual, Look::ios15_1);
    std::size_t interfaces = 0, flows = 0;
    for (std::size_t at = 0; (at = text.find("Interface: ", at)) != std::string::npos; ++at) ++interfaces;
    for (std::size_t at = 0; (at = text.find("IPSEC FLOW", at)) != std::string::npos; ++at) ++flows;
    CHECK(interfaces == 2);
    CHECK(flows == 3);
    const std::string tunnel9 = text.substr(text.find("Interface: Tunnel9"));
    CHECK(tunnel9.find("IKEv2 SA") == std::string::npos);
}
