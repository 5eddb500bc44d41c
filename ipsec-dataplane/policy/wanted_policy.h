#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "ipsec-dataplane/control/control_plane.h"

namespace dataplane {

struct WantedFlow {
    TrafficSelector local, remote;
    std::uint32_t acl_sequence = 0;
};

/// A policy entry as the configuration describes it now; ids are not set.
struct WantedPolicy {
    PolicyEntry entry;
    std::vector<WantedFlow> flows;
};

using WantedPolicies = std::map<PolicyBinding, WantedPolicy>;

/// Crypto maps on interfaces and tunnels that are not shut, in the order of the screens.
WantedPolicies wanted_policies(ControlPlane& control);
/// An access-list line's two selectors; a wildcard with holes becomes the range around it.
WantedFlow selectors_of(const config::AccessListEntry& line);

}  // namespace dataplane
