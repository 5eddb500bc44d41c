#pragma once

#include "ike/context.h"

namespace ike {

/// A flow wants its pair: by CREATE_CHILD_SA under the SA that stands with the peer, or is being opened; else by opening one.
void acquire(Context& context, const dataplane::Acquire& wanted);
/// A second IKE SA beside one that could not be rekeyed; when it stands the older goes. Its first pair is `preferred`'s, if that names a flow.
void open_again(IkeSa& sa, dataplane::FlowId preferred);

}  // namespace ike
