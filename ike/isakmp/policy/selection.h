#pragma once

#include "ike/isakmp/sa.h"

namespace ike::isakmp {

/// Chooses a transform of the peer's offer: own policies by priority outside, the offered transforms inside. Fills the SA's suite and
/// the exchange's answer, and says what it compares. False when nothing is acceptable.
bool choose_transform(Exchange& exchange, const SaPayload& offer);

/// The responder's answer is one of our offers, unchanged.
bool accept_answer(Exchange& exchange, const SaPayload& answer);

/// The policies of this SA: an ezvpn client has its own.
std::vector<config::IsakmpPolicy> policies_of(const IsakmpSa& sa);

}  // namespace ike::isakmp
