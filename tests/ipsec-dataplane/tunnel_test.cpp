#include <algorithm>
#include <catch2/catch.hpp>

#include "back_to_back.h"
#include "ipsec-dataplane/stack/ip4_header.h"

using namespace bench;
namespace event = dataplane::event;
using dataplane::Acquire;

namespace {

/// Two routers, LANs as loopbacks, Tunnel0 between them; the LAN behind is routed into the tunnel.
struct Tunnels {
    explicit Tunnels(config::TunnelMode mode, bool protection = true) {
        build(r1.configuration, "10.0.0.1/24", "192.168.1.1/24", "172.16.0.1/24", "10.0.0.2", "192.168.2.1/32", mode,
              protection);
        build(r2.configuration, "10.0.0.2/24", "192.168.2.1/24", "172.16.0.2/24", "10.0.0.1", "192.168.1.1/32", mode,
              protection);
        plugs = lab.wire(r1, "Ethernet0/0", r2, "Ethernet0/0");
    }
    static void build(config::Configuration& configuration, std::string_view outside, std::string_view inside,
                      std::string_view inner, std::string_view peer, std::string_view lan, config::TunnelMode mode,
                      bool protection) {
        interface(configuration, "Ethernet0/0", outside);
        interface(configuration, "Loopback0", inside);
        auto& made = tunnel(configuration, inner, "Ethernet0/0", peer, mode);
        if (protection) made.tunnel.protection_profile = "PROF";
        configuration.ipsec.profiles.at("PROF").transform_sets = {"TS"};
        route(configuration, "0.0.0.0/0", peer);
        route(configuration, lan, {}, "Tunnel0");
    }
    void install(dataplane::EncapsulationMode mode = dataplane::EncapsulationMode::tunnel) {
        PairWish wish;
        wish.mode = mode;
        ends = install_pair(lab, r1, only_flow(r1), r2, only_flow(r2), wish);
    }
    bool ping_lan() { return is_reply(lab.ping(r1, "192.168.2.1", "192.168.1.1")); }
    dataplane::FlowCounters counters(const Station& station) const {
        return station.plane.flow_view(only_flow(station), lab.now)->counters;
    }
    std::vector<bool> lines(const Station& station) const {
        std::vector<bool> found;
        for (const auto& change : station.recorder.of<event::LineProtocolChanged>())
            if (change.interface == name("Tunnel0")) found.push_back(change.up);
        return found;
    }
    bool has_route(const Station& station, std::string_view text) const {
        for (const auto& row : station.plane.routes())
            if (row.prefix == prefix(text)) return true;
        return false;
    }
    Lab lab;
    Station& r1 = lab.add("R1");
    Station& r2 = lab.add("R2");
    std::pair<Plug*, Plug*> plugs;
    InstalledEnds ends;
};

}  // namespace

TEST_CASE("a static VTI asks for its pair by itself, as soon as it can, from both ends") {
    Tunnels tunnels(config::TunnelMode::ipsec_ipv4);
    tunnels.lab.start();
    for (const Station* station : {&tunnels.r1, &tunnels.r2}) {
        const auto asked = station->took<Acquire>();
        REQUIRE(asked.size() == 1);
        CHECK_FALSE(asked[0].packet);
        const auto& entry = *station->plane.entry(station->plane.flow(asked[0].flow)->entry);
        CHECK(entry.always_create);
        CHECK(entry.map_tag == "Tunnel0-head-0");
        CHECK(entry.sequence == 65536);
        CHECK(entry.ipsec_profile == "PROF");
        CHECK(entry.outgoing == name("Ethernet0/0"));
        CHECK_FALSE(entry.transport_allowed);
    }
}

