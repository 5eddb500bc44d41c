#include <algorithm>
#include <catch2/catch.hpp>

#include "back_to_back.h"
#include "ipsec-dataplane/stack/icmp6.h"

using namespace bench;
namespace event = dataplane::event;
using dataplane::EchoOutcome;
using dataplane::NeighbourView;

namespace {

config::Interface& ip6(config::Configuration& configuration, std::string_view text, std::string_view address = {}) {
    config::Interface& made = interface(configuration, text);
    if (address.empty())
        made.ipv6_enable = true;
    else
        made.ipv6_addresses.push_back(prefix(address));
    return made;
}

/// r1 — r2 — r3 with a loopback at both ends.
struct Chain {
    Chain() {
        ip6(r1.configuration, "Ethernet0/0", "2001:db8:12::1/64");
        ip6(r1.configuration, "Loopback0", "2001:db8:1::1/64");
        ip6(r2.configuration, "Ethernet0/0", "2001:db8:12::2/64");
        ip6(r2.configuration, "Ethernet0/1", "2001:db8:23::2/64");
        ip6(r3.configuration, "Ethernet0/0", "2001:db8:23::3/64");
        ip6(r3.configuration, "Loopback0", "2001:db8:3::3/64");
        for (Station* station : {&r1, &r2, &r3}) station->configuration.ipv6_unicast_routing = true;
        route(r1.configuration, "::/0", "2001:db8:12::2");
        route(r3.configuration, "::/0", "2001:db8:23::2");
        route(r2.configuration, "2001:db8:1::/64", "2001:db8:12::1");
        route(r2.configuration, "2001:db8:3::/64", "2001:db8:23::3");
        left = lab.wire(r1, "Ethernet0/0", r2, "Ethernet0/0");
        right = lab.wire(r2, "Ethernet0/1", r3, "Ethernet0/0");
    }
    std::optional<EchoOutcome> near(Station& from, std::string_view to, std::string_view out,
                                    std::uint16_t size = 100) {
        dataplane::EchoRequest request;
        request.token = 0x00770001;
        request.destination = ip(to);
        request.interface = name(out);
        request.size = size;
        from.upcalls.clear();
        from.plane.send(request, lab.now);
        lab.settle();
        lab.advance(std::chrono::seconds(2));
        const auto outcomes = from.took<EchoOutcome>();
        return outcomes.empty() ? std::nullopt : std::optional(outcomes.front());
    }
    std::optional<EchoOutcome> probe(Station& from, std::string_view to, std::uint8_t ttl) {
        dataplane::ProbeRequest request;
        request.token = ++probes;
        request.destination = ip(to);
        request.ttl = ttl;
        request.size = 48;
        from.upcalls.clear();
        from.plane.send(request, lab.now);
        lab.settle();
        lab.advance(std::chrono::seconds(3));
        const auto outcomes = from.took<EchoOutcome>();
        return outcomes.empty() ? std::nullopt : std::optional(outcomes.front());
    }
    std::optional<NeighbourView> neighbour(const Station& station, std::string_view address) const {
        for (const auto& row : station.plane.ipv6_neighbours(lab.now))
            if (row.address == ip(address)) return row;
        return {};
    }
    Lab lab;
    Station& r1 = lab.add("R1");
    Station& r2 = lab.add("R2");
    Station& r3 = lab.add("R3");
    std::pair<Plug*, Plug*> left, right;
    std::uint32_t probes = 0x00880000;
};

dataplane::UdpDatagram ike(std::string_view to, std::size_t size, std::uint16_t port = 500) {
    dataplane::UdpDatagram datagram;
    datagram.remote = ip(to);
    datagram.local_port = datagram.remote_port = port;
    for (std::size_t i = 0; i < size; ++i) datagram.payload.push_back(static_cast<std::uint8_t>(i * 7 + 1));
    return datagram;
}

}  // namespace

TEST_CASE("IPv6 neighbours answer each other's echoes", "[ip6]") {
    Chain chain;
    chain.lab.start();
    CHECK(is_reply(chain.lab.ping(chain.r1, "2001:db8:12::2")));
    CHECK(is_reply(chain.lab.ping(chain.r2, "2001:db8:12::1")));
    CHECK(is_reply(chain.lab.ping(chain.r1, "2001:db8:12::1")));
    const auto found = chain.neighbour(chain.r1, "2001:db8:12::2");
    REQUIRE(found);
    CHECK(found->state == NeighbourView::State::reachable);
    CHECK(found->mac == chain.r2.view("Ethernet0/0").mac);
    CHECK(found->interface == name("Ethernet0/0"));
}

