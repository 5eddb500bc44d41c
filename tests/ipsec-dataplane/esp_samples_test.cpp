#include <catch2/catch.hpp>

#include "tests/ipsec-dataplane/esp_fixture.h"

using namespace dataplane;
using namespace esp_fixture;

namespace {

Bytes counting(std::uint8_t start, std::size_t length) {
    Bytes bytes(length);
    for (std::size_t i = 0; i < length; ++i) bytes[i] = static_cast<std::uint8_t>(start + i);
    return bytes;
}

/// A packet that another implementation made, and what was in it.
struct Sample {
    const char* what;
    IpsecProtocol protocol;
    EncapsulationMode mode;
    EspSuite suite;
    Bytes encryption_key;
    Bytes integrity_key;
    std::uint32_t spi;
    bool extended;
    config::IpAddress destination;
    config::IpAddress source;
    const char* packet;
    const char* plain;
};

constexpr auto tunnel = EncapsulationMode::tunnel;
constexpr auto transport = EncapsulationMode::transport;
constexpr auto esp = IpsecProtocol::esp;
constexpr auto ah = IpsecProtocol::ah;

config::IpAddress ip(const char* text) { return *config::IpAddress::parse(text); }

const char* const datagram =
    "4500003d000700004011f656c0a80101c0a8020103e807d0002970097878787878787878787878787878787878787878787878787878787878"
    "78"
    "787878";

Bytes gcm_key() {
    Bytes key = counting(0, 16);
    const Bytes salt = {0x0a, 0x0b, 0x0c, 0x0d};
    key.insert(key.end(), salt.begin(), salt.end());
    return key;
}

/// Made by scapy 2.5 with sequence number 5.
std::vector<Sample> scapy_samples() {
    const auto a = ip("10.0.0.1"), b = ip("10.0.0.2"), a6 = ip("2001:db8::1"), b6 = ip("2001:db8::2");
    const auto inner_a = ip("192.168.1.1"), inner_b = ip("192.168.2.1");
    return {
        {"AES-CBC-128 and SHA-1",
         esp,
         tunnel,
         {Encryption::aes_cbc, 128, Integrity::hmac_sha1_96},
         counting(0, 16),
         counting(0x40, 20),
         0x1234567,
         false,
         b,
         a,
         "4500007800010000403266510a0000010a00000201234567000000051111111111111111111111111111111183ad4eddc6ca190601ee3"
         "0b8"
         "94ff362fc6cefd2d8e2e36ea9ce8c25cb619950134f09a0865f2f3812eedd4488f8564d48461a36dc287fc00c5642a11ca303a6b0249f"
         "632"
         "0a0dcc9987062400",
         datagram},
        {"3DES and MD5",
         esp,
         tunnel,
         {Encryption::triple_des, 168, Integrity::hmac_md5_96},
         counting(0x60, 24),
         counting(0, 16),
         0x1234567,
         false,
         b,
         a,
         "4500007000010000403266590a0000010a0000020123456700000005111111111111111194d11c2e986d2b6ddabecc097042b5fa7c25a"
         "ebb"
         "2c305f00ce16212381c1d92a61ca703489f0fd220930ab63528a69d4713c4044c579dcba8691072cb417a668bb019c4203cb0f7894157"
         "936",
         datagram},
        {"AES-CBC-256 and SHA-256 over IPv6",
         esp,
         tunnel,
         {Encryption::aes_cbc, 256, Integrity::hmac_sha2_256_128},
         counting(0x80, 32),
         counting(0x80, 32),
         0x1234567,
         false,
         b6,
         a6,
         "600000000068324020010db800000000000000000000000120010db800000000000000000000000201234567000000051111111111111"
         "1111"
         "1111111111111119"
         "6e9154501a645bf952f5fea08435133b0e29be25a510bfe2196dd22e7732655d760eca40fb10f5890ae5fd05d90092bca04c6eef2f394"
         "368a"
         "75ccbf871e179e0f3186578f2a77e2d2d45f3e05784a14",
         datagram},
        {"null and SHA-512",
         esp,
         tunnel,
         {Encryption::null, 0, Integrity::hmac_sha2_512_256},
         {},
         counting(0, 64),
         0x1234567,
         false,
         b,
         a,
         "4500007c000100004032664d0a0000010a00000201234567000000054500003d000700004011f656c0a80101c0a8020103e807d000297"
         "009"
         "787878787878787878787878787878787878787878787878787878787878787878010104f4ae84209cec2fa2a30d962423633a8a1775a"
         "39d"
         "5651d5ec9b8ead8eb386c812",
         datagram},
        {"AES-GCM-128",
         esp,
         tunnel,
         {Encryption::aes_gcm, 128, Integrity::none},
         gcm_key(),
         {},
         0x1234567,
         false,
         b,
         a,
         "4500007400010000403266550a0000010a00000201234567000000052222222222222222a5580899787f6006fa32d2f5bf9467692eb09"
         "56c"
         "fedcb94dd29501b5fab50912ca4901afec89d8c7e30cabb2eb0d7ef49712fa5e89f3ce38c943e3d213cec6454702a24a830a42f7083ee"
         "afa"
         "f286c5fc",
         datagram},
        {"transport mode",
         esp,
         transport,
         {Encryption::aes_cbc, 128, Integrity::hmac_sha1_96},
         counting(0, 16),
         counting(0x40, 20),
         0x1234567,
         false,
         inner_b,
         inner_a,
         "45000068000700004032f60ac0a80101c0a80201012345670000000511111111111111111111111111111111d4b6fef43050cb4bdf0b8"
         "c12"
         "ab8dbd6a2aeb2ddb3815c1f7abf993b9c76de1f6c00ae286e4f6f2e80b7e18e62721f0352ff7a79cd0841adccc9491c4",
         datagram},
        {"AH tunnel",
         ah,
         tunnel,
         {Encryption::null, 0, Integrity::hmac_sha1_96},
         {},
         counting(0x40, 20),
         0x1234567,
         false,
         b,
         a,
         "45000069000100004033665f0a0000010a000002040400000123456700000005b2f73c184e085e1fb43f4e274500003d000700004011f"
         "656"
         "c0a80101c0a8020103e807d000297009787878787878787878787878787878787878787878787878787878787878787878",
         datagram},
        {"AH transport",
         ah,
         transport,
         {Encryption::null, 0, Integrity::hmac_sha1_96},
         {},
         counting(0x40, 20),
         0x1234567,
         false,
         inner_b,
         inner_a,
         "45000055000700004033f61cc0a80101c0a8020111040000012345670000000536da8b944269ddfe4611833903e807d00029700978787"
         "878"
         "7878787878787878787878787878787878787878787878787878787878",
         datagram},
        {"AH and SHA-256 over IPv6",
         ah,
         tunnel,
         {Encryption::null, 0, Integrity::hmac_sha2_256_128},
         {},
         counting(0x80, 32),
         0x1234567,
         false,
         b6,
         a6,
         "60000000005d334020010db800000000000000000000000120010db8000000000000000000000002040600000123456700000005ebfd9"
         "41e"
         "3218641994b25e27d1fa5c1b000000004500003d000700004011f656c0a80101c0a8020103e807d000297009787878787878787878787"
         "87878"
         "7878787878787878787878787878787878787878",
         datagram},
    };
}

/// RFC 3602 4, case 5; draft-mcgrew-gcm-test-01, third case (its next header says ICMP); RFC 7634 A.
std::vector<Sample> published_samples() {
    const Bytes gcm256 = from_hex("abbccddef00112233445566778899aababbccddef00112233445566778899aab 11223344");
    const Bytes chacha = from_hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f a0a1a2a3");
    return {
        {"RFC 3602 case 5",
         esp,
         transport,
         {Encryption::aes_cbc, 128, Integrity::none},
         from_hex("90d382b410eeba7ad938c46cec1a82bf"),
         {},
         0x4321,
         false,
         ip("192.168.123.100"),
         ip("192.168.123.3"),
         "4500007c08f200004032f9a5c0a87b03c0a87b64 00004321 00000001 e96e8c08ab465763fd098d45dd3ff893"
         "f663c25d325c18c6a9453e194e120849a4870b66cc6b9965330013b4898dc856a4699e523a55db080b59ec3a8e4b7e52775b07d1db34e"
         "d9c"
         "538ab50c551b874aa269add047ad2d5913ac19b7cfbad4a6",
         "4500005408f200004001f9fec0a87b03c0a87b6408000ebda70a00008e9c083db95b070008090a0b0c0d0e0f101112131415161718191"
         "a1b"
         "1c1d1e1f202122232425262728292a2b2c2d2e2f3031323334353637"},
        {"AES-GCM-256",
         esp,
         transport,
         {Encryption::aes_gcm, 256, Integrity::none},
         gcm256,
         {},
         0x4a2cbfe3,
         false,
         ip("10.0.0.2"),
         ip("10.0.0.1"),
         "45000068000100004032666d0a0000010a000002 4a2cbfe3 00000002 0102030405060708"
         "ff425c9b724599df7a3bcd510194e00d6a78107f1b0b1cbf06efae9d65a5d763748a637985771d347f0545659f14e99def842d8e"
         "b335f4eecfdbf831824b4c4915956c96",
         "4500004400010000400166b60a0000010a000002"
         "4500003069a6400080062690c0a801029389155e0a9e008b2dc57ee0000000007002400020bf0000020405b401010402"},
        {"ChaCha20-Poly1305",
         esp,
         tunnel,
         {Encryption::chacha20_poly1305, 256, Integrity::none},
         chacha,
         {},
         0x01020304,
         false,
         ip("203.0.113.5"),
         ip("203.0.113.153"),
         "4500008c231200004032de5bcb007199cb007105 01020304 00000005 1011121314151617"
         "24039428b97f417e3c13753a4f05087b67c352e6a7fab1b982d466ef407ae5c614ee8099d52844eb61aa95dfab4c02f72aa71e7c4c4f6"
         "4c9be"
         "fe2facc638e8f3cbec163fac469b502773f6fb94e664da9165b82829f641e076aaa8266b7fb0f7b11b369907e1ad43",
         "45000054a6f200004001e778c6336405c000020508005b7a3a080000553bec100007362708090a0b0c0d0e0f101112131415161718191"
         "a1b1c"
         "1d1e1f2021222324252627282"
         "92a2b2c2d2e2f3031323334353637"},
    };
}

SaParameters parameters_of(const Sample& sample) {
    SaParameters sa;
    sa.spi = sample.spi;
    sa.protocol = sample.protocol;
    sa.mode = sample.mode;
    sa.suite = sample.suite;
    sa.encryption_key = config::Secret(sample.encryption_key);
    sa.integrity_key = config::Secret(sample.integrity_key);
    sa.local_address = sample.destination;
    sa.remote_address = sample.source;
    sa.extended_sequence_numbers = sample.extended;
    return sa;
}

void check_sample(const Sample& sample, const std::string& backend_name) {
    INFO(backend_name << " " << sample.what);
    const auto backend = choose_backend(backend_name);
    End end(*backend, {parameters_of(sample), parameters_of(sample), {}, {}}, 1);
    REQUIRE(end.error == SaInstallError::none);
    PacketPool pool;
    const PacketPtr packet = pool.copy_of(from_hex(sample.packet));
    REQUIRE(end.unprotect(*packet) == EspDrop::none);
    CHECK(bytes_of(*packet) == from_hex(sample.plain));
}

}  // namespace

