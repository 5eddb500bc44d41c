#include <catch2/catch.hpp>

#include "isakmp_pair.h"

using namespace isakmp_test;

namespace {

void nothing(Pair&) {}

void aggressive(Pair& pair) {
    config::IsakmpPeer& peer = pair.r1.configuration.isakmp.peers.at("10.0.0.2");
    peer.address = ip("10.0.0.2");
    peer.password = key("cisco123");
}

void fragments(Pair& pair) {
    for (Router* const router : {&pair.r1, &pair.r2}) router->configuration.isakmp.fragmentation = true;
}

void group_24(Pair& pair) {
    for (Router* const router : {&pair.r1, &pair.r2}) router->configuration.isakmp.policies.front().group = 14;
}

std::size_t datagrams_of(void (*scenario)(Pair&)) {
    Pair pair;
    scenario(pair);
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    REQUIRE(pair.settled());
    return pair.sent;
}

}  // namespace

TEST_CASE("whatever datagram is lost, doubled or late, both ends settle", "[isakmp]") {
    void (*const scenarios[])(Pair&) = {nothing, aggressive, fragments, group_24};
    for (auto* const scenario : scenarios) {
        const std::size_t count = datagrams_of(scenario);
        for (const Fate fate : {Fate::drop, Fate::duplicate, Fate::delay})
            for (std::size_t k = 0; k < count; ++k) {
                CAPTURE(k, static_cast<int>(fate), count);
                Pair pair;
                scenario(pair);
                pair.fate_of = [=](std::size_t n) { return n == k ? fate : Fate::deliver; };
                pair.start();
                pair.acquire(pair.r1);
                pair.run();
                CHECK(pair.settled());
            }
    }
}

TEST_CASE("every third datagram may be lost", "[isakmp]") {
    for (const std::size_t phase : {std::size_t{0}, std::size_t{1}, std::size_t{2}}) {
        Pair pair;
        pair.fate_of = [=](std::size_t n) { return n % 3 == phase ? Fate::drop : Fate::deliver; };
        pair.start();
        pair.acquire(pair.r1);
        pair.run();
        CHECK(pair.r1.active(pair.now).size() == 1);
        CHECK(pair.r2.active(pair.now).size() == 1);
    }
}
