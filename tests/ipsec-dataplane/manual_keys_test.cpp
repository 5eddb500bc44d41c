#include <catch2/catch.hpp>

#include "back_to_back.h"

/// Crypto maps with keys that no exchange made.
using namespace bench;

namespace {

const std::string cipher = "00112233445566778899aabbccddeeff", authenticator = "000102030405060708090a0b0c0d0e0f10111213";

struct ByHand {
    ByHand() {
        build(r1.configuration, "10.0.0.1/24", "192.168.1.1/24", "10.0.0.2", "192.168.1.0/24", "192.168.2.0/24", 1000, 2000);
        build(r2.configuration, "10.0.0.2/24", "192.168.2.1/24", "10.0.0.1", "192.168.2.0/24", "192.168.1.0/24", 2000, 1000);
        wire = lab.wire(r1, "Ethernet0/0", r2, "Ethernet0/0").first;
    }
    static void build(config::Configuration& configuration, std::string_view outside, std::string_view inside, std::string_view peer,
                      std::string_view from, std::string_view to, unsigned spi_in, unsigned spi_out) {
        interface(configuration, "Ethernet0/0", outside).crypto_maps = {"CMAP"};
        interface(configuration, "Loopback0", inside);
        route(configuration, "0.0.0.0/0", peer);
        acl_line(configuration, "VPN", true, from, to);
        acl_line(configuration, "VPN", true, from, "172.16.0.0/16");
        config::CryptoMapEntry& entry = map_entry(configuration, peer);
        entry.kind = "ipsec-manual";
        set_keys(entry, spi_in, spi_out, authenticator);
        auto& set = configuration.ipsec.transform_sets.at("TS");
        set.esp_cipher = config::EspCipher::aes;
        set.key_bits = 128;
        set.esp_hash = config::TransformHash::sha1;
    }
    static void set_keys(config::CryptoMapEntry& entry, unsigned spi_in, unsigned spi_out, const std::string& auth) {
        entry.options = {"set session-key inbound esp " + std::to_string(spi_in) + " cipher " + cipher + " authenticator " + auth,
                         "set session-key outbound esp " + std::to_string(spi_out) + " cipher " + cipher + " authenticator " + auth};
    }
    static config::CryptoMapEntry& entry_of(Station& station) { return station.configuration.ipsec.maps.at("CMAP").entries.front(); }
    bool ping() { return is_reply(lab.ping(r1, "192.168.2.1", "192.168.1.1")); }
    dataplane::FlowView flow(const Station& station) const { return *station.plane.next_flow(0, lab.now); }

    Lab lab;
    Station& r1 = lab.add("R1");
    Station& r2 = lab.add("R2");
    Plug* wire = nullptr;
};

}  // namespace

TEST_CASE("manual keys carry traffic without anybody being asked, and for ever", "[manual]") {
    ByHand hands;
    hands.lab.start();
    CHECK(hands.ping());
    hands.lab.advance(std::chrono::hours(100));
    CHECK(hands.ping());
    CHECK(hands.r1.took<dataplane::Acquire>().empty());
    CHECK(hands.r1.took<dataplane::SaExpiry>().empty());
    const auto flow = hands.flow(hands.r1);
    REQUIRE(flow.inbound.size() == 1);
    CHECK(flow.inbound[0].parameters.spi == 1000);
    CHECK(flow.outbound[0].parameters.spi == 2000);
    CHECK(flow.inbound[0].parameters.replay_window == 0);
    CHECK(flow.counters.encaps == 2);
    CHECK(flow.counters.decaps == 2);
    // Only the first line of the list.
    CHECK_FALSE(hands.r1.plane.next_flow(flow.flow.id, hands.lab.now));
    // Nobody's key exchange may take the entry.
    CHECK(hands.r1.plane.entries_for(ip("10.0.0.1"), ip("10.0.0.2")).empty());
}

TEST_CASE("manual pairs follow their keys, their list and their map", "[manual]") {
    ByHand hands;
    hands.lab.start();
    REQUIRE(hands.ping());
    const std::string other(40, '7');
    ByHand::set_keys(ByHand::entry_of(hands.r1), 1000, 2000, other);
    hands.lab.reconfigure(hands.r1);
    CHECK_FALSE(hands.ping());
    ByHand::set_keys(ByHand::entry_of(hands.r2), 2000, 1000, other + "ffff");  // what is longer is cut
    hands.lab.reconfigure(hands.r2);
    CHECK(hands.ping());
    ByHand::entry_of(hands.r1).options.pop_back();
    hands.lab.reconfigure(hands.r1);
    CHECK(hands.flow(hands.r1).inbound.empty());
    CHECK_FALSE(hands.ping());
    ByHand::set_keys(ByHand::entry_of(hands.r1), 1000, 2000, other);
    hands.lab.reconfigure(hands.r1);
    CHECK(hands.ping());
    hands.r1.configuration.interfaces.at(name("Ethernet0/0")).crypto_maps.clear();
    hands.lab.reconfigure(hands.r1);
    CHECK_FALSE(hands.r1.plane.next_flow(0, hands.lab.now));
    hands.r1.configuration.interfaces.at(name("Ethernet0/0")).crypto_maps = {"CMAP"};
    hands.lab.reconfigure(hands.r1);
    CHECK(hands.ping());
}

TEST_CASE("keys too short for the transform set make no pair", "[manual]") {
    ByHand hands;
    ByHand::set_keys(ByHand::entry_of(hands.r1), 1000, 2000, "0011");
    hands.lab.start();
    CHECK(hands.flow(hands.r1).inbound.empty());
    CHECK_FALSE(hands.ping());
}

TEST_CASE("manual keys protect two hosts in transport mode", "[manual]") {
    ByHand hands;
    for (Station* const station : {&hands.r1, &hands.r2}) {
        station->configuration.ipsec.transform_sets.at("TS").transport = true;
        station->configuration.access_lists.at("VPN").entries.clear();
    }
    acl_line(hands.r1.configuration, "VPN", true, "10.0.0.1/32", "10.0.0.2/32");
    acl_line(hands.r2.configuration, "VPN", true, "10.0.0.2/32", "10.0.0.1/32");
    hands.lab.start();
    CHECK(is_reply(hands.lab.ping(hands.r1, "10.0.0.2")));
    const auto flow = hands.flow(hands.r1);
    REQUIRE(flow.inbound.size() == 1);
    CHECK(flow.inbound[0].parameters.mode == dataplane::EncapsulationMode::transport);
    CHECK(flow.counters.encaps == 1);
}

TEST_CASE("a transform set that cannot be built whole makes no pair by hand", "[manual]") {
    ByHand hands;
    config::TransformSet& set = hands.r1.configuration.ipsec.transform_sets.at("TS");
    SECTION("GMAC") { set.esp_cipher = config::EspCipher::gmac, set.esp_hash = config::TransformHash::none; }
    SECTION("SEAL") { set.esp_cipher = config::EspCipher::seal; }
    SECTION("ESP and AH") { set.ah_hash = config::TransformHash::sha1; }
    hands.lab.start();
    CHECK(hands.flow(hands.r1).inbound.empty());
    CHECK_FALSE(hands.ping());
}
