#include <catch2/catch.hpp>

#include "engine_pair.h"

using namespace engine_test;

TEST_CASE("losing, duplicating or delaying datagram k converges to one IKE SA and one pair", "[ike][engine]") {
    const Fate fate = GENERATE(Fate::drop, Fate::duplicate, Fate::delay);
    const bool both = GENERATE(false, true);
    for (std::size_t k = 0; k < 16; ++k) {
        Pair pair(k + 1);
        pair.always_on = true;
        pair.fate_of = [=](std::size_t n) { return n == k ? fate : Fate::deliver; };
        pair.start();
        pair.acquire(pair.r1);
        if (both) pair.acquire(pair.r2);
        pair.run();
        INFO("fate " << static_cast<int>(fate) << " of datagram " << k << (both ? ", both ends" : ", one end"));
        CHECK(pair.settled());
        CHECK(pair.r1.engine->is_idle());
        CHECK(pair.r2.engine->is_idle());
    }
}

TEST_CASE("two losses in a row converge too", "[ike][engine]") {
    for (std::size_t k = 0; k < 8; ++k) {
        Pair pair(k + 100);
        pair.always_on = true;
        pair.fate_of = [=](std::size_t n) { return n == k || n == k + 1 ? Fate::drop : Fate::deliver; };
        pair.start();
        pair.acquire(pair.r1);
        pair.acquire(pair.r2);
        pair.run();
        INFO("datagrams " << k << " and the next");
        CHECK(pair.settled());
    }
}
