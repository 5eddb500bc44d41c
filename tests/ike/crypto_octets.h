#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "config-model/secret.h"
#include "ipsec-dataplane/seeded_random.h"

using Octets = std::span<const std::uint8_t>;
using OctetVector = std::vector<std::uint8_t>;

/// Octets of hexadecimal text; blanks are skipped.
inline OctetVector from_hex(std::string_view text) {
    OctetVector octets;
    std::string digits;
    for (char c : text)
        if (c != ' ') digits.push_back(c);
    if (digits.size() % 2 != 0) throw std::invalid_argument("odd number of digits");
    for (std::size_t i = 0; i < digits.size(); i += 2)
        octets.push_back(static_cast<std::uint8_t>(std::stoul(digits.substr(i, 2), nullptr, 16)));
    return octets;
}

inline OctetVector from_text(std::string_view text) { return {text.begin(), text.end()}; }

inline OctetVector copy_of(Octets octets) { return {octets.begin(), octets.end()}; }
inline OctetVector copy_of(const config::Secret& secret) { return copy_of(secret.reveal()); }

/// A generator for tests; `number` tells one from the other.
inline dataplane::SeededRandom random_number(std::uint64_t number) {
    return dataplane::SeededRandom::of_router(number, "test");
}
