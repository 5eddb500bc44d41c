#include <catch2/catch.hpp>

#include "back_to_back.h"

using namespace bench;
namespace event = dataplane::event;
using dataplane::Acquire;

namespace {

/// Two gateways, LANs as loopbacks, a crypto map between them.
struct Gateways {
    Gateways() {
        build(r1.configuration, "10.0.0.1/24", "192.168.1.1/24", "10.0.0.2", "192.168.1.0/24", "192.168.2.0/24");
        build(r2.configuration, "10.0.0.2/24", "192.168.2.1/24", "10.0.0.1", "192.168.2.0/24", "192.168.1.0/24");
        plugs = lab.wire(r1, "Ethernet0/0", r2, "Ethernet0/0");
    }
    static void build(config::Configuration& configuration, std::string_view outside, std::string_view inside,
                      std::string_view peer, std::string_view from, std::string_view to) {
        interface(configuration, "Ethernet0/0", outside).crypto_maps = {"CMAP"};
        interface(configuration, "Loopback0", inside);
        route(configuration, "0.0.0.0/0", peer);
        acl_line(configuration, "VPN", true, from, to);
        map_entry(configuration, peer);
        auto& set = configuration.ipsec.transform_sets.at("TS");
        set.esp_cipher = config::EspCipher::aes;
        set.key_bits = 256;
        set.esp_hash = config::TransformHash::sha256;
    }
    bool ping_lan(std::uint16_t size = 100, bool df_bit = false) {
        return is_reply(lab.ping(r1, "192.168.2.1", "192.168.1.1", size, df_bit));
    }
    dataplane::FlowCounters counters(const Station& station) const {
        return station.plane.flow_view(only_flow(station), lab.now)->counters;
    }
    /// Frames between the two that carry this IP protocol.
    std::size_t seen(std::uint8_t protocol) const {
        std::size_t count = 0;
        for (const Bytes& frame : plugs.first->seen)
            count += frame[12] == 8 && frame[13] == 0 && frame[23] == protocol ? 1 : 0;
        return count;
    }
    Lab lab;
    Station& r1 = lab.add("R1");
    Station& r2 = lab.add("R2");
    std::pair<Plug*, Plug*> plugs;
};

}  // namespace

TEST_CASE("a map applied is an entry, its permit lines are flows") {
    Gateways gateways;
    gateways.lab.start();
    REQUIRE(gateways.r1.plane.entries().size() == 1);
    const auto& entry = *gateways.r1.plane.entry(gateways.r1.plane.entries().front());
    CHECK(entry.map_tag == "CMAP");
    CHECK(entry.local == ip("10.0.0.1"));
    CHECK(entry.peers == std::vector{ip("10.0.0.2")});
    CHECK(entry.transform_sets == std::vector<std::string>{"TS"});
    CHECK_FALSE(entry.always_create);
    CHECK_FALSE(entry.transport_allowed);
    const auto& flow = *gateways.r1.plane.flow(entry.flows.front());
    CHECK(flow.local == dataplane::TrafficSelector::of_prefix(prefix("192.168.1.0/24")));
    CHECK(flow.remote == dataplane::TrafficSelector::of_prefix(prefix("192.168.2.0/24")));
    CHECK(gateways.r1.plane.entries_for(ip("10.0.0.1"), ip("10.0.0.2")) == gateways.r1.plane.entries());
    CHECK(gateways.r1.plane.entries_for(ip("10.0.0.1"), ip("10.0.0.3")).empty());
    const auto on = gateways.r1.recorder.of<event::CryptoOnOff>();
    REQUIRE(on.size() == 1);
    CHECK(on[0].on);
}

TEST_CASE("nothing is asked for until traffic; the packet that asks is dropped and counted") {
    Gateways gateways;
    gateways.lab.start();
    gateways.lab.advance(std::chrono::seconds(5));
    CHECK(gateways.r1.took<Acquire>().empty());
    CHECK_FALSE(gateways.ping_lan());
    CHECK_FALSE(gateways.ping_lan());
    const auto asked = gateways.r1.took<Acquire>();
    REQUIRE(asked.size() == 1);
    REQUIRE(asked[0].packet);
    CHECK(asked[0].packet->source == ip("192.168.1.1"));
    CHECK(asked[0].packet->protocol == 1);
    CHECK(asked[0].flow == only_flow(gateways.r1));
    CHECK(gateways.counters(gateways.r1).send_errors == 2);
    CHECK(gateways.counters(gateways.r1).encaps == 0);
    CHECK(gateways.r1.counter("crypto-map", "no SA") == 2);
    const auto requested = gateways.r1.recorder.of<event::SaRequested>();
    REQUIRE(requested.size() == 1);
    CHECK(requested[0].suite ==
          dataplane::EspSuite{dataplane::Encryption::aes_cbc, 256, dataplane::Integrity::hmac_sha2_256_128});
    CHECK(requested[0].mode == dataplane::EncapsulationMode::tunnel);
    CHECK(gateways.seen(1) == 0);
}

