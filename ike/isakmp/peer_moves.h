#pragma once

#include "ike/isakmp/context.h"

/// RFC 3947 §6: an end that is not behind a NAT sends to where the last authentic packet of one that is came from; an end behind
/// a NAT does not.
namespace ike::isakmp {

/// Whether the SA's peer is to be followed.
bool may_move(const IsakmpSa& sa);
/// A fresh authentic message has come from there.
void follow_peer(IsakmpSa& sa, const dataplane::UdpDatagram& datagram);
/// A fresh authentic packet under one of the pairs has.
void peer_moved(Context& context, const dataplane::PeerMoved& moved);

}  // namespace ike::isakmp