TEST_CASE("an echo request is as long as was asked for", "[ip6]") {
    Chain chain;
    chain.lab.start();
    chain.left.first->seen.clear();
    REQUIRE(is_reply(chain.lab.ping(chain.r1, "2001:db8:12::2", {}, 123)));
    std::size_t longest = 0;
    for (const Bytes& frame : chain.left.first->seen) longest = std::max(longest, frame.size());
    CHECK(longest == 14 + 123);
}

TEST_CASE("link-local addresses come from the MAC address and need the interface", "[ip6]") {
    Chain chain;
    chain.lab.start();
    CHECK(chain.r1.view("Ethernet0/0").ipv6_link_local == ip("fe80::a8bb:ccff:fe00:100"));
    CHECK(chain.r2.view("Ethernet0/1").ipv6_link_local == ip("fe80::a8bb:ccff:fe00:210"));
    CHECK(is_reply(chain.near(chain.r1, "fe80::a8bb:ccff:fe00:200", "Ethernet0/0")));
    CHECK(is_reply(chain.near(chain.r1, "fe80::a8bb:ccff:fe00:100", "Ethernet0/0")));
    CHECK_FALSE(is_reply(chain.near(chain.r1, "fe80::a8bb:ccff:fe00:210", "Ethernet0/0")));
    CHECK_FALSE(is_reply(chain.lab.ping(chain.r1, "fe80::a8bb:ccff:fe00:200")));
    CHECK(is_reply(chain.near(chain.r1, "ff02::1", "Ethernet0/0")));
    CHECK(is_reply(chain.near(chain.r1, "ff02::2", "Ethernet0/0")));
    CHECK_FALSE(chain.near(chain.r1, "ff02::99", "Ethernet0/0"));
}

TEST_CASE("a configured link-local address is used instead", "[ip6]") {
    Chain chain;
    interface(chain.r1.configuration, "Ethernet0/0").ipv6_link_local = ip("fe80::12:1");
    ip6(chain.r2.configuration, "Ethernet0/0").ipv6_link_local = ip("fe80::12:2");
    chain.lab.start();
    const auto outcome = chain.near(chain.r1, "fe80::12:2", "Ethernet0/0");
    REQUIRE(is_reply(outcome));
    CHECK(outcome->from == ip("fe80::12:2"));
    CHECK(chain.neighbour(chain.r2, "fe80::12:1"));
    const auto view = chain.r1.view("Ethernet0/0");
    CHECK(view.ipv6_enabled);
    CHECK(view.ipv6 == std::vector{prefix("2001:db8:12::1/64")});
    CHECK(std::count(view.multicast_groups.begin(), view.multicast_groups.end(), ip("ff02::1:ff12:1")) == 1);
    const auto addresses = chain.r1.plane.addresses_of(name("Ethernet0/0"));
    REQUIRE(addresses.size() == 2);
    CHECK(addresses[1].address == ip("fe80::12:1"));
}

TEST_CASE("EUI-64 addresses take their host part from the MAC address", "[ip6]") {
    Chain chain;
    interface(chain.r1.configuration, "Ethernet0/0").ipv6_eui64.push_back(prefix("2001:db8:64::/64"));
    chain.lab.start();
    const auto view = chain.r1.view("Ethernet0/0");
    REQUIRE(view.ipv6.size() == 2);
    CHECK(view.ipv6[1] == prefix("2001:db8:64:0:a8bb:ccff:fe00:100/64"));
}

TEST_CASE("IPv6 packets cross a router, one hop less", "[ip6]") {
    Chain chain;
    chain.lab.start();
    CHECK(is_reply(chain.lab.ping(chain.r1, "2001:db8:3::3", "2001:db8:1::1")));
    CHECK(is_reply(chain.lab.ping(chain.r1, "2001:db8:23::3")));
    for (const Bytes& frame : chain.right.first->seen) {
        if (frame[12] != 0x86 || frame[20] != 58 || frame[54] != dataplane::icmp6::echo_request) continue;
        CHECK(frame[21] == 254);
    }
    const auto exceeded = chain.lab.ping(chain.r1, "2001:db8:3::3", {}, 100, false, 1);
    REQUIRE(exceeded);
    CHECK(exceeded->kind == EchoOutcome::Kind::ttl_exceeded);
    CHECK(exceeded->from == ip("2001:db8:12::2"));
    CHECK(chain.r2.counter("ip6-lookup", "hop limit exceeded") == 1);
}