TEST_CASE("an unanswered request fires at 30 and 60 seconds, then the next packet starts over") {
    Gateways gateways;
    gateways.lab.start();
    CHECK_FALSE(gateways.ping_lan());
    gateways.lab.advance(std::chrono::seconds(29));
    CHECK(gateways.r1.took<Acquire>().size() == 2);
    gateways.lab.advance(std::chrono::seconds(40));
    const auto fired = gateways.r1.recorder.of<event::RequestTimerFired>();
    REQUIRE(fired.size() == 2);
    CHECK(fired[0].count == 1);
    CHECK(fired[1].count == 2);
    CHECK(gateways.r1.took<Acquire>().size() == 2);
    CHECK_FALSE(gateways.ping_lan());
    CHECK(gateways.r1.took<Acquire>().size() == 3);
}

TEST_CASE("a failed acquire lets a packet ask again after a second") {
    Gateways gateways;
    gateways.lab.start();
    CHECK_FALSE(gateways.ping_lan());
    gateways.r1.plane.acquire_failed(only_flow(gateways.r1), gateways.lab.now);
    CHECK_FALSE(gateways.ping_lan());
    CHECK(gateways.r1.took<Acquire>().size() == 1);
    gateways.lab.advance(std::chrono::seconds(1));
    CHECK_FALSE(gateways.ping_lan());
    CHECK(gateways.r1.took<Acquire>().size() == 2);
}

TEST_CASE("an installed pair carries the traffic, and its counters are the packets") {
    Gateways gateways;
    gateways.lab.start();
    PairWish wish;
    SECTION("3DES and SHA1") {
        wish.suite = {dataplane::Encryption::triple_des, 168, dataplane::Integrity::hmac_sha1_96};
    }
    SECTION("AES-CBC 256 and SHA256") {
        wish.suite = {dataplane::Encryption::aes_cbc, 256, dataplane::Integrity::hmac_sha2_256_128};
    }
    SECTION("AES-GCM") { wish.suite = {dataplane::Encryption::aes_gcm, 128, dataplane::Integrity::none}; }
    SECTION("in UDP") { wish.nat_t = true; }
    SECTION("AH") {
        wish.protocol = dataplane::IpsecProtocol::ah;
        wish.suite = {dataplane::Encryption::null, 0, dataplane::Integrity::hmac_sha2_256_128};
    }
    install_pair(gateways.lab, gateways.r1, only_flow(gateways.r1), gateways.r2, only_flow(gateways.r2), wish);
    for (int i = 0; i < 5; ++i) CHECK(gateways.ping_lan());
    for (const Station* station : {&gateways.r1, &gateways.r2}) {
        const auto counters = gateways.counters(*station);
        CHECK(counters.encaps == 5);
        CHECK(counters.decaps == 5);
        CHECK(counters.digest == 5);
        CHECK(counters.verify == 5);
        CHECK(counters.send_errors == 0);
    }
    CHECK(gateways.seen(1) == 0);
    CHECK(gateways.seen(wish.nat_t ? 17 : wish.protocol == dataplane::IpsecProtocol::ah ? 51 : 50) == 5);
    gateways.r1.plane.clear_flow_counters();
    CHECK(gateways.counters(gateways.r1).encaps == 0);
}

TEST_CASE("what the list does not permit goes in clear") {
    Gateways gateways;
    gateways.lab.start();
    CHECK(is_reply(gateways.lab.ping(gateways.r1, "10.0.0.2")));
    CHECK(gateways.r1.took<Acquire>().empty());
}

TEST_CASE("a deny line sends the packet to the next entry") {
    Gateways gateways;
    auto& configuration = gateways.r1.configuration;
    configuration.access_lists.erase("VPN");
    acl_line(configuration, "VPN", false, "192.168.1.0/24", "192.168.2.0/24");
    acl_line(configuration, "VPN", true, "192.168.0.0/16", "192.168.0.0/16");
    acl_line(configuration, "SECOND", true, "192.168.1.0/24", "any");
    map_entry(configuration, "10.0.0.2").match_address = "SECOND";
    gateways.lab.start();
    CHECK_FALSE(gateways.ping_lan());
    const auto asked = gateways.r1.took<Acquire>();
    REQUIRE(asked.size() == 1);
    const auto& flow = *gateways.r1.plane.flow(asked[0].flow);
    CHECK(gateways.r1.plane.entry(flow.entry)->sequence == 20);
    CHECK(flow.remote == dataplane::TrafficSelector::any(config::AddressFamily::ipv4));
}

