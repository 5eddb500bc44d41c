#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "ipsec-dataplane/control/control_plane.h"
#include "ipsec-dataplane/policy/access_list_flows.h"

namespace dataplane {

/// A policy entry as the configuration describes it now; ids are not set.
struct WantedPolicy {
    PolicyEntry entry;
    PolicyDetails details;
    std::vector<WantedFlow> flows;
};

using WantedPolicies = std::map<PolicyBinding, WantedPolicy>;

/// Crypto maps on interfaces, tunnels that are not shut and connected VPN clients, in the order of the screens.
WantedPolicies wanted_policies(ControlPlane& control);

/// Entries of the crypto maps on one interface, dynamic maps' templates among them.
void add_crypto_maps(ControlPlane& control, const RouterInterface& interface, WantedPolicies& wanted);
/// `tunnel protection`.
void add_protection(ControlPlane& control, const RouterInterface& interface, WantedPolicies& wanted);
/// Policies of VPN clients that are connected.
void add_clients(ControlPlane& control, WantedPolicies& wanted);

constexpr std::uint32_t head_sequence = 65536;  ///< of a map that the router makes itself
constexpr std::uint16_t default_replay_window = 64;

void set_lifetime(PolicyEntry& entry, const config::SaLifetime& own, const config::SaLifetime& global);

}  // namespace dataplane
