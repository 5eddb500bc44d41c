#pragma once

#include "show-commands/ip/interfaces.h"

namespace show {

/// "Ethernet0/0 is up, line protocol is up"
void print_interface_state(const dataplane::InterfaceView& is, TextWriter& out);
/// show ip interface
void print_ip_interface(const InterfaceRow& row, TextWriter& out);

}  // namespace show
