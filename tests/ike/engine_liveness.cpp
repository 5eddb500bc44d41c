#include <catch2/catch.hpp>

#include "rekeying_pair.h"

/// Dead peers, keepalives, and pairs that only one end has: RFC 7296 §1.5 and §2.4, RFC 3948 §2.3.
using namespace engine_test;

namespace {

struct Watching : Rekeying {
    Watching(bool periodic, std::uint16_t interval = 10, std::uint16_t retry = 2) {
        for (Router* const router : {&r1, &r2}) profile_of(*router).lifetime = 86400;
        profile_of(r1).dpd = config::DeadPeerDetection{interval, retry, periodic};
        establish();
    }
    std::uint64_t probes() const { return r1.engine->stats().liveness.tx_request; }
    void silence() { fate_of = [](std::size_t) { return Fate::drop; }; }
};

}  // namespace

TEST_CASE("periodic probes go out when nothing is heard, and are answered", "[ike][liveness]") {
    Watching pair(true);
    pair.pass(61s);
    CHECK(pair.probes() >= 5);
    CHECK(pair.probes() <= 6);
    CHECK(pair.r2.engine->stats().liveness.tx_response == pair.probes());
    CHECK(pair.r2.events.saw(ike::Step::received_liveness_query));
    CHECK(pair.at_rest());
}

TEST_CASE("traffic of the peer makes probes needless", "[ike][liveness]") {
    Watching pair(true);
    for (int second = 0; second < 60; ++second) {
        pair.r1.data_plane.traffic.inbound = pair.now;
        pair.pass(1s);
    }
    CHECK(pair.probes() == 0);
}

TEST_CASE("on demand the peer is asked only when packets went out and none came back", "[ike][liveness]") {
    Watching pair(false);
    pair.pass(60s);
    CHECK(pair.probes() == 0);
    pair.r1.data_plane.traffic.outbound = pair.now;
    pair.pass(12s);
    CHECK(pair.probes() == 1);
}

TEST_CASE("a peer that answers none of five probes is dead", "[ike][liveness]") {
    Watching pair(true);
    pair.silence();
    pair.pass(19s);
    CHECK(pair.r1.sas(pair.now).size() == 1);
    pair.pass(2s);
    CHECK(pair.r1.sas(pair.now).empty());
    CHECK(pair.r1.data_plane.pairs.empty());
    CHECK(pair.r1.events.saw(ike::Failed::retransmissions_exceeded));
}

TEST_CASE("a peer that dies while a request waits for it is found dead as soon", "[ike][liveness]") {
    Watching pair(true);
    pair.silence();
    pair.soften(pair.r1);
    pair.pass(9s);
    CHECK(pair.r1.sas(pair.now).size() == 1);
    pair.pass(14s);
    CHECK(pair.r1.sas(pair.now).empty());
}

TEST_CASE("a peer whose packets still come is not dead, whatever happens to its answers", "[ike][liveness]") {
    Watching pair(true);
    pair.silence();
    pair.pass(11s);
    for (int second = 0; second < 60; ++second) {
        pair.r1.data_plane.traffic.inbound = pair.now;
        pair.pass(1s);
    }
    CHECK(pair.r1.sas(pair.now).size() == 1);
}

TEST_CASE("the global line counts where the profile has none", "[ike][liveness]") {
    Rekeying pair;
    pair.r1.configuration.ikev2.dpd = config::DeadPeerDetection{20, 3, true};
    pair.establish();
    CHECK(pair.r1.sas(pair.now).front().dpd_interval == 20);
    CHECK(pair.r1.sas(pair.now).front().dpd_retry == 3);
    pair.pass(45s);
    CHECK(pair.r1.engine->stats().liveness.tx_request == 2);
}

TEST_CASE("a pair that the peer has lost is made anew once it says so", "[ike][liveness]") {
    Rekeying pair;
    pair.establish();
    const std::uint32_t lost = pair.spi_of(pair.r2);
    pair.r2.engine->unknown_spi(pair.now, {{}, ip("10.0.0.2"), ip("10.0.0.1"), dataplane::IpsecProtocol::esp, lost});
    pair.run();
    CHECK(pair.at_rest());
    CHECK(pair.spi_of(pair.r2) != lost);
    CHECK(pair.total(&ike::EngineStats::auth).tx_request == 1);
}

TEST_CASE("an SPI that was never ours changes nothing", "[ike][liveness]") {
    Rekeying pair;
    pair.establish();
    const std::uint32_t spi = pair.spi_of(pair.r2);
    pair.r2.engine->unknown_spi(pair.now, {{}, ip("10.0.0.2"), ip("10.0.0.1"), dataplane::IpsecProtocol::esp, 0xdeadbeef});
    pair.run();
    CHECK(pair.at_rest());
    CHECK(pair.spi_of(pair.r2) == spi);
}

TEST_CASE("keepalives go out from behind a NAT only, at the configured interval", "[ike][liveness]") {
    const bool behind = GENERATE(true, false);
    Rekeying pair;
    for (Router* const router : {&pair.r1, &pair.r2}) router->configuration.ikev2.nat_keepalive = 20;
    std::size_t keepalives = 0;
    pair.translate = [&](dataplane::UdpDatagram& datagram) {
        if (datagram.payload == std::vector<std::uint8_t>{0xff}) ++keepalives;
        if (!behind) return;
        const bool out = datagram.local == ip("10.0.0.1");
        std::uint16_t& port = out ? datagram.local_port : datagram.remote_port;
        port = out ? static_cast<std::uint16_t>(port + 1000) : static_cast<std::uint16_t>(port - 1000);
    };
    pair.establish();
    pair.pass(100s);
    CHECK(keepalives == (behind ? 5U : 0U));
}

TEST_CASE("the next of an entry's peers is tried when one is dead", "[ike][liveness]") {
    Watching pair(true);
    pair.r1.data_plane.entry_table.at(1).peers.push_back(ip("10.0.0.9"));
    pair.silence();
    pair.pass(30s);
    REQUIRE(pair.r1.sas(pair.now).empty());
    pair.acquire(pair.r1);
    REQUIRE(pair.r1.sas(pair.now).size() == 1);
    CHECK(pair.r1.sas(pair.now).front().remote == ip("10.0.0.9"));
}
