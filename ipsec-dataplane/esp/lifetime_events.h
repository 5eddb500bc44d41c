#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "ipsec-dataplane/ids.h"
#include "ipsec-dataplane/instant.h"

namespace dataplane {

enum class ExpiryKind : std::uint8_t { soft, hard };
enum class ExpiryCause : std::uint8_t { seconds, kilobytes, sequence };

/// A lifetime that ran out.
struct LifetimeExpiry {
    SaIndex sa;
    ExpiryKind kind = ExpiryKind::soft;
    ExpiryCause cause = ExpiryCause::seconds;
    Instant at;
};

/// Expiries by time, control thread only: a binary heap. Those of removed SAs are passed over when they come up.
class SecondsEvents {
public:
    void add(const LifetimeExpiry& expiry);
    bool empty() const { return heap_.empty(); }
    /// The earliest one. The caller has checked that there is one.
    const LifetimeExpiry& first() const { return heap_.front(); }
    void drop_first();

private:
    std::vector<LifetimeExpiry> heap_;
};

/// Expiries by volume: one single-producer ring a worker, drained by the control thread.
class VolumeEvents {
public:
    explicit VolumeEvents(std::uint16_t workers);

    /// False when the ring is full: the worker tries again with its next packet.
    bool post(WorkerId worker, const LifetimeExpiry& expiry);
    bool pending() const;
    void drain_into(std::vector<LifetimeExpiry>& expiries);

private:
    static constexpr std::uint32_t ring_size = 256;
    struct alignas(64) Ring {
        std::atomic<std::uint32_t> head{0};
        alignas(64) std::atomic<std::uint32_t> tail{0};
        std::array<LifetimeExpiry, ring_size> entries;
    };
    std::unique_ptr<Ring[]> rings_;
    std::uint16_t workers_;
};

}  // namespace dataplane
