#include <catch2/catch.hpp>

#include "tests/ipsec-dataplane/esp_fixture.h"

using namespace dataplane;
using namespace esp_fixture;

namespace {

/// Both directions of one suite, with jobs on copies.
struct Keys {
    Keys(CryptoBackend& crypto, const EspSuite& suite, const Bytes& encryption, const Bytes& integrity)
        : backend(crypto),
          seal_key(
              crypto.make_key(suite, CryptoDirection::seal, config::Secret(encryption), config::Secret(integrity))),
          open_key(
              crypto.make_key(suite, CryptoDirection::open, config::Secret(encryption), config::Secret(integrity))) {}

    static CryptoJob job(KeyContext* key, Bytes& text, const Bytes& iv, const Bytes& authenticated, Bytes& tag) {
        CryptoJob one;
        one.key = key;
        one.source = one.destination = text.data();
        one.length = static_cast<std::uint32_t>(text.size());
        one.iv = iv.data();
        one.authenticated = authenticated.data();
        one.authenticated_length = static_cast<std::uint32_t>(authenticated.size());
        one.tag = tag.data();
        return one;
    }
    CryptoStatus seal(Bytes& text, const Bytes& iv, const Bytes& authenticated, Bytes& tag) {
        CryptoJob one = job(seal_key.get(), text, iv, authenticated, tag);
        backend.seal({&one, 1});
        return one.status;
    }
    CryptoStatus open(Bytes& text, const Bytes& iv, const Bytes& authenticated, Bytes& tag) {
        CryptoJob one = job(open_key.get(), text, iv, authenticated, tag);
        backend.open({&one, 1});
        return one.status;
    }

