#pragma once

#include "ike/isakmp/sa.h"

namespace ike::isakmp {

/// A message that lacks what it must have, or whose hash is wrong: said and counted; the exchange stays where it is.
Outcome malformed(Exchange& exchange);
/// Phase 1 ends here.
Outcome fail_negotiation(Exchange& exchange, DeleteReason reason);
/// The responder accepts nothing of the offer: it says so to the peer, too.
Outcome refuse_offer(Exchange& exchange);

}  // namespace ike::isakmp
