#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "ipsec-dataplane/esp/anti_replay.h"
#include "tests/ipsec-dataplane/esp_fixture.h"

using namespace dataplane;
using namespace esp_fixture;

namespace {

/// RFC 4303 3.4.3 in the plainest words.
struct NaiveWindow {
    explicit NaiveWindow(std::uint64_t packets) : window(packets) {}
    bool accept(std::uint64_t sequence) {
        if (sequence == 0 || sequence + window <= top || seen.count(sequence) != 0) return false;
        seen.insert(sequence);
        top = std::max(top, sequence);
        return true;
    }
    std::uint64_t window;
    std::uint64_t top = 0;
    std::set<std::uint64_t> seen;
};

std::uint64_t stray(Octets& random, std::uint64_t top, std::uint64_t window) {
    const std::uint64_t reach = random.below(20) == 0 ? window * 5 : random.below(4) == 0 ? window * 2 : 8;
    const std::uint64_t low = top > reach ? top - reach : 0;
    return low + random.below(static_cast<std::uint32_t>(reach * 2 + 1));
}

}  // namespace

TEST_CASE("the window accepts what a set of numbers would", "[replay]") {
    for (const std::uint32_t window : {64U, 128U, 256U, 512U, 1024U}) {
        Octets random(window);
        AntiReplay replay(window);
        NaiveWindow naive(window);
        for (int i = 0; i < 60000; ++i) {
            const std::uint64_t sequence = stray(random, naive.top, window);
            const bool expected = naive.accept(sequence);
            CHECK(replay.admits(sequence) == expected);
            REQUIRE(replay.accept(sequence) == expected);
            REQUIRE(replay.top() == naive.top);
        }
    }
}

TEST_CASE("window 0 lets everything through", "[replay]") {
    AntiReplay replay(0);
    CHECK(replay.accept(5));
    CHECK(replay.accept(5));
    CHECK(replay.accept(0));
}

TEST_CASE("odd windows are rounded up to blocks", "[replay]") {
    CHECK(AntiReplay(65).window() == 128);
    CHECK(AntiReplay(1).window() == 64);
}

TEST_CASE("extended numbers are inferred across the 32-bit edge", "[replay]") {
    // RFC 4303 A2.2: whatever lies within the window, or less than 2^32 - window ahead, is found whole.
    for (const std::uint64_t top :
         {0x0000000000000001ULL, 0x00000000ffffffc0ULL, 0x00000000ffffffffULL, 0x0000000100000000ULL,
          0x0000000100000005ULL, 0x00000007fffffff0ULL, 0x0000000800000020ULL, 0x0000000300000000ULL + 63}) {
        AntiReplay replay(64, true);
        // A receiver gets there in steps that it can follow.
        for (std::uint64_t step = 0x7fffffff; step < top; step += 0x7fffffff) REQUIRE(replay.accept(step));
        REQUIRE(replay.accept(top));
        for (std::uint64_t back = 0; back < 64 && back < top; ++back) {
            INFO(top << " - " << back);
            CHECK(replay.infer(static_cast<std::uint32_t>(top - back)) == top - back);
        }
        for (const std::uint64_t ahead : {1ULL, 63ULL, 64ULL, 65ULL, 100000ULL, 0x7fffffffULL, 0xffffffffULL - 64}) {
            INFO(top << " + " << ahead);
            CHECK(replay.infer(static_cast<std::uint32_t>(top + ahead)) == top + ahead);
        }
    }
}

TEST_CASE("numbers before the first of an extended SA are refused", "[replay]") {
    AntiReplay replay(64, true);
    const std::uint64_t sequence = replay.infer(0xfffffff0U);
    CHECK_FALSE(replay.admits(sequence));
}

TEST_CASE("a replayed packet is dropped and counted, in one vector or another", "[esp][replay]") {
    Ends ends(PairOptions{});
    const PacketPtr one = ends.protect(udp_packet(false, 10));
    const PacketPtr copy = ends.pool.clone(*one), again = ends.pool.clone(*one);
    std::array<EspItem, 2> items = {EspItem{one.get(), &ends.second.inbound(), EspDrop::none},
                                    EspItem{copy.get(), &ends.second.inbound(), EspDrop::none}};
    ends.second.processor.decapsulate(items, {});
    CHECK(items[0].drop == EspDrop::none);
    CHECK(items[1].drop == EspDrop::replay);
    CHECK(ends.second.unprotect(*again) == EspDrop::replay);
    CHECK(ends.second.inbound().counters()[SaCounter::replay_failed_recv] == 2);
    CHECK(ends.second.inbound().counters()[SaCounter::pkts_decaps] == 1);
}

TEST_CASE("packets out of order within the window pass, older ones do not", "[esp][replay]") {
    Ends ends(PairOptions{});
    std::vector<PacketPtr> packets;
    for (int i = 0; i < 70; ++i) packets.push_back(ends.protect(udp_packet(false, 10)));
    CHECK(ends.second.unprotect(*packets[69]) == EspDrop::none);
    CHECK(ends.second.unprotect(*packets[6]) == EspDrop::none);
    CHECK(ends.second.unprotect(*packets[5]) == EspDrop::replay);
}

TEST_CASE("a forged packet does not move the window", "[esp][replay]") {
    Ends ends(PairOptions{});
    const PacketPtr good = ends.protect(udp_packet(false, 10));
    const PacketPtr forged = ends.pool.clone(*good);
    forged->data[20 + 4] = 0x7f;
    CHECK(ends.second.unprotect(*forged) == EspDrop::authentication_failed);
    CHECK(ends.second.unprotect(*good) == EspDrop::none);
}

TEST_CASE("an extended SA goes on past 2^32", "[esp][replay]") {
    PairOptions options;
    options.extended = true;
    for (const EspSuite suite : {EspSuite{Encryption::aes_cbc, 128, Integrity::hmac_sha1_96},
                                 EspSuite{Encryption::aes_gcm, 256, Integrity::none}}) {
        options.suite = suite;
        Ends ends(options);
        for (std::uint64_t at = 0x7fffffff; at < 0xfffffff0ULL; at += 0x70000000) {
            ends.first.outbound().path().sequence = at;
            REQUIRE(ends.second.unprotect(*ends.protect(udp_packet(false, 10))) == EspDrop::none);
        }
        ends.first.outbound().path().sequence = 0xfffffff0ULL;
        for (int i = 0; i < 40; ++i)
            REQUIRE(ends.second.unprotect(*ends.protect(udp_packet(false, 10))) == EspDrop::none);
        CHECK(ends.second.inbound().path().replay.top() == 0x100000018ULL);
    }
}

TEST_CASE("a plain SA stops at 2^32 and says so", "[esp][replay]") {
    Ends ends(PairOptions{});
    ends.first.outbound().path().sequence = 0xfffffffeULL;
    CHECK(ends.protect(udp_packet(false, 10)) != nullptr);
    PacketPtr packet = ends.pool.copy_of(udp_packet(false, 10));
    CHECK(ends.first.protect(*packet) == EspDrop::sequence_overflow);
    const auto expiries = ends.first.database.drain_expired({});
    REQUIRE(expiries.size() == 1);
    CHECK(expiries[0].cause == ExpiryCause::sequence);
    CHECK(expiries[0].kind == ExpiryKind::hard);
    packet = ends.pool.copy_of(udp_packet(false, 10));
    CHECK(ends.first.protect(*packet) == EspDrop::lifetime_expired);
}
