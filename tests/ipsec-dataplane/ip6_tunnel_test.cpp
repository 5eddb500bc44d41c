#include <catch2/catch.hpp>

#include "back_to_back.h"
#include "ipsec-dataplane/stack/ip6_header.h"

using namespace bench;
namespace event = dataplane::event;
using config::TunnelMode;
using dataplane::EchoOutcome;

namespace {

/// Two routers over IPv4 and IPv6, Tunnel23 between them with both families inside.
struct Ends {
    explicit Ends(TunnelMode mode, bool protection, bool mixed = false) {
        const bool over_ip6 = mode == TunnelMode::gre_ipv6 || mode == TunnelMode::ipsec_ipv6;
        build(r2.configuration, "2", over_ip6 ? "2001:db8::3" : "10.0.0.3", mode, protection, mixed);
        build(r3.configuration, "3", over_ip6 ? "2001:db8::2" : "10.0.0.2", mode, protection, mixed);
        plugs = lab.wire(r2, "Ethernet0/0", r3, "Ethernet0/0");
    }
    static void build(config::Configuration& configuration, const std::string& own, std::string_view peer,
                      TunnelMode mode, bool protection, bool mixed) {
        configuration.ipv6_unicast_routing = true;
        auto& outside = interface(configuration, "Ethernet0/0", "10.0.0." + own + "/24");
        outside.ipv6_addresses.push_back(prefix("2001:db8::" + own + "/64"));
        auto& made = interface(configuration, "Tunnel23", "192.168.23." + own + "/24");
        made.ipv6_link_local = ip("fe80::23:" + own);
        made.ipv6_addresses.push_back(prefix("2001:db8:23::" + own + "/64"));
        made.tunnel.source_interface = name("Ethernet0/0");
        made.tunnel.destination = ip(peer);
        made.tunnel.mode = mode;
        if (protection) made.tunnel.protection_profile = "PRO";
        auto& profile = configuration.ipsec.profiles.at("PRO");
        profile.transform_sets = {"TRA"};
        if (mixed) profile.options = {"set mixed-mode"};
    }
    void install(dataplane::EncapsulationMode mode = dataplane::EncapsulationMode::tunnel,
                 dataplane::IpsecProtocol protocol = dataplane::IpsecProtocol::esp) {
        PairWish wish;
        wish.mode = mode;
        wish.protocol = protocol;
        if (protocol == dataplane::IpsecProtocol::ah)
            wish.suite = {dataplane::Encryption::null, 0, dataplane::Integrity::hmac_sha1_96};
        ends = install_pair(lab, r2, only_flow(r2), r3, only_flow(r3), wish);
        lab.settle();
    }
    std::optional<EchoOutcome> near(std::string_view to) {
        dataplane::EchoRequest request;
        request.token = ++tokens;
        request.destination = ip(to);
        request.interface = name("Tunnel23");
        r2.upcalls.clear();
        r2.plane.send(request, lab.now);
        lab.settle();
        const auto outcomes = r2.took<EchoOutcome>();
        return outcomes.empty() ? std::nullopt : std::optional(outcomes.front());
    }
    dataplane::FlowCounters counters(const Station& station) const {
        return station.plane.flow_view(only_flow(station), lab.now)->counters;
    }
    std::vector<bool> lines(const Station& station) const {
        std::vector<bool> found;
        for (const auto& change : station.recorder.of<event::LineProtocolChanged>())
            if (change.interface == name("Tunnel23")) found.push_back(change.up);
        return found;
    }
    Lab lab;
    Station& r2 = lab.add("R2");
    Station& r3 = lab.add("R3");
    std::pair<Plug*, Plug*> plugs;
    InstalledEnds ends;
    std::uint32_t tokens = 0x00230000;
};

}  // namespace

