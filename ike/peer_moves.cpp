#include "ike/peer_moves.h"

#include "ike/context.h"

namespace ike {

namespace {

void move_to(IkeSa& sa, const config::IpAddress& address, std::uint16_t port) {
    if (!may_move(sa) || (sa.peer == address && sa.peer_port == port) || sa.peer.family() != address.family()) return;
    sa.context.sas.move(sa, address);
    sa.peer_port = port;
    for (const ChildSa& child : sa.children) sa.context.ports.keys->move_peer(child.spi_in, address, port, sa.context.now);
}

}  // namespace

bool may_move(const IkeSa& sa) { return sa.nat_remote && !sa.nat_local && sa.status != SaStatus::in_negotiation && !sa.retired; }

void follow_peer(IkeSa& sa, const dataplane::UdpDatagram& datagram) { move_to(sa, datagram.remote, datagram.remote_port); }

void peer_moved(Context& context, const dataplane::PeerMoved& moved) {
    if (IkeSa* const sa = context.sas.owner_of_child(moved.inbound_spi)) move_to(*sa, moved.address, moved.port);
}

}  // namespace ike
