#include <catch2/catch.hpp>

#include "ike/payload/sealed.h"
#include "tests/ike/payload_samples.h"
#include "tests/ike/sealed_suites.h"

using namespace ike;
using namespace suites;

namespace {

Bytes sealed(Algorithms& algorithms, const SkProtection& protection, const std::vector<Payload>& inner) {
    CountingSource source;
    return seal(algorithms, samples::header(ExchangeType::INFORMATIONAL, flag_initiator, 2), inner, protection, source);
}

std::vector<Payload> one_delete() {
    const std::vector<std::uint32_t> spis{0x9506d414};
    return {Payload(DeletePayload::of_children(ProtocolId::ESP, spis))};
}

}  // namespace

// Computed with an independent implementation of AES, HMAC, GCM and Poly1305.
TEST_CASE("sealed messages, octet by octet") {
    Algorithms algorithms;
    const std::string header = "f074d8bbd5a59f0bf94020dd8cb4b9c42e20250800000002000000";
    const Direction cbc({EncryptionId::AES_CBC, 128, IntegrityId::HMAC_SHA1_96});
    CHECK(
        sealed(algorithms, cbc.protection, one_delete()) ==
        from_hex(header +
                 "4c2a000030000102030405060708090a0b0c0d0e0f75754ae13ba6aeb5968b733a364812561f5f4c0e3ef296ddba02c21c"));
    const Direction gcm({EncryptionId::AES_GCM_16, 256, IntegrityId::none});
    CHECK(sealed(algorithms, gcm.protection, one_delete()) ==
          from_hex(header + "452a0000290001020304050607f844b1566af3ba0d946ed94511b8e4a4d136fdbf1b7ffba1bc4e511a65"));
    const Direction chacha({EncryptionId::CHACHA20_POLY1305, 0, IntegrityId::none});
    CHECK(sealed(algorithms, chacha.protection, one_delete()) ==
          from_hex(header + "452a000029000102030405060738bb0c3188852b2cf78d20d50756d45099dec871ebabdd9ff2d8586be3"));
}

TEST_CASE("every suite opens what it sealed") {
    Algorithms algorithms;
    for (const Suite& suite : every_suite) {
        CAPTURE(name_of(suite.encryption), suite.key_bits, name_of(suite.integrity));
        const Direction direction(suite);
        for (const auto& inner : {samples::auth_request(), one_delete(), std::vector<Payload>{}}) {
            const Bytes datagram = sealed(algorithms, direction.protection, inner);
            const auto opened = open(algorithms, datagram, direction.protection);
            REQUIRE(opened);
            CHECK(*opened == inner);
            CHECK((datagram.size() - header_size - 4) % shape_of(suite.encryption, suite.key_bits)->block_size ==
                  (shape_of(suite.integrity) ? shape_of(suite.integrity)->checksum_size %
                                                   shape_of(suite.encryption, suite.key_bits)->block_size
                                             : 0));
        }
    }
}

TEST_CASE("a changed octet anywhere is noticed") {
    Algorithms algorithms;
    for (const Suite& suite : every_suite) {
        CAPTURE(name_of(suite.encryption), suite.key_bits);
        const Direction direction(suite);
        const Bytes datagram = sealed(algorithms, direction.protection, one_delete());
        for (std::size_t i = 0; i < datagram.size(); ++i) {
            Bytes changed = datagram;
            changed[i] ^= 0x40;
            CHECK_FALSE(open(algorithms, changed, direction.protection));
        }
        Bytes changed = datagram;
        changed.back() ^= 1;
        CHECK(open(algorithms, changed, direction.protection).failure().error == DecodeError::integrity_failed);
    }
}

TEST_CASE("strict prefixes and wrong keys open nothing") {
    Algorithms algorithms;
    for (const Suite& suite : every_suite) {
        Direction direction(suite);
        const Bytes datagram = sealed(algorithms, direction.protection, one_delete());
        for (std::size_t size = 0; size < datagram.size(); ++size) {
            Bytes prefix(datagram.begin(), datagram.begin() + static_cast<std::ptrdiff_t>(size));
            CHECK_FALSE(open(algorithms, prefix, direction.protection));
            if (size < header_size + 4) continue;
            // the same with lengths that agree
            prefix[26] = 0;
            prefix[27] = static_cast<std::uint8_t>(size);
            prefix[30] = 0;
            prefix[31] = static_cast<std::uint8_t>(size - header_size);
            CHECK_FALSE(open(algorithms, prefix, direction.protection));
        }
        direction.encryption_key.front() ^= 0x10;
        if (!direction.integrity_key.empty()) direction.integrity_key.front() ^= 0x10;
        CHECK_FALSE(open(algorithms, datagram, direction.protection));
    }
}