TEST_CASE("it tries for ever, a second after each failure") {
    Tunnels tunnels(config::TunnelMode::ipsec_ipv4);
    tunnels.lab.start();
    const auto flow = only_flow(tunnels.r1);
    for (std::size_t tries = 2; tries < 6; ++tries) {
        tunnels.r1.plane.acquire_failed(flow, tunnels.lab.now);
        tunnels.lab.settle();
        CHECK(tunnels.r1.took<Acquire>().size() == tries - 1);
        CHECK(tunnels.r1.plane.next_deadline(false));
        tunnels.lab.advance(std::chrono::seconds(1));
        CHECK(tunnels.r1.took<Acquire>().size() == tries);
    }
    const auto before = tunnels.r1.took<Acquire>().size();
    tunnels.lab.advance(std::chrono::minutes(5));
    CHECK(tunnels.r1.took<Acquire>().size() > before + 5);
}

TEST_CASE("the line protocol of a VTI is up while a pair is installed, and so are its routes") {
    Tunnels tunnels(config::TunnelMode::ipsec_ipv4);
    tunnels.lab.start();
    CHECK(tunnels.r1.view("Tunnel0").link_up);
    CHECK_FALSE(tunnels.r1.view("Tunnel0").line_protocol_up);
    CHECK_FALSE(tunnels.has_route(tunnels.r1, "192.168.2.1/32"));
    CHECK(tunnels.ping_lan());  // in clear, over the default route
    tunnels.install();
    CHECK(tunnels.r1.view("Tunnel0").line_protocol_up);
    CHECK(tunnels.has_route(tunnels.r1, "192.168.2.1/32"));
    CHECK(tunnels.has_route(tunnels.r1, "172.16.0.0/24"));
    CHECK(tunnels.ping_lan());
    CHECK(is_reply(tunnels.lab.ping(tunnels.r1, "172.16.0.2")));
    CHECK(tunnels.counters(tunnels.r1).encaps == 2);
    CHECK(tunnels.counters(tunnels.r2).decaps == 2);
    CHECK(tunnels.r1.view("Tunnel0").output_packets == 2);
    CHECK(tunnels.r1.view("Tunnel0").input_packets == 2);
    CHECK(tunnels.r1.view("Tunnel0").ip_mtu == 1438);
    CHECK(tunnels.r1.plane.remove(tunnels.ends.a_inbound, tunnels.lab.now));
    CHECK_FALSE(tunnels.r1.view("Tunnel0").line_protocol_up);
    CHECK_FALSE(tunnels.has_route(tunnels.r1, "192.168.2.1/32"));
    tunnels.lab.settle();
    CHECK(tunnels.r1.took<Acquire>().size() == 2);  // at once again
    CHECK(tunnels.lines(tunnels.r1) == std::vector<bool>{false, true, false});
    for (const auto& change : tunnels.r1.recorder.of<event::LinkChanged>()) CHECK(change.interface != name("Tunnel0"));
}

TEST_CASE("a VTI does not start while its source is down or its destination has no route") {
    Tunnels tunnels(config::TunnelMode::ipsec_ipv4);
    tunnels.r1.configuration.routes.clear();
    interface(tunnels.r1.configuration, "Tunnel0").tunnel.destination = ip("203.0.113.1");
    tunnels.lab.start();
    CHECK(tunnels.r1.took<Acquire>().empty());
    route(tunnels.r1.configuration, "0.0.0.0/0", "10.0.0.2");
    tunnels.lab.reconfigure(tunnels.r1);
    CHECK(tunnels.r1.took<Acquire>().size() == 1);
}

TEST_CASE("big packets through a VTI") {
    Tunnels tunnels(config::TunnelMode::ipsec_ipv4);
    tunnels.lab.start();
    tunnels.install();
    CHECK(is_reply(tunnels.lab.ping(tunnels.r1, "192.168.2.1", "192.168.1.1", 1438, true)));
    CHECK_FALSE(is_reply(tunnels.lab.ping(tunnels.r1, "192.168.2.1", "192.168.1.1", 1439, true)));
    CHECK(is_reply(tunnels.lab.ping(tunnels.r1, "192.168.2.1", "192.168.1.1", 9000)));
    for (const Bytes& frame : tunnels.plugs.first->seen) CHECK(frame.size() <= 1514);
}

