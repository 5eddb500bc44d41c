#pragma once

#include "ike/context.h"

namespace ike {

/// The data plane wants a pair for a flow. One negotiation per flow runs at a time.
///
/// Further pairs of a standing IKE SA would need CREATE_CHILD_SA, which this engine does not initiate: such an acquire is answered by
/// KeyEngine::acquire_failed. An IKE SA that has lost all its pairs is replaced by a new one.
void acquire(Context& context, dataplane::FlowId flow);

}  // namespace ike
