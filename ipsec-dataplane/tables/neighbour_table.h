#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "config-model/ip_address.h"
#include "ipsec-dataplane/ids.h"
#include "ipsec-dataplane/tables/forwarding_tables.h"

namespace dataplane {

struct ResolvedNeighbour {
    MacAddress mac{};
    bool stale = false;  ///< IPv6: has to prove that it is still there once it is used
    mutable std::atomic<bool> used{false};

    bool is_first_use_of_stale() const { return stale && !used.exchange(true, std::memory_order_relaxed); }
};

/// Resolved neighbours (ARP and ND) as packets look them up.
class NeighbourTable {
public:
    explicit NeighbourTable(std::size_t expected = 0);
    void insert(InterfaceId interface, const config::IpAddress& address, const MacAddress& mac, bool stale = false);
    /// Null: not resolved.
    const ResolvedNeighbour* find(InterfaceId interface, const config::IpAddress& address) const;

private:
    struct Slot {
        InterfaceId interface;
        config::IpAddress address;
        ResolvedNeighbour resolved;
    };
    std::size_t place(InterfaceId interface, const config::IpAddress& address) const;

    std::vector<Slot> slots_;
};

}  // namespace dataplane
