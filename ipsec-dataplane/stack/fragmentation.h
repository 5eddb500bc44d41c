#pragma once

#include <cstdint>

#include "ipsec-dataplane/graph/worker.h"

namespace dataplane {

/// Cuts a packet (RFC 791 3.2; RFC 8200 4.5 for one of the router's own) into pieces of at most `mtu` bytes, each with the packet's notes, on to `next`.
/// False when buffers ran out: the rest is lost.
bool fragment(Pass& pass, const Packet& packet, std::uint32_t mtu, Node next);

}  // namespace dataplane
