#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace fuzz {

using Octets = std::vector<std::uint8_t>;

/// Cuts the input into octets and runs.
class Pieces {
public:
    Pieces(const std::uint8_t* data, std::size_t size) : left_(data, size) {}
    bool empty() const { return left_.empty(); }
    std::uint8_t octet() {
        if (left_.empty()) return 0;
        const std::uint8_t first = left_.front();
        left_ = left_.subspan(1);
        return first;
    }
    Octets run(std::size_t wanted) {
        const std::size_t size = std::min(wanted, left_.size());
        Octets taken(left_.begin(), left_.begin() + static_cast<std::ptrdiff_t>(size));
        left_ = left_.subspan(size);
        return taken;
    }

private:
    std::span<const std::uint8_t> left_;
};

/// Octet by octet, the input says where a datagram on its way is changed.
inline void damage(Octets& octets, Pieces& pieces) {
    for (int changes = pieces.octet() % 8; changes > 0 && !octets.empty(); --changes) {
        const std::size_t at = static_cast<std::size_t>(pieces.octet() << 8 | pieces.octet()) % octets.size();
        octets[at] = pieces.octet();
    }
    if (const std::uint8_t cut = pieces.octet(); cut < octets.size() && cut % 5 == 1) octets.resize(octets.size() - cut);
}

}  // namespace fuzz
