#include <catch2/catch.hpp>

#include "ike/payload/encrypted_fragment.h"
#include "ike/payload/sealed.h"
#include "tests/ike/payload_samples.h"
#include "tests/ike/sealed_suites.h"

using namespace ike;
using namespace suites;

namespace {

Algorithms algorithms;

std::vector<Bytes> fragments(const SkProtection& protection, const std::vector<Payload>& inner, std::size_t limit) {
    CountingSource source;
    return seal_fragments(algorithms, samples::header(ExchangeType::IKE_AUTH, flag_initiator, 1), inner, limit, protection, source);
}

Decoded<Fragment> opened(const Bytes& datagram, const SkProtection& protection) {
    const auto outer = decode_message(datagram);
    return outer ? open_fragment(algorithms, *outer, datagram, protection) : Decoded<Fragment>(outer.failure());
}

void put16(Bytes& octets, std::size_t at, std::size_t value) {
    octets[at] = static_cast<std::uint8_t>(value >> 8);
    octets[at + 1] = static_cast<std::uint8_t>(value);
}

}  // namespace

TEST_CASE("every suite opens the fragments that it sealed") {
    const std::vector<Payload> inner = samples::auth_request();
    for (const Suite& suite : every_suite)
        for (const std::size_t limit : {150u, 200u, 300u, 372u}) {
            CAPTURE(name_of(suite.encryption), suite.key_bits, name_of(suite.integrity), limit);
            const Direction direction(suite);
            const auto datagrams = fragments(direction.protection, inner, limit);
            REQUIRE(datagrams.size() > 1);
            Bytes text;
            for (std::size_t i = 0; i < datagrams.size(); ++i) {
                CHECK(datagrams[i].size() <= limit);
                const auto fragment = opened(datagrams[i], direction.protection);
                REQUIRE(fragment);
                CHECK(fragment->number == i + 1);
                CHECK(fragment->total == datagrams.size());
                CHECK(fragment->first == (i == 0 ? PayloadType::VID : PayloadType::NONE));
                text.insert(text.end(), fragment->text.begin(), fragment->text.end());
            }
            const auto payloads = payloads_inside(PayloadType::VID, text);
            REQUIRE(payloads);
            CHECK(*payloads == inner);
        }
}

TEST_CASE("fragments fill what they may, octet by octet") {
    const Direction direction({EncryptionId::AES_GCM_16, 128, IntegrityId::none});
    const auto datagrams = fragments(direction.protection, samples::auth_request(), 200);
    for (std::size_t i = 0; i + 1 < datagrams.size(); ++i) CHECK(datagrams[i].size() == 200);
    const Header header = *decode_header(datagrams[1]);
    CHECK(header.next_payload == PayloadType::SKF);
    CHECK(header.message_id == 1);
    CHECK(header.length == 200);
    CHECK(Bytes(datagrams[0].begin() + 28, datagrams[0].begin() + 36) == Bytes{43, 0, 0, 172, 0, 1, 0, 4});
    CHECK(Bytes(datagrams[1].begin() + 28, datagrams[1].begin() + 36) == Bytes{0, 0, 0, 172, 0, 2, 0, 4});
}

TEST_CASE("a message that is short enough goes whole, and so does one that cannot be cut") {
    const std::vector<Payload> inner = samples::auth_request();
    for (const Suite& suite : every_suite) {
        CAPTURE(name_of(suite.encryption), suite.key_bits);
        const Direction direction(suite);
        CountingSource source;
        const Bytes whole = seal(algorithms, samples::header(ExchangeType::IKE_AUTH, flag_initiator, 1), inner, direction.protection, source);
        CHECK(fragments(direction.protection, inner, whole.size()) == std::vector<Bytes>{whole});
        CHECK(fragments(direction.protection, inner, whole.size() - 1).size() == 2);
        for (const std::size_t limit : {0u, 35u, 36u, 50u}) CHECK(fragments(direction.protection, inner, limit) == std::vector<Bytes>{whole});
    }
}

TEST_CASE("no more than 64 fragments are made") {
    const Direction direction({EncryptionId::AES_GCM_16, 128, IntegrityId::none});
    const std::size_t overhead = 28 + 8 + 8 + 1 + 16;
    std::vector<Payload> inner{VendorIdPayload{Bytes(64 * 100 - 4)}};
    CHECK(fragments(direction.protection, inner, overhead + 100).size() == 64);
    inner = {VendorIdPayload{Bytes(64 * 100 - 3)}};
    CHECK(fragments(direction.protection, inner, overhead + 100).size() == 1);
    inner = {VendorIdPayload{Bytes(40000)}, VendorIdPayload{Bytes(40000)}};
    CHECK(fragments(direction.protection, inner, 1400).empty());
}

TEST_CASE("a changed octet of a fragment is noticed, its number and total among them") {
    for (const Suite& suite : every_suite) {
        CAPTURE(name_of(suite.encryption), suite.key_bits);
        const Direction direction(suite);
        const Bytes datagram = fragments(direction.protection, samples::auth_request(), 200)[1];
        for (std::size_t i = 0; i < datagram.size(); ++i) {
            Bytes changed = datagram;
            changed[i] ^= 0x04;
            CHECK_FALSE(opened(changed, direction.protection));
        }
        Bytes renumbered = datagram;
        put16(renumbered, 32, 1);
        CHECK(opened(renumbered, direction.protection).failure().error == DecodeError::integrity_failed);
        Bytes recounted = datagram;
        put16(recounted, 34, 60);
        CHECK(opened(recounted, direction.protection).failure().error == DecodeError::integrity_failed);
    }
}

TEST_CASE("strict prefixes of a fragment open nothing, whatever their lengths say") {
    for (const Suite& suite : every_suite) {
        const Direction direction(suite);
        const Bytes datagram = fragments(direction.protection, samples::auth_request(), 200).front();
        for (std::size_t size = 0; size < datagram.size(); ++size) {
            Bytes prefix(datagram.begin(), datagram.begin() + static_cast<std::ptrdiff_t>(size));
            CHECK_FALSE(opened(prefix, direction.protection));
            if (size < header_size + 4) continue;
            put16(prefix, 26, size);
            put16(prefix, 30, size - header_size);
            CHECK_FALSE(opened(prefix, direction.protection));
        }
    }
}

TEST_CASE("a fragment's number is between one and their total") {
    const Direction direction({EncryptionId::AES_CBC, 128, IntegrityId::HMAC_SHA1_96});
    const Bytes datagram = fragments(direction.protection, samples::auth_request(), 200).front();
    const auto error_of = [&](std::uint16_t number, std::uint16_t total) {
        Bytes changed = datagram;
        put16(changed, 32, number);
        put16(changed, 34, total);
        return decode_message(changed).failure().error;
    };
    CHECK(error_of(0, 4) == DecodeError::invalid_syntax);
    CHECK(error_of(5, 4) == DecodeError::invalid_syntax);
    CHECK(error_of(0, 0) == DecodeError::invalid_syntax);
    CHECK(error_of(4, 4) == DecodeError::none);
}

TEST_CASE("an encrypted payload is no fragment, nor the other way round") {
    const Direction direction({EncryptionId::AES_CBC, 128, IntegrityId::HMAC_SHA1_96});
    const auto whole = fragments(direction.protection, samples::auth_request(), 2000).front();
    const auto piece = fragments(direction.protection, samples::auth_request(), 300).front();
    CHECK(opened(whole, direction.protection).failure().error == DecodeError::integrity_failed);
    CHECK(open(algorithms, piece, direction.protection).failure().error == DecodeError::integrity_failed);
}
