#include "ipsec-dataplane/data_plane_state.h"

namespace dataplane {

std::vector<DhcpBindingView> DataPlane::dhcp_bindings(Instant) const { return {}; }

std::vector<DhcpLeaseView> DataPlane::dhcp_leases(Instant) const { return {}; }

void DataPlane::clear_dhcp_bindings(const std::optional<config::IpAddress>&) {}

}  // namespace dataplane
