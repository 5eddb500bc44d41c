#pragma once

#include <cstdint>
#include <vector>

#include "ipsec-dataplane/tables/forwarding_tables.h"

namespace dataplane {

/// One worker's memory of which crypto map line a packet matched, so that a map of thousands of lines costs a packet
/// one probe. Direct-mapped; forgotten when the tables are replaced.
class FlowCache {
public:
    /// What `tables.crypto_maps[map].match(tuple, packet)` answers.
    const CryptoMapRule* match(const ForwardingTables& tables, std::uint32_t map, const PacketTuple& tuple,
                               const Packet& packet);

private:
    struct Slot {
        PacketTuple tuple;
        std::uint32_t map = no_index;
        const CryptoMapRule* rule = nullptr;
    };
    void start_over(const ForwardingTables& tables);

    std::uint64_t generation_ = 0;
    std::vector<Slot> slots_;
};

}  // namespace dataplane
