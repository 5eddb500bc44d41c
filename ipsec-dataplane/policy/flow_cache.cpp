#include "ipsec-dataplane/policy/flow_cache.h"

#include <algorithm>
#include <bit>

namespace dataplane {

namespace {

constexpr std::size_t short_list = 8;  ///< lines that are compared faster than remembered
constexpr std::size_t most_slots = std::size_t{1} << 16;

std::size_t hash(const PacketTuple& tuple, std::uint32_t map) {
    std::uint64_t mixed = (tuple.source.low << 32 ^ tuple.destination.low) * 0x9e3779b97f4a7c15;
    mixed = (mixed ^ tuple.source.high ^ tuple.destination.high << 1 ^ tuple.source.low >> 32) * 0x9e3779b97f4a7c15;
    mixed ^= std::uint64_t{tuple.source_port} << 32 | std::uint64_t{tuple.destination_port} << 16 | tuple.protocol;
    mixed = (mixed + map + (tuple.fragment ? 1 : 0)) * 0xbf58476d1ce4e5b9;
    return static_cast<std::size_t>(mixed ^ mixed >> 32);
}

}  // namespace

void FlowCache::start_over(const ForwardingTables& tables) {
    generation_ = tables.generation;
    std::size_t lines = 0;
    for (const CryptoMapTable& map : tables.crypto_maps) lines += map.rules.size();
    slots_.assign(std::min(std::bit_ceil(lines * 4 + 1), most_slots), {});
}

const CryptoMapRule* FlowCache::match(const ForwardingTables& tables, std::uint32_t map, const PacketTuple& tuple,
                                      const Packet& packet) {
    const CryptoMapTable& table = tables.crypto_maps[map];
    if (table.rules.size() <= short_list || table.looks_beyond_tuple) return table.match(tuple, packet);
    if (generation_ != tables.generation) start_over(tables);
    Slot& slot = slots_[hash(tuple, map) & (slots_.size() - 1)];
    if (slot.map != map || slot.tuple != tuple) slot = {tuple, map, table.match(tuple, packet)};
    return slot.rule;
}

}  // namespace dataplane