TEST_CASE("permit ip any any spares the router's own key exchange") {
    Gateways gateways;
    gateways.r1.configuration.access_lists.erase("VPN");
    acl_line(gateways.r1.configuration, "VPN", true, "any", "any");
    gateways.r2.configuration.access_lists.erase("VPN");
    acl_line(gateways.r2.configuration, "VPN", true, "any", "any");
    gateways.lab.start();
    dataplane::UdpDatagram datagram;
    datagram.remote = ip("10.0.0.2");
    datagram.local_port = datagram.remote_port = 500;
    datagram.payload = {1, 2, 3};
    gateways.r1.plane.send(datagram, gateways.lab.now);
    gateways.lab.settle();
    CHECK(gateways.r2.took<dataplane::UdpDatagram>().size() == 1);
    install_pair(gateways.lab, gateways.r1, only_flow(gateways.r1), gateways.r2, only_flow(gateways.r2));
    CHECK(gateways.ping_lan());
    CHECK(is_reply(gateways.lab.ping(gateways.r1, "10.0.0.2")));
    CHECK(gateways.counters(gateways.r1).encaps == 2);
}

TEST_CASE("a clear packet that should have been protected is dropped and reported once a minute") {
    Gateways gateways;
    gateways.lab.start();
    interface(gateways.r1.configuration, "Ethernet0/0").crypto_maps.clear();
    gateways.lab.reconfigure(gateways.r1);
    CHECK_FALSE(gateways.ping_lan());
    CHECK_FALSE(gateways.ping_lan());
    CHECK(gateways.r2.counter("ip4-input", "not an IPsec packet") == 2);
    const auto reports = gateways.r2.recorder.of<event::ReceivedClearPacket>();
    REQUIRE(reports.size() == 1);
    CHECK(reports[0].destination == ip("192.168.2.1"));
    CHECK(reports[0].source == ip("192.168.1.1"));
    CHECK(reports[0].protocol == 1);
    gateways.lab.advance(std::chrono::minutes(1));
    CHECK_FALSE(gateways.ping_lan());
    CHECK(gateways.r2.recorder.of<event::ReceivedClearPacket>().size() == 2);
}

TEST_CASE("packets too big for the tunnel are cut before encryption, or refused with the size that fits") {
    Gateways gateways;
    gateways.lab.start();
    PairWish wish;
    wish.suite = {dataplane::Encryption::triple_des, 168, dataplane::Integrity::hmac_sha1_96};
    install_pair(gateways.lab, gateways.r1, only_flow(gateways.r1), gateways.r2, only_flow(gateways.r2), wish);
    CHECK(gateways.r1.plane.flow_view(only_flow(gateways.r1), gateways.lab.now)->plaintext_mtu == 1446);
    CHECK(gateways.ping_lan(1446, true));
    CHECK_FALSE(gateways.ping_lan(1447, true));
    CHECK(gateways.ping_lan(1447));
    CHECK(gateways.ping_lan(5000));
    for (const Bytes& frame : gateways.plugs.first->seen) CHECK(frame.size() <= 1514);
    CHECK(gateways.counters(gateways.r1).encaps == 1 + 2 + 4);
}

TEST_CASE("crypto ipsec df-bit clear cuts what must not be cut, and sends it without the bit; set sends it with") {
    Gateways gateways;
    auto& df_bit = gateways.r1.configuration.ipsec.df_bit;
    bool outer = false, too_big_passes = false;
    SECTION("copy") { df_bit = config::DfBit::copy, outer = true; }
    SECTION("clear") { df_bit = config::DfBit::clear, too_big_passes = true; }
    SECTION("set") { df_bit = config::DfBit::set, outer = true; }
    SECTION("the interface's own goes before the global one") {
        df_bit = config::DfBit::set, too_big_passes = true;
        gateways.r1.configuration.interfaces.at(*config::InterfaceName::parse("Ethernet0/0")).crypto_df_bit = config::DfBit::clear;
    }
    gateways.lab.start();
    install_pair(gateways.lab, gateways.r1, only_flow(gateways.r1), gateways.r2, only_flow(gateways.r2));
    const auto first = gateways.plugs.first->seen.size();
    CHECK(gateways.ping_lan(500, true));
    bool seen = false;
    for (std::size_t i = first; i < gateways.plugs.first->seen.size(); ++i) {
        const Bytes& frame = gateways.plugs.first->seen[i];
        if (frame[12] != 8 || frame[13] != 0 || frame[23] != 50) continue;
        seen = true;
        CHECK(((frame[20] & 0x40) != 0) == outer);
    }
    CHECK(seen);
    CHECK(gateways.ping_lan(1500, true) == too_big_passes);
}

