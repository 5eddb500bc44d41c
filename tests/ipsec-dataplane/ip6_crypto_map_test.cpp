#include <catch2/catch.hpp>

#include "back_to_back.h"

using namespace bench;
namespace event = dataplane::event;

namespace {

void permit(config::Configuration& configuration, std::string_view source, std::string_view destination,
            std::uint8_t protocol = 0) {
    auto& list = configuration.ipv6_access_lists.at("VPN");
    config::Ipv6AccessListEntry line;
    line.sequence = static_cast<std::uint32_t>(list.entries.size() * 10 + 10);
    line.protocol = protocol;
    line.source = prefix(source);
    line.destination = prefix(destination);
    list.entries.push_back(line);
}

/// Two routers with an `ipv6 crypto map` between their LANs.
struct Sites {
    explicit Sites(bool host_to_host = false) {
        build(r1.configuration, "1", "2", host_to_host);
        build(r2.configuration, "2", "1", host_to_host);
        plugs = lab.wire(r1, "Ethernet0/0", r2, "Ethernet0/0");
    }
    static void build(config::Configuration& configuration, const std::string& own, const std::string& far,
                      bool host_to_host) {
        configuration.ipv6_unicast_routing = true;
        auto& outside = interface(configuration, "Ethernet0/0");
        outside.ipv6_addresses.push_back(prefix("2001:db8::" + own + "/64"));
        outside.ipv6_crypto_maps = {"CMAP"};
        interface(configuration, "Loopback0").ipv6_addresses.push_back(prefix("2001:db8:" + own + "::1/64"));
        route(configuration, "2001:db8:" + far + "::/64", "2001:db8::" + far);
        map_entry(configuration, "2001:db8::" + far);
        configuration.ipsec.maps.at("CMAP").ipv6 = true;
        if (host_to_host)
            permit(configuration, "2001:db8::" + own + "/128", "2001:db8::" + far + "/128", 58);
        else
            permit(configuration, "2001:db8:" + own + "::/64", "2001:db8:" + far + "::/64");
    }
    bool ping_lan(std::uint16_t size = 100) { return is_reply(lab.ping(r1, "2001:db8:2::1", "2001:db8:1::1", size)); }
    InstalledEnds install(const PairWish& wish = {}) {
        return install_pair(lab, r1, only_flow(r1), r2, only_flow(r2), wish);
    }
    dataplane::FlowCounters counters(const Station& station) const {
        return station.plane.flow_view(only_flow(station), lab.now)->counters;
    }
    Lab lab;
    Station& r1 = lab.add("R1");
    Station& r2 = lab.add("R2");
    std::pair<Plug*, Plug*> plugs;
};

}  // namespace

TEST_CASE("an IPv6 packet that a crypto map protects asks for its pair", "[ip6][cryptomap]") {
    Sites sites;
    sites.lab.start();
    CHECK(is_reply(sites.lab.ping(sites.r1, "2001:db8::2")));
    CHECK_FALSE(sites.ping_lan());
    const auto asked = sites.r1.took<dataplane::Acquire>();
    REQUIRE(asked.size() == 1);
    REQUIRE(asked[0].packet);
    CHECK(asked[0].packet->source == ip("2001:db8:1::1"));
    CHECK(asked[0].packet->destination == ip("2001:db8:2::1"));
    CHECK(asked[0].packet->protocol == 58);
    const auto& flow = *sites.r1.plane.flow(asked[0].flow);
    CHECK(flow.local == dataplane::TrafficSelector::of_prefix(prefix("2001:db8:1::/64")));
    CHECK(flow.remote == dataplane::TrafficSelector::of_prefix(prefix("2001:db8:2::/64")));
    CHECK(sites.r1.plane.entry(flow.entry)->ipv6);
}

