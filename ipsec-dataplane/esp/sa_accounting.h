#pragma once

#include "ipsec-dataplane/esp/esp.h"

namespace dataplane {

/// Whether a worker may run a packet through an SA in this direction.
EspDrop usable(const SecurityAssociation* sa, SaDirection direction, WorkerId worker);

/// A packet of so many plain bytes went through: counters, time of last use, volume limits.
void account(SaDatabase& database, SecurityAssociation& sa, std::uint32_t plain_bytes, Instant now);
/// A packet was dropped: the counters that its reason touches.
void account_drop(SaPath& path, SaCounters& counters, EspDrop reason);

/// The next outbound sequence number; 0 when they are used up (RFC 4303 3.3.3). Reports the limit before and at its
/// end.
std::uint64_t next_sequence(SaDatabase& database, SaPath& path, Instant now);

}  // namespace dataplane
