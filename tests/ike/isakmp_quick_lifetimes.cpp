#include <catch2/catch.hpp>

#include "isakmp_quick_pair.h"

using namespace quick_test;

namespace {

/// Watches, at every step, that what leaves either end can be read at the other.
struct Watch {
    explicit Watch(Pair& of) : pair(of) {
        pair.after_delivery = [this] { look(); };
    }
    void look() {
        if (!pair.works()) ++gaps;
        ++looks;
    }
    Pair& pair;
    std::size_t gaps = 0, looks = 0;
};

}  // namespace

TEST_CASE("a pair is followed by a new one before it ends, without a gap") {
    Pair pair;
    pair.r1.policy().lifetime_seconds = pair.r2.policy().lifetime_seconds = 600;
    pair.up();
    REQUIRE(pair.works());
    Watch watch(pair);
    pair.pass(3000s);
    CHECK(watch.gaps == 0);
    CHECK(watch.looks > 12);
    CHECK(pair.works());
    CHECK(pair.r1.data_plane.installed >= 5);
    CHECK(pair.r1.data_plane.installed <= 6);
    CHECK(pair.r1.data_plane.pairs.size() == 1);
    CHECK(pair.nothing_reserved());
    CHECK(pair.r1.active(pair.now) == 1);
}

TEST_CASE("a pair that carried nothing is not renewed, unless its policy is always on") {
    Pair pair;
    pair.traffic = false;
    SECTION("a crypto map waits for traffic") {
        pair.up();
        pair.pass(3700s);
        CHECK(pair.no_pairs());
        CHECK(pair.r1.data_plane.installed == 1);
    }
    SECTION("a tunnel does not") {
        pair.r1.policy().always_create = pair.r2.policy().always_create = true;
        pair.up();
        pair.pass(3700s);
        CHECK(pair.works());
        CHECK(pair.r1.data_plane.installed == 2);
    }
}

TEST_CASE("phase 1 ends: its pairs live on, and a new one is made when a new pair is wanted") {
    Pair pair;
    for (Router* const router : {&pair.r1, &pair.r2}) router->configuration.isakmp.policies.front().lifetime = 900;
    pair.up();
    Watch watch(pair);
    pair.pass(1000s);
    CHECK(pair.r1.active(pair.now) == 0);
    CHECK(pair.works());
    pair.pass(3000s);
    CHECK(pair.works());
    CHECK(pair.r1.data_plane.installed == 2);
    CHECK(watch.gaps == 0);
}

TEST_CASE("a day of lifetimes under traffic: never a gap, nothing left behind") {
    Pair pair;
    for (Router* const router : {&pair.r1, &pair.r2}) {
        router->configuration.isakmp.policies.front().lifetime = 7200;
        router->policy().pfs_group = std::uint16_t{2};
    }
    pair.up();
    Watch watch(pair);
    pair.pass(86400s);
    CHECK(watch.gaps == 0);
    CHECK(pair.works());
    CHECK(pair.r1.data_plane.pairs.size() <= 2);
    CHECK(pair.nothing_reserved());
    CHECK(pair.r1.data_plane.installed >= 24);
    CHECK(pair.r1.sas(pair.now).size() <= 2);
}

TEST_CASE("a renewal that loses a datagram still comes in time") {
    for (std::size_t lost = 0; lost < 3; ++lost) {
        Pair pair;
        pair.r1.policy().lifetime_seconds = pair.r2.policy().lifetime_seconds = 600;
        pair.up();
        const std::size_t before = pair.sent;
        pair.fate_of = [=](std::size_t k) { return k == before + lost ? Fate::drop : Fate::deliver; };
        Watch watch(pair);
        pair.pass(700s);
        CAPTURE(lost);
        CHECK(pair.works());
        CHECK(watch.gaps == 0);
        // The other end may have begun one of its own meanwhile.
        CHECK(pair.r1.data_plane.pairs.size() <= 2);
        CHECK(pair.r1.data_plane.pairs.size() == pair.r2.data_plane.pairs.size());
    }
}

TEST_CASE("kilobytes end a pair as seconds do") {
    Pair pair;
    pair.up();
    const auto old = pair.r1.data_plane.pairs.begin()->first;
    pair.r1.engine->expire(pair.now, {1, old, 0, false, true, true, false});
    pair.run();
    CHECK(pair.r1.data_plane.pairs.size() == 2);
    pair.r1.engine->expire(pair.now, {1, old, 0, true, true, true, false});
    pair.run();
    CHECK(pair.r1.data_plane.pairs.size() == 1);
    CHECK(pair.r2.data_plane.pairs.size() == 1);
    CHECK(pair.works());
}

TEST_CASE("an idle pair is deleted on both ends") {
    Pair pair;
    pair.up();
    const auto spi = pair.r1.data_plane.pairs.begin()->first;
    pair.r1.engine->expire(pair.now, {1, spi, 0, true, false, true, true});
    pair.run();
    CHECK(pair.no_pairs());
    CHECK(pair.r2.events.deletes_forwarded == 1);
    CHECK(pair.r1.active(pair.now) == 1);
}

TEST_CASE("both ends open phase 1 at once: the traffic passes, and keeps passing") {
    for (const dataplane::Duration later : {0ms, 1ms, 2ms, 3ms, 5ms, 8ms}) {
        Pair pair;
        for (Router* const router : {&pair.r1, &pair.r2}) router->policy().always_create = true;
        pair.start();
        pair.acquire(pair.r1);
        pair.pass(later);
        pair.acquire(pair.r2);
        pair.pass(30s);
        CAPTURE(later.count());
        CHECK(pair.works());
        CHECK(pair.r1.data_plane.pairs.size() == pair.r2.data_plane.pairs.size());
        pair.pass(3700s);
        CHECK(pair.works());
        CHECK(pair.nothing_reserved());
    }
}
