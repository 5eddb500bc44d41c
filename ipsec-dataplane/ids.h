#pragma once

#include <compare>
#include <cstdint>

namespace dataplane {

/// A 32-bit name of a slot in a table: 20 bits of index and 12 of generation, so that a slot's next tenant has another
/// name. The value 0 (generation 0) names nothing; live generations run 1..4095.
template <typename Tag>
class SlotId {
public:
    static constexpr std::uint32_t index_bits = 20;
    static constexpr std::uint32_t capacity = 1U << index_bits;
    static constexpr std::uint32_t last_generation = (1U << (32 - index_bits)) - 1;

    constexpr SlotId() = default;
    constexpr SlotId(std::uint32_t index, std::uint32_t generation)
        : value_(generation << index_bits | (index & (capacity - 1))) {}
    static constexpr SlotId of_value(std::uint32_t value) {
        SlotId id;
        id.value_ = value;
        return id;
    }

    constexpr std::uint32_t index() const { return value_ & (capacity - 1); }
    constexpr std::uint32_t generation() const { return value_ >> index_bits; }
    constexpr std::uint32_t value() const { return value_; }
    constexpr explicit operator bool() const { return value_ != 0; }
    constexpr auto operator<=>(const SlotId&) const = default;

private:
    std::uint32_t value_ = 0;
};

using InterfaceId = SlotId<struct InterfaceTag>;
/// One direction of an IPsec SA.
using SaIndex = SlotId<struct SaTag>;

/// A routing table. 0 is the global one.
struct VrfId {
    std::uint32_t value = 0;
    constexpr auto operator<=>(const VrfId&) const = default;
};

/// The entry (crypto map sequence, tunnel protection, profile) that an SA was negotiated for. 0 is none.
struct PolicyId {
    std::uint32_t value = 0;
    constexpr explicit operator bool() const { return value != 0; }
    constexpr auto operator<=>(const PolicyId&) const = default;
};

/// A packet thread; the virtual runtime has one, numbered 0.
struct WorkerId {
    std::uint16_t value = 0;
    constexpr auto operator<=>(const WorkerId&) const = default;
};

}  // namespace dataplane
