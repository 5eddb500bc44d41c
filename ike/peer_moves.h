#pragma once

#include "ike/sa/ike_sa.h"
#include "ipsec-dataplane/key_engine.h"

/// RFC 7296 §2.23: an end that is not behind a NAT sends to where the last authentic packet of one that is came from. An end
/// behind a NAT must not: whoever can repeat a packet would turn it away.
namespace ike {

/// Whether the SA's peer is to be followed.
bool may_move(const IkeSa& sa);
/// A fresh authentic message has come from there.
void follow_peer(IkeSa& sa, const dataplane::UdpDatagram& datagram);
/// A fresh authentic packet under one of the children has.
void peer_moved(Context& context, const dataplane::PeerMoved& moved);

}  // namespace ike