TEST_CASE("shutting a protected tunnel reports its pairs and switches crypto off") {
    Tunnels tunnels(config::TunnelMode::ipsec_ipv4);
    tunnels.lab.start();
    tunnels.install();
    interface(tunnels.r1.configuration, "Tunnel0").shutdown = true;
    tunnels.lab.reconfigure(tunnels.r1);
    const auto removed = tunnels.r1.took<dataplane::PolicyRemoved>();
    REQUIRE(removed.size() == 1);
    CHECK(removed[0].whole_entry);
    CHECK(removed[0].inbound_spis == std::vector{tunnels.ends.a_inbound});
    CHECK(removed[0].entry.map_tag == "Tunnel0-head-0");
    CHECK(tunnels.r1.plane.entries().empty());
    CHECK_FALSE(tunnels.r1.recorder.of<event::CryptoOnOff>().back().on);
    CHECK(tunnels.r1.plane.remove(tunnels.ends.a_inbound, tunnels.lab.now));
    interface(tunnels.r1.configuration, "Tunnel0").shutdown = false;
    tunnels.lab.reconfigure(tunnels.r1);
    CHECK(tunnels.r1.recorder.of<event::CryptoOnOff>().back().on);
    CHECK(tunnels.r1.took<Acquire>().size() == 2);
}

TEST_CASE("a plain GRE tunnel is up while its source is and its destination is routed") {
    Tunnels tunnels(config::TunnelMode::gre_ip, false);
    tunnels.lab.start();
    CHECK(tunnels.r1.view("Tunnel0").line_protocol_up);
    CHECK(tunnels.r1.view("Tunnel0").ip_mtu == 1476);
    CHECK(tunnels.ping_lan());
    CHECK(is_reply(tunnels.lab.ping(tunnels.r1, "192.168.2.1", "192.168.1.1", 5000)));
    CHECK(tunnels.r2.counter("gre-input", "packets") == 5);
    interface(tunnels.r1.configuration, "Ethernet0/0").shutdown = true;
    tunnels.lab.reconfigure(tunnels.r1);
    CHECK_FALSE(tunnels.r1.view("Tunnel0").line_protocol_up);
}

TEST_CASE("keys tell GRE tunnels apart") {
    Tunnels tunnels(config::TunnelMode::gre_ip, false);
    interface(tunnels.r1.configuration, "Tunnel0").tunnel.key = 7;
    tunnels.lab.start();
    CHECK_FALSE(tunnels.ping_lan());
    CHECK(tunnels.r2.counter("gre-input", "no tunnel") == 1);
    interface(tunnels.r2.configuration, "Tunnel0").tunnel.key = 7;
    tunnels.lab.reconfigure(tunnels.r2);
    CHECK(tunnels.ping_lan());
}

TEST_CASE("protected GRE is up without SAs, drops until it has them, then travels in transport mode") {
    Tunnels tunnels(config::TunnelMode::gre_ip);
    tunnels.lab.start();
    CHECK(tunnels.r1.view("Tunnel0").line_protocol_up);
    CHECK(tunnels.r1.took<Acquire>().size() == 1);
    const auto flow = *tunnels.r1.plane.flow(only_flow(tunnels.r1));
    CHECK(flow.local == dataplane::TrafficSelector::of_host(ip("10.0.0.1"), 47));
    CHECK(flow.remote == dataplane::TrafficSelector::of_host(ip("10.0.0.2"), 47));
    CHECK(tunnels.r1.plane.entry(flow.entry)->transport_allowed);
    CHECK_FALSE(tunnels.ping_lan());
    CHECK(tunnels.r1.counter("tunnel-output", "no SA") == 1);
    const auto mode = GENERATE(dataplane::EncapsulationMode::transport, dataplane::EncapsulationMode::tunnel);
    tunnels.install(mode);
    CHECK(tunnels.ping_lan());
    CHECK(is_reply(tunnels.lab.ping(tunnels.r1, "192.168.2.1", "192.168.1.1", 1476)));
    CHECK(tunnels.counters(tunnels.r1).encaps == 2);
    CHECK(tunnels.counters(tunnels.r2).encaps == 2);
}

