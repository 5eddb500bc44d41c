#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "show-commands/crypto/crypto_session.h"
#include "tests/show-commands/isakmp_documents.h"
#include "tests/show-commands/reference.h"

using config::Look;
using documents::isakmp_sa;
using show::SessionFilter;
using show::SessionForm;
using show::show_look;

namespace {

constexpr auto session_file = "ikev1/show/show-crypto-session.txt";

std::string screen(const SyntheticRows& rows, const SessionFilter& filter, Look look) {
    static const config::Configuration none;
    return text_of(*session_screen(std::make_unique<SyntheticRows>(rows), none, filter, show_look(look)));
}

SessionFilter of_form(SessionForm form) {
    SessionFilter filter;
    filter.form = form;
    return filter;
}

/// GRE under protection between two hosts.
SyntheticRows gre_router(std::string_view interface, std::string_view local, std::string_view peer) {
    SyntheticRows rows = documents::router_001(true);
    rows.sas.clear();
    rows.isakmp_sas = {isakmp_sa(42, local, peer, true)};
    rows.isakmp_sas[0].inbound_spis = {rows.flows[0].inbound[0].parameters.spi};
    auto& entry = rows.policies.at(1);
    entry.origin = dataplane::PolicyOrigin::gre_protection;
    entry.interface = config::InterfaceName::parse(interface).value();
    entry.ikev2_profile.clear();
    entry.local = ip(local);
    entry.peers = {ip(peer)};
    rows.flows[0].peer = ip(peer);
    rows.flows[0].flow.local = dataplane::TrafficSelector::of_host(ip(local), 47);
    rows.flows[0].flow.remote = dataplane::TrafficSelector::of_host(ip(peer), 47);
    return rows;
}

}  // namespace

TEST_CASE("show crypto session of IKEv1") {
    REFERENCE(block, noted(session_file, "ShowCryptoSession/cli/equal/golden_output_output"));
    CHECK(screen(gre_router("Tunnel13", "11.0.1.2", "11.0.1.1"), {}, Look::ios15_4) == block + "\n");
}

TEST_CASE("show crypto session detail of IKEv1") {
    REFERENCE(block, noted(session_file, "ShowCryptoSessionDetail/cli/equal/golden_output_output"));
    SyntheticRows rows = gre_router("Tunnel13", "11.0.2.2", "11.0.2.1");
    auto& sa = rows.isakmp_sas[0];
    sa.dpd = true;
    sa.profile = "GS-GRE:ISAKMP";
    sa.uptime = 3 * 86400 + 18 * 3600 + 5;
    sa.seconds_left = 5 * 3600 + 50 * 60 + 3;
    auto& flow = rows.flows[0];
    flow.counters.decrypt = 449282;
    flow.counters.encrypt = 772730;
    for (auto* side : {&flow.inbound, &flow.outbound}) {
        side->front().parameters.lifetime.hard_kilobytes = 0;
        side->front().seconds_left = 3060;
    }
    CHECK(screen(rows, of_form(SessionForm::detail), Look::ios15_4) == block + "\n");
}

TEST_CASE("show crypto session of a VPN client, early look") {
    REFERENCE(block, noted(session_file, "ShowCryptoSession/cli/equal/golden_output1"));
    SyntheticRows rows = documents::hub_003();
    auto& entry = rows.policies.at(1);
    entry.interface = config::InterfaceName::parse("Virtual-Access2").value();
    entry.local = ip("10.1.1.1");
    entry.flows = {1};
    rows.flows.pop_back();
    rows.flows[0].peer = ip("10.1.1.2");
    rows.flows[0].flow.remote = dataplane::TrafficSelector::of_host(ip("3.3.3.4"));
    rows.isakmp_sas.erase(rows.isakmp_sas.begin());
    auto& sa = rows.isakmp_sas[0];
    sa.local = ip("10.1.1.1");
    sa.remote = ip("10.1.1.2");
    sa.profile = "prof";
    sa.group = "easy";
    sa.assigned = ip("10.3.3.4");
    auto dead = sa;
    dead.number = 3;
    dead.deleted = true;
    rows.isakmp_sas.push_back(dead);
    const std::string text = screen(rows, {}, Look::ios12);
    std::string expected = "Crypto session current status\n\n" + block.substr(block.find("Interface:")) + "\n";
    expected.replace(expected.find("origin: crypto map"), 18, "origin: dynamic crypto map");
    CHECK(text == expected);
}

TEST_CASE("show crypto session: two clients of one dynamic map are two sessions") {
    const SyntheticRows rows = documents::hub_003();
    const std::string text = screen(rows, {}, Look::ios15_4);
    INFO(text);
    const std::size_t client = text.find("Peer: 10.51.82.100 port 500"), spoke = text.find("Peer: 10.100.2.102 port 500");
    REQUIRE(client != std::string::npos);
    REQUIRE(spoke != std::string::npos);
    CHECK(text.find("Peer:", std::max(client, spoke) + 1) == std::string::npos);
    const std::string of_client = text.substr(client, spoke - client);
    CHECK(of_client.find("IPSEC FLOW: permit ip 0.0.0.0/0.0.0.0 host 10.5.5.1 \n        Active SAs: 2, origin: dynamic crypto map\n") != std::string::npos);
    CHECK(of_client.find("10.2.0.0") == std::string::npos);
    CHECK(text.find("Username: cisco\nProfile: VPNclient\nGroup: testgroup\nAssigned address: 10.5.5.1\nSession status: UP-ACTIVE") != std::string::npos);

    SessionFilter filter;
    filter.remote = ip("10.100.2.102");
    CHECK(screen(rows, filter, Look::ios15_4).find("10.51.82.100") == std::string::npos);
    filter = {};
    filter.username = "cisco";
    CHECK(screen(rows, filter, Look::ios15_4).find("10.100.2.102") == std::string::npos);
    filter = {};
    filter.up = false;
    CHECK(screen(rows, filter, Look::ios15_4) == "Crypto session current status\n\n");
    CHECK(screen(rows, of_form(SessionForm::brief), Look::ios15_4).find("10.51.82.100    Fa0/0       cisco        testgroup") != std::string::npos);
}

