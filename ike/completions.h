#pragma once

#include "ike/context.h"

namespace ike {

/// A job's answer goes to the exchange that waits for it; for one that is gone it is dropped.
void complete(Context& context, RequestId request, Completion completion);

}  // namespace ike
