#include <catch2/catch.hpp>

#include "ike/crypto/key_derivation.h"
#include "tests/ike/crypto_octets.h"

using namespace ike;

namespace {

constexpr std::uint64_t initiator_spi = 0xF074D8BBD5A59F0B;
constexpr std::uint64_t responder_spi = 0xF94020DD8CB4B9C4;

OctetVector counting(std::uint8_t first, std::size_t size) {
    OctetVector octets(size);
    for (std::size_t i = 0; i < size; ++i) octets[i] = static_cast<std::uint8_t>(first + i);
    return octets;
}

const OctetVector nonce_i = counting(0x10, 24);
const OctetVector nonce_r = counting(0x40, 20);
const NoncePair nonces{nonce_i, nonce_r};
const config::Secret shared(counting(0, 128));

constexpr IkeSuite suite{EncryptionId::AES_CBC, 128, IntegrityId::HMAC_SHA2_256_128, PrfId::HMAC_SHA2_256,
                         DhGroupId::modp1024};

SkKeys derived(Algorithms& algorithms, const IkeSuite& of_suite) {
    const config::Secret seed = skeyseed(algorithms, of_suite.prf, nonces, shared);
    return derive_sk_keys(algorithms, of_suite, seed, nonces, initiator_spi, responder_spi);
}

}  // namespace

// The expected values were computed by an independent implementation of RFC 7296 §2.13-2.18.
TEST_CASE("SKEYSEED and the seven keys") {
    Algorithms algorithms;
    CHECK(copy_of(skeyseed(algorithms, suite.prf, nonces, shared)) ==
          from_hex("8578225cd4b38a56c1a43934dfd174a9c07091f67313f9c0ae89fae116339a08"));
    const SkKeys keys = derived(algorithms, suite);
    CHECK(copy_of(keys.SK_d) == from_hex("14c6be3d9bd65e2b86929fad3caf687772117a9937ef935d817715ceb2bb4c0e"));
    CHECK(copy_of(keys.SK_ai) == from_hex("e183cf35fb14695deb206d15719ca6cfcb4d9a791fbb674132aea5519dbf2f95"));
    CHECK(copy_of(keys.SK_ar) == from_hex("a17cc0a696c43702f7108e8c1ef777b35d126e3234a3747741ac458455bef0f2"));
    CHECK(copy_of(keys.SK_ei) == from_hex("630492b127b6c5947af18a895ebb3190"));
    CHECK(copy_of(keys.SK_er) == from_hex("7a451212a693021625aad1e3bca3fd5a"));
    CHECK(copy_of(keys.SK_pi) == from_hex("145764bea0bdb46febce9d36089b4e960cc89b73f7ba7fd29e27f003d3bdfd37"));
    CHECK(copy_of(keys.SK_pr) == from_hex("923e0b65fb30367a2471fdbe7787a6e85f4eec7d4d4a6d3d01c6fee59edeba76"));
}

TEST_CASE("an AEAD has no integrity keys and a salt behind each encryption key") {
    Algorithms algorithms;
    const SkKeys keys = derived(
        algorithms, {EncryptionId::AES_GCM_16, 256, IntegrityId::none, PrfId::HMAC_SHA2_384, DhGroupId::ecp384});
    CHECK(keys.SK_ai.empty());
    CHECK(keys.SK_ar.empty());
    CHECK(keys.SK_ei.size() == 36);
    CHECK(keys.SK_er.size() == 36);
    CHECK(keys.SK_d.size() == 48);
}

TEST_CASE("SKEYSEED of a rekeyed IKE SA") {
    Algorithms algorithms;
    const SkKeys keys = derived(algorithms, suite);
    CHECK(copy_of(rekey_skeyseed(algorithms, suite.prf, keys.SK_d, shared, nonces)) ==
          from_hex("451aece06e1fc686235e68cd1acd8021843ec053c581acbf1314391c81ea3342"));
}

