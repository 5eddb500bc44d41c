#include <catch2/catch.hpp>

#include "isakmp_quick_pair.h"

using namespace quick_test;
using ike::isakmp::NodeReason;
using ike::isakmp::NotifyType;

TEST_CASE("clear crypto sa deletes the pairs of both ends, phase 1 stays") {
    Pair pair;
    pair.up();
    pair.r1.engine->command(pair.now, ike::command::ClearIpsecSa{});
    pair.run();
    CHECK(pair.no_pairs());
    CHECK(pair.r1.active(pair.now) == 1);
    CHECK(pair.r2.active(pair.now) == 1);
    CHECK(pair.r2.events.deletes_forwarded == 1);
    CHECK(pair.r2.events.nodes_deleted.back() == NodeReason::informational);
}

TEST_CASE("clear crypto isakmp deletes phase 1 on both ends, the pairs live on") {
    Pair pair;
    pair.up();
    pair.r1.engine->command(pair.now, ike::command::ClearIsakmp{});
    pair.run();
    CHECK(pair.r1.active(pair.now) == 0);
    CHECK(pair.r2.active(pair.now) == 0);
    CHECK(pair.works());
    SECTION("and a pair that ends then is forgotten in silence") {
        pair.r1.engine->command(pair.now, ike::command::ClearIpsecSa{});
        pair.run();
        CHECK(pair.r1.data_plane.pairs.empty());
        CHECK(pair.r2.data_plane.pairs.size() == 1);
    }
    SECTION("and the next request makes a new one") {
        pair.acquire(pair.r2);
        pair.run();
        CHECK(pair.r1.active(pair.now) == 1);
        CHECK(pair.works());
    }
}

TEST_CASE("a policy that goes takes its pairs and its phase 1 along") {
    Pair pair;
    pair.up();
    const auto spi = pair.r1.data_plane.pairs.begin()->first;
    SECTION("told by the data plane") {
        pair.r1.engine->command(pair.now, ike::command::RemovePairs{{spi}});
    }
    SECTION("seen in the configuration") {
        pair.r1.data_plane.entry_table.clear();
        config::ChangeSet changes;
        changes.add(config::ChangeTopic::crypto_map, "CMAP", true);
        pair.r1.engine->config_changed(pair.now, changes);
    }
    pair.run();
    CHECK(pair.no_pairs());
    CHECK(pair.r1.active(pair.now) == 0);
    CHECK(pair.r2.active(pair.now) == 0);
}

TEST_CASE("a message in clear is not believed") {
    Pair pair;
    pair.up();
    const auto sa = pair.r1.sas(pair.now).front();
    bool seen = false;
    pair.translate = [&](dataplane::UdpDatagram& datagram) {
        if (seen) return;
        seen = true;
        datagram.payload.resize(28 + 28);
        datagram.payload[16] = 12;                                  // DELETE follows
        datagram.payload[19] = 0;                                   // no encryption
        datagram.payload[27] = 28 + 28;
        const std::vector<std::uint8_t> gone{0, 0, 0, 28, 0, 0, 0, 1, 1, 16, 0, 1};
        std::copy(gone.begin(), gone.end(), datagram.payload.begin() + 28);
        std::copy(datagram.payload.begin(), datagram.payload.begin() + 16, datagram.payload.begin() + 40);
    };
    pair.r1.engine->command(pair.now, ike::command::ClearIsakmp{});
    pair.run();
    REQUIRE(seen);
    CHECK(pair.r2.events.saw(ike::isakmp::Step::notify_without_hash));
    CHECK(pair.r2.events.mode_failures == std::vector<std::string>{"Informational"});
    CHECK(pair.r2.active(pair.now) == 1);
    CHECK(pair.r2.data_plane.pairs.size() == 1);
    CHECK(sa.inbound_spis.size() == 1);
}

TEST_CASE("a repeated informational message is taken once") {
    Pair pair;
    pair.up();
    pair.fate_of = [](std::size_t) { return Fate::duplicate; };
    pair.r1.engine->command(pair.now, ike::command::ClearIpsecSa{});
    pair.run();
    CHECK(pair.r2.events.deletes_forwarded == 1);
    CHECK(pair.no_pairs());
}

TEST_CASE("a peer may use one message id for two informational messages") {
    Pair pair;
    pair.up();
    std::vector<std::string> ids;
    pair.translate = [&](dataplane::UdpDatagram& datagram) { ids.emplace_back(datagram.payload.begin() + 20, datagram.payload.begin() + 24); };
    for (const bool phase1 : {false, true}) {
        pair.r1.random = dataplane::SeededRandom::of_router(7, "r1");
        pair.r1.engine->command(pair.now, phase1 ? ike::Command{ike::command::ClearIsakmp{}} : ike::Command{ike::command::ClearIpsecSa{}});
        pair.run();
    }
    REQUIRE(ids.size() >= 2);
    REQUIRE(ids[0] == ids[1]);
    CHECK(pair.no_pairs());
    CHECK(pair.r2.active(pair.now) == 0);
}

TEST_CASE("a packet for an SPI that nobody has") {
    Pair pair;
    pair.up();
    const dataplane::UnknownSpi unknown{{}, ip("10.1.1.1"), ip("10.1.1.2"), dataplane::IpsecProtocol::esp, pair.r1.data_plane.pairs.begin()->first};
    SECTION("the peer hears that it is gone, under the SA that stands") {
        pair.r1.data_plane.pairs.clear();
        pair.r1.data_plane.age.clear();
        pair.r1.engine->unknown_spi(pair.now, unknown);
        pair.run();
        CHECK(pair.r2.data_plane.pairs.empty());
        CHECK(pair.r1.events.sent(NotifyType::INVALID_SPI));
    }
    SECTION("without an SA nothing goes out") {
        Pair fresh;
        fresh.start();
        fresh.r1.engine->unknown_spi(fresh.now, unknown);
        fresh.run();
        CHECK(fresh.sent == 0);
    }
    SECTION("unless recovery is configured: a new SA is made, and the peer forgets its past") {
        Pair fresh;
        fresh.r1.configuration.isakmp.invalid_spi_recovery = true;
        fresh.start();
        fresh.r1.engine->unknown_spi(fresh.now, unknown);
        fresh.run();
        CHECK(fresh.works());
    }
}

TEST_CASE("an error notify without an SPI ends the only quick mode there is") {
    Pair pair;
    pair.up();
    pair.r1.engine->command(pair.now, ike::command::ClearIpsecSa{});
    pair.run();
    pair.r1.data_plane.flow_table[1].remote = net("192.168.99.0", 24);
    pair.acquire(pair.r1);
    pair.run(5s);
    CHECK(pair.r2.events.refusals == std::vector<unsigned>{32});
    CHECK(pair.nothing_reserved());
    CHECK(pair.r1.events.notifies_seen.back() == NotifyType::NO_PROPOSAL_CHOSEN);
}
