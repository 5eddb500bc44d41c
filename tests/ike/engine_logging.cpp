#include <catch2/catch.hpp>

#include "engine_pair.h"

using namespace engine_test;

namespace {

template <class Body> std::size_t logged(const Router& router) {
    static const std::size_t kind = ike::event::Body(Body{}).index();
    return static_cast<std::size_t>(
        std::count_if(router.events.events.begin(), router.events.events.end(), [](const RecordedEvent& event) { return event.kind == kind; }));
}

}  // namespace

TEST_CASE("crypto logging ikev2: up once, down once", "[ike][engine][logging]") {
    const bool on = GENERATE(true, false);
    Pair pair;
    pair.r1.configuration.ikev2.logging = pair.r2.configuration.ikev2.logging = on;
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    REQUIRE(pair.settled());
    for (const Router* const router : {&pair.r1, &pair.r2}) {
        CHECK(logged<ike::event::SaUp>(*router) == (on ? 1 : 0));
        CHECK(logged<ike::event::SaDown>(*router) == 0);
    }
    pair.r1.engine->command(pair.now, ike::command::ClearIkeSa{});
    pair.run();
    for (const Router* const router : {&pair.r1, &pair.r2}) {
        CHECK(logged<ike::event::SaDown>(*router) == (on ? 1 : 0));
        CHECK(logged<ike::event::NegotiationAborted>(*router) == 0);
    }
}

TEST_CASE("crypto logging ikev2: a negotiation that comes to nothing is logged once, an SA that never stood is not", "[ike][engine][logging]") {
    Pair pair;
    pair.r1.configuration.ikev2.logging = pair.r2.configuration.ikev2.logging = true;
    SECTION("a wrong key") { pair.key_of(pair.r2).remote_key = Pair::key("another"); }
    SECTION("an identity that the initiator does not accept") { pair.profile_of(pair.r1).match_remote.front().address = ip("192.0.2.1"); }
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    CHECK(logged<ike::event::NegotiationAborted>(pair.r1) == 1);
    CHECK(logged<ike::event::SaUp>(pair.r1) == 0);
    CHECK(logged<ike::event::SaDown>(pair.r1) == 0);
    CHECK(logged<ike::event::SaUp>(pair.r2) == logged<ike::event::SaDown>(pair.r2));
}

TEST_CASE("crypto logging ikev2: no answer", "[ike][engine][logging]") {
    Pair pair;
    pair.r1.configuration.ikev2.logging = true;
    pair.fate_of = [](std::size_t) { return Fate::drop; };
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    CHECK(logged<ike::event::NegotiationAborted>(pair.r1) == 1);
}
