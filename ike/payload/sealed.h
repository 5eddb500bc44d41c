#pragma once

#include "ike/crypto/key_derivation.h"
#include "ike/payload/sealing.h"

namespace ike {

/// The protection of what the original initiator (or responder) of the SA sends.
SkProtection protection_of(const IkeSuite& suite, const SkKeys& keys, bool from_initiator);

/// A datagram whose only payload is the encrypted payload over `inner` (RFC 7296 §3.14; RFC 5282 for AEADs). The
/// header's next payload and length are computed. Empty if the message would exceed 65,535 octets or the suite is
/// unknown.
Bytes seal(Algorithms& algorithms, const Header& header, std::span<const Payload> inner, const SkProtection& protection,
           dataplane::RandomSource& iv_source);

/// The payloads inside the encrypted payload that ends `datagram`. `integrity_failed` before anything inside has been
/// looked at.
Decoded<std::vector<Payload>> open(Algorithms& algorithms, Octets datagram, const SkProtection& protection);

}  // namespace ike
