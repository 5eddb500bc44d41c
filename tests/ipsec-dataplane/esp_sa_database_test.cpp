#include <catch2/catch.hpp>

#include <cstring>
#include <set>

#include "tests/ipsec-dataplane/esp_fixture.h"

using namespace dataplane;
using namespace esp_fixture;
using std::chrono::seconds;

namespace {

constexpr Instant start{};

/// A pair with SPIs of its own; two policies take turns.
SaPair numbered_pair(std::uint32_t number, const PairOptions& options = {}) {
    SaPair sas = pair_of_first(options);
    sas.inbound.spi = 0x1000 + number;
    sas.outbound.spi = 0x9000000 + number;
    sas.inbound.policy = sas.outbound.policy = PolicyId{1 + number % 2};
    return sas;
}

InboundKey key_of(std::uint32_t number) { return {VrfId{}, address(false, 1), IpsecProtocol::esp, 0x1000 + number}; }

struct Fixture {
    Fixture() : backend(choose_backend()), database(*backend) {}
    SaPairIndex install(std::uint32_t number, const PairOptions& options = {}) {
        const SaInstallResult result = database.install(numbered_pair(number, options), start);
        REQUIRE(result);
        return result.pair;
    }
    std::unique_ptr<CryptoBackend> backend;
    SaDatabase database;
};

std::set<SaIndex> walk(const SaDatabase& database) {
    std::set<SaIndex> met;
    SaCursor cursor;
    while (const SecurityAssociation* sa = database.next(cursor)) CHECK(met.insert(sa->index()).second);
    return met;
}

}  // namespace

TEST_CASE("an installed pair is found in both directions", "[sad]") {
    Fixture fixture;
    const SaPairIndex pair = fixture.install(1);
    CHECK(fixture.database.size() == 2);
    REQUIRE(fixture.database.find_inbound(key_of(1)) != nullptr);
    CHECK(fixture.database.find_inbound(key_of(1))->index() == pair.inbound);
    REQUIRE(fixture.database.outbound(pair.outbound) != nullptr);
    CHECK(fixture.database.outbound(pair.inbound) == nullptr);
    CHECK(fixture.database.find(pair.inbound)->twin() == pair.outbound);
    CHECK(fixture.database.find_inbound(key_of(2)) == nullptr);
}

TEST_CASE("the inbound key is the whole of VRF, destination, protocol and SPI", "[sad]") {
    Fixture fixture;
    fixture.install(1);
    InboundKey key = key_of(1);
    key.front_vrf = VrfId{3};
    CHECK(fixture.database.find_inbound(key) == nullptr);
    key = key_of(1);
    key.destination = address(false, 9);
    CHECK(fixture.database.find_inbound(key) == nullptr);
    key = key_of(1);
    key.protocol = IpsecProtocol::ah;
    CHECK(fixture.database.find_inbound(key) == nullptr);
    // The same SPI at another address is another SA.
    SaPair other = numbered_pair(1);
    other.inbound.local_address = address(false, 9);
    const SaInstallResult result = fixture.database.install(std::move(other), start);
    REQUIRE(result);
    key = key_of(1);
    key.destination = address(false, 9);
    CHECK(fixture.database.find_inbound(key)->index() == result.pair.inbound);
    CHECK(fixture.database.find_inbound(key_of(1))->index() != result.pair.inbound);
}

TEST_CASE("what cannot be run is not installed", "[sad]") {
    Fixture fixture;
    const auto refused = [&](auto change) {
        SaPair sas = numbered_pair(5);
        change(sas);
        return fixture.database.install(std::move(sas), start).error;
    };
    CHECK(refused([](SaPair& sas) { sas.inbound.encryption_key = config::Secret(Bytes(15)); }) ==
          SaInstallError::bad_suite);
    CHECK(refused([](SaPair& sas) { sas.outbound.integrity_key = {}; }) == SaInstallError::bad_suite);
    CHECK(refused([](SaPair& sas) { sas.outbound.protocol = IpsecProtocol::ah; }) == SaInstallError::bad_suite);
    CHECK(refused([](SaPair& sas) { sas.inbound.spi = 255; }) == SaInstallError::bad_spi);
    CHECK(refused([](SaPair& sas) { sas.inbound.local_address = {}; }) == SaInstallError::bad_address);
    CHECK(refused([](SaPair& sas) { sas.inbound.remote_address = address(true, 2); }) == SaInstallError::bad_address);
    fixture.install(5);
    CHECK(refused([](SaPair&) {}) == SaInstallError::bad_spi);
    CHECK(fixture.database.size() == 2);
}

TEST_CASE("keys are not kept in what screens and events read", "[sad]") {
    Fixture fixture;
    const SecurityAssociation* sa = fixture.database.find(fixture.install(1).inbound);
    CHECK(sa->parameters().encryption_key.empty());
    CHECK(sa->parameters().integrity_key.empty());
}

