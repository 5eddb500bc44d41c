#include "ike/isakmp/peer_moves.h"

#include "ike/isakmp/quick/negotiation.h"
#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

/// The peer's record goes along, unless other SAs hold it where it is.
void move_record(Context& context, const config::IpAddress& from, const config::IpAddress& to) {
    const auto old = context.peers.find(from);
    if (old == context.peers.end() || from == to) return;
    PeerRecord& record = context.peers[to];
    if (record.references == 0) {
        record = old->second;
        record.references = 0;
        if (old->second.references > 1) record.serial = context.next_peer_serial++;
    }
    ++record.references;
    if (--old->second.references == 0) context.peers.erase(old);
}

void list_under(IsakmpSa& sa, const config::IpAddress& address) {
    auto& first_messages = sa.context.by_first_message;
    const auto at = first_messages.find({sa.peer, sa.cookie_i});
    if (at != first_messages.end() && at->second == &sa) {
        first_messages.erase(at);
        first_messages[{address, sa.cookie_i}] = &sa;
    }
    move_record(sa.context, sa.peer, address);
    sa.peer = address;
}

void move_pair(Context& context, std::uint32_t inbound_spi, const config::IpAddress& address, std::uint16_t port) {
    Pair pair = context.pairs.at(inbound_spi);
    leave_pair(context, inbound_spi);
    pair.peer = address;
    pair.peer_port = port;
    enter_pair(context, pair);
    context.ports.keys->move_peer(inbound_spi, address, port, context.now);
}

void move_to(IsakmpSa& sa, const config::IpAddress& address, std::uint16_t port) {
    if (!may_move(sa) || (sa.peer == address && sa.peer_port == port) || sa.peer.family() != address.family()) return;
    const auto pairs = inbound_spis_of(sa);
    list_under(sa, address);
    sa.peer_port = sa.context.peers[address].port = port;
    for (const std::uint32_t spi : pairs) move_pair(sa.context, spi, address, port);
    emit(sa, event::PortFloated{port});
}

}  // namespace

bool may_move(const IsakmpSa& sa) { return sa.nat_remote && !sa.nat_local && sa.complete && !sa.dead && !sa.half_open_until; }

void follow_peer(IsakmpSa& sa, const dataplane::UdpDatagram& datagram) {
    if (sa.nat_remote) sa.local_port = datagram.local_port;
    move_to(sa, datagram.remote, datagram.remote_port);
}

void peer_moved(Context& context, const dataplane::PeerMoved& moved) {
    const Pair pair = context.pairs.at(moved.inbound_spi);
    if (IsakmpSa* const sa = sa_of(context, pair); sa != nullptr && may_move(*sa)) return move_to(*sa, moved.address, moved.port);
    move_pair(context, moved.inbound_spi, moved.address, moved.port);
}

}  // namespace ike::isakmp