TEST_CASE("show crypto session: two clients behind one NAT are two sessions") {
    SyntheticRows rows = documents::hub_003();
    constexpr std::uint16_t ports[] = {4500, 1027};
    REQUIRE(rows.flows.size() == 2);
    REQUIRE(rows.isakmp_sas.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
        rows.flows[i].peer = rows.isakmp_sas[i].remote = ip("10.100.2.102");
        rows.flows[i].peer_port = rows.isakmp_sas[i].remote_port = ports[i];
        rows.isakmp_sas[i].inbound_spis = {rows.flows[i].inbound.front().parameters.spi};
    }
    const std::string text = screen(rows, {}, Look::ios15_4);
    INFO(text);
    const std::size_t first = text.find("Peer: 10.100.2.102 port 4500"), second = text.find("Peer: 10.100.2.102 port 1027");
    REQUIRE(first < second);
    REQUIRE(second != std::string::npos);
    const std::string of_first = text.substr(first, second - first), of_second = text.substr(second);
    CHECK(of_first.find("remote 10.100.2.102/4500") != std::string::npos);
    CHECK(of_first.find("10.100.2.102/1027") == std::string::npos);
    CHECK(of_second.find("remote 10.100.2.102/1027") != std::string::npos);
    for (const std::string& session : {of_first, of_second}) {
        REQUIRE(session.find("Active SAs: 2") != std::string::npos);
        CHECK(session.find("IPSEC FLOW") == session.rfind("IPSEC FLOW"));
    }
}

TEST_CASE("show crypto session: the words of ios-behaviours 36") {
    SyntheticRows rows = documents::hub_003();
    rows.isakmp_sas[0].deleted = true;
    rows.flows[0].inbound.clear();
    rows.flows[0].outbound.clear();
    std::string text = screen(rows, {}, Look::ios15_4);
    CHECK(text.find("Session status: UP-IDLE\nPeer: 10.51.82.100") != std::string::npos);
    CHECK(text.find("Session status: UP-NO-IKE\nPeer: 10.100.2.102") != std::string::npos);
    // A client that has no pair yet, and a peer in negotiation, are sessions too.
    rows.flows.clear();
    rows.policies.at(1).flows.clear();
    rows.isakmp_sas[0].deleted = false;
    rows.isakmp_sas[0].active = false;
    text = screen(rows, of_form(SessionForm::detail), Look::ios15_4);
    CHECK(text.find("Session status: UP-IDLE\nPeer: 10.51.82.100") != std::string::npos);
    CHECK(text.find("Session status: DOWN-NEGOTIATING\nPeer: 10.100.2.102") != std::string::npos);
    CHECK(text.find("IKEv1 SA: local 10.48.67.181/500 remote 10.100.2.102/500 Inactive \n          Capabilities:(none) connid:0 lifetime:0\n") !=
          std::string::npos);
    // A client that left is no session any more.
    rows.isakmp_sas[1].deleted = true;
    CHECK(screen(rows, {}, Look::ios15_4).find("10.51.82.100") == std::string::npos);
    // Nobody is left.
    rows.isakmp_sas.clear();
    CHECK(screen(rows, {}, Look::ios15_4) == "Crypto session current status\n\n");
}

TEST_CASE("show crypto session: two retries of one peer") {
    REFERENCE(block, noted(session_file, "cisco_ios_show_crypto_session_detail.raw"));
    SyntheticRows rows = gre_router("Tunnel1201", "10.175.200.116", "10.161.255.14");
    rows.flows[0].inbound.clear();
    rows.flows[0].outbound.clear();
    rows.flows[0].counters = {};
    rows.isakmp_sas[0].inbound_spis.clear();
    rows.isakmp_sas[0].deleted = true;
    rows.isakmp_sas.push_back(rows.isakmp_sas[0]);
    rows.isakmp_sas[1].number = 43;
    rows.isakmp_sas[1].deleted = rows.isakmp_sas[1].active = false;
    const std::string text = screen(rows, of_form(SessionForm::detail), Look::ios15_4);
    const std::string expected = block.substr(block.find("Interface: Tunnel1201"), block.find("Interface: Tunnel1101") - block.find("Interface: Tunnel1201"));
    CHECK(reference::words(text.substr(text.find("Interface:"))) == reference::words(expected));
}

TEST_CASE("show crypto session: IPv6 ends on two lines, and JSON") {
    SyntheticRows rows = documents::router_004();
    const std::string text = screen(rows, {}, Look::ios15_4);
    CHECK(text.find("  IKEv1 SA: local 2001:DB8::2/500\n          remote 2001:DB8::3/500 Active \n  IPSEC FLOW: permit ipv6 ::/0 ::/0 \n") != std::string::npos);
    static const config::Configuration none;
    const auto json = nlohmann::json::parse(json_of(*session_screen(std::make_unique<SyntheticRows>(documents::hub_003()), none, {}, show_look(Look::ios15_4))));
    REQUIRE(json.size() == 2);
    CHECK(json[0]["username"] == "cisco");
    CHECK(json[0]["assigned_address"] == "10.5.5.1");
    CHECK(json[0]["ike_sas"][0]["version"] == 1);
}
