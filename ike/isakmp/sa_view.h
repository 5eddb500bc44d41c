#pragma once

#include "ike/isakmp/sa.h"
#include "ike/isakmp/views.h"

namespace ike::isakmp {

/// The SA as screens show it. A dead one has no state: MM_NO_STATE or AG_NO_STATE.
SaView view_of(const IsakmpSa& sa, dataplane::Instant now);

}  // namespace ike::isakmp