TEST_CASE("a removed SA is gone at once and freed when nobody can see it", "[sad]") {
    Fixture fixture;
    const SaPairIndex pair = fixture.install(1);
    GracePeriod& grace = fixture.database.grace_period();
    SECTION("no worker is online") {
        fixture.database.remove(pair.inbound);
        CHECK(fixture.database.find_inbound(key_of(1)) == nullptr);
        CHECK(fixture.database.find(pair.outbound)->twin() == SaIndex());
        CHECK(fixture.database.retired() == 1);
        fixture.database.tick();
        CHECK(fixture.database.retired() == 0);
    }
    SECTION("a worker is in the middle of a vector") {
        grace.online({});
        fixture.database.remove(pair);
        CHECK(fixture.database.outbound(pair.outbound) == nullptr);
        fixture.database.tick();
        CHECK(fixture.database.retired() == 2);
        grace.quiescent({});
        fixture.database.tick();
        CHECK(fixture.database.retired() == 0);
    }
    SECTION("a worker goes to sleep") {
        grace.online({});
        fixture.database.remove(pair);
        grace.offline({});
        fixture.database.tick();
        CHECK(fixture.database.retired() == 0);
    }
    fixture.database.remove(pair);
    fixture.database.remove(pair);
}

TEST_CASE("an index names one SA only, its slot's next tenant has another", "[sad]") {
    Fixture fixture;
    std::set<SaIndex> used;
    for (std::uint32_t i = 0; i < 5000; ++i) {
        const SaPairIndex pair = fixture.install(i);
        CHECK(used.insert(pair.inbound).second);
        CHECK(used.insert(pair.outbound).second);
        fixture.database.remove(pair);
        fixture.database.tick();
        CHECK(fixture.database.find(pair.inbound) == nullptr);
    }
    CHECK(fixture.database.size() == 0);
    CHECK(used.rbegin()->index() < 5000);
}

TEST_CASE("many SAs are found, walked and removed", "[sad]") {
    Fixture fixture;
    constexpr std::uint32_t count = 3000;
    std::vector<SaPairIndex> pairs;
    for (std::uint32_t i = 0; i < count; ++i) pairs.push_back(fixture.install(i));
    for (std::uint32_t i = 0; i < count; ++i)
        REQUIRE(fixture.database.find_inbound(key_of(i))->index() == pairs[i].inbound);
    CHECK(walk(fixture.database).size() == 2 * count);
    CHECK(fixture.database.of_policy(PolicyId{1}).size() == count);
    for (std::uint32_t i = 0; i < count; i += 2) fixture.database.remove(pairs[i]);
    fixture.database.tick();
    for (std::uint32_t i = 0; i < count; ++i)
        CHECK((fixture.database.find_inbound(key_of(i)) != nullptr) == (i % 2 == 1));
    CHECK(walk(fixture.database).size() == count);
    CHECK(fixture.database.of_policy(PolicyId{1}).empty());
}

TEST_CASE("a walk survives what happens in between", "[sad]") {
    Fixture fixture;
    std::vector<SaPairIndex> pairs;
    for (std::uint32_t i = 0; i < 100; ++i) pairs.push_back(fixture.install(i));
    SaCursor cursor;
    std::set<SaIndex> met;
    for (int i = 0; i < 60; ++i) met.insert(fixture.database.next(cursor)->index());
    fixture.database.remove(pairs[0]);
    fixture.database.remove(pairs[70]);
    fixture.database.tick();
    for (std::uint32_t i = 100; i < 120; ++i) fixture.install(i);
    while (const SecurityAssociation* sa = fixture.database.next(cursor)) CHECK(met.insert(sa->index()).second);
    for (std::uint32_t i = 1; i < 100; ++i) {
        if (i == 70) continue;
        CHECK(met.count(pairs[i].inbound) == 1);
        CHECK(met.count(pairs[i].outbound) == 1);
    }
}

TEST_CASE("chosen SPIs are free and not reserved", "[sad]") {
    Fixture fixture;
    /// Says 7 (reserved), then 0x1001 (in use), then 0x1002.
    struct Scripted final : RandomSource {
        void fill(std::span<std::uint8_t> octets) override {
            const std::uint32_t value = words[next++];
            std::memcpy(octets.data(), &value, sizeof value);
        }
        std::array<std::uint32_t, 3> words = {7, 0x1001, 0x1002};
        std::size_t next = 0;
    } random;
    fixture.install(1);
    CHECK(fixture.database.choose_spi(VrfId{}, address(false, 1), IpsecProtocol::esp, random) == 0x1002);
}

TEST_CASE("lifetimes by seconds expire softly, then hard, once each", "[sad][lifetime]") {
    Fixture fixture;
    PairOptions options;
    options.lifetime.soft_seconds = 3570;
    options.lifetime.hard_seconds = 3600;
    const SaPairIndex pair = fixture.install(1, options);
    CHECK(fixture.database.next_deadline() == start + seconds(3570));
    CHECK(fixture.database.drain_expired(start + seconds(3569)).empty());
    auto due = fixture.database.drain_expired(start + seconds(3571));
    REQUIRE(due.size() == 2);
    CHECK(due[0].sa == pair.inbound);
    CHECK(due[0].kind == ExpiryKind::soft);
    CHECK(due[0].cause == ExpiryCause::seconds);
    CHECK(due[0].at == start + seconds(3570));
    CHECK(fixture.database.drain_expired(start + seconds(3571)).empty());
    CHECK(fixture.database.find(pair.inbound)->remaining_seconds(start + seconds(3571)) == 29U);
    due = fixture.database.drain_expired(start + seconds(4000));
    REQUIRE(due.size() == 2);
    CHECK(due[1].kind == ExpiryKind::hard);
    CHECK(fixture.database.find(pair.inbound)->remaining_seconds(start + seconds(4000)) == 0U);
    CHECK(fixture.database.next_deadline() == Instant::max());
}

