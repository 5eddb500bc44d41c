#pragma once

#include "ike/sa/ike_sa.h"

namespace ike {

/// A message that came under the protection of an IKE SA.
struct OpenedMessage {
    Message outer;
    std::vector<Payload> clear;
    /// The datagram; none if it came in several.
    std::span<const std::uint8_t> octets;
};

/// What this datagram holds, or completes. Nothing, and no failure, while fragments are missing or when there is no use for this one.
/// Only the first fragment of a repeated request comes out, without contents: RFC 7383 §2.6.1.
std::optional<OpenedMessage> open_message(IkeSa& sa, const dataplane::UdpDatagram& datagram, Failure& failure);

/// A fragment that is not its message's first.
bool is_later_fragment(std::span<const std::uint8_t> datagram);

}  // namespace ike
