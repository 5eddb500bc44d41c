#include "ipsec-dataplane/graph/worker.h"

#include <utility>

#include "ipsec-dataplane/graph/nodes.h"

namespace dataplane {

namespace {

constexpr std::array<NodeFunction, node_count> functions = {
    node::ethernet_input, node::arp_input,  node::ip4_input,     node::ip6_input,   node::nat_destination,
    node::ip4_lookup,     node::ip6_lookup, node::ip4_local,     node::ip6_local,   node::reassembly,
    node::icmp_input,     node::icmp6_input, node::udp_local,    node::udp_500,     node::udp_4500,
    node::esp_decrypt,    node::tunnel_input, node::gre_input,   node::nat_source,  node::access_out,
    node::crypto_map,     node::tunnel_output, node::esp_encrypt, node::icmp_error, node::ip4_rewrite,
    node::ip6_rewrite,    node::arp_resolve, node::interface_output};

constexpr std::size_t most_punts = 256;
constexpr unsigned identifications_a_worker = 0x1000;

}  // namespace

void NodeQueue::take(PacketVector& vector) {
    while (!vector.full() && head_ < waiting_.size()) vector.push(PacketPtr(waiting_[head_++]));
    if (head_ < waiting_.size()) return;
    waiting_.clear();
    head_ = 0;
}

bool Mailbox::post(PacketCopy&& copy) {
    std::size_t waiting = 0;
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() >= bound && !copy.move) return false;
        waiting_.push_back(std::move(copy));
        waiting = waiting_.size();
    }
    if (waiting == 1 && bell_ != nullptr) bell_->ring(owner_);
    return true;
}

std::vector<PacketCopy> Mailbox::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(waiting_, {});
}

Worker::Worker(WorkerId worker, SaDatabase& sas, std::unique_ptr<CryptoBackend> own_backend, CryptoBackend& backend,
               RandomSource& random, WorkerBell* bell)
    : id(worker),
      own_crypto(std::move(own_backend)),
      esp(sas, own_crypto ? *own_crypto : backend, random, worker),
      inbox(worker, bell),
      next_identification(static_cast<std::uint16_t>(worker.value * identifications_a_worker + 1)) {}

void Pass::punt(Punt punt) {
    if (worker.punts.size() >= most_punts) return drop(Drop::punt_full, std::move(punt.packet));
    worker.punts.push_back(std::move(punt));
}

bool Pass::hand_over(WorkerId owner, Node node, const Packet& packet) {
    PacketCopy copy;
    copy.node = node;
    copy.bytes.assign(packet.data, packet.data + packet.length);
    copy.l3_at = static_cast<std::uint16_t>(packet.l3() - packet.data);
    copy.interface = packet.interface;
    copy.vrf = packet.vrf;
    copy.sa = packet.sa;
    return workers[owner.value]->inbox.post(std::move(copy));
}

void Pass::tell(WorkerId owner, const PeerMove& move) {
    PacketCopy copy;
    copy.move = move;
    workers[owner.value]->inbox.post(std::move(copy));
}

void Pass::run() {
    while (worker.pending != 0) {
        const auto index = static_cast<std::size_t>(std::countr_zero(worker.pending));
        PacketVector vector;
        worker.queues[index].take(vector);
        if (worker.queues[index].empty()) worker.pending &= ~(1U << index);
        worker.node_packets[index].add(vector.size());
        worker.node_vectors[index].add();
        worker.current = static_cast<Node>(index);
        functions[index](*this, vector);
    }
}

}  // namespace dataplane
