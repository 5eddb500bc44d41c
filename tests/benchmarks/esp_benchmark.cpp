#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <random>
#include <stdexcept>
#include <vector>

#include "ipsec-dataplane/esp/big_endian.h"
#include "ipsec-dataplane/esp/esp.h"
#include "ipsec-dataplane/esp/ip_header.h"
#include "tests/benchmarks/raw_crypto.h"

// Bare ESP: vectors of 64 packets through encapsulation and decapsulation, tunnel mode over IPv4, replay window 64,
// beside what the crypto library alone does with the same bytes in the same run. Sizes are those of the plain packet.

namespace {

using namespace dataplane;
using Clock = std::chrono::steady_clock;

constexpr std::size_t vector_size = PacketVector::capacity;
static_assert(benchmark::RawCrypto::buffers == vector_size);
constexpr int rounds = 5;
constexpr auto round_time = std::chrono::milliseconds(60);

struct Random final : RandomSource {
    void fill(std::span<std::uint8_t> octets) override {
        for (std::uint8_t& octet : octets) octet = static_cast<std::uint8_t>(engine());
    }
    std::mt19937_64 engine{1};
};

struct NamedSuite {
    const char* name;
    EspSuite suite;
};

constexpr NamedSuite suites[] = {
    {"AES-GCM-128", {Encryption::aes_gcm, 128, Integrity::none}},
    {"AES-GCM-256", {Encryption::aes_gcm, 256, Integrity::none}},
    {"AES-CBC-128 SHA1", {Encryption::aes_cbc, 128, Integrity::hmac_sha1_96}},
    {"AES-CBC-256 SHA256", {Encryption::aes_cbc, 256, Integrity::hmac_sha2_256_128}},
    {"3DES SHA1", {Encryption::triple_des, 168, Integrity::hmac_sha1_96}},
};

SaParameters parameters(const EspSuite& suite, std::uint32_t spi, bool first) {
    SaParameters sa;
    sa.spi = spi;
    sa.suite = suite;
    std::vector<std::uint8_t> encryption(encryption_key_length(suite)),
        integrity(integrity_key_length(suite.integrity));
    for (std::size_t i = 0; i < encryption.size(); ++i) encryption[i] = static_cast<std::uint8_t>(i * 5 + spi);
    sa.encryption_key = config::Secret(std::move(encryption));
    sa.integrity_key = config::Secret(std::move(integrity));
    sa.local_address = config::IpAddress::v4(first ? 0x0a000001 : 0x0a000002);
    sa.remote_address = config::IpAddress::v4(first ? 0x0a000002 : 0x0a000001);
    return sa;
}

/// Nanoseconds a packet of many vectors. The lower decile stands for them: whatever else the machine does only adds.
class Samples {
public:
    void add(Clock::duration vector) { times_.push_back(std::chrono::duration<double, std::nano>(vector).count()); }
    double typical() {
        const auto place = times_.begin() + static_cast<std::ptrdiff_t>(times_.size() / 10);
        std::nth_element(times_.begin(), place, times_.end());
        return *place / static_cast<double>(vector_size);
    }

private:
    std::vector<double> times_;
};

struct Times {
    Samples raw;
    Samples encapsulate;
    Samples decapsulate;
};

class Bench {
public:
    Bench(const char* backend_name, const EspSuite& suite, std::uint32_t sas)
        : backend_(choose_backend(backend_name)), database_(*backend_), processor_(database_, *backend_, random_) {
        for (std::uint32_t i = 0; i < sas; ++i) {
            // The router sends to itself: an outbound SA and the inbound one of the other end.
            const SaInstallResult result = database_.install(
                {parameters(suite, 0x1000 + i, false), parameters(suite, 0x1000 + i, true), {}, {}}, {});
            outbound_.push_back(result.pair.outbound);
        }
        std::shuffle(outbound_.begin(), outbound_.end(), random_.engine);
        for (PacketPtr& packet : packets_) packet = pool_.take();
    }

    void measure(std::uint32_t size, Times& times) {
        const auto end = Clock::now() + round_time;
        while (Clock::now() < end) {
            prepare(size);
            const auto start = Clock::now();
            processor_.encapsulate(items_, {});
            const auto middle = Clock::now();
            for (EspItem& item : items_) item.sa = database_.find_inbound(*inbound_key(*item.packet));
            processor_.decapsulate(items_, {});
            times.decapsulate.add(Clock::now() - middle);
            times.encapsulate.add(middle - start);
        }
        for (const EspItem& item : items_)
            if (item.drop != EspDrop::none) throw std::runtime_error("a packet was dropped");
    }

private:
    void prepare(std::uint32_t size) {
        for (std::size_t i = 0; i < vector_size; ++i) {
            Packet& packet = *packets_[i];
            packet.data = packet.buffer + Packet::headroom_size;
            packet.length = size;
            packet.l3_offset = Packet::headroom_size;
            std::memset(packet.data, 0, 20);
            packet.data[0] = 0x45;
            packet.data[8] = 64;
            packet.data[9] = 17;
            set_ip_length(packet.data, false, 20, size);
            items_[i] = {&packet, database_.outbound(outbound_[next_++ % outbound_.size()]), EspDrop::none};
        }
    }