TEST_CASE("transport mode between the two ends themselves") {
    Gateways gateways;
    for (Station* station : {&gateways.r1, &gateways.r2}) station->configuration.access_lists.erase("VPN");
    acl_line(gateways.r1.configuration, "VPN", true, "10.0.0.1/32", "10.0.0.2/32");
    acl_line(gateways.r2.configuration, "VPN", true, "10.0.0.2/32", "10.0.0.1/32");
    gateways.lab.start();
    CHECK(gateways.r1.plane.entry(gateways.r1.plane.entries().front())->transport_allowed);
    PairWish wish;
    wish.mode = dataplane::EncapsulationMode::transport;
    install_pair(gateways.lab, gateways.r1, only_flow(gateways.r1), gateways.r2, only_flow(gateways.r2), wish);
    CHECK(is_reply(gateways.lab.ping(gateways.r1, "10.0.0.2")));
    CHECK(is_reply(gateways.lab.ping(gateways.r1, "10.0.0.2", {}, 3000)));
    CHECK(gateways.counters(gateways.r1).encaps == 2);
}

TEST_CASE("a narrower pair is a flow of its own; the line's flow keeps its error") {
    Gateways gateways;
    gateways.lab.start();
    CHECK_FALSE(gateways.ping_lan());
    PairWish wish;
    wish.local = dataplane::TrafficSelector::of_host(ip("192.168.1.1"));
    wish.remote = dataplane::TrafficSelector::of_host(ip("192.168.2.1"));
    const auto ends =
        install_pair(gateways.lab, gateways.r1, only_flow(gateways.r1), gateways.r2, only_flow(gateways.r2), wish);
    CHECK(ends.a_flow != only_flow(gateways.r1));
    for (int i = 0; i < 4; ++i) CHECK(gateways.ping_lan());
    const auto line = gateways.r1.plane.next_flow(0, gateways.lab.now);
    const auto agreed = gateways.r1.plane.next_flow(line->flow.id, gateways.lab.now);
    REQUIRE(agreed);
    CHECK_FALSE(gateways.r1.plane.next_flow(agreed->flow.id, gateways.lab.now));
    CHECK(line->flow.origin_is_acl);
    CHECK(line->counters.send_errors == 1);
    CHECK(line->counters.encaps == 0);
    CHECK(line->current_outbound_spi == 0);
    CHECK_FALSE(agreed->flow.origin_is_acl);
    CHECK(agreed->counters.encaps == 4);
    CHECK(agreed->counters.decaps == 4);
    CHECK(agreed->current_outbound_spi == ends.b_inbound);
    interface(gateways.r1.configuration, "Loopback0").secondary_addresses = {prefix("192.168.1.9/24")};
    gateways.lab.reconfigure(gateways.r1);
    CHECK_FALSE(is_reply(gateways.lab.ping(gateways.r1, "192.168.2.1", "192.168.1.9")));
    CHECK(gateways.r1.took<Acquire>().size() == 2);
    CHECK(gateways.r1.plane.remove(ends.a_inbound, gateways.lab.now));
    CHECK_FALSE(gateways.r1.plane.flow(agreed->flow.id));
    CHECK_FALSE(gateways.r1.plane.next_flow(agreed->flow.id, gateways.lab.now));
}

TEST_CASE("a packet out of an SA that its selectors do not admit is dropped") {
    Gateways gateways;
    gateways.lab.start();
    PairWish wish;
    wish.remote = dataplane::TrafficSelector::of_host(ip("192.168.2.99"));
    wish.narrow_b_only = true;
    const auto ends =
        install_pair(gateways.lab, gateways.r1, only_flow(gateways.r1), gateways.r2, only_flow(gateways.r2), wish);
    CHECK_FALSE(gateways.ping_lan());
    CHECK(gateways.counters(gateways.r1).encaps == 1);
    CHECK(gateways.r2.counter("esp-decrypt", "selector mismatch") == 1);
    CHECK(gateways.r2.plane.flow_view(ends.b_flow, gateways.lab.now)->counters.invalid_identity == 1);
}

TEST_CASE("a long map: the line that a packet matches is remembered until the map changes") {
    Gateways gateways;
    gateways.r1.configuration.access_lists.erase("VPN");
    for (int i = 0; i < 200; ++i)
        acl_line(gateways.r1.configuration, "VPN", true, "192.168.1.0/24", "172.20." + std::to_string(i) + ".0/24");
    acl_line(gateways.r1.configuration, "VPN", true, "192.168.1.0/24", "192.168.2.0/24");
    gateways.lab.start();
    CHECK_FALSE(gateways.ping_lan());
    CHECK_FALSE(is_reply(gateways.lab.ping(gateways.r1, "172.20.150.1", "192.168.1.1")));
    CHECK_FALSE(is_reply(gateways.lab.ping(gateways.r1, "172.20.7.1", "192.168.1.1")));
    CHECK_FALSE(gateways.ping_lan());
    std::vector<std::string> remotes;
    for (const auto& asked : gateways.r1.took<Acquire>())
        remotes.push_back(gateways.r1.plane.flow(asked.flow)->remote.first.text());
    CHECK(remotes == std::vector<std::string>{"192.168.2.0", "172.20.150.0", "172.20.7.0"});
    gateways.r1.configuration.access_lists.at("VPN").entries.back().permit = false;
    gateways.lab.reconfigure(gateways.r1);
    interface(gateways.r2.configuration, "Ethernet0/0").crypto_maps.clear();
    gateways.lab.reconfigure(gateways.r2);
    CHECK(gateways.ping_lan());  // in clear now
}

