#pragma once

#include "ike/sa/ike_sa.h"

/// Liveness of the peer, RFC 7296 §2.4: an empty INFORMATIONAL when nothing has been heard for the configured time.
namespace ike {

/// By the profile's `dpd` line, else by the global one; without either the peer is not asked.
void start_dead_peer_detection(IkeSa& sa);
/// An authentic message came.
void heard_from(IkeSa& sa);
/// At its time: asks the peer, or waits on.
void run_dead_peer_detection(IkeSa& sa);
/// Packets of the peer came since the probe was first sent: it lives, whatever happens to its answers.
bool lives_by_traffic(const Exchange& probe);

}  // namespace ike
