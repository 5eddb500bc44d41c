#include <catch2/catch.hpp>

#include "back_to_back.h"
#include "ipsec-dataplane/stack/wire.h"

using namespace bench;
using dataplane::EchoOutcome;
using dataplane::RouteView;

namespace {

struct Pair {
    Pair() {
        interface(r1.configuration, "Ethernet0/0", "10.0.0.1/24");
        interface(r1.configuration, "Loopback0", "192.168.1.1/24");
        interface(r2.configuration, "Ethernet0/0", "10.0.0.2/24");
        interface(r2.configuration, "Loopback0", "192.168.2.1/24");
        route(r1.configuration, "0.0.0.0/0", "10.0.0.2");
        route(r2.configuration, "0.0.0.0/0", "10.0.0.1");
        plugs = lab.wire(r1, "Ethernet0/0", r2, "Ethernet0/0");
    }
    Lab lab;
    Station& r1 = lab.add("R1");
    Station& r2 = lab.add("R2");
    std::pair<Plug*, Plug*> plugs;
};

/// R1 - R2 - R3, loopbacks at the ends.
struct Chain {
    Chain() {
        interface(r1.configuration, "Ethernet0/0", "10.0.12.1/24");
        interface(r2.configuration, "Ethernet0/0", "10.0.12.2/24");
        interface(r2.configuration, "Ethernet0/1", "10.0.23.2/24");
        interface(r3.configuration, "Ethernet0/0", "10.0.23.3/24");
        interface(r3.configuration, "Loopback0", "192.168.3.1/32");
        route(r1.configuration, "0.0.0.0/0", "10.0.12.2");
        route(r2.configuration, "192.168.3.1/32", "10.0.23.3");
        route(r3.configuration, "0.0.0.0/0", "10.0.23.2");
        left = lab.wire(r1, "Ethernet0/0", r2, "Ethernet0/0");
        right = lab.wire(r2, "Ethernet0/1", r3, "Ethernet0/0");
    }
    Lab lab;
    Station& r1 = lab.add("R1");
    Station& r2 = lab.add("R2");
    Station& r3 = lab.add("R3");
    std::pair<Plug*, Plug*> left, right;
};

}  // namespace

TEST_CASE("a ping to a neighbour resolves it and is answered, the first one too") {
    Pair pair;
    pair.lab.start();
    CHECK(is_reply(pair.lab.ping(pair.r1, "10.0.0.2")));
    const auto arp = pair.r1.plane.arp(pair.lab.now);
    REQUIRE(arp.size() == 2);
    CHECK(arp[0].address == ip("10.0.0.1"));
    CHECK_FALSE(arp[0].age_minutes);
    CHECK(arp[1].address == ip("10.0.0.2"));
    CHECK(arp[1].mac == pair.r2.view("Ethernet0/0").mac);
    CHECK(pair.r2.view("Ethernet0/0").mac == std::array<std::uint8_t, 6>{0xaa, 0xbb, 0xcc, 0, 2, 0});
}

TEST_CASE("loopbacks behind a default route answer, with the source asked for") {
    Pair pair;
    pair.lab.start();
    const auto outcome = pair.lab.ping(pair.r1, "192.168.2.1", "192.168.1.1");
    REQUIRE(is_reply(outcome));
    CHECK(outcome->from == ip("192.168.2.1"));
}

TEST_CASE("a router answers itself") {
    Pair pair;
    pair.lab.start();
    CHECK(is_reply(pair.lab.ping(pair.r1, "192.168.1.1")));
    CHECK(pair.plugs.first->sent == 1);  // its own gratuitous ARP
}

TEST_CASE("a broadcast ping is answered from the router's own address") {
    Pair pair;
    interface(pair.r2.configuration, "Loopback7", "192.168.7.1/24");
    pair.lab.start();
    const auto outcome = pair.lab.ping(pair.r1, "192.168.7.255");
    REQUIRE(is_reply(outcome));
    CHECK(outcome->from == ip("192.168.7.1"));
}