TEST_CASE("without ipv6 unicast-routing a router is a host", "[ip6]") {
    Chain chain;
    chain.r2.configuration.ipv6_unicast_routing = false;
    chain.lab.start();
    CHECK(is_reply(chain.lab.ping(chain.r1, "2001:db8:12::2")));
    CHECK_FALSE(is_reply(chain.lab.ping(chain.r1, "2001:db8:3::3")));
    CHECK(chain.r2.counter("ip6-lookup", "not routing") == 1);
    CHECK_FALSE(chain.near(chain.r1, "ff02::2", "Ethernet0/0"));
}

TEST_CASE("a next hop may be link-local", "[ip6]") {
    Chain chain;
    chain.r1.configuration.routes.clear();
    route(chain.r1.configuration, "2001:db8:3::/64", "fe80::a8bb:ccff:fe00:200", "Ethernet0/0");
    chain.lab.start();
    CHECK(is_reply(chain.lab.ping(chain.r1, "2001:db8:3::3", "2001:db8:12::1")));
    CHECK_FALSE(is_reply(chain.lab.ping(chain.r1, "2001:db8:4::4", "2001:db8:12::1")));
    bool listed = false;
    for (const auto& row : chain.r1.plane.ipv6_routes())
        if (row.prefix == prefix("2001:db8:3::/64")) listed = row.next_hop == ip("fe80::a8bb:ccff:fe00:200");
    CHECK(listed);
    for (const auto& row : chain.r1.plane.routes()) CHECK(row.prefix.address.is_v4());
}

TEST_CASE("a destination without a route, or whose neighbour is silent, is unreachable", "[ip6]") {
    Chain chain;
    chain.lab.start();
    const auto no_route = chain.lab.ping(chain.r1, "2001:db8:99::1");
    REQUIRE(no_route);
    CHECK(no_route->kind == EchoOutcome::Kind::unreachable);
    CHECK(no_route->icmp_code == 0);
    chain.lab.advance(std::chrono::seconds(1));
    chain.r1.upcalls.clear();
    CHECK_FALSE(chain.lab.ping(chain.r1, "2001:db8:23::77"));
    chain.lab.advance(std::chrono::seconds(3));
    const auto silent = chain.r1.took<EchoOutcome>();
    REQUIRE(silent.size() == 1);
    CHECK(silent[0].kind == EchoOutcome::Kind::unreachable);
    CHECK(silent[0].icmp_code == 3);
    CHECK_FALSE(chain.neighbour(chain.r2, "2001:db8:23::77"));
    CHECK_FALSE(chain.lab.ping(chain.r1, "2001:db8:12::77"));
    REQUIRE(chain.neighbour(chain.r1, "2001:db8:12::77"));
    CHECK(chain.neighbour(chain.r1, "2001:db8:12::77")->state == NeighbourView::State::incomplete);
}

TEST_CASE("a neighbour gets stale, is probed when used, and is forgotten when it is gone", "[ip6]") {
    Chain chain;
    chain.lab.start();
    REQUIRE(is_reply(chain.lab.ping(chain.r1, "2001:db8:12::2")));
    const auto state = [&] {
        const auto found = chain.neighbour(chain.r1, "2001:db8:12::2");
        return found ? std::optional(found->state) : std::nullopt;
    };
    CHECK_FALSE(chain.r1.plane.next_deadline(false));
    chain.lab.advance(std::chrono::seconds(31));
    CHECK(state() == NeighbourView::State::stale);
    REQUIRE(is_reply(chain.lab.ping(chain.r1, "2001:db8:12::2")));
    CHECK(state() == NeighbourView::State::delay);
    chain.lab.advance(std::chrono::seconds(6));
    CHECK(state() == NeighbourView::State::reachable);
    chain.lab.advance(std::chrono::seconds(31));
    chain.lab.loses = [](const Bytes&) { return true; };
    CHECK_FALSE(is_reply(chain.lab.ping(chain.r1, "2001:db8:12::2")));
    chain.lab.advance(std::chrono::seconds(5));
    CHECK(state() == NeighbourView::State::probe);
    chain.lab.advance(std::chrono::seconds(5));
    CHECK_FALSE(state());
    chain.lab.loses = {};
    CHECK(is_reply(chain.lab.ping(chain.r1, "2001:db8:12::2")));
}

TEST_CASE("packets wait for resolution, four at most", "[ip6]") {
    Chain chain;
    chain.lab.start();
    chain.lab.advance(std::chrono::seconds(2));
    unsigned lost = 0;
    chain.lab.loses = [&](const Bytes& frame) {
        return frame[12] == 0x86 && frame[54] == dataplane::icmp6::neighbour_solicitation && lost++ == 0;
    };
    for (std::uint32_t i = 0; i < 6; ++i) {
        dataplane::EchoRequest request;
        request.token = 0x00990000 + i;
        request.destination = ip("2001:db8:12::2");
        chain.r1.plane.send(request, chain.lab.now);
    }
    CHECK(chain.r1.plane.next_deadline(false));
    chain.lab.advance(std::chrono::seconds(2));
    CHECK(chain.r1.took<EchoOutcome>().size() == 4);
    CHECK(chain.r1.counter("arp-resolve", "queue full") == 2);
}

