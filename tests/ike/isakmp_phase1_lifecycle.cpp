#include <catch2/catch.hpp>

#include "isakmp_pair.h"

using namespace isakmp_test;
using ike::isakmp::DeleteReason;

namespace {

void settle(Pair& pair) {
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    REQUIRE(pair.settled());
}

}  // namespace

TEST_CASE("clear crypto isakmp takes the SAs of both ends and leaves the pairs", "[isakmp]") {
    Pair pair;
    settle(pair);
    pair.r1.engine->command(pair.now, ike::command::ClearIsakmp{});
    pair.run();
    for (const Router* const router : {&pair.r1, &pair.r2}) {
        REQUIRE(router->sas(pair.now).size() == 1);
        CHECK(router->sas(pair.now).front().deleted);
        CHECK(router->data_plane.pairs.size() == 1);
        CHECK(router->events.saw<event::SaDeleting>());
    }
    CHECK(pair.r1.events.saw(DeleteReason::cleared));
    CHECK(pair.r2.events.saw(DeleteReason::none));
    // The end that was told has the documented pair behind it.
    CHECK(pair.r2.events.transitions().back() == "IKE_DEST_SA IKE_MM_EXCH IKE_DEST_SA");
    pair.run(61s, true);
    CHECK(pair.r1.sas(pair.now).empty());
    CHECK(pair.r2.sas(pair.now).empty());
    CHECK(pair.r1.engine->isakmp().next_peer(0) == std::nullopt);
}

TEST_CASE("clear crypto isakmp N takes that SA only", "[isakmp]") {
    Pair pair;
    settle(pair);
    pair.r1.engine->command(pair.now, ike::command::ClearIsakmp{1009});
    pair.run();
    CHECK(pair.r1.active(pair.now).size() == 1);
    pair.r1.engine->command(pair.now, ike::command::ClearIsakmp{1001});
    pair.run();
    CHECK(pair.r1.active(pair.now).empty());
}

TEST_CASE("clear crypto session takes SAs and pairs of both ends", "[isakmp]") {
    Pair pair;
    settle(pair);
    pair.r1.engine->command(pair.now, ike::command::ClearSession{std::nullopt, ip("10.0.0.9")});
    pair.run();
    CHECK(pair.settled());
    pair.r1.engine->command(pair.now, ike::command::ClearSession{});
    pair.run(100s, true);
    CHECK(pair.empty());
}

TEST_CASE("a shut down router tells its peers", "[isakmp]") {
    Pair pair;
    settle(pair);
    pair.r2.engine->command(pair.now, ike::command::Shutdown{});
    pair.run(100s, true);
    CHECK(pair.empty());
}

TEST_CASE("phase 1 ends with its lifetime; the pair lives on and a new request begins anew", "[isakmp]") {
    Pair pair;
    for (Router* const router : {&pair.r1, &pair.r2}) router->configuration.isakmp.policies.front().lifetime = 300;
    settle(pair);
    pair.run(299s, true);
    CHECK(pair.r1.active(pair.now).size() == 1);
    pair.run(5s, true);
    CHECK(pair.r1.active(pair.now).empty());
    CHECK(pair.r2.active(pair.now).empty());
    CHECK((pair.r1.events.saw(DeleteReason::lifetime) || pair.r2.events.saw(DeleteReason::lifetime)));
    CHECK(pair.r1.data_plane.pairs.size() == 1);
    CHECK(pair.keys_agree());
}

TEST_CASE("a router that comes back says that it has nothing, and its peer forgets", "[isakmp]") {
    Pair pair;
    settle(pair);
    // Power off and on: no DELETE, nothing remembered.
    pair.r1.data_plane.pairs.clear();
    pair.r1.start();
    pair.now += 10s;
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.settled());
    CHECK(pair.r2.events.saw<event::InitialContact>());
    CHECK(pair.r2.events.saw(DeleteReason::initial_contact));
    CHECK(pair.r1.events.saw(Step::send_initial_contact));
}

TEST_CASE("initial contact is not sent while something is held with the peer", "[isakmp]") {
    Pair pair;
    settle(pair);
    pair.r1.engine->command(pair.now, ike::command::ClearIsakmp{});
    pair.run();
    pair.r1.events.events.clear();
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.r1.active(pair.now).size() == 1);
    CHECK_FALSE(pair.r1.events.saw(Step::send_initial_contact));
}

TEST_CASE("both ends may begin at once", "[isakmp]") {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        CAPTURE(seed);
        Pair pair(seed);
        pair.start();
        pair.acquire(pair.r1);
        pair.acquire(pair.r2);
        pair.run();
        CHECK(pair.r1.active(pair.now).size() == pair.r2.active(pair.now).size());
        CHECK(!pair.r1.active(pair.now).empty());
        CHECK(!pair.r1.data_plane.pairs.empty());
        CHECK(pair.r1.data_plane.pairs.size() == pair.r2.data_plane.pairs.size());
        CHECK(pair.r1.engine->isakmp().is_idle());
    }
}

TEST_CASE("conn-ids count from 1001, in the 12.x look from 1", "[isakmp]") {
    Pair pair;
    pair.r2.configuration.system.version = "12.3";
    settle(pair);
    CHECK(pair.r1.sas(pair.now).front().conn_id == 1001);
    CHECK(pair.r2.sas(pair.now).front().conn_id == 1);
    CHECK(pair.r1.events.events.front().header.conn_id == 0);
    const auto first_of_sa = std::find_if(pair.r2.events.events.begin(), pair.r2.events.events.end(), [](const Recorded& one) { return one.header.sa_handle != 0; });
    REQUIRE(first_of_sa != pair.r2.events.events.end());
    CHECK(first_of_sa->header.conn_id == 1);
}

TEST_CASE("peers are listed while SAs are held with them", "[isakmp]") {
    Pair pair;
    settle(pair);
    const auto peer = pair.r2.engine->isakmp().next_peer(0);
    REQUIRE(peer);
    CHECK(peer->remote == ip("10.0.0.1"));
    CHECK(peer->phase1_id == "10.0.0.1");
    CHECK_FALSE(pair.r2.engine->isakmp().next_peer(peer->number));
}
