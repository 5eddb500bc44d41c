#pragma once

#include "ike/isakmp/sa.h"

namespace ike::isakmp {

/// Diffie-Hellman by jobs; the answer is taken by the functions below.
void ask_for_key_pair(Exchange& exchange);
void ask_for_secret(Exchange& exchange);
/// Our public value, and a nonce drawn for it. False when the job failed.
bool take_key_pair(Exchange& exchange, const Input& input);
/// False for a value of the peer's that cannot be.
bool take_secret(Exchange& exchange, const Input& input);

/// True when KE and NONCE are there and of sizes that can be.
bool has_key_exchange(std::span<const Payload> payloads);
/// Takes over the peer's public value and nonce, with their lines.
void take_peer_values(Exchange& exchange, std::span<const Payload> payloads);
/// SKEYID and what follows from it; the SA gets its conn-id.
void make_keys(Exchange& exchange);

/// The key for the peer by its address, with the lines of the search. False when there is none.
bool look_up_key(Exchange& exchange);

}  // namespace ike::isakmp