TEST_CASE("interface counters are the packets that passed") {
    Pair pair;
    pair.lab.start();
    pair.r1.plane.clear_interface_counters(pair.lab.now);
    for (int i = 0; i < 5; ++i) REQUIRE(is_reply(pair.lab.ping(pair.r1, "192.168.2.1")));
    const auto view = pair.r1.view("Ethernet0/0");
    CHECK(view.output_packets == 6);  // one ARP request
    CHECK(view.input_packets == 6);
    CHECK(view.output_bytes == 5 * 114 + 60);
}

TEST_CASE("the routing table holds connected, local and static routes") {
    Pair pair;
    pair.lab.start();
    const auto routes = pair.r1.plane.routes();
    std::vector<std::pair<std::string, RouteView::Source>> rows;
    for (const auto& row : routes)
        rows.emplace_back(row.prefix.address.text() + "/" + std::to_string(row.prefix.length), row.source);
    const std::vector<std::pair<std::string, RouteView::Source>> expected = {
        {"0.0.0.0/0", RouteView::Source::static_route},
        {"10.0.0.0/24", RouteView::Source::connected},
        {"10.0.0.1/32", RouteView::Source::local},
        {"192.168.1.0/24", RouteView::Source::connected},
        {"192.168.1.1/32", RouteView::Source::local}};
    CHECK(rows == expected);
    CHECK(routes[0].candidate_default);
    CHECK(routes[0].distance == 1);
}

TEST_CASE("the better distance wins, and the floating route takes over") {
    Chain chain;
    route(chain.r2.configuration, "192.168.3.1/32", "10.0.12.1").distance = 250;
    chain.lab.start();
    CHECK(is_reply(chain.lab.ping(chain.r1, "192.168.3.1")));
    chain.right.first->up = false;
    chain.r2.plane.link_changed(name("Ethernet0/1"), chain.lab.now);
    bool found = false;
    for (const auto& row : chain.r2.plane.routes())
        if (row.prefix == prefix("192.168.3.1/32")) found = row.distance == 250;
    CHECK(found);
}

TEST_CASE("a route through a next hop that a static route leads to") {
    Chain chain;
    route(chain.r2.configuration, "172.16.0.0/16", "192.168.3.1");
    interface(chain.r3.configuration, "Loopback1", "172.16.5.5/32");
    chain.lab.start();
    CHECK(is_reply(chain.lab.ping(chain.r1, "172.16.5.5")));
}

TEST_CASE("a static route out of an Ethernet without next hop asks for the destination itself") {
    Pair pair;
    route(pair.r1.configuration, "10.9.9.0/24", "", "Ethernet0/0");
    interface(pair.r2.configuration, "Ethernet0/0").secondary_addresses = {prefix("10.9.9.2/24")};
    pair.lab.start();
    CHECK(is_reply(pair.lab.ping(pair.r1, "10.9.9.2")));
}

TEST_CASE("a hop too few gets time exceeded from the router in between") {
    Chain chain;
    chain.lab.start();
    REQUIRE(is_reply(chain.lab.ping(chain.r1, "192.168.3.1")));
    const auto outcome = chain.lab.ping(chain.r1, "192.168.3.1", {}, 100, false, 1);
    REQUIRE(outcome);
    CHECK(outcome->kind == EchoOutcome::Kind::ttl_exceeded);
    CHECK(outcome->from == ip("10.0.12.2"));
    CHECK(chain.r2.counter("ip4-lookup", "ttl expired") == 1);
}

TEST_CASE("a destination without a route is unreachable, half a second apart") {
    Chain chain;
    chain.lab.start();
    const auto outcome = chain.lab.ping(chain.r1, "203.0.113.9");
    REQUIRE(outcome);
    CHECK(outcome->kind == EchoOutcome::Kind::unreachable);
    CHECK(outcome->icmp_code == 1);
    CHECK_FALSE(chain.lab.ping(chain.r1, "203.0.113.9"));
    CHECK(chain.lab.ping(chain.r1, "203.0.113.9"));
    CHECK(chain.r2.counter("icmp-error", "rate limited") == 1);
}

