#pragma once

#include "ike/isakmp/context.h"

namespace ike::isakmp {

/// A responder's SA for a first message.
IsakmpSa& open_responder(Context& context, const dataplane::UdpDatagram& datagram, const Header& header);

/// The peer's record, while an SA holds it.
void lock_peer(IsakmpSa& sa, std::string_view function);
void unlock_peer(IsakmpSa& sa, std::string_view function);

}  // namespace ike::isakmp
