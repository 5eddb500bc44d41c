#pragma once

#include <optional>
#include <string_view>

#include "config-model/interface_name.h"
#include "config-model/ip_address.h"
#include "config-model/language/line.h"

namespace cli {

class Exec;

// What commands accept as a host or a source. Nothing, and IOS's sentence is printed, when it is none.
/// An address, or a name of `ip host`. `family` none takes either.
std::optional<config::IpAddress> host_address(Exec& exec, std::string_view text, config::AddressFamily family = config::AddressFamily::none);
std::optional<config::IpAddress> own_address(Exec& exec, const config::IpAddress& address);
/// Its first address of this family.
std::optional<config::IpAddress> address_of_interface(Exec& exec, const config::InterfaceName& interface,
                                                      config::AddressFamily family = config::AddressFamily::ipv4);
/// The address of an interface in use, without any complaint.
std::optional<config::IpAddress> address_in_use(Exec& exec, const config::InterfaceName& interface, config::AddressFamily family);

/// `ip` or `ipv6` before the host.
config::AddressFamily asked_family(const config::Args& args);
/// `source` with an address or an interface.
config::Syntax source_option();
/// What `source_option` took, into `source`, which stays empty when it is not there. False when it is refused.
bool read_source(Exec& exec, const config::Args& args, config::AddressFamily family, std::optional<config::IpAddress>& source);

}  // namespace cli
