#pragma once

#include "ike/events.h"
#include "ike/machine/table.h"
#include "ike/payload/payloads.h"

/// When the peer refuses what CREATE_CHILD_SA asked, or answers what we cannot use: RFC 7296 §1.3 and §2.25.
namespace ike {

Failed reason_of(const NotifyPayload& refusal);
/// The offer has this group.
bool offers(const SaPayload& offer, DhGroupId group);
/// The peer asks for another group that we offered: takes it for the next try.
bool takes_group(Exchange& exchange, const NotifyPayload& invalid_ke);

}  // namespace ike

namespace ike::action {

Outcome fail_creation(Exchange& exchange, const Input&);

}  // namespace ike::action
