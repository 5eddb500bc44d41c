#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace dataplane {

/// What an SA counts; the names are those of `show crypto ipsec sa [detail]`.
enum class SaCounter : std::uint8_t {
    pkts_encaps,
    pkts_encrypt,
    pkts_digest,
    pkts_decaps,
    pkts_decrypt,
    pkts_verify,
    /// Plain bytes, as the kilobyte lifetime counts them.
    bytes_encaps,
    bytes_decaps,
    send_errors,
    recv_errors,
    no_sa_send,
    invalid_sa_recv,
    encaps_failed,
    decaps_failed,
    invalid_protocol_recv,
    verify_failed,
    invalid_identity_recv,
    invalid_length_recv,
    replay_rollover_send,
    replay_rollover_recv,
    replay_failed_recv,
    internal_error_send,
    internal_error_recv
};

constexpr std::size_t sa_counter_count = static_cast<std::size_t>(SaCounter::internal_error_recv) + 1;

/// Values at one moment.
struct SaCounterValues {
    std::array<std::uint64_t, sa_counter_count> values{};

    std::uint64_t operator[](SaCounter counter) const { return values[static_cast<std::size_t>(counter)]; }
    std::uint64_t& operator[](SaCounter counter) { return values[static_cast<std::size_t>(counter)]; }
    SaCounterValues& operator+=(const SaCounterValues& other) {
        for (std::size_t i = 0; i < sa_counter_count; ++i) values[i] += other.values[i];
        return *this;
    }
    SaCounterValues& operator-=(const SaCounterValues& other) {
        for (std::size_t i = 0; i < sa_counter_count; ++i) values[i] -= other.values[i];
        return *this;
    }
};

/// One worker's counters of one SA, those of the good packets on one cache line: written by that worker alone, read by
/// anybody.
class alignas(64) SaCounters {
public:
    void add(SaCounter counter, std::uint64_t amount = 1) {
        auto& value = values_[static_cast<std::size_t>(counter)];
        value.store(value.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
    }
    std::uint64_t read(SaCounter counter) const {
        return values_[static_cast<std::size_t>(counter)].load(std::memory_order_relaxed);
    }
    void add_to(SaCounterValues& sum) const {
        for (std::size_t i = 0; i < sa_counter_count; ++i) sum.values[i] += values_[i].load(std::memory_order_relaxed);
    }

private:
    std::array<std::atomic<std::uint64_t>, sa_counter_count> values_{};
};

}  // namespace dataplane
