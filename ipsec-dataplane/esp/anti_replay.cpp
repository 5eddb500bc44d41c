#include "ipsec-dataplane/esp/anti_replay.h"

#include <algorithm>
#include <bit>

namespace dataplane {

namespace {

constexpr std::uint64_t block_of(std::uint64_t sequence) { return sequence >> 6; }
constexpr std::uint64_t bit_of(std::uint64_t sequence) { return std::uint64_t{1} << (sequence & 63); }

}  // namespace

AntiReplay::AntiReplay(std::uint32_t window, bool extended) : window_((window + 63) / 64 * 64), extended_(extended) {
    if (window_ == 0) return;
    const std::uint32_t blocks = std::bit_ceil(window_ / 64 + 1);
    blocks_ = std::make_unique<std::uint64_t[]>(blocks);
    block_mask_ = blocks - 1;
}

std::uint64_t AntiReplay::infer(std::uint32_t low) const {
    if (!extended_) return low;
    const std::uint32_t width = std::max(window_, 64U);
    const auto top_low = static_cast<std::uint32_t>(top_);
    const std::uint64_t high = top_ >> 32;
    const bool right_of_edge = low >= static_cast<std::uint32_t>(top_low - width + 1);
    if (top_low >= width - 1) return (right_of_edge ? high : high + 1) << 32 | low;
    // The window reaches back into the previous 2^32 numbers.
    if (!right_of_edge) return high << 32 | low;
    return high == 0 ? 0 : (high - 1) << 32 | low;
}

bool AntiReplay::admits(std::uint64_t sequence) const {
    if (window_ == 0) return true;
    if (sequence > top_) return true;
    if (sequence == 0 || sequence + window_ <= top_) return false;
    return (blocks_[block_of(sequence) & block_mask_] & bit_of(sequence)) == 0;
}

bool AntiReplay::accept(std::uint64_t sequence) {
    if (!admits(sequence)) return false;
    if (sequence > top_) {
        const std::uint64_t ahead = std::min<std::uint64_t>(block_of(sequence) - block_of(top_), block_mask_ + 1ULL);
        if (window_ != 0)
            for (std::uint64_t i = 1; i <= ahead; ++i) blocks_[(block_of(top_) + i) & block_mask_] = 0;
        top_ = sequence;
    }
    if (window_ != 0) blocks_[block_of(sequence) & block_mask_] |= bit_of(sequence);
    return true;
}

}  // namespace dataplane