TEST_CASE("clear GRE between the ends of a protected tunnel is dropped and reported") {
    const auto mode = GENERATE(config::TunnelMode::gre_ip, config::TunnelMode::ipsec_ipv4);
    Tunnels tunnels(mode);
    auto& clear = interface(tunnels.r1.configuration, "Tunnel0").tunnel;
    clear.mode = config::TunnelMode::gre_ip;
    clear.protection_profile.clear();
    tunnels.lab.start();
    CHECK_FALSE(tunnels.ping_lan());
    CHECK(tunnels.r2.counter("gre-input", "not an IPsec packet") == 1);
    const auto reports = tunnels.r2.recorder.of<event::ReceivedClearPacket>();
    REQUIRE(reports.size() == 1);
    CHECK(reports[0].protocol == 47);
    CHECK(reports[0].source == ip("10.0.0.1"));
}

TEST_CASE("a destination routed through the tunnel itself disables it for a while") {
    Tunnels tunnels(config::TunnelMode::gre_ip, false);
    route(tunnels.r1.configuration, "10.0.0.2/32", {}, "Tunnel0");
    tunnels.lab.start();
    CHECK_FALSE(tunnels.r1.view("Tunnel0").line_protocol_up);
    CHECK(tunnels.r1.recorder.of<event::RecursiveRouting>().size() == 1);
    tunnels.r1.configuration.routes.pop_back();
    tunnels.lab.reconfigure(tunnels.r1);
    tunnels.lab.advance(std::chrono::seconds(61));
    CHECK(tunnels.r1.view("Tunnel0").line_protocol_up);
}

TEST_CASE("a router on the way says that ESP does not fit: the tunnel's MTU follows, and recovers") {
    Tunnels tunnels(config::TunnelMode::ipsec_ipv4);
    tunnels.lab.start();
    tunnels.install();
    REQUIRE(is_reply(tunnels.lab.ping(tunnels.r1, "192.168.2.1", "192.168.1.1", 1000, true)));
    Bytes esp;
    for (const Bytes& frame : tunnels.plugs.first->seen)
        if (frame[12] == 8 && frame[13] == 0 && frame[23] == 50) esp = frame;
    REQUIRE_FALSE(esp.empty());
    Bytes report(14 + 20 + 8 + 28);
    std::copy(esp.begin() + 6, esp.begin() + 12, report.begin());
    report[6] = 0x02;
    report[12] = 8;
    dataplane::Ip4Header(report.data() + 14)
        .write({0, 64, 1, 1, false, ip("10.0.0.2").v4_value(), ip("10.0.0.1").v4_value()}, 56);
    std::uint8_t* icmp = report.data() + 34;
    icmp[0] = 3;
    icmp[1] = 4;
    dataplane::wire::store16(icmp + 6, 1400);
    std::copy_n(esp.begin() + 14, 28, icmp + 8);
    dataplane::wire::store16(icmp + 2, dataplane::wire::checksum(dataplane::wire::sum({icmp, 36})));
    const std::span<const std::uint8_t> frame = report;
    tunnels.r1.plane.receive(name("Ethernet0/0"), {&frame, 1}, tunnels.lab.now);
    CHECK(tunnels.r1.plane.flow_view(only_flow(tunnels.r1), tunnels.lab.now)->path_mtu == 1400);
    CHECK(tunnels.r1.view("Tunnel0").ip_mtu < 1400);
    CHECK_FALSE(is_reply(tunnels.lab.ping(tunnels.r1, "192.168.2.1", "192.168.1.1", 1400, true)));
    tunnels.lab.advance(std::chrono::minutes(11));
    CHECK(tunnels.r1.view("Tunnel0").ip_mtu == 1438);
}
