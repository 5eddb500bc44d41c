#pragma once

#include <cstdint>

#include "ipsec-dataplane/graph/worker.h"

namespace dataplane {

/// RFC 4301 5.2: what the policy of the crypto map `map` (an index of the tables) wants protected and came in clear is
/// counted, reported and to be discarded.
bool came_in_clear(Pass& pass, std::uint32_t map, const Packet& packet);

/// Neighbour discovery and all that stays on the link is never for a crypto map.
bool is_exempt_from_crypto_maps(const Packet& packet);

}  // namespace dataplane
