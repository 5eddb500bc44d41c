#pragma once

#include "config-model/configuration.h"
#include "config-model/language/mode.h"

namespace config {

const Mode& interface_mode();
std::span<const Line> interface_property_lines();
std::span<const Line> interface_address_lines();
std::span<const Line> interface_ip_lines();
std::span<const Line> interface_state_lines();
std::span<const Line> interface_ipv6_lines();
std::span<const Line> tunnel_endpoint_lines();
std::span<const Line> tunnel_property_lines();
std::span<const Line> interface_crypto_lines();
std::span<const Line> interface_ipsec_lines();

}  // namespace config
