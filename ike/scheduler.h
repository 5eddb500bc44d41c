#pragma once

#include "ike/context.h"

/// Which exchange a message is for, by its id and the windows. What may run beside what stands in collisions.h.
namespace ike {

/// Our request that this response answers; nothing for an answer to something that is over.
Exchange* request_awaiting(IkeSa& sa, const Header& header);

/// An authentic request of the peer: judged by the window, answered again if it is a repetition, else given to the exchange of its type.
/// A DELETE is taken while we delete or negotiate; no other exchange begins before the SA is READY.
void admit_request(IkeSa& sa, const Input& input);

}  // namespace ike