TEST_CASE("a router on the way says what is too big; the source cuts what it sends itself", "[ip6]") {
    Chain chain;
    chain.lab.start();
    CHECK(is_reply(chain.lab.ping(chain.r1, "2001:db8:3::3", {}, 1500)));
    CHECK(is_reply(chain.lab.ping(chain.r1, "2001:db8:3::3", {}, 9000)));
    for (const Bytes& frame : chain.left.first->seen) CHECK(frame.size() <= 1514);
    interface(chain.r2.configuration, "Ethernet0/1").mtu = 1400;
    chain.lab.reconfigure(chain.r2);
    const auto outcome = chain.lab.ping(chain.r1, "2001:db8:3::3", {}, 1500);
    REQUIRE(outcome);
    CHECK(outcome->kind == EchoOutcome::Kind::fragmentation_needed);
    CHECK(outcome->from == ip("2001:db8:12::2"));
    CHECK(is_reply(chain.lab.ping(chain.r1, "2001:db8:3::3", {}, 1400)));
    CHECK(is_reply(chain.lab.ping(chain.r1, "2001:db8:3::3", {}, 1500)));
    CHECK(chain.r2.counter("ip6-rewrite", "too big") == 1);
    chain.lab.advance(std::chrono::minutes(11));
    CHECK_FALSE(is_reply(chain.lab.ping(chain.r1, "2001:db8:3::3", {}, 1500)));
}

TEST_CASE("key exchange travels over IPv6, in fragments when it is long", "[ip6]") {
    Chain chain;
    chain.lab.start();
    const auto port = GENERATE(std::uint16_t{500}, std::uint16_t{4500});
    const auto size = GENERATE(std::size_t{28}, std::size_t{4000});
    const auto datagram = ike("2001:db8:3::3", size, port);
    chain.r1.plane.send(datagram, chain.lab.now);
    chain.lab.advance(std::chrono::seconds(1));
    const auto received = chain.r3.took<dataplane::UdpDatagram>();
    REQUIRE(received.size() == 1);
    CHECK(received[0].payload == datagram.payload);
    CHECK(received[0].remote == ip("2001:db8:12::1"));
    CHECK(received[0].local == ip("2001:db8:3::3"));
    CHECK(received[0].local_port == port);
    auto back = ike("2001:db8:12::1", size, port);
    back.local = received[0].local;
    chain.r3.plane.send(back, chain.lab.now);
    chain.lab.settle();
    REQUIRE(chain.r1.took<dataplane::UdpDatagram>().size() == 1);
    CHECK(chain.r1.took<dataplane::UdpDatagram>()[0].remote == ip("2001:db8:3::3"));
}

TEST_CASE("traceroute finds each hop", "[ip6]") {
    Chain chain;
    chain.lab.start();
    const auto first = chain.probe(chain.r1, "2001:db8:3::3", 1);
    REQUIRE(first);
    CHECK(first->kind == EchoOutcome::Kind::ttl_exceeded);
    CHECK(first->from == ip("2001:db8:12::2"));
    const auto last = chain.probe(chain.r1, "2001:db8:3::3", 2);
    REQUIRE(last);
    CHECK(last->kind == EchoOutcome::Kind::unreachable);
    CHECK(last->icmp_code == 4);
    CHECK(last->from == ip("2001:db8:3::3"));
}

TEST_CASE("IPv6 filters permit, deny and let neighbour discovery through", "[ip6]") {
    Chain chain;
    auto& list = chain.r2.configuration.ipv6_access_lists.at("F6");
    config::Ipv6AccessListEntry line;
    line.sequence = 10;
    line.source = prefix("2001:db8:1::/64");
    line.destination = prefix("::/0");
    list.entries.push_back(line);
    interface(chain.r2.configuration, "Ethernet0/0").ipv6_traffic_filter_in = "F6";
    chain.lab.start();
    CHECK(is_reply(chain.lab.ping(chain.r1, "2001:db8:3::3", "2001:db8:1::1")));
    const auto denied = chain.lab.ping(chain.r1, "2001:db8:3::3", "2001:db8:12::1");
    REQUIRE(denied);
    CHECK(denied->kind == EchoOutcome::Kind::unreachable);
    CHECK(denied->icmp_code == 1);
    CHECK(chain.r2.plane.access_list_hits("F6") == std::vector<std::pair<std::uint32_t, std::uint64_t>>{{10, 1}});
    chain.r2.plane.clear_access_list_counters("F6");
    CHECK(chain.r2.plane.access_list_hits("F6")[0].second == 0);
}

