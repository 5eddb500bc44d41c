#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "ipsec-dataplane/random_source.h"

namespace dataplane {

/// Unpredictable IVs for CBC (RFC 3602 2.1, RFC 2451 2.3): AES-128-CTR keystream under a key and start of its own,
/// drawn once, made a kilobyte at a time.
class IvGenerator {
public:
    explicit IvGenerator(RandomSource& random);
    ~IvGenerator();
    IvGenerator(const IvGenerator&) = delete;
    IvGenerator& operator=(const IvGenerator&) = delete;

    /// Writes 8 or 16 octets.
    void next(std::uint8_t* to, std::size_t length);

private:
    void refill();

    struct Stream;
    std::unique_ptr<Stream> stream_;
    std::array<std::uint8_t, 1024> octets_{};
    std::size_t used_ = octets_.size();
};

}  // namespace dataplane
