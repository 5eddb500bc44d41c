#pragma once

#include "ipsec-dataplane/control/interface_table.h"

namespace dataplane {

/// Works out `ip6` from the settings (RFC 4291 2.8, 2.5.6). Interfaces without a hardware address of their own use
/// `router_mac`; `routing`: it listens to all routers.
void describe_ip6(RouterInterface& interface, const MacAddress& router_mac, bool routing);

/// The prefix's network with the modified EUI-64 identifier of the MAC address behind it.
config::IpAddress with_eui64(const config::Prefix& prefix, const MacAddress& mac);

}  // namespace dataplane
