#pragma once

#include "ipsec-dataplane/control/control_plane.h"

namespace dataplane {

/// What the interface lets pass: `mtu`, `ip mtu`, `ipv6 mtu`, what a tunnel's headers leave of the path, and the sizes that
/// connections are held to. The ports of all interfaces that are no tunnels stand in the tables before those of tunnels.
void set_mtus(ControlPlane& control, const ForwardingTables& tables, const RouterInterface& interface, Port& port);

/// The size up to which a VTI encrypts packets whole whose ESP packet is then cut; 0 when it cuts them before.
std::uint32_t whole_mtu(ControlPlane& control, const ForwardingTables& tables, const RouterInterface& interface);

}  // namespace dataplane
