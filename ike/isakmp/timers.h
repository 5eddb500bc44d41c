#pragma once

#include "ike/isakmp/context.h"

namespace ike::isakmp {

/// Everything whose time has come: repetitions, half-open limits, lifetimes, DPD, NAT keepalives, purges.
void run_timers(Context& context);

/// Repetitions and half-open limits; everything else.
std::optional<dataplane::Instant> foreground_deadline(const IsakmpSa& sa);
std::optional<dataplane::Instant> background_deadline(const IsakmpSa& sa);

}  // namespace ike::isakmp