TEST_CASE("packets of another implementation open", "[esp][ah]") {
    for (const std::string& backend : backend_names())
        for (const Sample& sample : scapy_samples()) check_sample(sample, backend);
}

TEST_CASE("published packets open", "[esp]") {
    for (const std::string& backend : backend_names())
        for (const Sample& sample : published_samples()) check_sample(sample, backend);
}

TEST_CASE("a published combined-mode packet with an extended sequence number opens", "[esp]") {
    const Bytes key = from_hex("4c80cdefbb5d10da906ac73c3613a634 2e443b68");
    const Bytes plain = from_hex(
        "4500005800010000400166a20a0000010a000002"
        "45000048699a000080114db7c0a80102c0a801010a9bf15638d301000001000000000000045f736970045f756470037369700963796265"
        "7263"
        "69747902646b0000210001");
    for (const std::string& name : backend_names()) {
        const auto backend = choose_backend(name);
        Sample sample{"",
                      esp,
                      transport,
                      {Encryption::aes_gcm, 128, Integrity::none},
                      key,
                      {},
                      0x4321,
                      true,
                      ip("10.0.0.2"),
                      ip("10.0.0.1"),
                      "",
                      ""};
        End end(*backend, {parameters_of(sample), parameters_of(sample), {}, {}}, 1);
        PacketPool pool;
        const PacketPtr packet = pool.copy_of(from_hex(
            "4500007c000100004032664d0a0000010a000002 00004321 00000000 4956ed7e3b244cfe"
            "fecf537e729d5b07dc30df528dd22b768d1b98736696a6fd348509fa13ceac34cfa2436f14a3f3cf65925bf1f4a13c5d15b2"
            "1e1884f5ff6247aeabb786b93bce61bc17d768fd9732459018148f6cbe722fd04796562dfdb4"));
        // The receiver has come as far as 0x87654320ffffffff.
        REQUIRE(end.inbound().path().replay.accept(0x87654320ffffffffULL));
        REQUIRE(end.unprotect(*packet) == EspDrop::none);
        CHECK(bytes_of(*packet) == plain);
    }
}
