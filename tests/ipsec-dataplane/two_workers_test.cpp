#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

#include "tests/ipsec-dataplane/esp_fixture.h"

using namespace dataplane;
using namespace esp_fixture;

namespace {

constexpr std::uint16_t workers = 2;
/// Slots that hold a pair each; the control thread renews one after the other.
constexpr std::uint32_t tunnels = 32;

/// A router that sends to itself: what the outbound SA of a pair protects, its inbound SA opens.
SaPair looped_pair(std::uint32_t spi, WorkerId worker, const PairOptions& options) {
    SaPair sas = pair_of_first(options);
    const SaPair other = pair_of_second(options);
    sas.inbound = other.inbound;
    sas.inbound.spi = sas.outbound.spi = spi;
    sas.inbound_worker = sas.outbound_worker = worker;
    return sas;
}

struct Tunnel {
    /// SaIndex of the outbound SA; 0 while there is none.
    std::atomic<std::uint32_t> outbound{0};
    SaPairIndex pair;
};

struct Worker {
    explicit Worker(WorkerId number) : id(number), random(number.value + 1U), backend(choose_backend()) {}
    WorkerId id;
    Octets random;
    std::unique_ptr<CryptoBackend> backend;
    PacketPool pool;
    std::uint64_t opened = 0;
    std::uint64_t refused = 0;
    std::uint64_t garbled = 0;
};

/// One vector out and in again, over whatever SAs are there at the moment.
void run_vector(Worker& worker, SaDatabase& database, EspProcessor& processor, std::span<Tunnel> mine,
                const Bytes& plain) {
    std::array<EspItem, PacketVector::capacity> items;
    std::array<PacketPtr, PacketVector::capacity> packets;
    for (std::size_t i = 0; i < items.size(); ++i) {
        packets[i] = worker.pool.copy_of(plain);
        const std::uint32_t index = mine[worker.random.below(static_cast<std::uint32_t>(mine.size()))].outbound.load();
        items[i] = {packets[i].get(), database.outbound(SaIndex::of_value(index)), EspDrop::none};
    }
    processor.encapsulate(items, {});
    for (EspItem& item : items) {
        const auto key = item.drop == EspDrop::none ? inbound_key(*item.packet) : std::nullopt;
        item.sa = key ? database.find_inbound(*key) : nullptr;
    }
    processor.decapsulate(items, {});
    for (const EspItem& item : items) {
        const bool good = item.drop == EspDrop::none;
        good ? ++worker.opened : ++worker.refused;
        if (good && bytes_of(*item.packet) != plain) ++worker.garbled;
    }
}

}  // namespace

TEST_CASE("two workers read the SA database while the control thread changes it", "[workers]") {
    const auto control = choose_backend();
    SaDatabase database(*control, workers);
    std::array<std::array<Tunnel, tunnels>, workers> tables;
    std::array<Worker, workers> team = {Worker({0}), Worker({1})};
    std::atomic<bool> stop{false};
    std::atomic<std::uint32_t> vectors{0};

    const auto packet_thread = [&](Worker& worker) {
        EspProcessor processor(database, *worker.backend, worker.random, worker.id);
        GracePeriod& grace = database.grace_period();
        const Bytes plain = udp_packet(false, 200);
        while (!stop.load()) {
            grace.online(worker.id);
            for (int i = 0; i < 8; ++i) {
                run_vector(worker, database, processor, tables[worker.id.value], plain);
                grace.quiescent(worker.id);
                ++vectors;
            }
            grace.offline(worker.id);
        }
    };
    std::thread first([&] { packet_thread(team[0]); }), second([&] { packet_thread(team[1]); });

    PairOptions options;
    options.lifetime.soft_kilobytes = 1;
    std::uint32_t spi = 0x1000;
    std::uint64_t installs = 0, expiries = 0;
    while (vectors.load() < 600 || installs < 2000) {
        const std::uint32_t place = spi % tunnels;
        const WorkerId owner{static_cast<std::uint16_t>(spi / tunnels % workers)};
        Tunnel& tunnel = tables[owner.value][place];
        options.suite = all_suites()[spi % all_suites().size()];
        const SaInstallResult result = database.install(looped_pair(++spi, owner, options), {});
        if (!result) break;
        ++installs;
        tunnel.outbound.store(result.pair.outbound.value());
        database.remove(tunnel.pair);
        tunnel.pair = result.pair;
        expiries += database.drain_expired({}).size();
        database.tick();
        SaCursor cursor;
        while (const SecurityAssociation* sa = database.next(cursor)) (void)sa->counters();
        if (installs % 16 == 0) std::this_thread::yield();
    }
    stop.store(true);
    first.join();
    second.join();
    database.tick();

    CHECK(installs >= 2000);
    CHECK(expiries > 0);
    CHECK(database.retired() == 0);
    for (const Worker& worker : team) {
        CHECK(worker.opened > 0);
        CHECK(worker.garbled == 0);
        CHECK(worker.pool.outstanding() == 0);
    }
    // Both directions of every packet that came through were counted.
    const SaCounterValues sum = database.policy_counters(PolicyId{7});
    CHECK(sum[SaCounter::pkts_decaps] == team[0].opened + team[1].opened);
}

TEST_CASE("a worker does not touch another's SA", "[workers]") {
    const auto backend = choose_backend();
    SaDatabase database(*backend, workers);
    const SaPairIndex pair = database.install(looped_pair(0x1000, WorkerId{1}, {}), {}).pair;
    Octets random;
    EspProcessor processor(database, *backend, random, WorkerId{0});
    PacketPool pool;
    const PacketPtr packet = pool.copy_of(udp_packet(false, 10));
    EspItem item{packet.get(), database.outbound(pair.outbound), EspDrop::none};
    processor.encapsulate({&item, 1}, {});
    CHECK(item.drop == EspDrop::not_owner);
    CHECK(database.outbound(pair.outbound)->counters()[SaCounter::internal_error_send] == 1);
}
