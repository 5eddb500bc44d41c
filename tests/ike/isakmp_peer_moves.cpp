#include <catch2/catch.hpp>

#include "isakmp_quick_pair.h"

/// A peer behind a NAT that gives it another address or port: RFC 3947 §6.
using namespace quick_test;

namespace {

/// R1 sits behind a NAT: its address is seen as another, its ports too.
struct Nat {
    void operator()(dataplane::UdpDatagram& datagram) const {
        if (datagram.local == ip("10.1.1.1")) {
            datagram.local = outside;
            datagram.local_port = static_cast<std::uint16_t>(datagram.local_port + shift);
        } else if (datagram.remote == outside) {
            datagram.remote = ip("10.1.1.1");
            datagram.remote_port = static_cast<std::uint16_t>(datagram.remote_port - shift);
        }
    }
    config::IpAddress outside = ip("10.1.1.100");
    std::uint16_t shift = 1000;
};

struct Moving : Pair {
    Moving() {
        r1.configuration.isakmp.keepalive = config::DeadPeerDetection{10, 2, true};
        r2.configuration.isakmp.keys.front().address = config::Prefix{ip("10.1.1.0"), 24};
        r2.policy().peers = {ip("10.1.1.100")};
        translate = [this](dataplane::UdpDatagram& datagram) { nat(datagram); };
        up();
    }
    bool r1_is_at(const char* address, std::uint16_t port) {
        const auto sa = r2.engine->isakmp().next_sa(0, now);
        const auto& out = r2.data_plane.pairs.begin()->second.pair.outbound;
        return sa->remote == ip(address) && sa->remote_port == port && out.remote_address == ip(address) && out.udp.remote_port == port;
    }
    std::uint32_t spi_of_r2() const { return r2.data_plane.pairs.begin()->first; }
    Nat nat;
};

}  // namespace

TEST_CASE("an authentic message tells where an IKEv1 peer behind a NAT is now", "[isakmp][nat]") {
    Moving pair;
    REQUIRE(pair.r1_is_at("10.1.1.100", 5500));
    pair.nat.shift = 2000;
    pair.pass(12s);
    CHECK(pair.r1_is_at("10.1.1.100", 6500));
    pair.nat.outside = ip("10.1.1.101");
    pair.pass(12s);
    CHECK(pair.r1_is_at("10.1.1.101", 6500));
    const auto record = pair.r2.engine->isakmp().next_peer(0);
    REQUIRE(record);
    CHECK(record->remote == ip("10.1.1.101"));
    CHECK_FALSE(pair.r2.engine->isakmp().next_peer(record->number));
    CHECK(pair.r1.active(pair.now) == 1);
    CHECK(pair.r2.active(pair.now) == 1);
}

TEST_CASE("a packet under an IKEv1 pair tells it too, even when phase 1 is over", "[isakmp][nat]") {
    Moving pair;
    pair.r2.engine->peer_moved(pair.now, {pair.spi_of_r2(), ip("10.1.1.102"), 1234});
    CHECK(pair.r1_is_at("10.1.1.102", 1234));
    pair.translate = nullptr;
    pair.fate_of = [](std::size_t) { return Fate::drop; };
    pair.r2.engine->command(pair.now, ike::command::ClearIsakmp{});
    pair.r2.engine->peer_moved(pair.now, {pair.spi_of_r2(), ip("10.1.1.103"), 1235});
    const auto& out = pair.r2.data_plane.pairs.begin()->second.pair.outbound;
    CHECK(out.remote_address == ip("10.1.1.103"));
    CHECK(out.udp.remote_port == 1235);
    // It is still found by where it is.
    pair.r2.engine->command(pair.now, ike::command::ClearIpsecSa{ip("10.1.1.103"), std::nullopt});
    CHECK(pair.r2.data_plane.pairs.empty());
}

TEST_CASE("an IKEv1 end behind a NAT follows nobody", "[isakmp][nat]") {
    Moving pair;
    pair.r1.engine->peer_moved(pair.now, {pair.r1.data_plane.pairs.begin()->first, ip("10.1.1.66"), 666});
    CHECK(pair.r1.engine->isakmp().next_sa(0, pair.now)->remote == ip("10.1.1.2"));
}
