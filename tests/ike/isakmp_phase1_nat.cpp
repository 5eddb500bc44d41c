#include <catch2/catch.hpp>

#include "isakmp_pair.h"

using namespace isakmp_test;

namespace {

/// A NAT in front of R1: 10.0.0.1 is seen as 10.0.0.100, its ports as others.
struct Nat {
    void operator()(dataplane::UdpDatagram& datagram) const {
        if (datagram.local == ip("10.0.0.1")) {
            datagram.local = ip("10.0.0.100");
            datagram.local_port = static_cast<std::uint16_t>(datagram.local_port + shift);
        } else if (datagram.remote == ip("10.0.0.100")) {
            datagram.remote = ip("10.0.0.1");
            datagram.remote_port = static_cast<std::uint16_t>(datagram.remote_port - shift);
        }
    }
    std::uint16_t shift = 1;
};

void put_behind_nat(Pair& pair) {
    pair.r2.configuration.isakmp.keys = {Pair::key_for("10.0.0.100", 32, "cisco123")};
    pair.r2.data_plane.entry_table[1].peers = {ip("10.0.0.100")};
    pair.translate = Nat{};
}

bool saw_in_order(const Router& router, std::initializer_list<Step> steps) {
    auto at = router.events.events.begin();
    for (const Step wanted : steps) {
        at = std::find_if(at, router.events.events.end(), [=](const Recorded& one) { return one.step == wanted; });
        if (at++ == router.events.events.end()) return false;
    }
    return true;
}

}  // namespace

TEST_CASE("without a NAT both ends say so and stay on port 500", "[isakmp]") {
    Pair pair;
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    REQUIRE(pair.settled());
    for (const Router* const router : {&pair.r1, &pair.r2}) {
        CHECK(saw_in_order(*router, {Step::peer_outside_nat, Step::no_nat}));
        CHECK(router->sas(pair.now).front().remote_port == 500);
        CHECK_FALSE(router->sas(pair.now).front().nat_traversal);
    }
}

TEST_CASE("an initiator behind a NAT floats to port 4500 and keeps it open", "[isakmp]") {
    Pair pair;
    put_behind_nat(pair);
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    REQUIRE(pair.settled());
    CHECK(pair.r1.events.saw(Step::self_inside_nat));
    CHECK(pair.r2.events.saw(Step::peer_outside_nat));
    CHECK(pair.r2.events.saw<event::PortFloated>());
    CHECK(pair.r1.sas(pair.now).front().local_port == 4500);
    CHECK(pair.r2.sas(pair.now).front().local_port == 4500);
    CHECK(pair.r2.sas(pair.now).front().remote_port == 4501);
    CHECK(pair.r2.sas(pair.now).front().nat_traversal);
    const auto& installed = pair.r1.data_plane.pairs.begin()->second.pair;
    CHECK(installed.outbound.udp.remote_port == 4500);

    std::size_t keepalives = 0;
    pair.translate = [&, nat = Nat{}](dataplane::UdpDatagram& datagram) {
        if (datagram.payload == std::vector<std::uint8_t>{0xff}) {
            ++keepalives;
            CHECK(datagram.local == ip("10.0.0.1"));
            CHECK(datagram.local_port == 4500);
            CHECK(datagram.remote_port == 4500);
        }
        nat(datagram);
    };
    pair.run(100s, true);
    CHECK(keepalives == 5);
}

TEST_CASE("NAT keepalives come as often as configured", "[isakmp]") {
    Pair pair;
    put_behind_nat(pair);
    pair.r1.configuration.isakmp.nat_keepalive = 50;
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    REQUIRE(pair.settled());
    const std::size_t before = pair.sent;
    pair.run(101s, true);
    CHECK(pair.sent - before == 2);
}

TEST_CASE("a responder behind a NAT is found by the initiator", "[isakmp]") {
    Pair pair;
    pair.r1.configuration.isakmp.keys = {Pair::key_for("10.0.0.200", 32, "cisco123")};
    pair.r1.data_plane.entry_table[1].peers = {ip("10.0.0.200")};
    pair.translate = [](dataplane::UdpDatagram& datagram) {
        if (datagram.local == ip("10.0.0.2")) datagram.local = ip("10.0.0.200");
        else if (datagram.remote == ip("10.0.0.200")) datagram.remote = ip("10.0.0.2");
    };
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    REQUIRE(pair.settled());
    CHECK(pair.r1.sas(pair.now).front().remote_port == 4500);
    CHECK(pair.r2.events.saw(Step::self_inside_nat));
}

TEST_CASE("with NAT transparency off no end speaks of it", "[isakmp]") {
    Pair pair;
    put_behind_nat(pair);
    pair.r2.configuration.ipsec.nat_transparency = false;
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    CHECK_FALSE(pair.r2.events.saw<event::VendorConstructed>());
    CHECK_FALSE(pair.r1.events.saw<event::NatPayloadSeen>());
    CHECK(pair.r1.active(pair.now).size() == 1);
    CHECK(pair.r1.sas(pair.now).front().local_port == 500);
}

TEST_CASE("aggressive mode finds NATs as well", "[isakmp]") {
    Pair pair;
    put_behind_nat(pair);
    config::IsakmpPeer& peer = pair.r1.configuration.isakmp.peers.at("10.0.0.2");
    peer.address = ip("10.0.0.2");
    peer.password = key("cisco123");
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    REQUIRE(pair.settled());
    CHECK(pair.r1.sas(pair.now).front().local_port == 4500);
    CHECK(pair.r2.sas(pair.now).front().remote_port == 4501);
}