TEST_CASE("a younger pair takes over; the older one still receives, and carries on when the younger goes") {
    Gateways gateways;
    gateways.lab.start();
    const auto first =
        install_pair(gateways.lab, gateways.r1, only_flow(gateways.r1), gateways.r2, only_flow(gateways.r2));
    const auto second =
        install_pair(gateways.lab, gateways.r1, only_flow(gateways.r1), gateways.r2, only_flow(gateways.r2));
    auto view = gateways.r1.plane.flow_view(only_flow(gateways.r1), gateways.lab.now);
    REQUIRE(view->inbound.size() == 2);
    CHECK(view->current_outbound_spi == second.b_inbound);
    CHECK(view->inbound[0].parameters.spi == second.a_inbound);
    CHECK(view->inbound[1].rekeyed);
    CHECK(gateways.ping_lan());
    CHECK(gateways.r1.plane.remove(second.a_inbound, gateways.lab.now));
    CHECK(gateways.r2.plane.remove(second.b_inbound, gateways.lab.now));
    CHECK(gateways.ping_lan());
    CHECK(gateways.counters(gateways.r1).encaps == 2);
    CHECK(gateways.r1.plane.remove(first.a_inbound, gateways.lab.now));
    CHECK_FALSE(gateways.r1.plane.remove(first.a_inbound, gateways.lab.now));
    CHECK_FALSE(gateways.ping_lan());
    CHECK(gateways.counters(gateways.r1).encaps == 2);
}

TEST_CASE("connection ids come in pairs: outbound first at the IKEv2 initiator, inbound first elsewhere") {
    Gateways gateways;
    for (Station* station : {&gateways.r1, &gateways.r2})
        station->configuration.ipsec.maps.at("CMAP").entries.front().ikev2_profile = "P";
    gateways.lab.start();
    install_pair(gateways.lab, gateways.r1, only_flow(gateways.r1), gateways.r2, only_flow(gateways.r2));
    const auto r1 = gateways.r1.plane.flow_view(only_flow(gateways.r1), gateways.lab.now);
    const auto r2 = gateways.r2.plane.flow_view(only_flow(gateways.r2), gateways.lab.now);
    CHECK(r1->outbound[0].connection_id == 1);
    CHECK(r1->inbound[0].connection_id == 2);
    CHECK(r2->inbound[0].connection_id == 1);
    CHECK(r2->outbound[0].connection_id == 2);
    CHECK(r1->inbound[0].initiator);
    CHECK_FALSE(r2->inbound[0].initiator);
    const auto created = gateways.r1.recorder.of<event::SaCreated>();
    REQUIRE(created.size() == 2);
    CHECK_FALSE(created[0].outbound);
    CHECK(created[1].outbound);
    CHECK(created[0].sa.spi == r1->inbound[0].parameters.spi);
    CHECK(gateways.r1.recorder.of<event::OutboundSaUpdated>().size() == 1);
}

TEST_CASE("kilobytes start where the release starts them") {
    Gateways gateways;
    gateways.r1.configuration.system.version = "15.1";
    gateways.r2.configuration.system.version = "16.4";
    gateways.lab.start();
    install_pair(gateways.lab, gateways.r1, only_flow(gateways.r1), gateways.r2, only_flow(gateways.r2));
    const auto r1 = gateways.r1.plane.flow_view(only_flow(gateways.r1), gateways.lab.now);
    const auto r2 = gateways.r2.plane.flow_view(only_flow(gateways.r2), gateways.lab.now);
    CHECK(r1->inbound[0].kilobytes_left == r1->outbound[0].kilobytes_left);
    CHECK(r1->inbound[0].kilobytes_left < 4608000);
    CHECK(r1->inbound[0].kilobytes_left >= 4608000 * 92 / 100);
    CHECK(r2->inbound[0].kilobytes_left == 4608000);
    CHECK(r2->inbound[0].seconds_left == 3600);
}

