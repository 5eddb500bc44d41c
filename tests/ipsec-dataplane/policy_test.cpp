#include <catch2/catch.hpp>

#include "back_to_back.h"

using namespace bench;
namespace event = dataplane::event;
using dataplane::PolicyRemoved;

namespace {

struct Gateways {
    Gateways() {
        for (auto* configuration : {&r1.configuration, &r2.configuration}) {
            const bool first = configuration == &r1.configuration;
            interface(*configuration, "Ethernet0/0", first ? "10.0.0.1/24" : "10.0.0.2/24").crypto_maps = {"CMAP"};
            interface(*configuration, "Loopback0", first ? "192.168.1.1/24" : "192.168.2.1/24");
            route(*configuration, "0.0.0.0/0", first ? "10.0.0.2" : "10.0.0.1");
            acl_line(*configuration, "VPN", true, first ? "192.168.1.0/24" : "192.168.2.0/24",
                     first ? "192.168.2.0/24" : "192.168.1.0/24");
            map_entry(*configuration, first ? "10.0.0.2" : "10.0.0.1");
        }
        lab.wire(r1, "Ethernet0/0", r2, "Ethernet0/0");
        lab.start();
        ends = install_pair(lab, r1, only_flow(r1), r2, only_flow(r2));
        entry = r1.plane.entries().front();
        flow = only_flow(r1);
    }
    config::CryptoMapEntry& map() { return r1.configuration.ipsec.maps.at("CMAP").entries.front(); }
    bool ping_lan() { return is_reply(lab.ping(r1, "192.168.2.1", "192.168.1.1")); }
    Lab lab;
    Station& r1 = lab.add("R1");
    Station& r2 = lab.add("R2");
    InstalledEnds ends;
    dataplane::PolicyEntryId entry = 0;
    dataplane::FlowId flow = 0;
};

}  // namespace

TEST_CASE("edits that wait for the next negotiation keep entry, flow, pair and counters") {
    Gateways gateways;
    REQUIRE(gateways.ping_lan());
    SECTION("transform set") { gateways.map().transform_sets = {"OTHER"}; }
    SECTION("pfs") { gateways.map().pfs = config::PerfectForwardSecrecy{19, true}; }
    SECTION("lifetime") { gateways.map().lifetime.seconds = 120; }
    SECTION("profile") { gateways.map().ikev2_profile = "P"; }
    SECTION("peer") { gateways.map().peers.push_back("10.0.0.3"); }
    SECTION("another line") { acl_line(gateways.r1.configuration, "VPN", true, "172.16.0.0/16", "any"); }
    SECTION("another interface") { interface(gateways.r1.configuration, "Loopback5", "5.5.5.5/32"); }
    SECTION("another entry") { map_entry(gateways.r1.configuration, "10.0.0.9").match_address = "NONE"; }
    gateways.lab.reconfigure(gateways.r1);
    CHECK(gateways.r1.took<PolicyRemoved>().empty());
    CHECK(gateways.r1.plane.entries().front() == gateways.entry);
    CHECK(only_flow(gateways.r1) == gateways.flow);
    CHECK(gateways.ping_lan());
    CHECK(gateways.r1.plane.flow_view(gateways.flow, gateways.lab.now)->counters.encaps == 2);
}

TEST_CASE("edited values are in the entry at once") {
    Gateways gateways;
    gateways.map().pfs = config::PerfectForwardSecrecy{19, true};
    gateways.map().lifetime.kilobytes_disabled = true;
    gateways.r1.configuration.ipsec.lifetime.seconds = 900;
    gateways.r1.configuration.ipsec.replay_window = 1024;
    gateways.lab.reconfigure(gateways.r1);
    const auto& entry = *gateways.r1.plane.entry(gateways.entry);
    CHECK(entry.pfs_group == 19);
    CHECK(entry.lifetime_seconds == 900);
    CHECK(entry.lifetime_kilobytes == 0);
    CHECK(entry.replay_window == 1024);
}

