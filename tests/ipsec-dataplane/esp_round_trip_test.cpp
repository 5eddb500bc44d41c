#include <catch2/catch.hpp>

#include "tests/ipsec-dataplane/esp_fixture.h"

using namespace dataplane;
using namespace esp_fixture;

namespace {

bool fits(const PairOptions& options) {
    if (options.protocol == IpsecProtocol::esp) return true;
    return options.suite.encryption == Encryption::null && options.suite.integrity != Integrity::none && !options.udp;
}

void check_round_trip(Ends& ends, const Bytes& plain) {
    const PacketPtr packet = ends.protect(plain);
    REQUIRE(packet != nullptr);
    CHECK(packet->data == packet->l3());
    CHECK(packet->length > plain.size());
    REQUIRE(ends.second.unprotect(*packet) == EspDrop::none);
    CHECK(packet->data == packet->l3());
    CHECK(bytes_of(*packet) == plain);
}

/// Both ends count the same packets.
void check_counters(Ends& ends, const PairOptions& options, std::uint64_t packets) {
    const SaCounterValues sent = ends.first.outbound().counters();
    const SaCounterValues received = ends.second.inbound().counters();
    const bool authenticates = icv_length(options.suite) != 0;
    CHECK(sent[SaCounter::pkts_encaps] == packets);
    CHECK(sent[SaCounter::pkts_encrypt] == (options.protocol == IpsecProtocol::esp ? packets : 0));
    CHECK(sent[SaCounter::pkts_digest] == (authenticates ? packets : 0));
    CHECK(received[SaCounter::pkts_decaps] == packets);
    CHECK(received[SaCounter::pkts_verify] == (authenticates ? packets : 0));
    CHECK(sent[SaCounter::send_errors] == 0);
    CHECK(received[SaCounter::recv_errors] == 0);
    CHECK(sent[SaCounter::bytes_encaps] == received[SaCounter::bytes_decaps]);
}

void check_pair(const PairOptions& options, const std::string& backend) {
    Ends ends(options, backend);
    REQUIRE(ends.first.error == SaInstallError::none);
    REQUIRE(ends.second.error == SaInstallError::none);
    const bool inner_v6 = options.mode == EncapsulationMode::transport && options.outer_v6;
    std::uint64_t packets = 0;
    for (const std::size_t payload : {0U, 1U, 2U, 3U, 15U, 16U, 17U, 100U, 1372U}) {
        check_round_trip(ends, udp_packet(inner_v6, payload));
        ++packets;
    }
    if (options.mode == EncapsulationMode::tunnel) {
        check_round_trip(ends, udp_packet(true, 77));
        ++packets;
    }
    check_counters(ends, options, packets);
}

}  // namespace

TEST_CASE("every suite carries every packet in every mode", "[esp][ah]") {
    for (const std::string& backend : backend_names())
        for (const EspSuite& suite : all_suites())
            for (unsigned bits = 0; bits < 32; ++bits) {
                PairOptions options;
                options.suite = suite;
                options.protocol = (bits & 16) != 0 ? IpsecProtocol::ah : IpsecProtocol::esp;
                options.mode = (bits & 1) != 0 ? EncapsulationMode::transport : EncapsulationMode::tunnel;
                options.outer_v6 = (bits & 2) != 0;
                options.udp = (bits & 4) != 0;
                options.extended = (bits & 8) != 0;
                if (!fits(options)) continue;
                INFO(backend << " " << name_of(suite) << " options " << bits);
                check_pair(options, backend);
            }
}

TEST_CASE("a vector holds packets of many SAs", "[esp]") {
    for (const std::string& backend : backend_names()) {
        std::vector<std::unique_ptr<Ends>> pairs;
        for (const EspSuite& suite : all_suites()) {
            PairOptions options;
            options.suite = suite;
            pairs.push_back(std::make_unique<Ends>(options, backend));
        }
        // One processor treats SAs of several databases: it needs only their keys.
        PacketPool pool;
        std::array<EspItem, PacketVector::capacity> items;
        std::vector<PacketPtr> packets;
        std::vector<Bytes> plains;
        for (std::size_t i = 0; i < items.size(); ++i) {
            plains.push_back(udp_packet(i % 3 == 0, i * 20));
            packets.push_back(pool.copy_of(plains.back()));
            items[i] = {packets.back().get(), &pairs[i % pairs.size()]->first.outbound(), EspDrop::none};
        }
        pairs[0]->first.processor.encapsulate(items, {});
        for (std::size_t i = 0; i < items.size(); ++i) {
            REQUIRE(items[i].drop == EspDrop::none);
            items[i].sa = &pairs[i % pairs.size()]->second.inbound();
        }
        pairs[0]->second.processor.decapsulate(items, {});
        for (std::size_t i = 0; i < items.size(); ++i) {
            INFO(backend << " packet " << i);
            REQUIRE(items[i].drop == EspDrop::none);
            CHECK(bytes_of(*packets[i]) == plains[i]);
        }
    }
}
