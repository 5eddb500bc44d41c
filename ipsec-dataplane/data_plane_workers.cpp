#include "ipsec-dataplane/data_plane_state.h"

/// Packet threads beside the control thread's own worker.
namespace dataplane {

namespace {

PacketCopy copy_of(Punt& punt) {
    const Packet& packet = *punt.packet;
    PacketCopy copy;
    copy.bytes.assign(packet.data, packet.data + packet.length);
    copy.l3_at = static_cast<std::uint16_t>(packet.l3() - packet.data);
    copy.interface = packet.interface;
    copy.vrf = packet.vrf;
    copy.sa = packet.sa;
    punt.packet.reset();
    copy.punted = true;
    copy.punt = std::move(punt);
    return copy;
}

void take_over(ControlPlane& control, Worker& worker) {
    for (const PacketCopy& copy : worker.inbox.take()) {
        if (copy.move) {
            control.sas.turn(*copy.move);
            continue;
        }
        PacketPtr packet = worker.pool.copy_of(copy.bytes);
        if (!packet) continue;
        packet->l3_offset = static_cast<std::uint16_t>(packet->data_offset() + copy.l3_at);
        packet->interface = copy.interface;
        packet->vrf = copy.vrf;
        packet->sa = copy.sa;
        const auto node = static_cast<std::size_t>(copy.node);
        worker.queues[node].push(std::move(packet));
        worker.pending |= 1U << node;
    }
}

void run(ControlPlane& control, Worker& worker, Instant now) {
    control.sas.grace_period().online(worker.id);
    Pass pass{control.tables.get(), control.neighbour_table.get(), control.sas, control.workers, worker, now};
    pass.run();
    control.sas.grace_period().offline(worker.id);
    for (Punt& punt : std::exchange(worker.punts, {}))
        if (!control.workers.front()->inbox.post(copy_of(punt)))
            worker.drops[static_cast<std::size_t>(Drop::punt_full)].add();
    for (const Notice& notice : std::exchange(worker.notices, {})) {
        PacketCopy copy;
        copy.noticed = true;
        copy.notice = notice;
        control.workers.front()->inbox.post(std::move(copy));
    }
    if (control.bell != nullptr && control.sas.has_volume_expiry()) control.bell->ring(WorkerId{0});
}

}  // namespace

void DataPlane::receive(WorkerId id, InterfaceId interface, std::span<const std::span<const std::uint8_t>> frames,
                        Instant now) {
    Worker& worker = *state_->workers[id.value];
    const auto node = static_cast<std::size_t>(Node::ethernet_input);
    for (std::size_t i = 0; i < frames.size(); ++i) {
        PacketPtr packet = worker.pool.copy_of(frames[i]);
        if (!packet) break;
        packet->interface = interface;
        worker.queues[node].push(std::move(packet));
        worker.pending |= 1U << node;
        if ((i + 1) % PacketVector::capacity == 0) run(*state_, worker, now);
    }
    poll(id, now);
}

void DataPlane::poll(WorkerId id, Instant now) {
    Worker& worker = *state_->workers[id.value];
    state_->sas.grace_period().online(id);
    take_over(*state_, worker);
    state_->sas.grace_period().offline(id);
    run(*state_, worker, now);
}

}  // namespace dataplane
