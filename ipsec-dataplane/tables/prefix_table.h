#pragma once

#include <cstdint>
#include <vector>

#include "config-model/ip_address.h"

namespace dataplane {

/// Longest-prefix match for both families: one hash table a prefix length, longest first. A routing table has few
/// lengths, so a lookup is a handful of probes whatever the number of prefixes.
class PrefixTable {
public:
    static constexpr std::uint32_t none = 0xffffffff;

    /// A later value for the same prefix replaces the earlier.
    void insert(const config::Prefix& prefix, std::uint32_t value);
    /// The value of the longest prefix that holds the address, or `none`.
    std::uint32_t find(const config::IpAddress& address) const {
        return address.is_v4() ? find4(address.v4_value()) : find6(address);
    }
    std::uint32_t find4(std::uint32_t address) const;

private:
    struct Key {
        std::uint64_t high = 0, low = 0;
        bool operator==(const Key&) const = default;
    };
    struct Slot {
        Key key;
        std::uint32_t value = none;
    };
    struct Length {
        unsigned bits = 0;
        Key mask;
        std::uint32_t used = 0;
        std::vector<Slot> slots;
    };

    static Key key_of(const config::IpAddress& address);
    static Key mask_of(unsigned bits, bool v4);
    static std::size_t hash(const Key& key);
    static Slot* place(Length& length, const Key& key);
    static std::uint32_t probe(const Length& length, const Key& key);
    static void grow(Length& length);
    Length& length_for(std::vector<Length>& lengths, unsigned bits, bool v4);
    std::uint32_t find6(const config::IpAddress& address) const;

    std::vector<Length> v4_, v6_;
};

}  // namespace dataplane
