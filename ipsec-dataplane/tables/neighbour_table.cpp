#include "ipsec-dataplane/tables/neighbour_table.h"

#include <bit>

namespace dataplane {

NeighbourTable::NeighbourTable(std::size_t expected) : slots_(std::bit_ceil(expected * 2 + 2)) {}

std::size_t NeighbourTable::place(InterfaceId interface, const config::IpAddress& address) const {
    std::uint64_t mixed = interface.value();
    for (const std::uint8_t byte : address.bytes()) mixed = (mixed ^ byte) * 0x100000001b3;
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = static_cast<std::size_t>(mixed ^ mixed >> 29) & mask;
    while (slots_[at].interface && (slots_[at].interface != interface || slots_[at].address != address))
        at = (at + 1) & mask;
    return at;
}

void NeighbourTable::insert(InterfaceId interface, const config::IpAddress& address, const MacAddress& mac,
                            bool stale) {
    Slot& slot = slots_[place(interface, address)];
    slot.interface = interface;
    slot.address = address;
    slot.resolved.mac = mac;
    slot.resolved.stale = stale;
}

const ResolvedNeighbour* NeighbourTable::find(InterfaceId interface, const config::IpAddress& address) const {
    const Slot& slot = slots_[place(interface, address)];
    return slot.interface ? &slot.resolved : nullptr;
}

}  // namespace dataplane