TEST_CASE("child keys with and without PFS") {
    Algorithms algorithms;
    const SkKeys keys = derived(algorithms, suite);
    const ChildKeys with = derive_child_keys(algorithms, suite.prf, keys.SK_d, shared, nonces, 16, 20);
    CHECK(copy_of(with.encryption_i) == from_hex("86a51ef06cf0353d0e73cdf8d8dafb24"));
    CHECK(copy_of(with.integrity_i) == from_hex("aa3a1141d59af1c05044ec2273d656f27ad11621"));
    CHECK(copy_of(with.encryption_r) == from_hex("aa7e22f98c949c57f05a1715c7f62537"));
    CHECK(copy_of(with.integrity_r) == from_hex("8a8aec940f072d032055def8b43f684d94776616"));
    const ChildKeys without = derive_child_keys(algorithms, suite.prf, keys.SK_d, {}, nonces, 20, 0);
    CHECK(copy_of(without.encryption_i) == from_hex("dc4ec331adeb025faa9dd2a22e9fe5ece8100b30"));
    CHECK(without.integrity_i.empty());
    CHECK(copy_of(without.encryption_r) == from_hex("d8713eba6d5d55017daefa492262eea897dea5d8"));
}

TEST_CASE("authentication by shared key") {
    Algorithms algorithms;
    const SkKeys keys = derived(algorithms, suite);
    const OctetVector message = from_text("first message");
    const OctetVector id_body = from_hex("010000000a000001");
    const auto secret = config::Secret::of_text("cisco");
    const auto expected = from_hex("e3b80842ecb30be03a89a8151741e1e87b826ddd41f0555a6f5e4860cab2ea88");
    CHECK(shared_key_auth(algorithms, suite.prf, secret, message, nonce_r, keys.SK_pi, id_body) == expected);
    CHECK(shared_key_auth(algorithms, suite.prf, config::Secret::of_text("cisco1"), message, nonce_r, keys.SK_pi,
                          id_body) != expected);
    CHECK(shared_key_auth(algorithms, suite.prf, secret, message, nonce_r, keys.SK_pr, id_body) != expected);
    const OctetVector octets = signed_octets(algorithms, suite.prf, message, nonce_r, keys.SK_pi, id_body);
    const config::Secret padded = prf(algorithms, suite.prf, secret.reveal(), {from_text("Key Pad for IKEv2")});
    CHECK(copy_of(prf(algorithms, suite.prf, padded.reveal(), {octets})) == expected);
}

TEST_CASE("NAT detection hash") {
    Algorithms algorithms;
    const auto hash = nat_detection_hash(algorithms, initiator_spi, 0, config::IpAddress::v4(0x0a000001), 500);
    CHECK(copy_of(hash) == from_hex("d64206bb471ab9b3512f2b32f62df9369f132467"));
    CHECK(hash != nat_detection_hash(algorithms, initiator_spi, 0, config::IpAddress::v4(0x0a000001), 4500));
}

TEST_CASE("a suite is complete with integrity exactly where the cipher needs it") {
    CHECK(is_complete(suite));
    CHECK_FALSE(is_complete({EncryptionId::AES_CBC, 128, IntegrityId::none, PrfId::HMAC_SHA1, DhGroupId::modp1024}));
    CHECK_FALSE(
        is_complete({EncryptionId::AES_GCM_16, 128, IntegrityId::HMAC_SHA1_96, PrfId::HMAC_SHA1, DhGroupId::modp1024}));
    CHECK(is_complete({EncryptionId::AES_GCM_16, 128, IntegrityId::none, PrfId::HMAC_SHA1, DhGroupId::modp1024}));
    CHECK_FALSE(
        is_complete({EncryptionId::AES_CBC, 0, IntegrityId::HMAC_SHA1_96, PrfId::HMAC_SHA1, DhGroupId::modp1024}));
    CHECK(is_complete({EncryptionId::TRIPLE_DES, 0, IntegrityId::HMAC_MD5_96, PrfId::HMAC_MD5, DhGroupId::modp768}));
    CHECK_FALSE(is_complete({EncryptionId::DES, 0, IntegrityId::HMAC_MD5_96, PrfId::none, DhGroupId::modp768}));
}

TEST_CASE("seeded randomness repeats, and differs by seed and hostname") {
    OctetVector a(1500);
    OctetVector b(1500);
    auto one = dataplane::SeededRandom::of_router(1, "R1");
    auto two = dataplane::SeededRandom::of_router(1, "R1");
    one.fill(a);
    for (std::size_t i = 0; i < b.size(); i += 100) two.fill(std::span(b).subspan(i, 100));
    CHECK(a == b);
    auto other = dataplane::SeededRandom::of_router(1, "R2");
    other.fill(b);
    CHECK(a != b);
    auto seed = dataplane::SeededRandom::of_router(2, "R1");
    seed.fill(b);
    CHECK(a != b);
}
