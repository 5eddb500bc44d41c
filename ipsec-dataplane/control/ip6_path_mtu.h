#pragma once

#include <map>
#include <optional>
#include <utility>

#include "config-model/ip_address.h"
#include "ipsec-dataplane/ids.h"
#include "ipsec-dataplane/instant.h"
#include "ipsec-dataplane/tables/forwarding_tables.h"

namespace dataplane {

struct ControlPlane;

/// What routers on the way said about packets of this router's own (RFC 8201): at most 256 destinations, each for ten
/// minutes.
struct Ip6PathMtu {
    std::uint32_t mtu = 0;
    Instant until{};
};
using Ip6PathMtus = std::map<std::pair<VrfId, config::IpAddress>, Ip6PathMtu>;

void ip6_path_mtu_reported(ControlPlane& control, VrfId vrf, const config::IpAddress& destination, std::uint32_t mtu,
                           Instant now);
/// Host routes beside the others, with the path's MTU.
void add_ip6_path_mtus(const ControlPlane& control, ForwardingTables& tables);
void tick_ip6_path_mtus(ControlPlane& control, Instant now);
std::optional<Instant> next_ip6_path_mtu_deadline(const ControlPlane& control);

}  // namespace dataplane
