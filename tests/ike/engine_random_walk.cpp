#include <catch2/catch.hpp>

#include <random>

#include "random_walk.h"

using namespace engine_test;

TEST_CASE("whatever both ends begin on a bad link, they agree in the end", "[ike][collisions]") {
    for (std::uint32_t seed = 1; seed <= 150; ++seed) {
        std::mt19937 generator(seed);
        RandomWalk walk(seed, [&](unsigned below) { return static_cast<unsigned>(generator() % below); });
        for (int i = 0; i < 40; ++i) walk.take_step();
        walk.calm_down();
        INFO("seed " << seed);
        CHECK(walk.agrees());
        CHECK(walk.r1.engine->is_idle());
        CHECK(walk.r2.engine->is_idle());
    }
}
