#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace ike {

/// Appends numbers (big-endian) and octets up to a limit. Going over it, or a number too wide, leaves the writer failed
/// for good.
class Writer {
public:
    explicit Writer(std::size_t limit) : limit_(limit) {}

    bool ok() const { return ok_; }
    void fail() { ok_ = false; }
    std::size_t size() const { return octets_.size(); }
    std::span<const std::uint8_t> octets() const { return octets_; }
    /// The octets, or none if the writer failed.
    std::vector<std::uint8_t> release() { return ok_ ? std::move(octets_) : std::vector<std::uint8_t>{}; }

    void number(std::uint64_t value, std::size_t width) {
        if (!fits(width) || (width < 8 && value >> (8 * width) != 0)) return fail();
        for (std::size_t i = width; i-- > 0;) octets_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    }
    void append(std::span<const std::uint8_t> octets) {
        if (!fits(octets.size())) return fail();
        octets_.insert(octets_.end(), octets.begin(), octets.end());
    }
    /// Overwrites a number written before.
    void patch(std::size_t position, std::uint64_t value, std::size_t width) {
        if (!ok_ || value >> (8 * width) != 0) return fail();
        for (std::size_t i = 0; i < width; ++i)
            octets_[position + i] = static_cast<std::uint8_t>(value >> (8 * (width - 1 - i)));
    }

private:
    bool fits(std::size_t size) const { return ok_ && size <= limit_ - octets_.size(); }

    std::vector<std::uint8_t> octets_;
    std::size_t limit_;
    bool ok_ = true;
};

}  // namespace ike
