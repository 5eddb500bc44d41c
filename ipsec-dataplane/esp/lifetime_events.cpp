#include "ipsec-dataplane/esp/lifetime_events.h"

#include <algorithm>

namespace dataplane {

namespace {

/// The heap's order: the earliest first, soft before hard, then by SA so that runs repeat.
bool later(const LifetimeExpiry& a, const LifetimeExpiry& b) {
    if (a.at != b.at) return a.at > b.at;
    if (a.kind != b.kind) return a.kind > b.kind;
    return a.sa > b.sa;
}

}  // namespace

void SecondsEvents::add(const LifetimeExpiry& expiry) {
    heap_.push_back(expiry);
    std::push_heap(heap_.begin(), heap_.end(), later);
}

void SecondsEvents::drop_first() {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    heap_.pop_back();
}

VolumeEvents::VolumeEvents(std::uint16_t workers) : rings_(std::make_unique<Ring[]>(workers)), workers_(workers) {}

bool VolumeEvents::post(WorkerId worker, const LifetimeExpiry& expiry) {
    Ring& ring = rings_[worker.value];
    const std::uint32_t tail = ring.tail.load(std::memory_order_relaxed);
    if (tail - ring.head.load(std::memory_order_acquire) == ring_size) return false;
    ring.entries[tail % ring_size] = expiry;
    ring.tail.store(tail + 1, std::memory_order_release);
    return true;
}

bool VolumeEvents::pending() const {
    for (std::uint16_t i = 0; i < workers_; ++i)
        if (rings_[i].head.load(std::memory_order_relaxed) != rings_[i].tail.load(std::memory_order_acquire))
            return true;
    return false;
}

void VolumeEvents::drain_into(std::vector<LifetimeExpiry>& expiries) {
    for (std::uint16_t i = 0; i < workers_; ++i) {
        Ring& ring = rings_[i];
        std::uint32_t head = ring.head.load(std::memory_order_relaxed);
        for (; head != ring.tail.load(std::memory_order_acquire); ++head)
            expiries.push_back(ring.entries[head % ring_size]);
        ring.head.store(head, std::memory_order_release);
    }
}

}  // namespace dataplane
