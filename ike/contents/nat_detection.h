#pragma once

#include <span>

#include "ike/payload/payloads.h"
#include "ike/sa/ike_sa.h"

namespace ike {

/// NAT_DETECTION_SOURCE_IP and NAT_DETECTION_DESTINATION_IP of a message that we send, RFC 7296 §2.23; none when NAT transparency is
/// off. `responder_spi` is 0 in the first request.
std::vector<NotifyPayload> nat_detection(const IkeSa& sa, IkeSpi responder_spi);

/// What the peer's notifies say of the path.
struct NatFinding {
    bool supported = false;
    bool remote_matched = true, local_matched = true;
};
/// `responder_spi` as in the header of that message.
NatFinding examine_nat(const IkeSa& sa, IkeSpi responder_spi, std::span<const Payload> payloads);

}  // namespace ike
