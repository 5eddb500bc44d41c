#include <catch2/catch.hpp>

#include "back_to_back.h"

using namespace bench;
using dataplane::EchoOutcome;

namespace {

/// r1 — r2 — r3 over IPv4.
struct Path {
    Path() {
        interface(r1.configuration, "Ethernet0/0", "10.0.12.1/24");
        interface(r2.configuration, "Ethernet0/0", "10.0.12.2/24");
        interface(r2.configuration, "Ethernet0/1", "10.0.23.2/24");
        interface(r3.configuration, "Ethernet0/0", "10.0.23.3/24");
        route(r1.configuration, "0.0.0.0/0", "10.0.12.2");
        route(r3.configuration, "0.0.0.0/0", "10.0.23.2");
        left = lab.wire(r1, "Ethernet0/0", r2, "Ethernet0/0");
        lab.wire(r2, "Ethernet0/1", r3, "Ethernet0/0");
    }
    std::vector<EchoOutcome> probe(std::string_view to, std::uint8_t ttl, Instant at) {
        dataplane::ProbeRequest request;
        request.token = next++;
        request.destination = ip(to);
        request.ttl = ttl;
        request.port = static_cast<std::uint16_t>(33434 + next);
        r1.upcalls.clear();
        r1.plane.send(request, at);
        lab.settle();
        return r1.took<EchoOutcome>();
    }
    Lab lab;
    Station& r1 = lab.add("R1");
    Station& r2 = lab.add("R2");
    Station& r3 = lab.add("R3");
    std::pair<Plug*, Plug*> left;
    std::uint32_t next = 0x00550000;
};

}  // namespace

TEST_CASE("a probe is answered by the hop where it ends", "[probe]") {
    Path path;
    path.lab.start();
    const auto first = path.probe("10.0.23.3", 1, path.lab.now);
    REQUIRE(first.size() == 1);
    CHECK(first[0].token == 0x00550000);
    CHECK(first[0].kind == EchoOutcome::Kind::ttl_exceeded);
    CHECK(first[0].from == ip("10.0.12.2"));
    const auto last = path.probe("10.0.23.3", 2, path.lab.now);
    REQUIRE(last.size() == 1);
    CHECK(last[0].kind == EchoOutcome::Kind::unreachable);
    CHECK(last[0].icmp_code == 3);
    CHECK(last[0].from == ip("10.0.23.3"));
}

TEST_CASE("an unreachable comes from the address that was asked", "[probe]") {
    Path path;
    interface(path.r3.configuration, "Loopback0", "10.3.3.3/24");
    route(path.r2.configuration, "10.3.3.0/24", "10.0.23.3");
    path.lab.start();
    const auto last = path.probe("10.3.3.3", 2, path.lab.now);
    REQUIRE(last.size() == 1);
    CHECK(last[0].from == ip("10.3.3.3"));
}

TEST_CASE("a NAT keepalive is a lone octet, a message has its marker", "[probe]") {
    Path path;
    path.lab.start();
    REQUIRE(is_reply(path.lab.ping(path.r1, "10.0.12.2")));
    dataplane::UdpDatagram datagram;
    datagram.remote = ip("10.0.12.2");
    datagram.local_port = datagram.remote_port = 4500;
    datagram.payload = {0xff};
    path.r1.plane.send(datagram, path.lab.now);
    path.lab.settle();
    CHECK(path.r2.counter("udp-4500", "keepalive") == 1);
    datagram.payload = {1, 2, 3, 4, 5};
    path.r1.plane.send(datagram, path.lab.now);
    path.lab.settle();
    REQUIRE(path.r2.took<dataplane::UdpDatagram>().size() == 1);
    CHECK(path.r2.took<dataplane::UdpDatagram>()[0].payload == datagram.payload);
}

TEST_CASE("unreachables are limited, so every second probe of three stays unanswered", "[probe]") {
    Path path;
    path.lab.start();
    CHECK(path.probe("10.0.12.2", 1, path.lab.now).size() == 1);
    CHECK(path.probe("10.0.12.2", 1, path.lab.now).empty());
    path.lab.advance(std::chrono::seconds(3));
    CHECK(path.probe("10.0.12.2", 1, path.lab.now).size() == 1);
}

TEST_CASE("a probe without a route fails at once", "[probe]") {
    Path path;
    path.r1.configuration.routes.clear();
    path.lab.start();
    const auto outcome = path.probe("10.0.23.3", 1, path.lab.now);
    REQUIRE(outcome.size() == 1);
    CHECK(outcome[0].kind == EchoOutcome::Kind::send_failed);
}

TEST_CASE("proxy ARP answers for what lies behind another interface", "[arp]") {
    Path path;
    const bool proxy = GENERATE(true, false);
    interface(path.r2.configuration, "Ethernet0/0").proxy_arp = proxy;
    path.r1.configuration.routes.clear();
    route(path.r1.configuration, "10.0.23.0/24", {}, "Ethernet0/0");
    path.lab.start();
    CHECK(is_reply(path.lab.ping(path.r1, "10.0.23.3")) == proxy);
    CHECK_FALSE(is_reply(path.lab.ping(path.r1, "10.0.23.77")));
}

TEST_CASE("clearing ARP forgets what was learnt", "[arp]") {
    Path path;
    path.lab.start();
    REQUIRE(is_reply(path.lab.ping(path.r1, "10.0.12.2")));
    CHECK(path.r1.plane.arp(path.lab.now).size() == 2);
    path.r1.plane.clear_arp(path.lab.now);
    CHECK(path.r1.plane.arp(path.lab.now).size() == 1);
    CHECK(is_reply(path.lab.ping(path.r1, "10.0.12.2")));
}

TEST_CASE("counters of one interface are cleared alone, and rates fade over five minutes", "[interface]") {
    Path path;
    path.lab.start();
    for (unsigned second = 0; second < 600; ++second) {
        REQUIRE(is_reply(path.lab.ping(path.r1, "10.0.23.3", {}, 1000)));
        path.lab.advance(std::chrono::seconds(1));
    }
    const auto busy = path.r2.view("Ethernet0/1", path.lab.now);
    CHECK(busy.output_packet_rate <= 1);
    CHECK(busy.output_bit_rate > 6000);
    CHECK(busy.output_bit_rate < 8200);
    path.lab.advance(std::chrono::minutes(5));
    const auto quiet = path.r2.view("Ethernet0/1", path.lab.now);
    CHECK(quiet.output_bit_rate < busy.output_bit_rate / 2);
    CHECK(quiet.output_bit_rate > busy.output_bit_rate / 4);
    path.r2.plane.clear_interface_counters(name("Ethernet0/1"), path.lab.now);
    CHECK(path.r2.view("Ethernet0/1", path.lab.now).output_packets == 0);
    CHECK(path.r2.view("Ethernet0/0", path.lab.now).output_packets > 600);
}
