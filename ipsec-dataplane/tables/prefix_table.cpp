#include "ipsec-dataplane/tables/prefix_table.h"

#include <algorithm>

namespace dataplane {

PrefixTable::Key PrefixTable::key_of(const config::IpAddress& address) {
    if (address.is_v4()) return {0, address.v4_value()};
    Key key;
    const auto bytes = address.bytes();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        std::uint64_t& half = i < 8 ? key.high : key.low;
        half = half << 8 | bytes[i];
    }
    return key;
}

PrefixTable::Key PrefixTable::mask_of(unsigned bits, bool v4) {
    const auto ones = [](unsigned count) { return count == 0 ? 0 : ~std::uint64_t{0} << (64 - count); };
    if (v4) return {0, ones(32 + bits) & 0xffffffff};
    return {ones(std::min(bits, 64U)), ones(bits > 64 ? bits - 64 : 0)};
}

std::size_t PrefixTable::hash(const Key& key) {
    std::uint64_t mixed = (key.low ^ (key.high * 0x9e3779b97f4a7c15)) * 0xbf58476d1ce4e5b9;
    return static_cast<std::size_t>(mixed ^ mixed >> 32);
}

PrefixTable::Slot* PrefixTable::place(Length& length, const Key& key) {
    const std::size_t mask = length.slots.size() - 1;
    std::size_t at = hash(key) & mask;
    while (length.slots[at].value != none && length.slots[at].key != key) at = (at + 1) & mask;
    return &length.slots[at];
}

std::uint32_t PrefixTable::probe(const Length& length, const Key& key) {
    const std::size_t mask = length.slots.size() - 1;
    std::size_t at = hash(key) & mask;
    for (; length.slots[at].value != none; at = (at + 1) & mask)
        if (length.slots[at].key == key) return length.slots[at].value;
    return none;
}

void PrefixTable::grow(Length& length) {
    std::vector<Slot> before(std::max<std::size_t>(8, length.slots.size() * 2));
    before.swap(length.slots);
    for (const Slot& slot : before)
        if (slot.value != none) *place(length, slot.key) = slot;
}

PrefixTable::Length& PrefixTable::length_for(std::vector<Length>& lengths, unsigned bits, bool v4) {
    auto at = std::find_if(lengths.begin(), lengths.end(), [=](const Length& length) { return length.bits <= bits; });
    if (at == lengths.end() || at->bits != bits) {
        at = lengths.insert(at, Length{bits, mask_of(bits, v4), 0, {}});
    }
    return *at;
}

void PrefixTable::insert(const config::Prefix& prefix, std::uint32_t value) {
    const bool v4 = prefix.address.is_v4();
    Length& length = length_for(v4 ? v4_ : v6_, prefix.length, v4);
    if (length.used * 2 >= length.slots.size()) grow(length);
    Slot* slot = place(length, key_of(prefix.network()));
    if (slot->value == none) ++length.used;
    *slot = {key_of(prefix.network()), value};
}

std::uint32_t PrefixTable::find4(std::uint32_t address) const {
    for (const Length& length : v4_) {
        const std::uint32_t value = probe(length, {0, address & length.mask.low});
        if (value != none) return value;
    }
    return none;
}

std::uint32_t PrefixTable::find6(const config::IpAddress& address) const {
    const Key key = key_of(address);
    for (const Length& length : v6_) {
        const std::uint32_t value = probe(length, {key.high & length.mask.high, key.low & length.mask.low});
        if (value != none) return value;
    }
    return none;
}

}  // namespace dataplane
