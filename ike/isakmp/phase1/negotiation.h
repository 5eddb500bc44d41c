#pragma once

#include "ike/isakmp/sa.h"

namespace ike::isakmp {

/// "Scanning profiles for xauth ...", and "Authentication by xauth preshared" where some profile or map asks for it.
void scan_for_xauth(Exchange& exchange);

}  // namespace ike::isakmp
