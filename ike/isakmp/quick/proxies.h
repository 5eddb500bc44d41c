#pragma once

#include <optional>

#include "ike/isakmp/payload/message.h"
#include "ipsec-dataplane/traffic_selector.h"

/// Proxy identities (RFC 2407 4.6.2, RFC 2409 5.5): one end of a flow each.
namespace ike::isakmp {

/// A host as an address, a prefix as a subnet, anything else as a range; a single port or any.
IdPayload id_of(const dataplane::TrafficSelector& selector);
/// Nothing for identities that are no addresses, or malformed.
std::optional<dataplane::TrafficSelector> selector_of(const IdPayload& id);

}  // namespace ike::isakmp
