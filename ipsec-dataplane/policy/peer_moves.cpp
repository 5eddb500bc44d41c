#include "ipsec-dataplane/data_plane_state.h"

namespace dataplane {

namespace {

/// A family does not change under an SA, and a transport-mode SA protects the packets of one address.
bool can_move(const SaParameters& sa, const config::IpAddress& address) {
    if (!sa.udp || sa.remote_address.family() != address.family()) return false;
    return sa.mode == EncapsulationMode::tunnel || sa.remote_address == address;
}

/// The owner of the SA turns its packets.
void tell_owner(ControlPlane& control, WorkerId owner, const PeerMove& move) {
    if (owner == control.own_worker().id) return control.sas.turn(move);
    PacketCopy copy;
    copy.move = move;
    control.workers[owner.value]->inbox.post(std::move(copy));
}

}  // namespace

void DataPlane::move_peer(std::uint32_t inbound_spi, const config::IpAddress& address, std::uint16_t port, Instant now) {
    const InstalledPair* pair = state_->policy.pair(inbound_spi);
    if (pair == nullptr) return;
    for (const SaIndex index : {pair->sas.inbound, pair->sas.outbound}) {
        SecurityAssociation* sa = state_->sas.find(index);
        if (sa == nullptr || !can_move(sa->parameters(), address)) continue;
        // Reverse routes lead to the peer.
        if (sa->parameters().remote_address != address) state_->tables_stale = true;
        sa->set_peer(address, port);
        tell_owner(*state_, sa->worker(), {index, address, port});
    }
    run_graph(*state_, now);
}

}  // namespace dataplane
