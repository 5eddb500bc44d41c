#include <catch2/catch.hpp>

#include <algorithm>

#include "ike/fragment_reassembly.h"

using namespace ike;
using namespace std::chrono_literals;
using Key = FragmentReassembly::Key;

namespace {

constexpr dataplane::Instant start{};

Fragment piece(std::uint16_t number, std::uint16_t total, std::size_t size = 10) {
    return {number == 1 ? PayloadType::IDi : PayloadType::NONE, number, total, Bytes(size, static_cast<std::uint8_t>(number))};
}

Bytes text_of(std::uint16_t total, std::size_t size = 10) {
    Bytes text;
    for (std::uint16_t number = 1; number <= total; ++number) text.insert(text.end(), size, static_cast<std::uint8_t>(number));
    return text;
}

}  // namespace

TEST_CASE("fragments come together in any order") {
    std::vector<std::uint16_t> order{1, 2, 3, 4};
    do {
        FragmentReassembly reassembly;
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK_FALSE(reassembly.add({false, 1}, piece(order[i], 4), start));
            CHECK_FALSE(reassembly.wants({false, 1}, order[i], 4, start));
            CHECK_FALSE(reassembly.add({false, 1}, piece(order[i], 4), start));
        }
        const auto whole = reassembly.add({false, 1}, piece(order[3], 4), start);
        REQUIRE(whole);
        CHECK(whole->first == PayloadType::IDi);
        CHECK(whole->text == text_of(4));
        CHECK(reassembly.octets() == 0);
        CHECK_FALSE(reassembly.deadline());
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("a message of one fragment, and one of fragments without text") {
    FragmentReassembly reassembly;
    CHECK(reassembly.add({false, 1}, piece(1, 1), start)->text == text_of(1));
    CHECK_FALSE(reassembly.add({false, 1}, piece(1, 2, 0), start));
    CHECK(reassembly.add({false, 1}, piece(2, 2, 0), start)->text.empty());
}

TEST_CASE("requests and responses and message ids are told apart") {
    FragmentReassembly reassembly;
    for (const Key key : {Key{false, 1}, Key{true, 1}, Key{false, 2}}) CHECK_FALSE(reassembly.add(key, piece(1, 2), start));
    for (const Key key : {Key{false, 1}, Key{true, 1}, Key{false, 2}}) CHECK(reassembly.add(key, piece(2, 2), start));
}

TEST_CASE("more fragments than before begin the message anew, fewer are ignored") {
    FragmentReassembly reassembly;
    CHECK_FALSE(reassembly.add({}, piece(1, 3), start));
    CHECK_FALSE(reassembly.add({}, piece(2, 3), start));
    CHECK_FALSE(reassembly.wants({}, 1, 2, start));
    CHECK_FALSE(reassembly.add({}, piece(1, 2), start));
    CHECK(reassembly.octets() == 20);
    CHECK_FALSE(reassembly.add({}, piece(3, 4, 5), start));
    CHECK(reassembly.octets() == 5);
    CHECK_FALSE(reassembly.add({}, piece(3, 3), start));
    for (std::uint16_t number = 1; number <= 2; ++number) CHECK_FALSE(reassembly.add({}, piece(number, 4, 5), start));
    CHECK(reassembly.add({}, piece(4, 4, 5), start)->text == text_of(4, 5));
}

TEST_CASE("numbers that cannot be, and too many fragments") {
    FragmentReassembly reassembly;
    CHECK_FALSE(reassembly.wants({}, 0, 1, start));
    CHECK_FALSE(reassembly.wants({}, 2, 1, start));
    CHECK_FALSE(reassembly.wants({}, 0, 0, start));
    CHECK_FALSE(reassembly.wants({}, 1, 65, start));
    CHECK(reassembly.wants({}, 64, 64, start));
    CHECK_FALSE(reassembly.add({}, piece(1, 65), start));
    CHECK(reassembly.octets() == 0);
}

TEST_CASE("what waits too long is dropped") {
    FragmentReassembly reassembly;
    CHECK_FALSE(reassembly.add({false, 1}, piece(1, 2), start));
    CHECK_FALSE(reassembly.add({false, 2}, piece(1, 2), start + 10s));
    CHECK(reassembly.deadline() == start + 30s);
    reassembly.expire(start + 30s);
    CHECK(reassembly.octets() == 10);
    CHECK(reassembly.deadline() == start + 40s);
    CHECK_FALSE(reassembly.add({false, 1}, piece(2, 2), start + 31s));
    CHECK(reassembly.add({false, 2}, piece(2, 2), start + 39s));
    CHECK(reassembly.wants({false, 1}, 2, 2, start + 61s));
    CHECK(reassembly.octets() == 0);
}

TEST_CASE("a message that came otherwise is forgotten") {
    FragmentReassembly reassembly;
    CHECK_FALSE(reassembly.add({false, 1}, piece(1, 2), start));
    reassembly.forget({true, 1});
    CHECK(reassembly.octets() == 10);
    reassembly.forget({false, 1});
    CHECK(reassembly.octets() == 0);
}

TEST_CASE("all together never hold more octets than a message may") {
    FragmentReassembly reassembly;
    for (std::uint32_t id = 200; id > 0; --id)
        for (std::uint16_t number = 1; number < 64; ++number) {
            CHECK_FALSE(reassembly.add({false, id}, piece(number, 64, 1000), start));
            CHECK(reassembly.octets() <= FragmentReassembly::max_octets);
        }
    // The earliest is complete but for one fragment.
    CHECK(reassembly.add({false, 1}, piece(64, 64, 1000), start)->text == text_of(64, 1000));
}

TEST_CASE("a message that is too long is dropped, what came before stays") {
    FragmentReassembly reassembly;
    CHECK_FALSE(reassembly.add({false, 1}, piece(1, 2), start));
    for (std::uint16_t number = 1; number <= 4; ++number) CHECK_FALSE(reassembly.add({false, 2}, piece(number, 4, 20000), start));
    CHECK(reassembly.octets() <= FragmentReassembly::max_octets);
    CHECK(reassembly.add({false, 1}, piece(2, 2), start));
}
