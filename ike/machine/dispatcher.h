#pragma once

#include "ike/machine/table.h"

namespace ike {

/// Runs an exchange from an event until it rests, waits or ends. Holds the only trace point of the machine.
void dispatch(Exchange& exchange, EventId event, const Input& input);

/// True when the exchange, as it rests now, has a row for this event.
bool accepts(const Exchange& exchange, EventId event);

}  // namespace ike
