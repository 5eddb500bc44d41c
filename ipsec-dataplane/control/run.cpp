#include "ipsec-dataplane/control/control_plane.h"

namespace dataplane {

namespace {

void run_once(ControlPlane& control, Instant now) {
    Worker& worker = control.own_worker();
    control.sas.grace_period().online(worker.id);
    Pass pass{control.tables.get(), control.neighbour_table.get(), control.sas, control.workers, worker, now};
    pass.run();
    control.sas.grace_period().offline(worker.id);
}

void hear_notice(ControlPlane& control, const Notice& notice, Instant now) {
    if (notice.kind == Notice::Kind::stale_neighbour)
        return stale_neighbour_used(control, notice.port, notice.packet.destination, now);
    noticed(control, notice, now);
}

void hear(ControlPlane& control, Worker& worker, Instant now) {
    const std::vector<Notice> notices = std::exchange(worker.notices, {});
    for (const Notice& notice : notices) hear_notice(control, notice, now);
    std::vector<Punt> punts = std::exchange(worker.punts, {});
    for (Punt& punt : punts) punted(control, std::move(punt), now);
}

void publish_neighbours(ControlPlane& control) {
    auto table = std::make_unique<NeighbourTable>(control.neighbours.size() + control.ip6_neighbours.size());
    for (const auto& [key, neighbour] : control.neighbours)
        if (neighbour.complete) table->insert(key.first, key.second, neighbour.mac);
    for (const auto& [key, neighbour] : control.ip6_neighbours)
        if (neighbour.state != NeighbourView::State::incomplete)
            table->insert(key.first, key.second, neighbour.mac, neighbour.state == NeighbourView::State::stale);
    control.neighbour_table.replace(std::move(table), control.retirement);
    control.neighbours_stale = false;
}

PacketPtr packet_of(PacketPool& pool, const PacketCopy& copy) {
    PacketPtr packet = pool.copy_of(copy.bytes);
    if (!packet) return packet;
    packet->l3_offset = static_cast<std::uint16_t>(packet->data_offset() + copy.l3_at);
    packet->interface = copy.interface;
    packet->vrf = copy.vrf;
    packet->sa = copy.sa;
    return packet;
}

}  // namespace

void put(ControlPlane& control, Node node, PacketPtr packet) {
    Worker& worker = control.own_worker();
    worker.queues[static_cast<std::size_t>(node)].push(std::move(packet));
    worker.pending |= 1U << static_cast<unsigned>(node);
}

void run_graph(ControlPlane& control, Instant now) {
    if (control.running) return;
    control.running = true;
    control.called_at = now;
    Worker& worker = control.own_worker();
    do {
        if (control.tables_stale) settle(control, now);
        if (control.neighbours_stale) publish_neighbours(control);
        run_once(control, now);
        hear(control, worker, now);
    } while (worker.pending != 0 || control.tables_stale || control.neighbours_stale);
    control.running = false;
    if (control.sas.has_volume_expiry()) tick_lifetimes(control, now);
    control.retirement.free_passed();
}

void drain_workers(ControlPlane& control, Instant now) {
    for (PacketCopy& copy : control.own_worker().inbox.take()) {
        if (copy.move) {
            control.sas.turn(*copy.move);
            continue;
        }
        if (copy.noticed) {
            hear_notice(control, copy.notice, now);
            continue;
        }
        PacketPtr packet = packet_of(control.own_worker().pool, copy);
        if (!packet) continue;
        if (!copy.punted) {
            put(control, copy.node, std::move(packet));
            continue;
        }
        copy.punt.packet = std::move(packet);
        punted(control, std::move(copy.punt), now);
    }
}

}  // namespace dataplane