TEST_CASE("without any route the router cannot send") {
    Pair pair;
    pair.r1.configuration.routes.clear();
    pair.lab.start();
    const auto outcome = pair.lab.ping(pair.r1, "203.0.113.9");
    REQUIRE(outcome);
    CHECK(outcome->kind == EchoOutcome::Kind::send_failed);
}

TEST_CASE("big packets are cut and put together again") {
    Chain chain;
    chain.lab.start();
    const auto size = static_cast<std::uint16_t>(GENERATE(1500, 1501, 3000, 9999, 18024));
    REQUIRE(is_reply(chain.lab.ping(chain.r1, "192.168.3.1")));
    CHECK(is_reply(chain.lab.ping(chain.r1, "192.168.3.1", {}, size)));
    for (const Bytes& frame : chain.left.first->seen) CHECK(frame.size() <= 1514);
}

TEST_CASE("a smaller MTU on the way and DF: fragmentation needed") {
    Chain chain;
    interface(chain.r2.configuration, "Ethernet0/1").ip_mtu = 1400;
    chain.lab.start();
    REQUIRE(is_reply(chain.lab.ping(chain.r1, "192.168.3.1", {}, 1450)));
    CHECK(chain.right.first->seen.back().size() == 14 + 20 + (1430 - 1376));
    const auto outcome = chain.lab.ping(chain.r1, "192.168.3.1", {}, 1450, true);
    REQUIRE(outcome);
    CHECK(outcome->kind == EchoOutcome::Kind::fragmentation_needed);
    CHECK(is_reply(chain.lab.ping(chain.r1, "192.168.3.1", {}, 1400, true)));
}

TEST_CASE("fragments that never become whole are given up") {
    Chain chain;
    chain.lab.start();
    REQUIRE(is_reply(chain.lab.ping(chain.r1, "192.168.3.1")));
    bool armed = true;
    chain.lab.loses = [&](const Bytes& frame) { return frame.size() > 1000 && std::exchange(armed, false); };
    CHECK_FALSE(chain.lab.ping(chain.r1, "192.168.3.1", {}, 3000));
    chain.lab.advance(std::chrono::seconds(20));
    CHECK(chain.r3.counter("ip4-reassembly", "timeout") == 1);
}

TEST_CASE("an access group denies, answers with the administrative code and counts hits") {
    Chain chain;
    acl_line(chain.r2.configuration, "101", true, "any", "192.168.3.1/32", 17);
    acl_line(chain.r2.configuration, "101", false, "10.0.12.0/24", "any", 1);
    interface(chain.r2.configuration, "Ethernet0/0").access_group_in = "101";
    chain.lab.start();
    const auto outcome = chain.lab.ping(chain.r1, "192.168.3.1");
    REQUIRE(outcome);
    CHECK(outcome->kind == EchoOutcome::Kind::unreachable);
    CHECK(outcome->icmp_code == 13);
    const auto hits = chain.r2.plane.access_list_hits("101");
    REQUIRE(hits.size() == 2);
    CHECK(hits[0] == std::pair<std::uint32_t, std::uint64_t>{10, 0});
    CHECK(hits[1] == std::pair<std::uint32_t, std::uint64_t>{20, 1});
    chain.r2.plane.clear_access_list_counters();
    CHECK(chain.r2.plane.access_list_hits("101")[1].second == 0);
}

TEST_CASE("an outgoing access group stops transit, not the router's own packets") {
    Chain chain;
    acl_line(chain.r2.configuration, "102", false, "any", "any");
    interface(chain.r2.configuration, "Ethernet0/1").access_group_out = "102";
    chain.lab.start();
    CHECK(is_reply(chain.lab.ping(chain.r2, "192.168.3.1")));
    CHECK_FALSE(is_reply(chain.lab.ping(chain.r1, "192.168.3.1")));
    CHECK(chain.r2.counter("access-out", "access list") == 1);
}

