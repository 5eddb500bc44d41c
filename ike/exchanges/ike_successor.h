#pragma once

#include "ike/sa/ike_sa.h"

/// Rekeying the IKE SA: RFC 7296 §1.3.2 and §2.18.
namespace ike {

/// The IKE SA that this exchange has negotiated: READY, of the same session, without children yet.
IkeSa& open_successor(Exchange& exchange);
/// Hands children and all that waits over to the successor.
void succeed(IkeSa& old, IkeSa& successor);

/// The offer of the policy with the new SA's SPI.
SaPayload rekey_offer(const Exchange& exchange);
/// SK_* of the new SA.
void derive_successor_keys(Exchange& exchange);
/// Lifetimes, probes and keepalives of an SA that has become READY.
void start_ageing(IkeSa& sa);

}  // namespace ike
