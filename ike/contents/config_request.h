#pragma once

#include "ike/payload/payloads.h"

namespace ike {

/// The CFG_REQUEST of IKE_AUTH: 309 octets with its header.
ConfigPayload config_request();

}  // namespace ike