TEST_CASE("UDP 500 and 4500 reach the control plane, the marker taken off") {
    Pair pair;
    pair.lab.start();
    dataplane::UdpDatagram datagram;
    datagram.remote = ip("10.0.0.2");
    datagram.local_port = datagram.remote_port = static_cast<std::uint16_t>(GENERATE(500, 4500));
    datagram.payload.assign(GENERATE(1U, 300U, 4000U), 0x5a);
    pair.r1.plane.send(datagram, pair.lab.now);
    pair.lab.settle();
    const auto got = pair.r2.took<dataplane::UdpDatagram>();
    REQUIRE(got.size() == 1);
    CHECK(got[0].remote == ip("10.0.0.1"));
    CHECK(got[0].remote_port == datagram.local_port);
    CHECK(got[0].payload == datagram.payload);
}

TEST_CASE("other UDP ports are unreachable; a NAT keepalive is swallowed") {
    Pair pair;
    pair.lab.start();
    dataplane::UdpDatagram datagram;
    datagram.remote = ip("10.0.0.2");
    datagram.local_port = 40000;
    datagram.remote_port = 4500;
    datagram.payload = {0xff};
    pair.r1.plane.send(datagram, pair.lab.now);
    datagram.remote_port = 9;
    pair.r1.plane.send(datagram, pair.lab.now);
    pair.lab.settle();
    CHECK(pair.r2.took<dataplane::UdpDatagram>().empty());
    CHECK(pair.r2.counter("udp-4500", "keepalive") == 1);
    CHECK(pair.r2.counter("udp-local", "no port") == 1);
    CHECK(pair.r1.counter("icmp-input", "packets") == 1);
}

TEST_CASE("a packet with a wrong checksum, length or address goes nowhere") {
    Pair pair;
    pair.lab.start();
    REQUIRE(is_reply(pair.lab.ping(pair.r1, "10.0.0.2")));
    Bytes frame;
    for (const Bytes& seen : pair.plugs.first->seen)
        if (seen[12] == 8 && seen[13] == 0) frame = seen;
    REQUIRE_FALSE(frame.empty());
    const auto inject = [&](const Bytes& bytes) {
        const std::span<const std::uint8_t> view = bytes;
        pair.r2.plane.receive(name("Ethernet0/0"), {&view, 1}, pair.lab.now);
    };
    Bytes bad = frame;
    bad[24] ^= 1;
    inject(bad);
    CHECK(pair.r2.counter("ip4-input", "bad checksum") == 1);
    bad = frame;
    bad.resize(60);
    inject(bad);
    CHECK(pair.r2.counter("ip4-input", "bad length") == 1);
    for (std::size_t length = 0; length < frame.size(); ++length)
        inject(Bytes(frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(length)));
    CHECK(pair.r2.counter("ethernet-input", "truncated") == 14);
}

TEST_CASE("a silent neighbour is asked three times and shown as incomplete") {
    Pair pair;
    pair.lab.start();
    CHECK_FALSE(pair.lab.ping(pair.r1, "10.0.0.77"));
    std::size_t asked = 0;
    pair.lab.advance(std::chrono::seconds(5));
    for (const Bytes& seen : pair.plugs.first->seen) asked += seen[12] == 8 && seen[13] == 6 && seen[21] == 1 ? 1 : 0;
    CHECK(asked == 3);
    CHECK(pair.r1.plane.arp(pair.lab.now).back().incomplete);
    pair.lab.advance(std::chrono::seconds(30));
    CHECK(pair.r1.plane.arp(pair.lab.now).size() == 1);
}

TEST_CASE("ARP entries age out after four hours unless the neighbour answers") {
    Pair pair;
    pair.lab.start();
    REQUIRE(is_reply(pair.lab.ping(pair.r1, "10.0.0.2")));
    pair.lab.advance(std::chrono::hours(5));
    CHECK(pair.r1.plane.arp(pair.lab.now).size() == 2);
    pair.plugs.second->up = false;
    pair.r2.plane.link_changed(name("Ethernet0/0"), pair.lab.now);
    pair.lab.advance(std::chrono::hours(5));
    CHECK(pair.r1.plane.arp(pair.lab.now).size() == 1);
}

TEST_CASE("another station with our address is reported") {
    Pair pair;
    interface(pair.r2.configuration, "Ethernet0/0").address = prefix("10.0.0.1/24");
    pair.lab.start();
    CHECK(pair.r1.recorder.of<dataplane::event::DuplicateAddress>().size() == 1);
}
