#include "cli/router/packet_capture.h"

#include <algorithm>

#include "ipsec-dataplane/esp/ip_header.h"
#include "ipsec-dataplane/stack/ethernet.h"
#include "ipsec-dataplane/stack/wire.h"

namespace cli {

namespace {

constexpr std::size_t frame_overhead = sizeof(PacketCapture::Frame);

/// A descriptor over a frame that somebody else owns, for the filters to look at.
dataplane::Packet described(std::span<const std::uint8_t> frame) {
    dataplane::Packet packet;
    packet.buffer = packet.data = const_cast<std::uint8_t*>(frame.data());
    packet.length = packet.capacity = static_cast<std::uint32_t>(frame.size());
    packet.l3_offset = dataplane::ethernet::header_length;
    return packet;
}

bool is_whole_ip(std::span<const std::uint8_t> frame) {
    constexpr std::size_t ethernet = dataplane::ethernet::header_length;
    if (frame.size() <= ethernet) return false;
    const std::uint16_t type = dataplane::wire::load16(&frame[12]);
    const bool ip = type == dataplane::ethernet::type_ip4 || type == dataplane::ethernet::type_ip6;
    return ip && dataplane::read_whole_ip_header(frame.subspan(ethernet)).valid;
}

}  // namespace

void PacketCapture::start(std::vector<dataplane::PacketFilter> filters, Instant now) {
    const std::scoped_lock lock(mutex_);
    filters_ = std::move(filters);
    frames_.clear();
    used_ = 0;
    dropped_ = seen_ = taken_ = in_second_ = 0;
    ends_at_.reset();
    if (settings.seconds != 0) ends_at_ = now + std::chrono::seconds(settings.seconds);
    active_ = true;
}

void PacketCapture::clear() {
    const std::scoped_lock lock(mutex_);
    frames_.clear();
    used_ = 0;
    dropped_ = 0;
}

PacketCapture::Counters PacketCapture::counters() const {
    const std::scoped_lock lock(mutex_);
    return {frames_.size(), used_, dropped_, in_second_};
}

std::optional<PacketCapture::Frame> PacketCapture::frame(std::size_t index) const {
    const std::scoped_lock lock(mutex_);
    if (index >= frames_.size()) return std::nullopt;
    return frames_[index];
}

void PacketCapture::passed(bool outbound, std::span<const std::uint8_t> octets, Instant now) {
    using Direction = CaptureSettings::Direction;
    if (!active_ || settings.direction == (outbound ? Direction::in : Direction::out)) return;
    const std::scoped_lock lock(mutex_);
    if (!active_ || (ends_at_ && now >= *ends_at_) || !is_wanted(octets)) return;
    if (settings.every > 1 && seen_++ % settings.every != 0) return;
    const std::size_t kept = settings.octets == 0 ? octets.size() : std::min<std::size_t>(octets.size(), settings.octets);
    if (!is_within_rate(now) || !make_room(kept)) return static_cast<void>(++dropped_);
    frames_.push_back({now, static_cast<std::uint32_t>(octets.size()), {octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(kept)}});
    used_ += kept + frame_overhead;
    if (settings.packets != 0 && ++taken_ >= settings.packets) active_ = false;
}

bool PacketCapture::is_wanted(std::span<const std::uint8_t> octets) const {
    if (filters_.empty()) return true;
    if (!is_whole_ip(octets)) return false;
    const dataplane::Packet packet = described(octets);
    const dataplane::PacketTuple tuple = dataplane::tuple_of(packet);
    return std::any_of(filters_.begin(), filters_.end(), [&](const dataplane::PacketFilter& filter) {
        const auto first = std::find_if(filter.rules.begin(), filter.rules.end(), [&](const auto& rule) { return rule.matches(tuple, packet); });
        return first != filter.rules.end() && first->permit;
    });
}

bool PacketCapture::is_within_rate(Instant now) {
    if (now - second_ >= std::chrono::seconds(1)) {
        second_ = now;
        in_second_ = 0;
    }
    return ++in_second_ <= settings.per_second || settings.per_second == 0;
}

/// A linear buffer takes no more when it is full; in a circular one the oldest go.
bool PacketCapture::make_room(std::size_t octets) {
    const std::size_t room = std::size_t{settings.megabytes} << 20, needed = octets + frame_overhead;
    while (settings.circular && !frames_.empty() && used_ + needed > room) {
        used_ -= frames_.front().octets.size() + frame_overhead;
        frames_.pop_front();
    }
    return used_ + needed <= room;
}

/// What the data plane calls; the captures of one interface.
class PacketCaptures::Tap final : public dataplane::FrameTap {
public:
    void passed(bool outbound, std::span<const std::uint8_t> frame, Instant now) override {
        const std::scoped_lock lock(mutex_);
        for (PacketCapture* capture : captures_) capture->passed(outbound, frame, now);
    }
    void set(std::vector<PacketCapture*> captures) {
        const std::scoped_lock lock(mutex_);
        captures_ = std::move(captures);
    }

private:
    std::mutex mutex_;
    std::vector<PacketCapture*> captures_;
};

PacketCaptures::PacketCaptures() = default;
PacketCaptures::~PacketCaptures() = default;

PacketCapture* PacketCaptures::find(std::string_view name) {
    const auto found = captures_.find(name);
    return found == captures_.end() ? nullptr : found->second.get();
}

PacketCapture& PacketCaptures::at(std::string_view name) {
    if (PacketCapture* found = find(name)) return *found;
    return *captures_.emplace(name, std::make_unique<PacketCapture>(std::string{name})).first->second;
}

void PacketCaptures::erase(std::string_view name) {
    const auto found = captures_.find(name);
    if (found == captures_.end()) return;
    std::erase(running_, found->second.get());
    for (auto& [interface, tap] : taps_) tap->set(running_on(interface));
    captures_.erase(found);
}

std::vector<PacketCapture*> PacketCaptures::all() {
    std::vector<PacketCapture*> found;
    for (const auto& [name, capture] : captures_) found.push_back(capture.get());
    return found;
}

void PacketCaptures::clear() {
    running_.clear();
    taps_.clear();
    captures_.clear();
}

std::vector<PacketCapture*> PacketCaptures::running_on(const config::InterfaceName& interface) const {
    std::vector<PacketCapture*> found;
    for (PacketCapture* capture : running_)
        if (capture->settings.interface == interface) found.push_back(capture);
    return found;
}

dataplane::FrameTap* PacketCaptures::tap_for(const config::InterfaceName& interface) {
    auto running = running_on(interface);
    const bool wanted = !running.empty();
    auto& tap = taps_[interface];
    if (!tap) tap = std::make_unique<Tap>();
    tap->set(std::move(running));
    return wanted ? tap.get() : nullptr;
}

void PacketCaptures::note(PacketCapture& capture) {
    std::erase(running_, &capture);
    if (capture.is_active()) running_.push_back(&capture);
}

std::vector<PacketCapture*> PacketCaptures::take_ended(Instant now) {
    std::vector<PacketCapture*> ended;
    for (PacketCapture* capture : running_) {
        if (capture->ends_at() && *capture->ends_at() <= now) capture->stop();
        if (!capture->is_active()) ended.push_back(capture);
    }
    for (PacketCapture* capture : ended) std::erase(running_, capture);
    return ended;
}

std::optional<Instant> PacketCaptures::next_deadline() const {
    std::optional<Instant> next;
    for (const PacketCapture* capture : running_)
        if (capture->ends_at() && (!next || *capture->ends_at() < *next)) next = capture->ends_at();
    return next;
}

}  // namespace cli
