#pragma once

#include "ike/context.h"

namespace ike {

/// One datagram from the wire: which SA and exchange it belongs to, whether it is authentic, and the event that it is.
void take_datagram(Context& context, const dataplane::UdpDatagram& datagram);

/// RFC 7296 §2.6: SHA-1 over nonce, address, SPI and a secret of this router.
Bytes cookie_for(Context& context, const dataplane::UdpDatagram& datagram, const Message& message);

}  // namespace ike
