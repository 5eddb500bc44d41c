#pragma once

#include "ike/context.h"

namespace ike {

/// One datagram from the wire: which SA and exchange it belongs to, whether it is authentic, and the event that it is.
void take_datagram(Context& context, const dataplane::UdpDatagram& datagram);

}  // namespace ike
