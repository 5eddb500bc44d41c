#pragma once

#include <cstdint>
#include <memory>

namespace dataplane {

/// The receiver's window of RFC 4303 3.4.3 and appendix A, as the block ring of RFC 6479. Sequence numbers are 64 bits
/// wide inside; without extended numbers the upper half stays 0.
class AntiReplay {
public:
    /// `window` in packets, rounded up to a multiple of 64; 0 turns the check off.
    explicit AntiReplay(std::uint32_t window = 0, bool extended = false);

    /// The whole sequence number of a packet that carries `low` (RFC 4303 A2.2).
    std::uint64_t infer(std::uint32_t low) const;
    /// Whether it lies in the window or right of it and has not been accepted.
    bool admits(std::uint64_t sequence) const;
    /// Marks a verified packet. False if it was marked before: the packet is a replay.
    bool accept(std::uint64_t sequence);

    std::uint32_t window() const { return window_; }
    /// The highest number accepted.
    std::uint64_t top() const { return top_; }

private:
    std::uint64_t top_ = 0;
    std::unique_ptr<std::uint64_t[]> blocks_;
    std::uint32_t window_ = 0;
    std::uint32_t block_mask_ = 0;
    bool extended_ = false;
};

}  // namespace dataplane