TEST_CASE("a pair of an IPv6 crypto map carries the LANs' traffic", "[ip6][cryptomap]") {
    const auto protocol = GENERATE(dataplane::IpsecProtocol::esp, dataplane::IpsecProtocol::ah);
    Sites sites;
    sites.lab.start();
    PairWish wish;
    wish.protocol = protocol;
    if (protocol == dataplane::IpsecProtocol::ah)
        wish.suite = {dataplane::Encryption::null, 0, dataplane::Integrity::hmac_sha2_256_128};
    sites.install(wish);
    CHECK(sites.ping_lan());
    CHECK(sites.ping_lan(1500));
    CHECK(sites.ping_lan(6000));
    CHECK(sites.counters(sites.r1).encaps == sites.counters(sites.r2).decaps);
    CHECK(sites.counters(sites.r1).encaps > 5);
    for (const Bytes& frame : sites.plugs.first->seen) CHECK(frame.size() <= 1514);
}

TEST_CASE("ESP in UDP over IPv6 is found by its SPI", "[ip6][cryptomap]") {
    Sites sites;
    sites.lab.start();
    PairWish wish;
    wish.nat_t = true;
    sites.install(wish);
    CHECK(sites.ping_lan());
    CHECK(sites.r2.counter("udp-4500", "packets") == 1);
    CHECK(sites.counters(sites.r2).decaps == 1);
}

TEST_CASE("transport mode over IPv6 between the routers themselves", "[ip6][cryptomap]") {
    const auto protocol = GENERATE(dataplane::IpsecProtocol::esp, dataplane::IpsecProtocol::ah);
    Sites sites(true);
    sites.lab.start();
    CHECK(sites.r1.plane.entry(sites.r1.plane.entries().front())->transport_allowed);
    CHECK_FALSE(is_reply(sites.lab.ping(sites.r1, "2001:db8::2")));
    PairWish wish;
    wish.mode = dataplane::EncapsulationMode::transport;
    wish.protocol = protocol;
    if (protocol == dataplane::IpsecProtocol::ah)
        wish.suite = {dataplane::Encryption::null, 0, dataplane::Integrity::hmac_sha1_96};
    sites.install(wish);
    CHECK(is_reply(sites.lab.ping(sites.r1, "2001:db8::2")));
    CHECK(is_reply(sites.lab.ping(sites.r1, "2001:db8::2", {}, 3000)));
    CHECK(sites.counters(sites.r1).encaps == sites.counters(sites.r2).decaps);
}

TEST_CASE("clear IPv6 packets that should be protected are dropped, key exchange and discovery are not",
          "[ip6][cryptomap]") {
    Sites sites;
    interface(sites.r1.configuration, "Ethernet0/0").ipv6_crypto_maps.clear();
    sites.lab.start();
    CHECK(is_reply(sites.lab.ping(sites.r1, "2001:db8::2")));
    CHECK_FALSE(sites.ping_lan());
    CHECK(sites.r2.counter("ip6-input", "not an IPsec packet") == 1);
    const auto reports = sites.r2.recorder.of<event::ReceivedClearPacket>();
    REQUIRE(reports.size() == 1);
    CHECK(reports[0].source == ip("2001:db8:1::1"));
    CHECK(reports[0].protocol == 58);
}

TEST_CASE("an IPv6 packet outside its pair's selectors is dropped behind it", "[ip6][cryptomap]") {
    Sites sites;
    sites.lab.start();
    PairWish wish;
    wish.local = dataplane::TrafficSelector::of_host(ip("2001:db8:1::1"));
    wish.narrow_b_only = true;
    interface(sites.r1.configuration, "Loopback0").ipv6_addresses.push_back(prefix("2001:db8:1::9/64"));
    sites.lab.reconfigure(sites.r1);
    sites.install(wish);
    CHECK(sites.ping_lan());
    CHECK_FALSE(is_reply(sites.lab.ping(sites.r1, "2001:db8:2::1", "2001:db8:1::9")));
    CHECK(sites.r2.counter("esp-decrypt", "selector mismatch") == 1);
}