    CryptoBackend& backend;
    std::unique_ptr<KeyContext> seal_key;
    std::unique_ptr<KeyContext> open_key;
};

struct CipherVector {
    EspSuite suite;
    const char* key;
    const char* iv;
    const char* plain;
    const char* cipher;
};

/// RFC 3602 4, cases 1 to 3; FIPS 81 B (DES-CBC); SP 800-67 B.1, first block; SP 800-38A F.2.3 and F.2.5.
const CipherVector cipher_vectors[] = {
    {{Encryption::aes_cbc, 128, Integrity::none},
     "06a9214036b8a15b512e03d534120006",
     "3dafba429d9eb430b422da802c9fac41",
     "53696e676c6520626c6f636b206d7367",
     "e353779c1079aeb82708942dbe77181a"},
    {{Encryption::aes_cbc, 128, Integrity::none},
     "c286696d887c9aa0611bbb3e2025a45a",
     "562e17996d093d28ddb3ba695a2e6f58",
     "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
     "d296cd94c2cccf8a3a863028b5e1dc0a7586602d253cfff91b8266bea6d61ab1"},
    {{Encryption::aes_cbc, 128, Integrity::none},
     "6c3ea0477630ce21a2ce334aa746c2cd",
     "c782dc4c098c66cbd9cd27d825682c81",
     "5468697320697320612034382d62797465206d657373616765202865786163746c79203320414553206"
     "26c6f636b7329",
     "d0a02b3836451753d493665d33f0e8862dea54cdb293abc7506939276772f8d5021c19216bad525c8579695d83ba2684"},
    {{Encryption::aes_cbc, 192, Integrity::none},
     "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
     "000102030405060708090a0b0c0d0e0f",
     "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51",
     "4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a"},
    {{Encryption::aes_cbc, 256, Integrity::none},
     "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
     "000102030405060708090a0b0c0d0e0f",
     "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51",
     "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d"},
    {{Encryption::des, 56, Integrity::none},
     "0123456789abcdef",
     "1234567890abcdef",
     "4e6f77206973207468652074696d6520666f7220616c6c20",
     "e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6"},
    {{Encryption::triple_des, 168, Integrity::none},
     "0123456789abcdef23456789abcdef01456789abcdef0123",
     "0000000000000000",
     "5468652071756663",
     "a826fd8ce53b855f"},
};

struct HmacVector {
    Integrity integrity;
    std::size_t key_length;
    const char* digest;
};

/// "Hi There" under keys of 0b: RFC 2202 2 and 3 test case 1; RFC 4868 2.7.2, test cases AUTH256-1, 384-1 and 512-1.
const HmacVector hmac_vectors[] = {
    {Integrity::hmac_md5_96, 16, "9294727a3638bb1c13f48ef8158bfc9d"},
    {Integrity::hmac_sha1_96, 20, "b617318655057264e28bc0b6fb378c8ef146be00"},
    {Integrity::hmac_sha2_256_128, 32, "198a607eb44bfbc69903a0f1cf2bbdc5ba0aa3f3d9ae3c1c7a3b1696a0b68cf7"},
    {Integrity::hmac_sha2_384_192, 48, "b6a8d5636f5c6a7224f9977dcf7ee6c7fb6d0c48cbdee973"},
    {Integrity::hmac_sha2_512_256, 64, "637edc6e01dce7e6742a99451aae82df23da3e92439e590e43e761b33e910fb8"},
};

struct CombinedVector {
    EspSuite suite;
    const char* key;
    /// Salt, then the explicit IV.
    const char* nonce;
    const char* aad;
    const char* plain;
    const char* cipher;
    const char* tag;
};

constexpr EspSuite gcm128{Encryption::aes_gcm, 128, Integrity::none};
constexpr EspSuite gcm192{Encryption::aes_gcm, 192, Integrity::none};
constexpr EspSuite gcm256{Encryption::aes_gcm, 256, Integrity::none};
constexpr EspSuite chacha{Encryption::chacha20_poly1305, 256, Integrity::none};

/// The GCM specification's test cases 4, 10 and 16 (NIST); draft-mcgrew-gcm-test-01, ESP with and without extended
/// sequence numbers; RFC 7634 A.
const CombinedVector combined_vectors[] = {
    {gcm128, "feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888", "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657b"
     "a"
     "637b39",
     "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973"
     "d"
     "58e091",
     "5bc94fbc3221a5db94fae95ae7121a47"},
    {gcm192, "feffe9928665731c6d6a8f9467308308feffe9928665731c", "cafebabefacedbaddecaf888",
     "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657b"
     "a"
     "637b39",
     "3980ca0b3c00e841eb06fac4872a2757859e1ceaa6efd984628593b40ca1e19c7d773d00c144c525ac619d18c84a3f4718e2448b2fe324d9c"
     "c"
     "da2710",
     "2519498e80f1478f37ba55bd6d27618c"},
    {gcm256, "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
     "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657b"
     "a"
     "637b39",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0ab"
     "c"
     "c9f662",
     "76fc6ece0f4e1768cddf8853bb2d551b"},
    {gcm128, "4c80cdefbb5d10da906ac73c3613a634", "2e443b684956ed7e3b244cfe", "000043218765432100000000",
     "45000048699a000080114db7c0a80102c0a801010a9bf15638d301000001000000000000045f736970045f756470037369700963796265726"
     "3"
     "69747902646b000021000101020201",
     "fecf537e729d5b07dc30df528dd22b768d1b98736696a6fd348509fa13ceac34cfa2436f14a3f3cf65925bf1f4a13c5d15b21e1884f5ff624"
     "7"
     "aeabb786b93bce61bc17d768fd9732",
     "459018148f6cbe722fd04796562dfdb4"},
    {gcm256, "abbccddef00112233445566778899aababbccddef00112233445566778899aab", "112233440102030405060708",
     "4a2cbfe300000002",
     "4500003069a6400080062690c0a801029389155e0a9e008b2dc57ee0000000007002400020bf0000020405b40101040201020201",
     "ff425c9b724599df7a3bcd510194e00d6a78107f1b0b1cbf06efae9d65a5d763748a637985771d347f0545659f14e99def842d8e",
     "b335f4eecfdbf831824b4c4915956c96"},
    {chacha, "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f", "a0a1a2a31011121314151617",
     "0102030400000005",
     "45000054a6f200004001e778c6336405c000020508005b7a3a080000553bec100007362708090a0b0c0d0e0f101112131415161718191a1b1"
     "c"
     "1d1e1f202122232425262728292a2b2c2d2e2f303132333435363701020204",
     "24039428b97f417e3c13753a4f05087b67c352e6a7fab1b982d466ef407ae5c614ee8099d52844eb61aa95dfab4c02f72aa71e7c4c4f64c9b"
     "e"
     "fe2facc638e8f3cbec163fac469b502773f6fb94e664da9165b82829f641e0",
     "76aaa8266b7fb0f7b11b369907e1ad43"},
};

}  // namespace

