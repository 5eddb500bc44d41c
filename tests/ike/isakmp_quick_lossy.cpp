#include <catch2/catch.hpp>

#include "isakmp_quick_pair.h"

using namespace quick_test;

namespace {

constexpr std::size_t first_of_quick_mode = 6;   ///< datagrams 0 to 5 are main mode

void expect_converged(Pair& pair, std::size_t number) {
    CAPTURE(number);
    CHECK(pair.works());
    CHECK(pair.nothing_reserved());
    CHECK(pair.r1.data_plane.pairs.size() == pair.r2.data_plane.pairs.size());
}

/// A packet asks again where its flow has no pair.
void ask_until_up(Pair& pair) {
    for (int tries = 0; tries < 4 && !pair.works(); ++tries) {
        if (pair.r1.data_plane.outgoing(1) == nullptr) pair.acquire(pair.r1);
        pair.pass(40s);
    }
}

}  // namespace

TEST_CASE("any one datagram of phase 1 or quick mode may be lost, doubled or late") {
    for (const Fate fate : {Fate::drop, Fate::duplicate, Fate::delay})
        for (std::size_t number = 0; number < 9; ++number) {
            Pair pair;
            pair.fate_of = [=](std::size_t k) { return k == number ? fate : Fate::deliver; };
            pair.up();
            ask_until_up(pair);
            CAPTURE(static_cast<int>(fate));
            expect_converged(pair, number);
            CHECK(pair.r1.data_plane.pairs.size() == 1);
        }
}

TEST_CASE("any one datagram of quick mode with perfect forward secrecy may be lost, doubled or late, in every release") {
    for (const char* const version : {"12.3", "15.2", "17.3"})
        for (const Fate fate : {Fate::drop, Fate::duplicate, Fate::delay})
            for (std::size_t number = first_of_quick_mode; number < 9; ++number) {
                Pair pair;
                pair.look(version);
                pair.r1.policy().pfs_group = pair.r2.policy().pfs_group = std::uint16_t{2};
                pair.fate_of = [=](std::size_t k) { return k == number ? fate : Fate::deliver; };
                pair.up();
                CAPTURE(version, static_cast<int>(fate));
                expect_converged(pair, number);
                CHECK(pair.r1.data_plane.pairs.size() == 1);
            }
}

TEST_CASE("every third datagram is lost") {
    for (const std::size_t phase : std::initializer_list<std::size_t>{0, 1, 2}) {
        Pair pair;
        pair.fate_of = [=](std::size_t k) { return k % 3 == phase ? Fate::drop : Fate::deliver; };
        pair.up();
        ask_until_up(pair);
        expect_converged(pair, phase);
    }
}

TEST_CASE("the third message is lost: the second comes again and is answered from memory") {
    Pair pair;
    pair.fate_of = [](std::size_t k) { return k == 8 ? Fate::drop : Fate::deliver; };
    pair.up();
    CHECK(pair.works());
    CHECK(pair.sent == 11);
    CHECK(pair.r1.data_plane.installed == 1);
}

TEST_CASE("the third message never arrives: the responder's pair goes again") {
    Pair pair;
    pair.start();
    pair.fate_of = [&](std::size_t k) { return k >= 8 ? Fate::drop : Fate::deliver; };
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.r2.data_plane.pairs.empty());
    CHECK(pair.r1.data_plane.pairs.size() == 1);
}

TEST_CASE("a quick mode without answer dies after five repetitions, and traffic may ask again") {
    Pair pair;
    pair.start();
    bool silent = true;
    pair.fate_of = [&](std::size_t k) { return silent && k >= first_of_quick_mode ? Fate::drop : Fate::deliver; };
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.no_pairs());
    CHECK(pair.nothing_reserved());
    CHECK(pair.r1.data_plane.failed == std::vector<dataplane::FlowId>{1});
    silent = false;
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.works());
}

TEST_CASE("forged and broken quick mode messages change nothing") {
    for (std::size_t number = first_of_quick_mode; number < 9; ++number)
        for (const std::size_t octet : {28U, 40U, 60U}) {
            Pair pair;
            std::size_t count = 0, forgeries = 0;
            pair.translate = [&](dataplane::UdpDatagram& datagram) {
                if (count++ != number || datagram.payload.size() <= octet) return;
                dataplane::UdpDatagram forged = datagram;
                forged.payload[octet] ^= 0x55;
                Router& to = datagram.local == ip("10.1.1.1") ? pair.r2 : pair.r1;
                pair.in_flight.push_back({pair.now, &to, forged});
                ++forgeries;
            };
            pair.up();
            CAPTURE(number, octet);
            CHECK(pair.works());
            CHECK(pair.r1.data_plane.pairs.size() == 1);
            CHECK(pair.r1.events.bad_messages + pair.r2.events.bad_messages == forgeries);
        }
}
