#pragma once

#include <cstdint>
#include <vector>

#include "config-model/ip_address.h"
#include "ipsec-dataplane/ids.h"
#include "ipsec-dataplane/tables/forwarding_tables.h"

namespace dataplane {

/// Resolved neighbours (ARP, later ND) as packets look them up.
class NeighbourTable {
public:
    explicit NeighbourTable(std::size_t expected = 0);
    void insert(InterfaceId interface, const config::IpAddress& address, const MacAddress& mac);
    /// Null: not resolved.
    const MacAddress* find(InterfaceId interface, const config::IpAddress& address) const;

private:
    struct Slot {
        InterfaceId interface;
        config::IpAddress address;
        MacAddress mac{};
    };
    std::size_t place(InterfaceId interface, const config::IpAddress& address) const;

    std::vector<Slot> slots_;
};

}  // namespace dataplane
