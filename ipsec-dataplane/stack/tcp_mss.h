#pragma once

#include "ipsec-dataplane/graph/worker.h"
#include "ipsec-dataplane/tables/forwarding_tables.h"

namespace dataplane {

/// `ip tcp adjust-mss`, `ipv6 tcp adjust-mss`: lowers the maximum segment size that a SYN in transit announces
/// (RFC 9293 3.2) to the least of what the interfaces it comes by and leaves by allow.
void adjust_mss(const Pass& pass, const Port& leaves, Packet& packet);

/// The same for one packet and one size: lowers, never raises. A packet that is no SYN with that option stays as it is.
void lower_mss(Packet& packet, std::uint32_t most);

}  // namespace dataplane