TEST_CASE("lifetimes run out softly, then hard, once each") {
    Gateways gateways;
    gateways.lab.start();
    PairWish wish;
    wish.lifetime = {120, 0, 0, 0};
    const auto ends =
        install_pair(gateways.lab, gateways.r1, only_flow(gateways.r1), gateways.r2, only_flow(gateways.r2), wish);
    CHECK(gateways.ping_lan());
    gateways.lab.advance(std::chrono::seconds(91));
    auto expired = gateways.r1.took<dataplane::SaExpiry>();
    REQUIRE(expired.size() == 1);
    CHECK(expired[0].inbound_spi == ends.a_inbound);
    CHECK(expired[0].outbound_spi == ends.b_inbound);
    CHECK_FALSE(expired[0].hard);
    CHECK(expired[0].had_traffic);
    CHECK(gateways.r1.recorder.of<event::LifetimeThreshold>().size() == 1);
    gateways.lab.advance(std::chrono::seconds(30));
    expired = gateways.r1.took<dataplane::SaExpiry>();
    REQUIRE(expired.size() == 2);
    CHECK(expired[1].hard);
    CHECK_FALSE(expired[1].by_volume);
    CHECK_FALSE(gateways.ping_lan());
}

TEST_CASE("kilobytes run out by traffic") {
    Gateways gateways;
    gateways.r1.configuration.system.version = gateways.r2.configuration.system.version = "16.4";
    gateways.lab.start();
    PairWish wish;
    wish.lifetime = {0, 0, 10, 8};
    install_pair(gateways.lab, gateways.r1, only_flow(gateways.r1), gateways.r2, only_flow(gateways.r2), wish);
    for (int i = 0; i < 9; ++i) CHECK(gateways.ping_lan(1000));
    const auto expired = gateways.r1.took<dataplane::SaExpiry>();
    REQUIRE_FALSE(expired.empty());
    CHECK(expired[0].by_volume);
    CHECK_FALSE(expired[0].hard);
}

TEST_CASE("unknown SPI, wrong key and replay each have their drop and their report") {
    Gateways gateways;
    gateways.lab.start();
    const auto ends =
        install_pair(gateways.lab, gateways.r1, only_flow(gateways.r1), gateways.r2, only_flow(gateways.r2));
    CHECK(gateways.ping_lan());
    const Bytes good = gateways.plugs.first->seen.back();
    const auto inject = [&](const Bytes& bytes) {
        const std::span<const std::uint8_t> view = bytes;
        gateways.r2.plane.receive(name("Ethernet0/0"), {&view, 1}, gateways.lab.now);
    };
    inject(good);
    CHECK(gateways.r2.counter("esp-decrypt", "replay") == 1);
    CHECK(gateways.counters(gateways.r2).replay_failed == 1);
    REQUIRE(gateways.r2.recorder.of<event::ReplayFailure>().size() == 1);
    CHECK(gateways.r2.recorder.of<event::ReplayFailure>()[0].sequence == 1);
    Bytes bad = good;
    bad[41] = 9;  // sequence number
    bad.back() ^= 1;
    inject(bad);
    CHECK(gateways.r2.counter("esp-decrypt", "integrity") == 1);
    const auto failures = gateways.r2.recorder.of<event::IntegrityFailure>();
    REQUIRE(failures.size() == 1);
    CHECK(failures[0].spi == ends.b_inbound);
    CHECK(failures[0].local == ip("10.0.0.2"));
    CHECK(gateways.counters(gateways.r2).verify_failed == 1);
    bad = good;
    bad[34] ^= 0x55;  // SPI
    inject(bad);
    CHECK(gateways.r2.counter("esp-decrypt", "no SA") == 1);
    const auto unknown = gateways.r2.recorder.of<event::InvalidSpi>();
    REQUIRE(unknown.size() == 1);
    CHECK(unknown[0].spi == (ends.b_inbound ^ 0x55000000));
}

TEST_CASE("a suite that cannot be built, a flow that is not there, an SPI twice") {
    Gateways gateways;
    gateways.lab.start();
    const auto ends =
        install_pair(gateways.lab, gateways.r1, only_flow(gateways.r1), gateways.r2, only_flow(gateways.r2));
    dataplane::SaPair pair;
    pair.inbound.spi = ends.a_inbound;
    dataplane::FlowId flow = 4711;
    CHECK(gateways.r1.plane.install(pair, flow, gateways.lab.now) == dataplane::InstallError::unknown_flow);
    flow = only_flow(gateways.r1);
    CHECK(gateways.r1.plane.install(pair, flow, gateways.lab.now) == dataplane::InstallError::spi_in_use);
    pair.inbound.spi = 5000;
    pair.outbound.spi = 5001;
    for (auto* sa : {&pair.inbound, &pair.outbound}) {
        sa->local_address = ip("10.0.0.1");
        sa->remote_address = ip("10.0.0.2");
        sa->suite = {dataplane::Encryption::aes_cbc, 128, dataplane::Integrity::hmac_sha1_96};
    }
    CHECK(gateways.r1.plane.install(pair, flow, gateways.lab.now) == dataplane::InstallError::unsupported_suite);
}

