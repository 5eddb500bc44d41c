#include <catch2/catch.hpp>

#include "ike/crypto/algorithms.h"
#include "ike/crypto/key_derivation.h"
#include "tests/ike/crypto_octets.h"

using namespace ike;

namespace {

struct Vector {
    Hash hash;
    OctetVector key;
    OctetVector data;
    std::string_view expected;
};

OctetVector hmac_of(Algorithms& algorithms, const Vector& vector) {
    OctetVector out(Algorithms::digest_size(vector.hash));
    algorithms.hmac(vector.hash, vector.key, {vector.data}, out);
    return out;
}

}  // namespace

TEST_CASE("HMAC vectors of RFC 2202 and RFC 4231") {
    const OctetVector hi = from_text("Hi There");
    const OctetVector jefe = from_text("Jefe");
    const OctetVector want = from_text("what do ya want for nothing?");
    const OctetVector big_key(131, 0xaa);
    const OctetVector big_text = from_text("Test Using Larger Than Block-Size Key - Hash Key First");
    const std::vector<Vector> vectors{
        {Hash::md5, OctetVector(16, 0x0b), hi, "9294727a3638bb1c13f48ef8158bfc9d"},
        {Hash::md5, jefe, want, "750c783e6ab0b503eaa86e310a5db738"},
        {Hash::sha1, OctetVector(20, 0x0b), hi, "b617318655057264e28bc0b6fb378c8ef146be00"},
        {Hash::sha1, jefe, want, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"},
        {Hash::sha256, OctetVector(20, 0x0b), hi, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {Hash::sha256, jefe, want, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {Hash::sha256, big_key, big_text, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
        {Hash::sha384, jefe, want,
         "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649"},
        {Hash::sha512, jefe, want,
         "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
         "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"},
    };
    Algorithms algorithms;
    for (const Vector& vector : vectors) {
        CAPTURE(vector.expected);
        CHECK(hmac_of(algorithms, vector) == from_hex(vector.expected));
    }
}

TEST_CASE("HMAC over parts, truncated, under an empty key and repeated") {
    Algorithms algorithms;
    const OctetVector key = from_text("Jefe");
    const OctetVector first = from_text("what do ya want ");
    const OctetVector second = from_text("for nothing?");
    OctetVector out(12);
    algorithms.hmac(Hash::sha1, key, {first, second}, out);
    CHECK(out == from_hex("effcdf6ae5eb2fa2d27416d5"));
    OctetVector again(12);
    algorithms.hmac_again(Hash::sha1, {first, second}, again);
    CHECK(again == out);
    OctetVector empty_key(32);
    algorithms.hmac(Hash::sha256, {}, {}, empty_key);
    CHECK(empty_key == from_hex("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"));
}

TEST_CASE("digests") {
    Algorithms algorithms;
    const OctetVector abc = from_text("abc");
    OctetVector sha1(20);
    algorithms.digest(Hash::sha1, {abc}, sha1);
    CHECK(sha1 == from_hex("a9993e364706816aba3e25717850c26c9cd0d89d"));
    OctetVector md5(16);
    algorithms.digest(Hash::md5, {abc}, md5);
    CHECK(md5 == from_hex("900150983cd24fb0d6963f7d28e17f72"));
}

TEST_CASE("comparison in constant time") {
    const OctetVector a = from_hex("0102");
    CHECK(equal_in_constant_time(a, from_hex("0102")));
    CHECK_FALSE(equal_in_constant_time(a, from_hex("0103")));
    CHECK_FALSE(equal_in_constant_time(a, from_hex("010200")));
    CHECK(equal_in_constant_time({}, {}));
}

TEST_CASE("prf+ is the chain of RFC 7296 2.13") {
    Algorithms algorithms;
    const OctetVector key = from_text("key");
    const OctetVector seed = from_text("seed");
    for (PrfId id :
         {PrfId::HMAC_MD5, PrfId::HMAC_SHA1, PrfId::HMAC_SHA2_256, PrfId::HMAC_SHA2_384, PrfId::HMAC_SHA2_512}) {
        const std::size_t size = shape_of(id)->size;
        OctetVector expected;
        OctetVector previous;
        for (std::uint8_t i = 1; i <= 4; ++i) {
            const OctetVector counter{i};
            previous = copy_of(prf(algorithms, id, key, {previous, seed, counter}));
            expected.insert(expected.end(), previous.begin(), previous.end());
        }
        CHECK(copy_of(prf_plus(algorithms, id, key, seed, 4 * size)) == expected);
        expected.resize(3 * size + 1);
        CHECK(copy_of(prf_plus(algorithms, id, key, seed, 3 * size + 1)) == expected);
        CHECK(prf_plus(algorithms, id, key, seed, 0).empty());
    }
}