TEST_CASE("what takes the policy away reports its pairs") {
    Gateways gateways;
    SECTION("map off the interface") { interface(gateways.r1.configuration, "Ethernet0/0").crypto_maps.clear(); }
    SECTION("map deleted") { gateways.r1.configuration.ipsec.maps.erase("CMAP"); }
    SECTION("entry deleted") { gateways.r1.configuration.ipsec.maps.at("CMAP").entries.clear(); }
    SECTION("no peer left") { gateways.map().peers.clear(); }
    SECTION("interface address changed") { interface(gateways.r1.configuration, "Ethernet0/0", "10.0.0.7/24"); }
    gateways.lab.reconfigure(gateways.r1);
    const auto removed = gateways.r1.took<PolicyRemoved>();
    REQUIRE(removed.size() == 1);
    CHECK(removed[0].whole_entry);
    CHECK(removed[0].entry.id == gateways.entry);
    CHECK(removed[0].entry.local == ip("10.0.0.1"));
    CHECK(removed[0].inbound_spis == std::vector{gateways.ends.a_inbound});
    CHECK(gateways.r1.plane.entry(gateways.entry) == nullptr);
    CHECK(gateways.r1.plane.flow(gateways.flow) == nullptr);
    CHECK(gateways.r1.plane.remove(gateways.ends.a_inbound, gateways.lab.now));
}

TEST_CASE("a removed line takes its pair along, not the other lines'") {
    Gateways gateways;
    acl_line(gateways.r1.configuration, "VPN", true, "172.16.0.0/16", "any");
    gateways.lab.reconfigure(gateways.r1);
    auto& lines = gateways.r1.configuration.access_lists.at("VPN").entries;
    SECTION("the line with the pair") {
        lines.erase(lines.begin());
        gateways.lab.reconfigure(gateways.r1);
        const auto removed = gateways.r1.took<PolicyRemoved>();
        REQUIRE(removed.size() == 1);
        CHECK_FALSE(removed[0].whole_entry);
        CHECK(removed[0].inbound_spis == std::vector{gateways.ends.a_inbound});
        CHECK(removed[0].entry.flows == std::vector{gateways.flow});
    }
    SECTION("the other line") {
        lines.pop_back();
        gateways.lab.reconfigure(gateways.r1);
        CHECK(gateways.r1.took<PolicyRemoved>().empty());
        CHECK(gateways.ping_lan());
    }
    CHECK(gateways.r1.plane.entries().front() == gateways.entry);
}

TEST_CASE("a walk over the flows goes on where it stood when its flow is gone") {
    Gateways gateways;
    for (const auto* from : {"172.16.0.0/16", "172.17.0.0/16", "172.18.0.0/16"})
        acl_line(gateways.r1.configuration, "VPN", true, from, "any");
    gateways.lab.reconfigure(gateways.r1);
    const auto second = gateways.r1.plane.next_flow(gateways.flow, gateways.lab.now);
    REQUIRE(second);
    CHECK(second->flow.local == dataplane::TrafficSelector::of_prefix(prefix("172.16.0.0/16")));
    auto& lines = gateways.r1.configuration.access_lists.at("VPN").entries;
    lines.erase(lines.begin() + 1);
    gateways.lab.reconfigure(gateways.r1);
    const auto third = gateways.r1.plane.next_flow(second->flow.id, gateways.lab.now);
    REQUIRE(third);
    CHECK(third->flow.local == dataplane::TrafficSelector::of_prefix(prefix("172.17.0.0/16")));
}

TEST_CASE("crypto is switched on by the first map and off by the last") {
    Gateways gateways;
    interface(gateways.r1.configuration, "Ethernet0/0").crypto_maps.clear();
    gateways.lab.reconfigure(gateways.r1);
    const auto switched = gateways.r1.recorder.of<event::CryptoOnOff>();
    REQUIRE(switched.size() == 2);
    CHECK(switched[0].on);
    CHECK_FALSE(switched[1].on);
}

TEST_CASE("the map's local address is the crypto endpoint") {
    Gateways gateways;
    gateways.r1.configuration.ipsec.maps.at("CMAP").local_address = name("Loopback0");
    gateways.lab.reconfigure(gateways.r1);
    CHECK(gateways.r1.plane.entry(gateways.r1.plane.entries().front())->local == ip("192.168.1.1"));
}

TEST_CASE("ports of an access-list line are the selector's") {
    Gateways gateways;
    auto& line = gateways.r1.configuration.access_lists.at("VPN").entries.front();
    line.protocol = 6;
    line.destination_port = {config::PortOperator::range, {80, 90}};
    line.source_port = {config::PortOperator::gt, {1023}};
    gateways.lab.reconfigure(gateways.r1);
    const auto flow = *gateways.r1.plane.flow(only_flow(gateways.r1));
    CHECK(flow.remote.first_port == 80);
    CHECK(flow.remote.last_port == 90);
    CHECK(flow.local.first_port == 1024);
    CHECK(flow.local.last_port == 65535);
    CHECK(flow.local.protocol == 6);
}
