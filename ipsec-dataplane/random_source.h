#pragma once

#include <cstdint>
#include <span>

namespace dataplane {

/// Where SPIs, nonces, private keys, initialization vectors and identifiers come from.
class RandomSource {
public:
    virtual ~RandomSource() = default;
    /// Fills all octets. Never fails: an operating system without randomness ends the program.
    virtual void fill(std::span<std::uint8_t> octets) = 0;
};

}  // namespace dataplane
