#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "ipsec-dataplane/random_source.h"

namespace dataplane {

/// AES-256-CTR keystream under a seed: the same seed gives the same octets in any run. For the virtual runtime only.
class SeededRandom final : public RandomSource {
public:
    using Seed = std::array<std::uint8_t, 32>;

    explicit SeededRandom(const Seed& seed);
    /// The generator of one router of a lab: seed = SHA-256(lab seed, big-endian | hostname).
    static SeededRandom of_router(std::uint64_t lab_seed, std::string_view hostname);
    ~SeededRandom() override;
    SeededRandom(SeededRandom&&) noexcept;
    SeededRandom& operator=(SeededRandom&&) noexcept;

    void fill(std::span<std::uint8_t> octets) override;

private:
    void refill();

    struct Stream;
    std::unique_ptr<Stream> stream_;
    std::array<std::uint8_t, 512> buffer_{};
    std::size_t used_ = buffer_.size();
};

}  // namespace dataplane
