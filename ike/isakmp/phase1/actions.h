#pragma once

#include "ike/isakmp/machine/table.h"

/// Actions that several phase 1 tables share.
namespace ike::isakmp::action {

// Main mode, both roles
/// Our public value is there; the vendors and NAT-T of the peer's first message follow it.
Outcome keep_key_pair(Exchange& exchange, const Input& input);
/// KE and NONCE are there and of sizes that can be.
Outcome take_key_exchange(Exchange& exchange, const Input& input);
/// The shared secret is asked for; SKEYID is made when it is there.
Outcome process_key_exchange(Exchange& exchange, const Input& input);
Outcome derive_keys_of_exchange(Exchange& exchange, const Input& input);

// The established SA
Outcome start_phase2(Exchange& exchange, const Input&);
/// Tells the peer, where it is to be told.
Outcome leave(Exchange& exchange, const Input&);

}  // namespace ike::isakmp::action