TEST_CASE("IKEv1 numbers inbound first at both ends") {
    Gateways gateways;
    gateways.lab.start();
    install_pair(gateways.lab, gateways.r1, only_flow(gateways.r1), gateways.r2, only_flow(gateways.r2));
    for (const Station* station : {&gateways.r1, &gateways.r2}) {
        const auto view = station->plane.flow_view(only_flow(*station), gateways.lab.now);
        CHECK(view->inbound[0].connection_id == 1);
        CHECK(view->outbound[0].connection_id == 2);
    }
}

TEST_CASE("a line with a list of ports is a flow for each") {
    Gateways gateways;
    auto& line = gateways.r1.configuration.access_lists.at("VPN").entries.front();
    line.protocol = 6;
    SECTION("eq 80 443") {
        line.destination_port = {config::PortOperator::eq, {80, 443}};
        gateways.lab.start();
        const auto flows = gateways.r1.plane.entry(gateways.r1.plane.entries().front())->flows;
        REQUIRE(flows.size() == 2);
        CHECK(gateways.r1.plane.flow(flows[0])->remote.first_port == 80);
        CHECK(gateways.r1.plane.flow(flows[0])->remote.last_port == 80);
        CHECK(gateways.r1.plane.flow(flows[1])->remote.first_port == 443);
        CHECK(gateways.r1.plane.flow(flows[1])->acl_sequence == 10);
    }
    SECTION("neq 25") {
        line.source_port = {config::PortOperator::neq, {25}};
        gateways.lab.start();
        const auto flows = gateways.r1.plane.entry(gateways.r1.plane.entries().front())->flows;
        REQUIRE(flows.size() == 2);
        CHECK(gateways.r1.plane.flow(flows[0])->local.last_port == 24);
        CHECK(gateways.r1.plane.flow(flows[1])->local.first_port == 26);
    }
}

TEST_CASE("an entry has what IKEv1 asks of it") {
    Gateways gateways;
    auto& map = gateways.r1.configuration.ipsec.maps.at("CMAP");
    map.isakmp_profile = "ALL";
    map.client_authentication_list = "USERS";
    map.authorization_list = "GROUPS";
    map.client_addressing.respond = true;
    map.local_address = name("Loopback9");
    interface(gateways.r1.configuration, "Loopback9", "9.9.9.9/32");
    map.entries.front().peers = {"10.0.0.2", "backup", "2001:db8::1"};
    map.entries.front().idle_time = 120;
    gateways.r1.configuration.hosts["backup"] = {ip("10.0.0.8"), ip("10.0.0.9")};
    gateways.lab.start();
    const auto& entry = *gateways.r1.plane.entry(gateways.r1.plane.entries().front());
    CHECK(entry.isakmp_profile == "ALL");
    CHECK(entry.client_authentication_list == "USERS");
    CHECK(entry.authorization_list == "GROUPS");
    CHECK(entry.client_addressing.respond);
    CHECK(entry.idle_time == 120);
    CHECK(entry.local == ip("9.9.9.9"));
    CHECK(entry.peers == std::vector{ip("10.0.0.2"), ip("10.0.0.8"), ip("10.0.0.9")});
    map.entries.front().isakmp_profile = "OWN";
    gateways.lab.reconfigure(gateways.r1);
    CHECK(gateways.r1.plane.entry(gateways.r1.plane.entries().front())->isakmp_profile == "OWN");
}

namespace {

/// A second pair for a flow that has one, the peer's end of which may not stand yet.
std::pair<std::uint32_t, std::uint32_t> renew(Gateways& gateways, bool r2_waits) {
    Station &a = gateways.r1, &b = gateways.r2;
    const auto make = [&](Station& station, std::string_view ours, std::string_view theirs, std::uint32_t in,
                          std::uint32_t out, bool waits) {
        const auto& flow = *station.plane.flow(only_flow(station));
        dataplane::SaParameters sa;
        sa.suite = {dataplane::Encryption::aes_cbc, 128, dataplane::Integrity::hmac_sha1_96};
        sa.local_address = ip(ours);
        sa.remote_address = ip(theirs);
        sa.local_selectors = {flow.local};
        sa.remote_selectors = {flow.remote};
        sa.lifetime = {3600, 0, 4608000, 0};
        sa.encryption_key = config::Secret(std::vector<std::uint8_t>(16, 7));
        sa.integrity_key = config::Secret(std::vector<std::uint8_t>(20, 9));
        dataplane::SaPair pair{sa, sa, {}, {}, !waits, waits, std::uint16_t{14}};
        pair.inbound.spi = in;
        pair.outbound.spi = out;
        dataplane::FlowId id = flow.id;
        REQUIRE(station.plane.install(pair, id, gateways.lab.now) == dataplane::InstallError::none);
    };
    make(b, "10.0.0.2", "10.0.0.1", 7002, 7001, r2_waits);
    make(a, "10.0.0.1", "10.0.0.2", 7001, 7002, false);
    return {7001, 7002};
}

std::uint32_t spi_in_use(const Station& station, const Lab& lab) {
    return station.plane.flow_view(only_flow(station), lab.now)->current_outbound_spi;
}

}  // namespace

