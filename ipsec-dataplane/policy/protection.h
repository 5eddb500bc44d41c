#pragma once

#include "ipsec-dataplane/graph/worker.h"

namespace dataplane {

/// Gives the packet the flow's outbound SA. Without one it counts `no sa`, asks for one in the name of `asking` unless
/// that has been done, and answers false.
bool take_sa(Pass& pass, FlowSlot& flow, FlowId asking, Packet& packet);

}  // namespace dataplane
