#pragma once

#include "ike/isakmp/quick/negotiation.h"

/// What a responder's policy makes of an offer.
namespace ike::isakmp {

/// Sets flow, entry, proxies, chosen proposal and lives of the exchange, or says why not: 0 for success, else the documented number of
/// the refusal (32: proxy identities, 256: transforms).
unsigned choose_policy(Exchange& exchange, const SaPayload& offer);

inline constexpr unsigned proxies_not_supported = 32, transform_not_supported = 256;

}  // namespace ike::isakmp