TEST_CASE("the deadlines of removed SAs are forgotten", "[sad][lifetime]") {
    Fixture fixture;
    PairOptions options;
    options.lifetime.hard_seconds = 100;
    const SaPairIndex pair = fixture.install(1, options);
    fixture.database.remove(pair);
    fixture.database.tick();
    CHECK(fixture.database.next_deadline() == Instant::max());
    CHECK(fixture.database.drain_expired(start + seconds(1000)).empty());
}

TEST_CASE("lifetimes by kilobytes expire with traffic", "[sad][lifetime]") {
    PairOptions options;
    options.lifetime.soft_kilobytes = 3;
    options.lifetime.hard_kilobytes = 4;
    Ends ends(options);
    CHECK(ends.first.outbound().remaining_kilobytes() == 4U);
    // Datagrams of 1028 bytes.
    for (int i = 0; i < 3; ++i) CHECK(ends.protect(udp_packet(false, 1000)) != nullptr);
    REQUIRE(ends.first.database.has_volume_expiry());
    auto due = ends.first.database.drain_expired(start);
    REQUIRE(due.size() == 1);
    CHECK(due[0].sa == ends.first.pair.outbound);
    CHECK(due[0].kind == ExpiryKind::soft);
    CHECK(due[0].cause == ExpiryCause::kilobytes);
    CHECK(ends.first.outbound().remaining_kilobytes() == 1U);
    CHECK(ends.protect(udp_packet(false, 1000)) != nullptr);
    due = ends.first.database.drain_expired(start);
    REQUIRE(due.size() == 1);
    CHECK(due[0].kind == ExpiryKind::hard);
    PacketPtr refused = ends.pool.copy_of(udp_packet(false, 1000));
    CHECK(ends.first.protect(*refused) == EspDrop::lifetime_expired);
    CHECK(ends.first.outbound().remaining_kilobytes() == 0U);
    CHECK(ends.first.inbound().remaining_kilobytes() == 4U);
}

TEST_CASE("a hard lifetime by seconds stops packets both ways", "[sad][lifetime]") {
    PairOptions options;
    options.lifetime.hard_seconds = 60;
    Ends ends(options);
    const PacketPtr before = ends.protect(udp_packet(false, 10));
    CHECK(ends.first.database.drain_expired(start + seconds(60)).size() == 2);
    CHECK(ends.second.database.drain_expired(start + seconds(60)).size() == 2);
    const PacketPtr packet = ends.pool.copy_of(udp_packet(false, 10));
    CHECK(ends.first.protect(*packet) == EspDrop::lifetime_expired);
    CHECK(ends.second.unprotect(*before) == EspDrop::lifetime_expired);
}

TEST_CASE("a policy's counters outlive its SAs until they are cleared", "[sad]") {
    Ends ends(PairOptions{});
    const PolicyId policy{7};
    SaDatabase& database = ends.first.database;
    for (int i = 0; i < 3; ++i) CHECK(ends.protect(udp_packet(false, 10)) != nullptr);
    CHECK(database.policy_counters(policy)[SaCounter::pkts_encaps] == 3);
    database.remove(ends.first.pair);
    CHECK(database.policy_counters(policy)[SaCounter::pkts_encaps] == 3);
    database.tick();
    CHECK(database.policy_counters(policy)[SaCounter::pkts_encaps] == 3);
    ends.first.pair = database.install(pair_of_first({}), start).pair;
    CHECK(ends.protect(udp_packet(false, 10)) != nullptr);
    CHECK(database.policy_counters(policy)[SaCounter::pkts_encaps] == 4);
    database.clear_counters(policy);
    CHECK(database.policy_counters(policy)[SaCounter::pkts_encaps] == 0);
    CHECK(ends.protect(udp_packet(false, 10)) != nullptr);
    CHECK(database.policy_counters(policy)[SaCounter::pkts_encaps] == 1);
    // The SA itself goes on counting down its volume.
    CHECK(ends.first.outbound().counters()[SaCounter::pkts_encaps] == 2);
    database.remove(ends.first.pair);
    database.tick();
    database.forget_policy(policy);
    CHECK(database.policy_counters(policy)[SaCounter::pkts_encaps] == 0);
}

TEST_CASE("last use is the last packet's time", "[sad]") {
    Ends ends(PairOptions{});
    PacketPtr packet = ends.pool.copy_of(udp_packet(false, 10));
    CHECK(ends.first.outbound().last_used() == start);
    CHECK(ends.first.protect(*packet, start + seconds(5)) == EspDrop::none);
    CHECK(ends.first.outbound().last_used() == start + seconds(5));
}