TEST_CASE("ciphers give the published ciphertexts", "[crypto]") {
    for (const std::string& name : backend_names()) {
        const auto backend = choose_backend(name);
        for (const CipherVector& vector : cipher_vectors) {
            INFO(name << " " << name_of(vector.suite));
            Keys keys(*backend, vector.suite, from_hex(vector.key), {});
            const Bytes iv = from_hex(vector.iv);
            Bytes text = from_hex(vector.plain), tag;
            CHECK(keys.seal(text, iv, {}, tag) == CryptoStatus::ok);
            CHECK(text == from_hex(vector.cipher));
            CHECK(keys.open(text, iv, {}, tag) == CryptoStatus::ok);
            CHECK(text == from_hex(vector.plain));
        }
    }
}

TEST_CASE("HMACs give the published digests, truncated", "[crypto]") {
    const std::string_view text = "Hi There";
    const Bytes message(text.begin(), text.end());
    for (const std::string& name : backend_names()) {
        const auto backend = choose_backend(name);
        for (const HmacVector& vector : hmac_vectors) {
            const EspSuite suite{Encryption::null, 0, vector.integrity};
            INFO(name << " " << name_of(suite));
            Keys keys(*backend, suite, {}, Bytes(vector.key_length, 0x0b));
            Bytes nothing, expected = from_hex(vector.digest), tag(icv_length(suite));
            expected.resize(icv_length(suite));
            CHECK(keys.seal(nothing, {}, message, tag) == CryptoStatus::ok);
            CHECK(tag == expected);
            CHECK(keys.open(nothing, {}, message, tag) == CryptoStatus::ok);
            tag.back() = static_cast<std::uint8_t>(tag.back() ^ 1);
            CHECK(keys.open(nothing, {}, message, tag) == CryptoStatus::authentication_failed);
        }
    }
}

TEST_CASE("combined modes give the published ciphertexts and tags", "[crypto]") {
    for (const std::string& name : backend_names()) {
        const auto backend = choose_backend(name);
        for (const CombinedVector& vector : combined_vectors) {
            INFO(name << " " << name_of(vector.suite) << " " << vector.aad);
            const Bytes nonce = from_hex(vector.nonce), aad = from_hex(vector.aad);
            Bytes key = from_hex(vector.key);
            key.insert(key.end(), nonce.begin(), nonce.begin() + 4);
            const Bytes iv(nonce.begin() + 4, nonce.end());
            Keys keys(*backend, vector.suite, key, {});
            Bytes text = from_hex(vector.plain), tag(16);
            CHECK(keys.seal(text, iv, aad, tag) == CryptoStatus::ok);
            CHECK(text == from_hex(vector.cipher));
            CHECK(tag == from_hex(vector.tag));
            CHECK(keys.open(text, iv, aad, tag) == CryptoStatus::ok);
            CHECK(text == from_hex(vector.plain));
            tag[3] = static_cast<std::uint8_t>(tag[3] ^ 0x10);
            CHECK(keys.open(text, iv, aad, tag) == CryptoStatus::authentication_failed);
        }
    }
}

TEST_CASE("keys of the wrong length make no context", "[crypto]") {
    for (const std::string& name : backend_names()) {
        const auto backend = choose_backend(name);
        for (const EspSuite& suite : all_suites()) {
            const auto make = [&](std::size_t encryption, std::size_t integrity) {
                return backend->make_key(suite, CryptoDirection::seal, config::Secret(Bytes(encryption)),
                                         config::Secret(Bytes(integrity)));
            };
            const std::size_t encryption = encryption_key_length(suite);
            const std::size_t integrity = integrity_key_length(suite.integrity);
            CHECK(make(encryption, integrity) != nullptr);
            CHECK(make(encryption + 1, integrity) == nullptr);
            CHECK(make(encryption, integrity + 1) == nullptr);
        }
        CHECK(backend->make_key({Encryption::aes_cbc, 100, Integrity::none}, CryptoDirection::seal, {}, {}) == nullptr);
        CHECK(backend->make_key({Encryption::aes_gcm, 128, Integrity::hmac_sha1_96}, CryptoDirection::seal, {}, {}) ==
              nullptr);
    }
}

TEST_CASE("a backend is chosen by name", "[crypto]") {
    CHECK(choose_backend("openssl")->name() == "OpenSSL");
    CHECK(choose_backend("auto") != nullptr);
    CHECK(choose_backend("abacus") == nullptr);
}
