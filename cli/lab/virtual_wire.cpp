#include "cli/lab/virtual_wire.h"

#include <algorithm>

namespace cli {

namespace {

constexpr std::size_t ethernet_header = 14;
/// How much later a delayed frame arrives.
constexpr Duration overtaking_time = std::chrono::milliseconds(50);

bool contains(const std::vector<std::uint64_t>& numbers, std::uint64_t number) {
    return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

}  // namespace

VirtualWire::VirtualWire(std::string name, WireEnd a, WireEnd b, FrameQueue& queue)
    : name_(std::move(name)), ends_{std::move(a), std::move(b)}, queue_(queue) {
    for (std::size_t side = 0; side < 2; ++side) sides_[side].wire = this, sides_[side].to = 1 - side;
}

bool VirtualWire::is_lost(std::uint64_t number, std::size_t size) {
    if (impairment_.down || contains(impairment_.drop, number)) return true;
    if (impairment_.mtu != 0 && size > impairment_.mtu + ethernet_header) return true;
    return impairment_.loss_percent > 0 && queue_.roll_percent() < impairment_.loss_percent;
}

void VirtualWire::carry(std::size_t to, std::span<const std::uint8_t> frame) {
    const std::uint64_t number = carried_++;
    if (tap_) tap_(tap_context_, queue_.now(), frame);
    if (is_lost(number, frame.size())) {
        ++lost_;
        return;
    }
    const bool late = contains(impairment_.delay, number);
    const Instant at = queue_.now() + impairment_.latency + (late ? overtaking_time : Duration{});
    queue_.push(at, ends_[to], frame);
    if (contains(impairment_.duplicate, number)) queue_.push(at, ends_[to], frame);
}

}  // namespace cli
