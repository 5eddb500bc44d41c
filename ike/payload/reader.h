#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace ike {

/// Takes numbers (big-endian) and octets off a span. Reading past the end yields zeros and leaves the reader failed for
/// good.
class Reader {
public:
    explicit Reader(std::span<const std::uint8_t> octets) : octets_(octets), end_(octets.size()) {}

    bool ok() const { return ok_; }
    void fail() {
        ok_ = false;
        position_ = end_;
    }
    std::size_t position() const { return position_; }
    std::size_t remaining() const { return end_ - position_; }
    /// Moves the end; it can only be moved within the span and not before the position.
    void set_end(std::size_t end) {
        if (end < position_ || end > octets_.size()) return fail();
        end_ = end;
    }
    std::size_t end() const { return end_; }

    /// `width` octets, at most 8.
    std::uint64_t number(std::size_t width) {
        std::uint64_t value = 0;
        for (std::uint8_t octet : take(width)) value = value << 8 | octet;
        return value;
    }
    /// `size` octets, or none at all if there are fewer.
    std::span<const std::uint8_t> take(std::size_t size) {
        if (size > remaining()) {
            fail();
            return {};
        }
        position_ += size;
        return octets_.subspan(position_ - size, size);
    }
    /// The next two octets as a number without taking them; 0 if there are fewer.
    std::uint16_t peek16() const {
        if (remaining() < 2) return 0;
        return static_cast<std::uint16_t>(octets_[position_] << 8 | octets_[position_ + 1]);
    }

private:
    std::span<const std::uint8_t> octets_;
    std::size_t position_ = 0;
    std::size_t end_ = 0;
    bool ok_ = true;
};

}  // namespace ike
