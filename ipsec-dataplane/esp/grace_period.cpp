#include "ipsec-dataplane/esp/grace_period.h"

namespace dataplane {

GracePeriod::GracePeriod(std::uint16_t workers) : slots_(std::make_unique<Slot[]>(workers)), workers_(workers) {}

void GracePeriod::online(WorkerId worker) {
    slots_[worker.value].seen.store(epoch_.load(std::memory_order_acquire), std::memory_order_release);
    // A read-modify-write of the epoch orders this worker against every `retire`: either the control thread sees it
    // online, or it sees what the control thread unlinked.
    epoch_.fetch_add(0, std::memory_order_acq_rel);
}

void GracePeriod::quiescent(WorkerId worker) {
    slots_[worker.value].seen.store(epoch_.load(std::memory_order_acquire), std::memory_order_release);
}

void GracePeriod::offline(WorkerId worker) { slots_[worker.value].seen.store(0, std::memory_order_release); }

std::uint64_t GracePeriod::retire() { return epoch_.fetch_add(1, std::memory_order_acq_rel) + 1; }

bool GracePeriod::passed(std::uint64_t mark) const {
    for (std::uint16_t i = 0; i < workers_; ++i) {
        const std::uint64_t seen = slots_[i].seen.load(std::memory_order_acquire);
        if (seen != 0 && seen < mark) return false;
    }
    return true;
}

}  // namespace dataplane
