#include <catch2/catch.hpp>

#include "isakmp_quick_pair.h"

using namespace quick_test;
using ike::isakmp::DeleteReason;
using ike::isakmp::NotifyType;

namespace {

void keepalive(Router& router, std::uint16_t interval, std::uint16_t retry, bool periodic) {
    router.configuration.isakmp.keepalive = config::DeadPeerDetection{interval, retry, periodic};
}

/// Packets pass through the pairs of a router now.
void touch_pairs(Router& router, Instant now, bool inbound, bool outbound) {
    for (auto& [spi, one] : router.data_plane.pairs) {
        if (inbound) one.activity.inbound = now;
        if (outbound) one.activity.outbound = now;
    }
}

std::size_t probes_within(Pair& pair, dataplane::Duration time) {
    const std::size_t before = pair.r1.events.probes;
    pair.pass(time);
    return pair.r1.events.probes - before;
}

}  // namespace

TEST_CASE("periodic probes go out after every interval of silence and are answered") {
    Pair pair;
    keepalive(pair.r1, 10, 0, true);
    pair.up();
    CHECK(pair.r1.events.saw(ike::isakmp::Step::dpd_enabled));
    CHECK(probes_within(pair, 95s) == 9);
    CHECK(pair.r1.events.misses == 0);
    CHECK(pair.r2.events.sent(NotifyType::R_U_THERE_ACK));
    CHECK(pair.r2.events.probes == 0);
    CHECK(pair.works());
}

TEST_CASE("probes have the documented inputs") {
    Pair pair;
    keepalive(pair.r1, 10, 0, true);
    SECTION("15.x") {
        pair.up();
        pair.pass(11s);
        const auto& lines = pair.r1.events.transitions;
        CHECK(std::any_of(lines.begin(), lines.end(), [](const auto& t) { return t.input == IEvent::IKE_TIMER_PEERS_ALIVE; }));
    }
    SECTION("12.x") {
        pair.look("12.3");
        pair.up();
        pair.pass(11s);
        const auto& lines = pair.r1.events.transitions;
        CHECK(std::any_of(lines.begin(), lines.end(), [](const auto& t) { return t.input == IEvent::IKE_TIMER_IM_ALIVE; }));
    }
    const auto& lines = pair.r2.events.transitions;
    CHECK(std::any_of(lines.begin(), lines.end(), [](const auto& t) { return t.input == IEvent::IKE_MESG_KEEP_ALIVE; }));
}

TEST_CASE("probes on demand wait for something to send") {
    Pair pair;
    keepalive(pair.r1, 10, 2, false);
    pair.up();
    CHECK(probes_within(pair, 100s) == 0);
    touch_pairs(pair.r1, pair.now, false, true);
    CHECK(probes_within(pair, 25s) == 1);
    touch_pairs(pair.r1, pair.now, true, true);
    CHECK(probes_within(pair, 9s) == 0);
}

TEST_CASE("traffic from the peer is as good as an answer") {
    Pair pair;
    keepalive(pair.r1, 10, 2, true);
    pair.up();
    std::size_t probes = 0;
    for (int i = 0; i < 20; ++i) {
        touch_pairs(pair.r1, pair.now, true, false);
        probes += probes_within(pair, 5s);
    }
    CHECK(probes == 0);
}

TEST_CASE("five misses bury the peer: both SAs go, and traffic starts again") {
    Pair pair;
    keepalive(pair.r1, 10, 2, true);
    pair.up();
    bool cut = true;
    pair.fate_of = [&](std::size_t) { return cut ? Fate::drop : Fate::deliver; };
    const Instant before = pair.now;
    pair.pass(10s + 5 * 2s + 1s);
    CHECK(pair.r1.events.misses == 5);
    CHECK(pair.r1.events.dead_peers == 1);
    CHECK(pair.r1.events.sas_deleted.back() == DeleteReason::peers_alive_timer);
    CHECK(pair.r1.data_plane.pairs.empty());
    CHECK(pair.r1.active(pair.now) == 0);
    CHECK(pair.now - before < 25s);
    cut = false;
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.works());
    CHECK(pair.r2.data_plane.pairs.size() == 1);
}

TEST_CASE("one lost probe buries nobody") {
    Pair pair;
    keepalive(pair.r1, 10, 2, true);
    pair.up();
    const std::size_t before = pair.sent;
    pair.fate_of = [=](std::size_t k) { return k == before ? Fate::drop : Fate::deliver; };
    pair.pass(60s);
    CHECK(pair.r1.events.misses == 1);
    CHECK(pair.r1.events.dead_peers == 0);
    CHECK(pair.works());
}

TEST_CASE("the next peer of the entry is tried when the first is dead") {
    Pair pair;
    keepalive(pair.r1, 10, 2, true);
    pair.r1.policy().peers = {ip("10.1.1.9"), ip("10.1.1.2")};
    pair.r1.configuration.isakmp.keys.front().address = config::Prefix{ip("10.1.1.0"), 24};
    pair.translate = [](dataplane::UdpDatagram&) {};
    pair.start();
    pair.fate_of = [&](std::size_t) { return pair.r1.data_plane.failed.empty() ? Fate::drop : Fate::deliver; };
    pair.acquire(pair.r1);
    pair.run();
    REQUIRE(pair.r1.data_plane.failed == std::vector<dataplane::FlowId>{1});
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.works());
}

TEST_CASE("a profile's keepalive is its peers' own") {
    Pair pair;
    keepalive(pair.r1, 100, 2, true);
    auto& profile = pair.r1.configuration.isakmp.profiles.at("P");
    config::IsakmpIdentityMatch match;
    match.address = config::Prefix{ip("10.1.1.2"), 32};
    profile.matches = {match};
    profile.keyrings = {"default"};
    profile.keepalive = config::DeadPeerDetection{20, 3, true};
    pair.r1.policy().isakmp_profile = "P";
    pair.up();
    REQUIRE(pair.works());
    REQUIRE(pair.r1.sas(pair.now).front().profile == "P");
    CHECK(probes_within(pair, 90s) == 4);
}
