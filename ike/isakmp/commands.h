#pragma once

#include "ike/engine.h"
#include "ike/isakmp/isakmp.h"

namespace ike::isakmp {

/// What a command of the engine means for IKEv1.
void obey(Isakmp& isakmp, dataplane::Instant now, const Command& command);

}  // namespace ike::isakmp
