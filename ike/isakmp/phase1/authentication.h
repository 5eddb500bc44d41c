#pragma once

#include "ike/isakmp/sa.h"

namespace ike::isakmp {

/// Our ID payload, its body kept for the hashes, with the lines that show it. `next` is the payload that will follow it.
Payload identity_payload(Exchange& exchange, PayloadType next);
/// HASH_I or HASH_R of our end.
Payload own_hash(Exchange& exchange);

/// The peer's ID: kept, shown, its profile chosen. False when there is none.
bool process_identity(Exchange& exchange, std::span<const Payload> payloads);
/// The peer's HASH against our keys.
bool verify_hash(Exchange& exchange, std::span<const Payload> payloads);
/// HASH was good: INITIAL_CONTACT is heeded, NAT detected (aggressive mode), the peer's record inserted, with their lines.
void authenticate(Exchange& exchange, const Input& input, std::span<const Payload> payloads);

/// INITIAL_CONTACT when nothing is held with the peer yet.
void append_initial_contact(Exchange& exchange, std::vector<Payload>& payloads);
/// RESPONDER_LIFETIME (RFC 2407 4.6.3.1) for phase 1.
Payload lifetime_notify(const IsakmpSa& sa);
/// Takes over the peer's shorter lifetime.
void adopt_lifetime(IsakmpSa& sa, const NotifyPayload& notify);

/// Phase 1 stands: timers, table and label of an established SA.
void complete_phase1(Exchange& exchange);

}  // namespace ike::isakmp
