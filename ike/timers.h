#pragma once

#include "ike/context.h"

namespace ike {

/// Everything whose time has come: retransmissions, half-open limits, lifetimes.
void run_timers(Context& context);

}  // namespace ike
