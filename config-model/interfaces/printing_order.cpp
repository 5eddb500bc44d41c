#include "config-model/interfaces/printing_order.h"

#include <tuple>

namespace config {

namespace {

enum class Group { above, hardware, built_in, below };

Group group_of(const InterfaceName& name) {
    switch (name.kind) {
        case InterfaceKind::virtual_template:
        case InterfaceKind::virtual_ppp:
        case InterfaceKind::vlan:
        case InterfaceKind::bvi:
        case InterfaceKind::dialer: return Group::below;
        case InterfaceKind::gigabit_ethernet:   // GigabitEthernet0 is the management port beside GigabitEthernet0/0/0
            return name.depth == 1 && name.numbers[0] == 0 ? Group::built_in : Group::hardware;
        default: return name.is_logical() ? Group::above : Group::hardware;
    }
}

/// Below the hardware: templates, VLANs, bridge groups and dialers.
int rank_of(InterfaceKind kind) {
    switch (kind) {
        case InterfaceKind::virtual_template: return 0;
        case InterfaceKind::vlan: return 1;
        case InterfaceKind::dialer: return 2;
        case InterfaceKind::bvi: return 3;
        case InterfaceKind::serial:
        case InterfaceKind::async:
        case InterfaceKind::atm:
        case InterfaceKind::bri: return 1;   // in a slot, behind its Ethernet ports
        default: return 0;
    }
}

/// Hardware whose name has a slot stands slot by slot.
std::uint32_t slot_of(const InterfaceName& name, Group group) {
    return group == Group::hardware && name.depth > 1 ? name.numbers[0] : 0;
}

}  // namespace

bool prints_before(const InterfaceName& left, const InterfaceName& right) {
    const Group one = group_of(left), other = group_of(right);
    return std::tuple{one, slot_of(left, one), rank_of(left.kind), left} < std::tuple{other, slot_of(right, other), rank_of(right.kind), right};
}

}  // namespace config
