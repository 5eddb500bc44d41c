#include <catch2/catch.hpp>

#include "tests/ipsec-dataplane/esp_fixture.h"

using namespace dataplane;
using namespace esp_fixture;

namespace {

/// Everything from the SPI on is under the tag: each flipped bit loses the packet, and one counter tells why.
void check_every_flip(const PairOptions& options) {
    Ends ends(options);
    const PacketPtr good = ends.protect(udp_packet(false, 40));
    REQUIRE(good != nullptr);
    const std::size_t start = options.outer_v6 ? 40 : 20;
    std::uint64_t dropped = 0;
    for (std::size_t bit = start * 8; bit < good->length * 8UL; ++bit) {
        const PacketPtr bad = ends.pool.clone(*good);
        bad->data[bit / 8] = static_cast<std::uint8_t>(bad->data[bit / 8] ^ 1U << bit % 8);
        const EspDrop drop = ends.second.unprotect(*bad);
        INFO(name_of(options.suite) << " bit " << bit);
        REQUIRE(drop != EspDrop::none);
        if (drop != EspDrop::invalid_sa) ++dropped;
    }
    const SaCounterValues counters = ends.second.inbound().counters();
    CHECK(counters[SaCounter::recv_errors] == dropped);
    CHECK(counters[SaCounter::pkts_decaps] == 0);
    CHECK(counters[SaCounter::verify_failed] + counters[SaCounter::invalid_length_recv] +
              counters[SaCounter::replay_failed_recv] + counters[SaCounter::decaps_failed] ==
          dropped);
    CHECK(ends.second.unprotect(*good) == EspDrop::none);
}

}  // namespace

TEST_CASE("a flipped bit anywhere drops the packet", "[esp]") {
    for (const EspSuite& suite : all_suites()) {
        if (icv_length(suite) == 0) continue;
        for (const bool extended : {false, true}) {
            PairOptions options;
            options.suite = suite;
            options.extended = extended;
            check_every_flip(options);
        }
    }
}

TEST_CASE("a flipped bit under AH drops the packet", "[ah]") {
    PairOptions options;
    options.protocol = IpsecProtocol::ah;
    for (const Integrity hmac :
         {Integrity::hmac_md5_96, Integrity::hmac_sha1_96, Integrity::hmac_sha2_256_128, Integrity::hmac_sha2_512_256})
        for (const bool v6 : {false, true}) {
            options.suite = {Encryption::null, 0, hmac};
            options.outer_v6 = v6;
            check_every_flip(options);
        }
}

TEST_CASE("AH forgives what routers change and nothing else of the outer header", "[ah]") {
    PairOptions options;
    options.protocol = IpsecProtocol::ah;
    options.suite = {Encryption::null, 0, Integrity::hmac_sha1_96};
    Ends ends(options);
    PacketPtr packet = ends.protect(udp_packet(false, 40));
    PacketPtr forged = ends.pool.clone(*packet);
    packet->data[1] = 0xb8;
    packet->data[8] = 17;
    packet->data[10] = packet->data[11] = 0x55;
    forged->data[15] = 9;
    CHECK(ends.second.unprotect(*forged) == EspDrop::authentication_failed);
    CHECK(ends.second.unprotect(*packet) == EspDrop::none);
}

TEST_CASE("a packet cut anywhere is dropped and read no further", "[esp][ah]") {
    for (const EspSuite& suite : all_suites()) {
        for (const IpsecProtocol protocol : {IpsecProtocol::esp, IpsecProtocol::ah}) {
            PairOptions options;
            options.suite = suite;
            options.protocol = protocol;
            options.udp = protocol == IpsecProtocol::esp && suite.key_bits == 128;
            if (protocol == IpsecProtocol::ah && (suite.encryption != Encryption::null || icv_length(suite) == 0))
                continue;
            Ends ends(options);
            const PacketPtr good = ends.protect(udp_packet(false, 33));
            for (std::uint32_t length = 0; length < good->length; ++length) {
                // An allocation of exactly this size: a sanitizer sees any byte too many.
                Bytes exact(good->data, good->data + length);
                if (length >= 20) {
                    exact[2] = static_cast<std::uint8_t>(length >> 8);
                    exact[3] = static_cast<std::uint8_t>(length);
                }
                Packet packet;
                packet.buffer = packet.data = exact.data();
                packet.length = packet.capacity = length;
                EspItem item{&packet, &ends.second.inbound(), EspDrop::none};
                ends.second.processor.decapsulate({&item, 1}, {});
                INFO(name_of(suite) << " length " << length);
                // Without a tag a shorter packet may pass for a whole one.
                if (icv_length(suite) != 0) REQUIRE(item.drop != EspDrop::none);
            }
        }
    }
}