TEST_CASE("a router answers solicitations, and a host makes its addresses of what it says", "[ip6]") {
    Chain chain;
    interface(chain.r1.configuration, "Ethernet0/0").ipv6_addresses.clear();
    interface(chain.r1.configuration, "Ethernet0/0").ipv6_autoconfig = true;
    interface(chain.r1.configuration, "Ethernet0/0").ipv6_autoconfig_default = true;
    chain.r1.configuration.ipv6_unicast_routing = false;
    chain.r1.configuration.routes.clear();
    chain.lab.start();
    chain.lab.advance(std::chrono::seconds(2));
    CHECK(chain.r1.view("Ethernet0/0").ipv6 == std::vector{prefix("2001:db8:12:0:a8bb:ccff:fe00:100/64")});
    CHECK(is_reply(chain.lab.ping(chain.r1, "2001:db8:3::3", "2001:db8:12:0:a8bb:ccff:fe00:100")));
    Chain quiet;
    interface(quiet.r1.configuration, "Ethernet0/0").ipv6_addresses.clear();
    interface(quiet.r1.configuration, "Ethernet0/0").ipv6_autoconfig = true;
    interface(quiet.r2.configuration, "Ethernet0/0").ipv6_ra_suppress = true;
    quiet.lab.start();
    quiet.lab.advance(std::chrono::seconds(2));
    CHECK(quiet.r1.view("Ethernet0/0").ipv6.empty());
}

TEST_CASE("two hosts with one address are reported", "[ip6]") {
    Chain chain;
    chain.lab.start();
    ip6(chain.r2.configuration, "Ethernet0/0", "2001:db8:12::1/64");
    interface(chain.r2.configuration, "Ethernet0/0").shutdown = true;
    chain.lab.reconfigure(chain.r2);
    interface(chain.r2.configuration, "Ethernet0/0").shutdown = false;
    chain.lab.reconfigure(chain.r2);
    chain.lab.advance(std::chrono::seconds(2));
    const auto reports = chain.r2.recorder.of<event::DuplicateAddress>();
    REQUIRE(reports.size() == 1);
    CHECK(reports[0].address == ip("2001:db8:12::1"));
}

TEST_CASE("an interface introduces itself to its link twice, then is quiet", "[ip6]") {
    Chain chain;
    chain.lab.start();
    CHECK_FALSE(chain.r1.plane.next_deadline(false));
    CHECK(chain.left.first->sent == 0);
    chain.lab.advance(std::chrono::seconds(3));
    // A report and two duplicate detections; a report, two advertisements and the router's own.
    CHECK(chain.left.first->sent == 7);
    chain.lab.advance(std::chrono::minutes(10));
    CHECK(chain.left.first->sent == 7);
}

TEST_CASE("broken IPv6 packets are dropped by name", "[ip6]") {
    Chain chain;
    chain.lab.start();
    Bytes frame(14 + 48);
    const auto mac = chain.r1.view("Ethernet0/0").mac;
    std::copy(mac.begin(), mac.end(), frame.begin());
    frame[12] = 0x86;
    frame[13] = 0xdd;
    const auto send = [&](std::size_t size) {
        const std::span<const std::uint8_t> bytes(frame.data(), size);
        chain.r1.plane.receive(name("Ethernet0/0"), {&bytes, 1}, chain.lab.now);
    };
    send(14 + 20);
    CHECK(chain.r1.counter("ip6-input", "bad header") == 1);
    dataplane::Ip6Header(frame.data() + 14).write({0, 64, 58, ip("2001:db8:12::2"), ip("2001:db8:12::1")}, 88);
    send(14 + 48);
    CHECK(chain.r1.counter("ip6-input", "bad length") == 1);
    dataplane::Ip6Header(frame.data() + 14).write({0, 64, 58, ip("ff02::1"), ip("2001:db8:12::1")}, 48);
    send(14 + 48);
    CHECK(chain.r1.counter("ip6-input", "martian address") == 1);
    dataplane::Ip6Header(frame.data() + 14).write({0, 64, 58, ip("2001:db8:12::2"), ip("2001:db8:12::1")}, 48);
    send(14 + 48);
    CHECK(chain.r1.counter("icmp6-input", "bad checksum") == 1);
}