TEST_CASE("keys that do not fit the suite neither seal nor open") {
    Algorithms algorithms;
    Direction direction({EncryptionId::AES_CBC, 128, IntegrityId::HMAC_SHA1_96});
    const Bytes datagram = sealed(algorithms, direction.protection, one_delete());
    SkProtection other = direction.protection;
    other.key_bits = 256;
    CHECK(sealed(algorithms, other, one_delete()).empty());
    CHECK(open(algorithms, datagram, other).failure().error == DecodeError::integrity_failed);
    other = direction.protection;
    other.integrity = IntegrityId::none;
    CHECK(sealed(algorithms, other, one_delete()).empty());
    other = direction.protection;
    other.encryption = EncryptionId::NULL_ENCRYPTION;
    CHECK(sealed(algorithms, other, one_delete()).empty());
}

TEST_CASE("authentic but malformed contents are an error of syntax") {
    Algorithms algorithms;
    const Direction direction({EncryptionId::AES_GCM_16, 128, IntegrityId::none});
    const auto nested =
        sealed(algorithms, direction.protection, {Payload(EncryptedPayload{PayloadType::NONE, Bytes(30)})});
    const auto result = open(algorithms, nested, direction.protection);
    CHECK(result.failure() == Failure{DecodeError::invalid_syntax, PayloadType::ENCR});
    Payload critical(PayloadType{200}, UnknownPayload{{1, 2}});
    critical.critical = true;
    const auto refused = open(algorithms, sealed(algorithms, direction.protection, {critical}), direction.protection);
    CHECK(refused.failure() == Failure{DecodeError::unsupported_critical_payload, PayloadType{200}});
    // pad length greater than the text
    Message message{samples::header(ExchangeType::INFORMATIONAL, flag_initiator, 2), {}};
    message.payloads.emplace_back(EncryptedPayload{PayloadType::NONE, Bytes(8 + 1 + 16)});
    Bytes datagram = encode_message(message);
    const auto all = std::span(datagram);
    all[32 + 8] = 9;
    algorithms.aead_seal(*shape_of(EncryptionId::AES_GCM_16, 128), direction.encryption_key, all.subspan(32, 8),
                         all.first(32), all.subspan(40, 1), all.last(16));
    CHECK(open(algorithms, datagram, direction.protection).failure().error == DecodeError::invalid_syntax);
}

TEST_CASE("longer padding than ours is accepted") {
    Algorithms algorithms;
    const Direction direction({EncryptionId::AES_GCM_16, 128, IntegrityId::none});
    Message message{samples::header(ExchangeType::INFORMATIONAL, flag_initiator, 2), {}};
    message.payloads.emplace_back(EncryptedPayload{PayloadType::NONE, Bytes(8 + 200 + 16)});
    Bytes datagram = encode_message(message);
    const auto all = std::span(datagram);
    all[32 + 8 + 199] = 199;
    algorithms.aead_seal(*shape_of(EncryptionId::AES_GCM_16, 128), direction.encryption_key, all.subspan(32, 8),
                         all.first(32), all.subspan(40, 200), all.last(16));
    const auto opened = open(algorithms, datagram, direction.protection);
    REQUIRE(opened);
    CHECK(opened->empty());
}

TEST_CASE("each end protects with its own keys") {
    SkKeys keys;
    keys.SK_ei = config::Secret(OctetVector(16, 1));
    keys.SK_er = config::Secret(OctetVector(16, 2));
    keys.SK_ai = config::Secret(OctetVector(20, 3));
    keys.SK_ar = config::Secret(OctetVector(20, 4));
    const IkeSuite suite{EncryptionId::AES_CBC, 128, IntegrityId::HMAC_SHA1_96, PrfId::HMAC_SHA1, DhGroupId::modp1024};
    CHECK(protection_of(suite, keys, true).encryption_key[0] == 1);
    CHECK(protection_of(suite, keys, true).integrity_key[0] == 3);
    CHECK(protection_of(suite, keys, false).encryption_key[0] == 2);
    CHECK(protection_of(suite, keys, false).integrity_key[0] == 4);
}