TEST_CASE("a VTI over IPv6 carries IPv6 between its link-local addresses", "[ip6][tunnel]") {
    Ends pair(TunnelMode::ipsec_ipv6, true);
    pair.lab.start();
    CHECK(pair.r2.took<dataplane::Acquire>().size() == 1);
    const auto& entry = *pair.r2.plane.entry(pair.r2.plane.entries().front());
    CHECK(entry.local == ip("2001:db8::2"));
    CHECK(entry.peers == std::vector{ip("2001:db8::3")});
    CHECK(pair.r2.plane.flow(only_flow(pair.r2))->local ==
          dataplane::TrafficSelector::any(config::AddressFamily::ipv6));
    CHECK_FALSE(pair.r2.view("Tunnel23").line_protocol_up);
    CHECK_FALSE(is_reply(pair.near("fe80::23:3")));
    pair.install();
    CHECK(pair.lines(pair.r2) == std::vector<bool>{false, true});
    CHECK(pair.counters(pair.r2).encaps == 0);
    pair.lab.advance(std::chrono::seconds(2));
    const auto before = pair.counters(pair.r2).encaps;
    CHECK(before == 6);  // two addresses
    for (unsigned i = 0; i < 5; ++i) {
        const auto outcome = pair.near("fe80::23:3");
        REQUIRE(is_reply(outcome));
        CHECK(outcome->from == ip("fe80::23:3"));
    }
    CHECK(pair.counters(pair.r2).encaps == before + 5);
    CHECK(pair.counters(pair.r2).decaps == pair.counters(pair.r3).encaps);
    CHECK(is_reply(pair.lab.ping(pair.r2, "2001:db8:23::3")));
    CHECK(is_reply(pair.lab.ping(pair.r2, "2001:db8:23::3", {}, 5000)));
    CHECK(pair.r2.view("Tunnel23").ipv6_link_local == ip("fe80::23:2"));
    for (const Bytes& frame : pair.plugs.first->seen) CHECK(frame.size() <= 1514);
    CHECK(pair.r2.plane.remove(pair.ends.a_inbound, pair.lab.now));
    CHECK(pair.lines(pair.r2) == std::vector<bool>{false, true, false});
}

TEST_CASE("IPv4 passes a VTI over IPv6 in mixed mode only", "[ip6][tunnel]") {
    const bool mixed = GENERATE(false, true);
    Ends pair(TunnelMode::ipsec_ipv6, true, mixed);
    pair.lab.start();
    pair.install();
    CHECK_FALSE(is_reply(pair.lab.ping(pair.r2, "192.168.23.3")));
    CHECK(pair.r2.counter("tunnel-output", "wrong family") == (mixed ? 0 : 1));
    // The hand-made selectors of the pair are IPv6 only.
    CHECK(pair.r3.counter("esp-decrypt", "selector mismatch") == (mixed ? 1 : 0));
}

TEST_CASE("an overlay is of the other family", "[ip6][tunnel]") {
    const auto mode = GENERATE(TunnelMode::ipsec_ipv4, TunnelMode::ipsec_ipv6);
    const bool v4_inside = mode == TunnelMode::ipsec_ipv6;
    Ends pair(mode, true);
    for (Station* station : {&pair.r2, &pair.r3}) interface(station->configuration, "Tunnel23").tunnel.overlay = true;
    pair.lab.start();
    CHECK(pair.r2.plane.flow(only_flow(pair.r2))->remote ==
          dataplane::TrafficSelector::any(v4_inside ? config::AddressFamily::ipv4 : config::AddressFamily::ipv6));
    pair.install();
    CHECK(is_reply(pair.lab.ping(pair.r2, "192.168.23.3")) == v4_inside);
    CHECK(is_reply(pair.lab.ping(pair.r2, "2001:db8:23::3")) != v4_inside);
}

TEST_CASE("GRE carries either family over either", "[ip6][tunnel]") {
    const auto mode = GENERATE(TunnelMode::gre_ip, TunnelMode::gre_ipv6);
    const bool protection = GENERATE(false, true);
    const auto encapsulation = GENERATE(dataplane::EncapsulationMode::transport, dataplane::EncapsulationMode::tunnel);
    Ends pair(mode, protection);
    pair.lab.start();
    if (protection) {
        CHECK(pair.r2.plane.flow(only_flow(pair.r2))->local.protocol == 47);
        pair.install(encapsulation);
    }
    CHECK(pair.lines(pair.r2) == std::vector<bool>{false, true});
    CHECK(pair.r2.view("Tunnel23").ip_mtu == (mode == TunnelMode::gre_ip ? 1476 : 1456));
    CHECK(is_reply(pair.near("fe80::23:3")));
    CHECK(is_reply(pair.lab.ping(pair.r2, "2001:db8:23::3")));
    CHECK(is_reply(pair.lab.ping(pair.r2, "192.168.23.3")));
    CHECK(is_reply(pair.lab.ping(pair.r2, "2001:db8:23::3", {}, 4000)));
    CHECK(is_reply(pair.lab.ping(pair.r2, "192.168.23.3", {}, 4000)));
    for (const Bytes& frame : pair.plugs.first->seen) CHECK(frame.size() <= 1514);
    if (protection) CHECK(pair.counters(pair.r2).encaps >= 5);
}

TEST_CASE("AH protects GRE over IPv6", "[ip6][tunnel]") {
    const auto encapsulation = GENERATE(dataplane::EncapsulationMode::transport, dataplane::EncapsulationMode::tunnel);
    Ends pair(TunnelMode::gre_ipv6, true);
    pair.lab.start();
    pair.install(encapsulation, dataplane::IpsecProtocol::ah);
    CHECK(is_reply(pair.lab.ping(pair.r2, "2001:db8:23::3")));
    CHECK(is_reply(pair.lab.ping(pair.r2, "192.168.23.3")));
}

