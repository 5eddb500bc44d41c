#pragma once

#include "ike/context.h"

/// What the data plane has to say about pairs.
namespace ike {

/// The soft limit begins the rekeying of a pair that is used, the hard one its end.
void expire(Context& context, const dataplane::SaExpiry& expiry);
/// A protected packet came for no pair: the peer is told if an IKE SA stands with it (RFC 7296 §1.5).
void report_unknown_spi(Context& context, const dataplane::UnknownSpi& packet);

}  // namespace ike
