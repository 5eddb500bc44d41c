#include <catch2/catch.hpp>

#include "rekeying_pair.h"

/// A peer behind a NAT that gives it another address or port: RFC 7296 §2.23.
using namespace engine_test;

namespace {

/// R1 sits behind a NAT: its address is seen as another, its ports too. R2 does not.
struct Moving : Rekeying {
    Moving() {
        for (Router* const router : {&r1, &r2}) profile_of(*router).lifetime = 86400;
        profile_of(r1).dpd = config::DeadPeerDetection{10, 2, true};
        r2.data_plane.entry_table[1].peers = {ip("10.0.0.100")};
        translate = [this](dataplane::UdpDatagram& datagram) {
            if (datagram.local == ip("10.0.0.1")) {
                datagram.local = outside;
                datagram.local_port = static_cast<std::uint16_t>(datagram.local_port + shift);
                from_r1.push_back(datagram);
            } else if (datagram.remote == outside) {
                datagram.remote = ip("10.0.0.1");
                datagram.remote_port = static_cast<std::uint16_t>(datagram.remote_port - shift);
            }
        };
    }
    ike::IkeSaView sa_of_r2() { return r2.sas(now).front(); }
    const dataplane::SaParameters& outbound_of_r2() { return r2.data_plane.pairs.begin()->second.pair.outbound; }
    bool r1_is_at(const char* address, std::uint16_t port) {
        const auto sa = sa_of_r2();
        const auto& out = outbound_of_r2();
        return sa.remote == ip(address) && sa.remote_port == port && out.remote_address == ip(address) && out.udp.remote_port == port;
    }
    /// As R2 gets it.
    void deliver_to_r2(dataplane::UdpDatagram datagram) {
        std::swap(datagram.local, datagram.remote);
        std::swap(datagram.local_port, datagram.remote_port);
        r2.engine->receive(now, datagram);
    }

    config::IpAddress outside = ip("10.0.0.100");
    std::uint16_t shift = 1000;
    std::vector<dataplane::UdpDatagram> from_r1;  ///< as translated
};

}  // namespace

TEST_CASE("an authentic request tells where a peer behind a NAT is now", "[ike][nat]") {
    Moving pair;
    pair.establish();
    REQUIRE(pair.r1_is_at("10.0.0.100", 5500));
    CHECK(pair.r2.data_plane.pairs.begin()->second.pair.inbound.peer_may_move);
    CHECK_FALSE(pair.r1.data_plane.pairs.begin()->second.pair.inbound.peer_may_move);
    pair.shift = 2000;
    pair.pass(15s);
    CHECK(pair.r1_is_at("10.0.0.100", 6500));
    pair.outside = ip("10.0.0.101");
    pair.pass(15s);
    CHECK(pair.r1_is_at("10.0.0.101", 6500));
    CHECK(pair.at_rest());
    pair.soften(pair.r2);  // R2 asks, and is answered
    pair.pass(10s);
    CHECK(pair.at_rest());
    CHECK(pair.r1_is_at("10.0.0.101", 6500));
}

TEST_CASE("so does an authentic answer", "[ike][nat]") {
    Moving pair;
    pair.profile_of(pair.r1).dpd.reset();
    pair.profile_of(pair.r2).dpd = config::DeadPeerDetection{10, 2, true};
    pair.establish();
    // The old mapping lets the question through; the answer leaves by a new one.
    const auto nat = pair.translate;
    pair.translate = [&](dataplane::UdpDatagram& datagram) {
        nat(datagram);
        if (datagram.local == ip("10.0.0.100")) datagram.local_port = 7777;
    };
    pair.pass(11s);
    CHECK(pair.sa_of_r2().remote_port == 7777);
    CHECK(pair.outbound_of_r2().udp.remote_port == 7777);
}

TEST_CASE("an old or a forged message from elsewhere moves nobody", "[ike][nat]") {
    Moving pair;
    pair.establish();
    pair.pass(11s);
    dataplane::UdpDatagram probe = pair.from_r1.back();
    probe.local = ip("10.0.0.66");
    probe.local_port = 666;
    pair.deliver_to_r2(probe);
    CHECK(pair.r1_is_at("10.0.0.100", 5500));
    // Whoever asks again is answered where it asks (§2.11): the true peer's mapping may have changed meanwhile.
    REQUIRE(pair.r2.outbox.waiting.size() == 1);
    CHECK(pair.r2.outbox.waiting.front().remote == ip("10.0.0.66"));
    CHECK(pair.r2.outbox.waiting.front().remote_port == 666);
    pair.r2.outbox.waiting.clear();
    probe.payload[23] ^= 1;  // another message id
    pair.deliver_to_r2(probe);
    CHECK(pair.r1_is_at("10.0.0.100", 5500));
    CHECK(pair.r2.engine->stats().malformed == 1);
}

TEST_CASE("a packet under a child tells it too", "[ike][nat]") {
    Moving pair;
    pair.establish();
    pair.r2.engine->peer_moved(pair.now, {pair.spi_of(pair.r2), ip("10.0.0.102"), 1234});
    CHECK(pair.r1_is_at("10.0.0.102", 1234));
    pair.r2.engine->peer_moved(pair.now, {0x99999, ip("10.0.0.103"), 1});
    CHECK(pair.r1_is_at("10.0.0.102", 1234));
}

TEST_CASE("an end behind a NAT follows nobody, nor does one without any NAT", "[ike][nat]") {
    const bool behind = GENERATE(true, false);
    Moving pair;
    if (!behind) {
        pair.translate = nullptr;
        pair.r2.data_plane.entry_table[1].peers = {ip("10.0.0.1")};
    }
    pair.establish();
    const auto before = pair.r1.sas(pair.now).front();
    pair.r1.engine->peer_moved(pair.now, {pair.spi_of(pair.r1), ip("10.0.0.66"), 666});
    CHECK(pair.r1.sas(pair.now).front().remote == before.remote);
    CHECK(pair.r1.sas(pair.now).front().remote_port == before.remote_port);
    CHECK(pair.r1.data_plane.pairs.begin()->second.pair.outbound.remote_address == before.remote);
}

TEST_CASE("with NAT transparency off at either end nobody looks for a NAT", "[ike][nat]") {
    const bool at_r1 = GENERATE(true, false);
    Moving pair;
    pair.shift = 0;
    (at_r1 ? pair.r1 : pair.r2).configuration.ipsec.nat_transparency = false;
    pair.establish();
    CHECK(pair.sa_of_r2().remote_port == 500);
    CHECK_FALSE(pair.sa_of_r2().nat_remote);
    CHECK_FALSE(pair.r1.sas(pair.now).front().nat_local);
    CHECK_FALSE(pair.outbound_of_r2().udp);
}
