#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "ipsec-dataplane/graph/counter.h"
#include "ipsec-dataplane/protected_flow.h"

namespace dataplane {

/// What one worker counts of one protected flow beside its SAs.
struct alignas(64) FlowTally {
    Counter no_sa_send, too_big, clear_received, bad_selector;
};

/// A protected flow as packets see it: the SA to use now, and whether one has been asked for.
class FlowSlot {
public:
    FlowSlot(FlowId flow, std::uint16_t workers) : id(flow), tallies_(std::make_unique<FlowTally[]>(workers)) {}

    FlowTally& tally(WorkerId worker) const { return tallies_[worker.value]; }
    SaIndex outbound_sa() const { return SaIndex::of_value(outbound_.load(std::memory_order_acquire)); }
    void use(SaIndex sa) { outbound_.store(sa.value(), std::memory_order_release); }
    /// True for the packet that is to ask: the first since the last `asked_for(false)`.
    bool claim_request() { return !requested_.exchange(true, std::memory_order_acq_rel); }
    /// The smaller of the interface's MTU and what routers on the way reported (RFC 1191).
    std::uint32_t path_mtu(std::uint32_t interface_mtu) const {
        const std::uint32_t reported = path_mtu_.load(std::memory_order_relaxed);
        return reported != 0 && reported < interface_mtu ? reported : interface_mtu;
    }
    void learn_path_mtu(std::uint32_t mtu) { path_mtu_.store(mtu, std::memory_order_relaxed); }
    void asked_for(bool requested) { requested_.store(requested, std::memory_order_release); }

    const FlowId id;

private:
    std::atomic<std::uint32_t> outbound_{0};
    std::atomic<bool> requested_{false};
    std::atomic<std::uint32_t> path_mtu_{0};
    std::unique_ptr<FlowTally[]> tallies_;
};

}  // namespace dataplane
