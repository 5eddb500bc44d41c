#include <catch2/catch.hpp>

#include "ike/isakmp/crypto/keys.h"
#include "ike/isakmp/payload/message.h"
#include "tests/ike/crypto_octets.h"

using ike::Algorithms, ike::Bytes, ike::Hash, ike::header_size;
using namespace ike::isakmp;

namespace {

OctetVector counting(std::uint8_t first, std::size_t size) {
    OctetVector octets(size);
    for (std::size_t i = 0; i < size; ++i) octets[i] = static_cast<std::uint8_t>(first + i);
    return octets;
}

const OctetVector nonce_i = counting(0x10, 20), nonce_r = counting(0x40, 24);
const Nonces nonces{nonce_i, nonce_r};
const config::Secret shared(counting(0, 128));
constexpr Cookies cookies{0x0011223344556677, 0x8899aabbccddeeff};
const OctetVector preshared_key = from_text("wildcard");
const OctetVector public_i(128, 1), public_r(128, 2);
const PublicValues values{public_i, public_r};
const OctetVector sa_body = from_text("SA body"), id_body = from_hex("011101f40a010101"), rest = from_text("rest");
constexpr std::uint32_t message_id = 0x12345678;

struct Expected {
    Suite suite;
    std::string_view SKEYID, d, a, e, key, hash_i, hash_r, iv1, iv2, hash1, hash2, hash3, keymat, keymat_pfs, nat;
};

Suite suite_of(Phase1Encryption encryption, std::uint16_t bits, Phase1Hash hash) {
    Suite suite;
    suite.encryption = encryption;
    suite.key_bits = bits;
    suite.hash = hash;
    return suite;
}

// Computed by an independent implementation of RFC 2409. MD5 and SHA are too short for their cipher's key.
const Expected expectations[] = {
    {suite_of(Phase1Encryption::AES_CBC, 256, Phase1Hash::MD5), "27652db43c5f64035797eeed6f0c046b", "10f82966c281f0e9a01d66dbeb05e1fb",
     "91b1ece10a05f9b1b295717b2f50f98a", "23172633f415fe7bf0d2026cb44fa6b8",
     "1db2d84e597514038597c78cb3dca5e64846b7033db6b7505f4d4a3939c59e3d", "3aa7a553d52bf8bb0f3cd9875969c89e",
     "5880f947fd7daa36b8c83ef57a58bd59", "63d8c8ffeeed55a041c8166e3ab8f34b", "9619f9485b470b978f1ca201079111b2",
     "15a82ac8d15db19bc0df5410f48d5a4e", "fc273b16bce875fe1514899a3c5b9172", "82502148bc4b117fc20d1ee996f7108e",
     "3a8c706260666c4043a7858395cc6ca3f9094c48fc58503011c46bdf2ab0ecaed883d6cc5afe97f236c27c0e248cde802a013935",
     "c03a91d3755f91192000fa7fe81c9ff8680a1d6f7e2d15620b0352d9c7d2bb79890db49e", "85e5cda0eb8e0180da9043dcd071adea"},
    {suite_of(Phase1Encryption::TRIPLE_DES_CBC, 0, Phase1Hash::SHA), "fe837a0493581ded1ff220fe3ccb2b48a9c0fddf",
     "90251ab6fa28bffe96e751674067f8debbba31ac", "e889f96d5fce776f80f2ad9723a1d6bef776a0cd", "a27c80fe0dbf7c0e7148407e0bde36b04aa898ca",
     "f1fd70c06da99c26a9345e9084be9eb24a10893dc898a3eb", "c595deb4985f71267233044a8ced05757cecd173",
     "6a0cca65fec586169ff21af375eb383169c51a9a", "f64fd25db61edf0b", "00b0ddc92ed10c3f", "538a68c5b01ed8d365b60081ae809d56664b8016",
     "db61fb4a5802a0a5de340a443ae0b5b80efeb0be", "0cd41b9b778abd278cf629363254c953eb1b1532",
     "aefabb8d5c1714d11ef5e94ca2bdc2aff1895eafd9fbb43fe53299500e92e81d0efc835f45a913b303280c2cc320cea0e8f73d64",
     "453ab43b802c205d0ff760ddbd7a21f705c30bb26fb1c2389570b2f0acdf2dc0313b8764", "4b8993371162fcc3e271627a268b1e476c35aa9b"},
    {suite_of(Phase1Encryption::DES_CBC, 0, Phase1Hash::SHA2_256), "2158fc7befb226d7e15b05fbe2f4bce3a23c282d897d10a0f2f5cde17c20e306",
     "8fe92aa4d7b9d37d7d1e10bf4a62a60fabc9640bbc868e0a7c742ea8fd8ed432", "cb4ac51b7edaa13abc084159441ea6d7cf9351fc99a0c2cb8f815d496773024d",
     "1ad596635749a2edadf5c45617f1d43b2c20e2b90acc69c518f9a52ab6c9c04f", "1ad596635749a2ed",
     "07376821e8465c4f96d8950fff6cdc5837164236dffae083b12e66040de3af4c", "b224d230fd47b9da9658f7f7ccce9264f218da4b1903fddbd17a55b83a848d9a",
     "95a08fc25e02ca70", "f1a2b8490fe68c33", "42e1cdf54aefb09f179609c19feb8fd23aec937c9cea38843e3fc24583e66a81",
     "72425d567adbe3d03554f9537a7dcd3a0fdccde1a5598337cd01b38ae60d9f64", "2b3dfed8d03d7a661a24ac9e3e4d140bed99637326ef9ef990fa0f4f612cf805",
     "05cef84fbc1ac1003dbc24febb57554633d158fe03e65da26f5997c27fb2b35489ad36b0d02d611da7b71e15e88d691e3f10bcb7",
     "f455300942767fbbd982ad32e3b880e6d9f9c11845207c4c545de41b55bffdb90e628511",
     "e5932c428da50575f428715a02a62a8209a47c76ad17c8fe39fd392797998477"},
};

}  // namespace