TEST_CASE("clear GRE over IPv6 between protected ends is dropped and reported", "[ip6][tunnel]") {
    Ends pair(TunnelMode::gre_ipv6, true);
    interface(pair.r2.configuration, "Tunnel23").tunnel.protection_profile.clear();
    pair.lab.start();
    pair.lab.advance(std::chrono::seconds(2));
    CHECK_FALSE(is_reply(pair.near("fe80::23:3")));
    CHECK(pair.r3.counter("gre-input", "not an IPsec packet") > 0);
    const auto reports = pair.r3.recorder.of<event::ReceivedClearPacket>();
    REQUIRE(reports.size() == 1);
    CHECK(reports[0].source == ip("2001:db8::2"));
    CHECK(reports[0].protocol == 47);
}

TEST_CASE("a router on the way that has no room for ESP over IPv6 narrows the tunnel", "[ip6][tunnel]") {
    Ends pair(TunnelMode::ipsec_ipv6, true);
    pair.lab.start();
    pair.install();
    REQUIRE(is_reply(pair.lab.ping(pair.r2, "2001:db8:23::3", {}, 1000)));
    const auto mtu = pair.r2.view("Tunnel23").ip_mtu;
    CHECK(is_reply(pair.lab.ping(pair.r2, "2001:db8:23::3", {}, static_cast<std::uint16_t>(mtu))));
    std::size_t longest = 0;
    for (const Bytes& frame : pair.plugs.first->seen) longest = std::max(longest, frame.size());
    CHECK(longest <= 1514);
    CHECK(longest > 1480);
}

TEST_CASE("a narrow link between IPv6 tunnel ends is found out, and forgotten after ten minutes", "[ip6][tunnel]") {
    Lab lab;
    Station &west = lab.add("West"), &middle = lab.add("Middle"), &east = lab.add("East");
    const auto end = [](config::Configuration& configuration, const std::string& own, const std::string& far) {
        configuration.ipv6_unicast_routing = true;
        interface(configuration, "Ethernet0/0").ipv6_addresses.push_back(prefix("2001:db8:" + own + "::1/64"));
        route(configuration, "::/0", "2001:db8:" + own + "::ffff");
        auto& made = interface(configuration, "Tunnel23");
        made.ipv6_addresses.push_back(prefix("2001:db8:23::" + own + "/64"));
        made.tunnel.source_interface = name("Ethernet0/0");
        made.tunnel.destination = ip("2001:db8:" + far + "::1");
        made.tunnel.mode = TunnelMode::ipsec_ipv6;
        made.tunnel.protection_profile = "PRO";
        configuration.ipsec.profiles.at("PRO").transform_sets = {"TRA"};
    };
    end(west.configuration, "1", "2");
    end(east.configuration, "2", "1");
    middle.configuration.ipv6_unicast_routing = true;
    interface(middle.configuration, "Ethernet0/0").ipv6_addresses.push_back(prefix("2001:db8:1::ffff/64"));
    auto& narrow = interface(middle.configuration, "Ethernet0/1");
    narrow.ipv6_addresses.push_back(prefix("2001:db8:2::ffff/64"));
    narrow.mtu = 1400;
    lab.wire(west, "Ethernet0/0", middle, "Ethernet0/0");
    lab.wire(middle, "Ethernet0/1", east, "Ethernet0/0");
    lab.start();
    install_pair(lab, west, only_flow(west), east, only_flow(east));
    lab.settle();
    REQUIRE(is_reply(lab.ping(west, "2001:db8:23::2")));
    const auto wide = west.view("Tunnel23").ip_mtu;
    CHECK_FALSE(is_reply(lab.ping(west, "2001:db8:23::2", {}, 1400)));
    CHECK(west.plane.flow_view(only_flow(west), lab.now)->path_mtu == 1400);
    CHECK(west.view("Tunnel23").ip_mtu < wide);
    CHECK(is_reply(lab.ping(west, "2001:db8:23::2", {}, 1400)));
    lab.advance(std::chrono::minutes(11));
    CHECK(west.view("Tunnel23").ip_mtu == wide);
}

TEST_CASE("ends of two families make no tunnel", "[ip6][tunnel]") {
    Ends pair(TunnelMode::gre_ip, false);
    interface(pair.r2.configuration, "Tunnel23").tunnel.destination = ip("2001:db8::3");
    pair.lab.start();
    CHECK_FALSE(pair.r2.view("Tunnel23").line_protocol_up);
}
