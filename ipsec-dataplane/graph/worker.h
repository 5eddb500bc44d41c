#pragma once

#include <array>
#include <bit>
#include <cassert>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "ipsec-dataplane/esp/esp.h"
#include "ipsec-dataplane/graph/counter.h"
#include "ipsec-dataplane/graph/node.h"
#include "ipsec-dataplane/graph/notice.h"
#include "ipsec-dataplane/packet.h"
#include "ipsec-dataplane/policy/flow_cache.h"
#include "ipsec-dataplane/tables/forwarding_tables.h"
#include "ipsec-dataplane/tables/neighbour_table.h"
#include "ipsec-dataplane/worker_bell.h"

namespace dataplane {

/// Packets that wait at a node, first in first out.
class NodeQueue {
public:
    void push(PacketPtr packet) { waiting_.push_back(packet.release()); }
    bool empty() const { return head_ == waiting_.size(); }
    /// Up to 64 of them.
    void take(PacketVector& vector);

private:
    std::vector<Packet*> waiting_;
    std::size_t head_ = 0;
};

/// A packet's bytes, a notice or a peer's move, on the way to another thread, whose pool makes a packet of the bytes again.
struct PacketCopy {
    Node node = Node::ip4_lookup;  ///< where the packet goes on, unless `punted`
    Punt punt;                     ///< its packet is null
    Notice notice;
    bool punted = false, noticed = false;
    std::optional<PeerMove> move;  ///< of an SA that the receiver owns
    std::vector<std::uint8_t> bytes;
    std::uint16_t l3_at = 0;  ///< offset of layer 3 in `bytes`
    InterfaceId interface;
    VrfId vrf;
    SaIndex sa;
};

/// Copies from other threads, bounded but for moves, of which there are few and none may be lost.
class Mailbox {
public:
    static constexpr std::size_t bound = 1024;
    /// `bell`, which may be null, rings for `owner` when the first copy comes in.
    Mailbox(WorkerId owner, WorkerBell* bell) : owner_(owner), bell_(bell) {}
    bool post(PacketCopy&& copy);
    std::vector<PacketCopy> take();

private:
    const WorkerId owner_;
    WorkerBell* const bell_;
    std::mutex mutex_;
    std::vector<PacketCopy> waiting_;
};

/// All that one packet thread owns: buffers, queues at the nodes, counters, crypto.
class Worker {
public:
    Worker(WorkerId worker, SaDatabase& sas, std::unique_ptr<CryptoBackend> own_backend, CryptoBackend& backend,
           RandomSource& random, WorkerBell* bell = nullptr);

    const WorkerId id;
    PacketPool pool;
    std::unique_ptr<CryptoBackend> own_crypto;  ///< workers beyond the first
    EspProcessor esp;
    std::array<NodeQueue, node_count> queues;
    std::uint32_t pending = 0;  ///< bit a node: packets wait there
    std::array<Counter, node_count> node_packets;
    std::array<Counter, node_count> node_vectors;
    std::array<Counter, drop_count> drops;
    std::vector<Notice> notices;
    std::vector<Punt> punts;
    Mailbox inbox;
    FlowCache flow_cache;
    Node current = Node::ethernet_input;  ///< the node that runs
    std::uint16_t next_identification;
    Instant last_unreachable{Duration::min()};
};
static_assert(node_count <= 32);

/// One run of the graph on one worker at one moment, over the tables that are published then.
struct Pass {
    const ForwardingTables& tables;
    const NeighbourTable& neighbours;
    SaDatabase& sas;
    std::vector<std::unique_ptr<Worker>>& workers;
    Worker& worker;
    Instant now;

    /// The packet goes along one of the edges of the node that runs.
    void to(Node node, PacketPtr packet) {
        assert(is_edge(worker.current, node));
        const auto index = static_cast<std::size_t>(node);
        worker.queues[index].push(std::move(packet));
        worker.pending |= 1U << index;
    }
    /// The packet goes back to its pool.
    void drop(Drop reason, PacketPtr packet) {
        worker.drops[static_cast<std::size_t>(reason)].add();
        packet.reset();
    }
    void count(Drop reason) { worker.drops[static_cast<std::size_t>(reason)].add(); }
    void punt(Punt punt);
    /// False when there are too many in this run.
    bool notice(const Notice& notice) {
        if (worker.notices.size() >= PacketVector::capacity) return false;
        worker.notices.push_back(notice);
        return true;
    }
    InterfaceTally& tally(const Port& port) const { return port.tallies[worker.id.value]; }
    /// Gives the packet to the worker that owns its SA; false when that one's mailbox is full.
    bool hand_over(WorkerId owner, Node node, const Packet& packet);

    /// Tells the worker that owns an SA of its peer's move.
    void tell(WorkerId owner, const PeerMove& move);
    /// Runs nodes until no packet waits.
    void run();
};

/// A node treats a whole vector; what it leaves in there is given back.
using NodeFunction = void (*)(Pass& pass, PacketVector& vector);

}  // namespace dataplane
