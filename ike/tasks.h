#pragma once

#include "ike/sa/ike_sa.h"

/// What is to be done under an SA and has to wait: for room in the window, for another exchange, for time.
namespace ike {

/// Unless the same is wanted already.
void want(IkeSa& sa, const Task& task);
/// The flow's pair is being made, or waits to be.
bool is_wanted(const IkeSa& sa, dataplane::FlowId flow);
/// Begins what nothing stands against; done for every SA that an engine call has touched.
void pursue(IkeSa& sa);
/// The same again after a while: the peer was not ready for it (RFC 7296 §2.25).
void try_later(Exchange& exchange);
/// What this exchange was for.
Task task_of(const Exchange& exchange);

}  // namespace ike
