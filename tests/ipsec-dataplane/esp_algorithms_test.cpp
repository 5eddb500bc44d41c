#include <catch2/catch.hpp>

#include "tests/ipsec-dataplane/esp_fixture.h"

using namespace dataplane;
using namespace esp_fixture;

namespace {

constexpr EspSuite des3_sha1{Encryption::triple_des, 168, Integrity::hmac_sha1_96};
constexpr EspSuite cbc_sha1{Encryption::aes_cbc, 128, Integrity::hmac_sha1_96};
constexpr EspSuite cbc_sha256{Encryption::aes_cbc, 256, Integrity::hmac_sha2_256_128};
constexpr EspSuite gcm{Encryption::aes_gcm, 256, Integrity::none};

}  // namespace

TEST_CASE("plaintext MTUs are the documented ones", "[esp]") {
    const auto tunnel = EncapsulationMode::tunnel;
    CHECK(plaintext_mtu(des3_sha1, tunnel, 1500, false) == 1446);
    CHECK(plaintext_mtu(cbc_sha1, tunnel, 1500, false) == 1438);
    CHECK(plaintext_mtu(cbc_sha256, tunnel, 1500, false) == 1438);
    CHECK(plaintext_mtu(gcm, tunnel, 1500, false) == 1446);
    CHECK(plaintext_mtu(cbc_sha256, EncapsulationMode::transport, 1500, false) == 1458);
    CHECK(plaintext_mtu(gcm, tunnel, 40, false) == 0);
}

TEST_CASE("the plaintext MTU is the largest packet that fits", "[esp]") {
    for (const EspSuite& suite : all_suites())
        for (unsigned bits = 0; bits < 8; ++bits) {
            PairOptions options;
            options.suite = suite;
            options.mode = (bits & 1) != 0 ? EncapsulationMode::transport : EncapsulationMode::tunnel;
            options.outer_v6 = (bits & 2) != 0;
            options.udp = (bits & 4) != 0;
            Ends ends(options);
            const std::uint32_t mtu = ends.first.outbound().plaintext_mtu(1400);
            const bool inner_v6 = options.outer_v6 && options.mode == EncapsulationMode::transport;
            const std::uint32_t headers = inner_v6 ? 48 : 28;
            INFO(name_of(suite) << " " << bits);
            CHECK(ends.protect(udp_packet(inner_v6, mtu - headers))->length <= 1400);
            CHECK(ends.protect(udp_packet(inner_v6, mtu - headers + 1))->length > 1400);
        }
}

TEST_CASE("suites out of range are not supported", "[esp]") {
    for (const EspSuite& suite : all_suites()) CHECK(is_supported(suite));
    CHECK_FALSE(is_supported({Encryption::aes_cbc, 0, Integrity::hmac_sha1_96}));
    CHECK_FALSE(is_supported({Encryption::aes_cbc, 160, Integrity::hmac_sha1_96}));
    CHECK_FALSE(is_supported({Encryption::aes_gcm, 128, Integrity::hmac_sha1_96}));
    CHECK_FALSE(is_supported({Encryption::null, 128, Integrity::hmac_sha1_96}));
    CHECK_FALSE(is_supported({Encryption::des, 0, Integrity::none}));
}