    Random random_;
    std::unique_ptr<CryptoBackend> backend_;
    SaDatabase database_;
    EspProcessor processor_;
    PacketPool pool_;
    std::vector<SaIndex> outbound_;
    std::array<PacketPtr, vector_size> packets_;
    std::array<EspItem, vector_size> items_;
    std::size_t next_ = 0;
};

void measure_raw(benchmark::RawCrypto& raw, std::uint32_t length, Times& times) {
    const auto end = Clock::now() + round_time / 2;
    while (Clock::now() < end) {
        const auto start = Clock::now();
        raw.round(length);
        times.raw.add(Clock::now() - start);
    }
}

double gigabits(std::uint32_t size, double nanoseconds) { return size * 8 / nanoseconds; }

std::uint32_t padded(const EspSuite& suite, std::uint32_t size) {
    const std::uint32_t block = block_length(suite.encryption);
    return (size + 2 + block - 1) / block * block;
}

void print_row(const char* suite, const char* library, std::uint32_t size, Times& times) {
    const double raw = times.raw.typical(), out = times.encapsulate.typical(), in = times.decapsulate.typical();
    fmt::print("{:<20} {:<9} {:>5} {:>9.2f} {:>9.2f} {:>6.2f} {:>9.2f} {:>6.2f} {:>8.2f} {:>8.2f}\n", suite, library,
               size, gigabits(size, raw), gigabits(size, out), raw / out, gigabits(size, in), raw / in, 1e3 / out,
               1e3 / in);
}

void run_suite(const NamedSuite& named, const char* library) {
    const auto raw = benchmark::make_raw_crypto(library, named.suite);
    Bench bench(library, named.suite, 1);
    for (const std::uint32_t size : {64U, 1400U}) {
        Times times;
        for (int i = 0; i < rounds; ++i) {
            measure_raw(*raw, padded(named.suite, size), times);
            bench.measure(size, times);
        }
        print_row(named.name, library, size, times);
    }
}

/// Every packet of a vector has an SA of its own out of ten thousand: what cache misses in keys and SAs cost.
void run_many(const char* library) {
    const NamedSuite& gcm = suites[0];
    Bench one(library, gcm.suite, 1), many(library, gcm.suite, 10000);
    for (const std::uint32_t size : {64U, 1400U}) {
        Times single, spread;
        for (int i = 0; i < rounds; ++i) {
            one.measure(size, single);
            many.measure(size, spread);
        }
        const double out = single.encapsulate.typical(), in = single.decapsulate.typical();
        const double out_many = spread.encapsulate.typical(), in_many = spread.decapsulate.typical();
        fmt::print("{:<20} {:<9} {:>5} {:>9.1f} {:>9.1f} {:>6.2f} {:>9.1f} {:>9.1f} {:>6.2f}\n", gcm.name, library,
                   size, out, out_many, out / out_many, in, in_many, in / in_many);
    }
}

}  // namespace

int main() {
    fmt::print("Bare ESP on one core, Gbit/s of plain packets; ratio to the library's own sealing speed\n");
    fmt::print("{:<20} {:<9} {:>5} {:>9} {:>9} {:>6} {:>9} {:>6} {:>8} {:>8}\n", "suite", "library", "bytes", "raw",
               "encaps", "ratio", "decaps", "ratio", "Mpps out", "Mpps in");
    for (const char* library : {"ipsec-mb", "openssl"}) {
        if (choose_backend(library) == nullptr) continue;
        for (const NamedSuite& named : suites) run_suite(named, library);
    }
    fmt::print("\nTen thousand SAs at random against one, nanoseconds a packet\n");
    fmt::print("{:<20} {:<9} {:>5} {:>9} {:>9} {:>6} {:>9} {:>9} {:>6}\n", "suite", "library", "bytes", "out, 1",
               "out, 10k", "ratio", "in, 1", "in, 10k", "ratio");
    for (const char* library : {"ipsec-mb", "openssl"})
        if (choose_backend(library) != nullptr) run_many(library);
    return 0;
}
