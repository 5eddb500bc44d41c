#pragma once

#include "ipsec-dataplane/random_source.h"

namespace dataplane {

/// OpenSSL's DRBG, for the real runtime.
class SystemRandom final : public RandomSource {
public:
    void fill(std::span<std::uint8_t> octets) override;
};

}  // namespace dataplane