TEST_CASE("SKEYID and what follows from it, RFC 2409 5 and appendix B") {
    Algorithms algorithms;
    for (const Expected& expected : expectations) {
        const Suite& suite = expected.suite;
        INFO(static_cast<int>(suite.hash));
        const Keys keys = derive_keys(algorithms, suite, preshared_key, nonces, shared, cookies);
        CHECK(copy_of(keys.SKEYID) == from_hex(expected.SKEYID));
        CHECK(copy_of(keys.SKEYID_d) == from_hex(expected.d));
        CHECK(copy_of(keys.SKEYID_a) == from_hex(expected.a));
        CHECK(copy_of(keys.SKEYID_e) == from_hex(expected.e));
        CHECK(copy_of(keys.encryption) == from_hex(expected.key));
        CHECK(hash_i(algorithms, suite, keys, values, cookies, sa_body, id_body) == from_hex(expected.hash_i));
        CHECK(hash_r(algorithms, suite, keys, values, cookies, sa_body, id_body) == from_hex(expected.hash_r));
        CHECK(phase1_iv(algorithms, suite, values) == from_hex(expected.iv1));
        CHECK(phase2_iv(algorithms, suite, OctetVector(16, 0x77), message_id) == from_hex(expected.iv2));
        CHECK(message_hash(algorithms, suite, keys, message_id, rest) == from_hex(expected.hash1));
        CHECK(second_hash(algorithms, suite, keys, message_id, nonce_i, rest) == from_hex(expected.hash2));
        CHECK(third_hash(algorithms, suite, keys, message_id, nonces) == from_hex(expected.hash3));
        CHECK(copy_of(keymat(algorithms, suite, keys, {}, 3, 0x01020304, nonces, 52)) == from_hex(expected.keymat));
        CHECK(copy_of(keymat(algorithms, suite, keys, config::Secret(OctetVector(96, 5)), 3, 0x01020304, nonces, 36)) == from_hex(expected.keymat_pfs));
        CHECK(nat_detection_hash(algorithms, suite, cookies, config::IpAddress::v4(0x0a010101), 500) == from_hex(expected.nat));
    }
}

TEST_CASE("key material of every length is a prefix of the longer one") {
    Algorithms algorithms;
    const Suite suite = suite_of(Phase1Encryption::AES_CBC, 128, Phase1Hash::SHA);
    const Keys keys = derive_keys(algorithms, suite, preshared_key, nonces, shared, cookies);
    const OctetVector longest = copy_of(keymat(algorithms, suite, keys, shared, 3, 7, nonces, 100));
    for (std::size_t size = 0; size <= 100; ++size) {
        const OctetVector part = copy_of(keymat(algorithms, suite, keys, shared, 3, 7, nonces, size));
        REQUIRE(part == OctetVector(longest.begin(), longest.begin() + static_cast<std::ptrdiff_t>(size)));
    }
}

TEST_CASE("suites that this program does not have") {
    CHECK(shape_of(suite_of(Phase1Encryption::BLOWFISH_CBC, 0, Phase1Hash::SHA)) == nullptr);
    CHECK(shape_of(suite_of(Phase1Encryption::AES_CBC, 0, Phase1Hash::SHA)) == nullptr);
    CHECK(shape_of(suite_of(Phase1Encryption::AES_CBC, 129, Phase1Hash::SHA)) == nullptr);
    CHECK(shape_of(suite_of(Phase1Encryption::DES_CBC, 0, Phase1Hash::SHA))->block_size == 8);
    CHECK_FALSE(hash_of(Phase1Hash::TIGER));
    CHECK(hash_of(Phase1Hash::SHA2_384) == Hash::sha384);
}

TEST_CASE("what is encrypted is padded with zeros, decrypts under the chained IV and leaves the same next one") {
    Algorithms algorithms;
    for (const Expected& expected : expectations) {
        const Suite& suite = expected.suite;
        const Keys keys = derive_keys(algorithms, suite, preshared_key, nonces, shared, cookies);
        const std::size_t block = shape_of(suite)->block_size;
        Bytes iv = phase1_iv(algorithms, suite, values), other_iv = iv;
        for (std::size_t size = 1; size < 40; ++size) {
            const Bytes clear = counting(static_cast<std::uint8_t>(size), size);
            Bytes octets = clear;
            encrypt(algorithms, suite, keys, iv, octets);
            REQUIRE(octets.size() == (size + block - 1) / block * block);
            REQUIRE(iv == Bytes(octets.end() - static_cast<std::ptrdiff_t>(block), octets.end()));
            REQUIRE(decrypt(algorithms, suite, keys, other_iv, octets));
            REQUIRE(other_iv == iv);
            Bytes padded = clear;
            padded.resize(octets.size());
            REQUIRE(octets == padded);
        }
    }
}

TEST_CASE("octets that are no whole blocks are not decrypted and leave the IV alone") {
    Algorithms algorithms;
    const Suite suite = suite_of(Phase1Encryption::AES_CBC, 128, Phase1Hash::SHA);
    const Keys keys = derive_keys(algorithms, suite, preshared_key, nonces, shared, cookies);
    Bytes iv = phase1_iv(algorithms, suite, values);
    const Bytes before = iv;
    for (std::size_t size : {0u, 1u, 15u, 17u, 40u}) {
        Bytes octets(size, 9);
        CHECK_FALSE(decrypt(algorithms, suite, keys, iv, octets));
        CHECK(iv == before);
    }
}