TEST_CASE("a responder goes on sending on the old pair until it hears that the peer has the new one") {
    Gateways gateways;
    gateways.lab.start();
    const auto old =
        install_pair(gateways.lab, gateways.r1, only_flow(gateways.r1), gateways.r2, only_flow(gateways.r2));
    renew(gateways, true);
    CHECK(spi_in_use(gateways.r1, gateways.lab) == 7002);
    CHECK(spi_in_use(gateways.r2, gateways.lab) == old.a_inbound);
    SECTION("IKE says so") {
        gateways.r2.plane.enable_outbound(7002, gateways.lab.now);
        CHECK(gateways.r2.recorder.of<event::OutboundEnabled>().size() == 1);
        gateways.r2.plane.enable_outbound(7002, gateways.lab.now);
        CHECK(gateways.r2.recorder.of<event::OutboundEnabled>().size() == 1);
    }
    SECTION("a packet says so") {
        CHECK(gateways.ping_lan());
        CHECK(gateways.r2.recorder.of<event::OutboundEnabled>().empty());
    }
    SECTION("the old pair goes") { gateways.r2.plane.remove(old.b_inbound, gateways.lab.now); }
    CHECK(spi_in_use(gateways.r2, gateways.lab) == 7001);
    CHECK(gateways.r2.plane.flow_view(only_flow(gateways.r2), gateways.lab.now)->pfs_group == 14);
    CHECK(gateways.ping_lan());
}

TEST_CASE("a pair that waits is used at once where there is no older one") {
    Gateways gateways;
    gateways.lab.start();
    renew(gateways, true);
    CHECK(spi_in_use(gateways.r2, gateways.lab) == 7001);
    CHECK(gateways.ping_lan());
    gateways.r2.plane.enable_outbound(7002, gateways.lab.now);
    CHECK(gateways.r2.recorder.of<event::OutboundEnabled>().size() == 1);
}

TEST_CASE("a pair that nothing used for the idle time is reported once") {
    Gateways gateways;
    gateways.r1.configuration.ipsec.maps.at("CMAP").entries.front().idle_time = 60;
    gateways.lab.start();
    const auto ends =
        install_pair(gateways.lab, gateways.r1, only_flow(gateways.r1), gateways.r2, only_flow(gateways.r2));
    gateways.lab.advance(std::chrono::seconds(40));
    CHECK(gateways.ping_lan());
    gateways.lab.advance(std::chrono::seconds(50));
    CHECK(gateways.r1.took<dataplane::SaExpiry>().empty());
    gateways.lab.advance(std::chrono::seconds(200));
    const auto expired = gateways.r1.took<dataplane::SaExpiry>();
    REQUIRE(expired.size() == 1);
    CHECK(expired[0].idle);
    CHECK(expired[0].hard);
    CHECK(expired[0].inbound_spi == ends.a_inbound);
    CHECK(expired[0].had_traffic);
    CHECK(gateways.r2.took<dataplane::SaExpiry>().empty());
}

TEST_CASE("the activity of a pair is when packets last went through") {
    Gateways gateways;
    gateways.lab.start();
    const auto ends =
        install_pair(gateways.lab, gateways.r1, only_flow(gateways.r1), gateways.r2, only_flow(gateways.r2));
    gateways.lab.advance(std::chrono::seconds(10));
    const auto at = gateways.lab.now;
    CHECK(gateways.ping_lan());
    gateways.lab.advance(std::chrono::seconds(10));
    const auto activity = gateways.r1.plane.activity(ends.a_inbound);
    REQUIRE(activity);
    CHECK(activity->inbound == at);
    CHECK(activity->outbound == at);
    CHECK_FALSE(gateways.r1.plane.activity(1));
}

TEST_CASE("IKE hears of an unknown SPI once a minute for each pair of addresses") {
    Gateways gateways;
    gateways.lab.start();
    const auto ends =
        install_pair(gateways.lab, gateways.r1, only_flow(gateways.r1), gateways.r2, only_flow(gateways.r2));
    gateways.r2.plane.remove(ends.b_inbound, gateways.lab.now);
    for (int i = 0; i < 3; ++i) CHECK_FALSE(gateways.ping_lan());
    const auto unknown = gateways.r2.took<dataplane::UnknownSpi>();
    REQUIRE(unknown.size() == 1);
    CHECK(unknown[0].spi == ends.b_inbound);
    CHECK(unknown[0].peer == ip("10.0.0.1"));
    gateways.lab.advance(std::chrono::seconds(60));
    CHECK_FALSE(gateways.ping_lan());
    CHECK(gateways.r2.took<dataplane::UnknownSpi>().size() == 2);
}
