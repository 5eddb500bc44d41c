#pragma once

#include <optional>
#include <string_view>

#include "config-model/interface_name.h"
#include "config-model/ip_address.h"

namespace cli {

class Exec;

// What commands accept as a host or a source. Nothing, and IOS's sentence is printed, when it is none.
std::optional<config::IpAddress> host_address(Exec& exec, std::string_view text);
std::optional<config::IpAddress> own_address(Exec& exec, const config::IpAddress& address);
std::optional<config::IpAddress> address_of_interface(Exec& exec, const config::InterfaceName& interface);

}  // namespace cli
