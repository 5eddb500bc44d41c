#include <catch2/catch.hpp>

#include "ike/isakmp/fragmentation.h"
#include "tests/ike/crypto_octets.h"

using ike::Bytes, ike::header_size;
using namespace ike::isakmp;

namespace {

using dataplane::Instant;
using namespace std::chrono_literals;

Bytes message_of(std::size_t size) {
    Header header;
    header.initiator_cookie = 5;
    header.responder_cookie = 6;
    header.exchange = ExchangeType::QUICK;
    header.flags = flag_encryption;
    header.message_id = 77;
    Bytes data(size - header_size - 4);
    for (std::size_t i = 0; i < data.size(); ++i) data[i] = static_cast<std::uint8_t>(i * 7);
    const Payload payload{PayloadType::VID, OctetsPayload{data}, {}};
    return encode_message(header, {&payload, 1});
}

struct Piece {
    Header header;
    FragmentPayload payload;
};

Piece opened(const Bytes& datagram) {
    const auto header = decode_header(datagram);
    REQUIRE(header);
    const auto decoded = decode_payloads(header->next_payload, Octets(datagram).subspan(header_size), false);
    REQUIRE(decoded);
    const auto* piece = find_body<FragmentPayload>(decoded->payloads, PayloadType::FRAGMENT);
    REQUIRE(piece);
    return {*header, *piece};
}

std::vector<Piece> pieces_of(const Bytes& message, std::size_t limit, std::uint16_t id = 1) {
    std::vector<Piece> pieces;
    for (const Bytes& datagram : split(message, limit, id)) {
        CHECK(datagram.size() <= limit);
        pieces.push_back(opened(datagram));
    }
    return pieces;
}

}  // namespace

TEST_CASE("pieces carry the header of their message, in clear") {
    const auto pieces = pieces_of(message_of(1000), 400, 9);
    REQUIRE(pieces.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(pieces[i].header.initiator_cookie == 5);
        CHECK(pieces[i].header.responder_cookie == 6);
        CHECK(pieces[i].header.exchange == ExchangeType::QUICK);
        CHECK_FALSE(pieces[i].header.is_encrypted());
        CHECK(pieces[i].payload.id == 9);
        CHECK(pieces[i].payload.number == i + 1);
        CHECK(pieces[i].payload.last == (i == 2));
    }
}

TEST_CASE("a message of any size comes together, in any order, with repetitions") {
    for (std::size_t size : {300u, 365u, 500u, 728u, 729u, 1500u}) {
        const Bytes message = message_of(size);
        auto pieces = pieces_of(message, 200);
        std::reverse(pieces.begin(), pieces.end());
        FragmentReassembly reassembly;
        for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
            CHECK_FALSE(reassembly.take(pieces[i].header, pieces[i].payload, Instant{}));
            CHECK_FALSE(reassembly.take(pieces[i].header, pieces[i].payload, Instant{}));
        }
        CHECK(reassembly.take(pieces.back().header, pieces.back().payload, Instant{}) == message);
        // The same message again, as a repetition.
        for (std::size_t i = 0; i + 1 < pieces.size(); ++i) CHECK_FALSE(reassembly.take(pieces[i].header, pieces[i].payload, Instant{}));
        CHECK(reassembly.take(pieces.back().header, pieces.back().payload, Instant{}) == message);
    }
}

TEST_CASE("what fits is not cut, and what cannot be cut is not sent") {
    const Bytes message = message_of(400);
    CHECK(split(message, 400, 1) == std::vector<Bytes>{message});
    CHECK(split(message, 36, 1) == std::vector<Bytes>{message});
    CHECK(split(message, 399, 1).size() == 2);
    CHECK(split(message_of(64 * 10), 46, 1).size() == 64);
    CHECK(split(message_of(64 * 10 + 1), 46, 1).empty());
}

TEST_CASE("pieces of another message, of another time or beyond the bounds do not mix") {
    const Bytes first = message_of(600), second = message_of(700);
    const auto old = pieces_of(first, 400, 1), fresh = pieces_of(second, 400, 2);
    FragmentReassembly reassembly;
    CHECK_FALSE(reassembly.take(old[0].header, old[0].payload, Instant{}));
    CHECK_FALSE(reassembly.take(fresh[1].header, fresh[1].payload, Instant{}));
    CHECK(reassembly.take(fresh[0].header, fresh[0].payload, Instant{}) == second);

    CHECK_FALSE(reassembly.take(old[0].header, old[0].payload, Instant{}));
    CHECK_FALSE(reassembly.take(old[1].header, old[1].payload, Instant{} + 31s));
    CHECK(reassembly.take(old[0].header, old[0].payload, Instant{} + 32s) == first);
}

TEST_CASE("pieces beyond what a message may have are refused") {
    const Header header = opened(split(message_of(600), 400, 1).front()).header;
    FragmentReassembly reassembly;
    CHECK_FALSE(reassembly.take(header, {1, 0, false, Bytes(1)}, Instant{}));
    CHECK_FALSE(reassembly.take(header, {1, 1, true, {}}, Instant{}));
    CHECK_FALSE(reassembly.take(header, {1, 65, true, Bytes(1)}, Instant{}));
    // A second last piece, and a piece behind the last one, begin anew.
    CHECK_FALSE(reassembly.take(header, {1, 3, true, Bytes(1)}, Instant{}));
    CHECK_FALSE(reassembly.take(header, {1, 2, true, Bytes(1)}, Instant{}));
    CHECK(reassembly.take(header, {1, 1, false, Bytes(2)}, Instant{}) == Bytes(3));
    // 64 pieces of 2,000 octets are more than a message has.
    int whole = 0;
    for (std::uint8_t number = 1; number <= 64; ++number) whole += reassembly.take(header, {2, number, number == 64, Bytes(2000)}, Instant{}).has_value();
    CHECK(whole == 0);
}
