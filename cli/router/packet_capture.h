#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "config-model/interface_name.h"
#include "ipsec-dataplane/frame_tap.h"
#include "ipsec-dataplane/tables/packet_filter.h"

namespace cli {

using dataplane::Instant;

/// What `monitor capture NAME …` lines asked for. 0 is no limit.
struct CaptureSettings {
    enum class Direction : std::uint8_t { in, out, both };

    std::optional<config::InterfaceName> interface;
    Direction direction = Direction::both;
    std::string access_list;                                ///< its rules are read at `start`
    std::vector<std::string> match;                         ///< the lines of `Filter Details`; empty: no `match`
    std::string match_words;                                ///< as typed, in full
    std::optional<config::AccessListEntry> rule4;           ///< neither: everything
    std::optional<config::Ipv6AccessListEntry> rule6;
    unsigned megabytes = 10;
    bool circular = false;
    std::uint32_t packets = 0, seconds = 0, octets = 0, per_second = 0, every = 0;

    bool has_filter() const { return !match.empty() || !access_list.empty(); }
};

/// One named capture: frames of one interface that its filter lets through, in a buffer of bounded size.
class PacketCapture {
public:
    struct Frame {
        Instant at{};
        std::uint32_t size = 0;                             ///< octets on the wire; `octets` may hold fewer
        std::vector<std::uint8_t> octets;
    };
    struct Counters {
        std::uint64_t packets = 0, octets = 0, dropped = 0, per_second = 0;
    };

    explicit PacketCapture(std::string name) : name_(std::move(name)) {}

    const std::string& name() const { return name_; }
    CaptureSettings settings;                               ///< changed only while it is not active

    /// `filters`: what a frame has to pass; none lets everything pass.
    void start(std::vector<dataplane::PacketFilter> filters, Instant now);
    void stop() { active_ = false; }
    void clear();
    bool is_active() const { return active_; }
    /// The duration asked for is over at that time.
    std::optional<Instant> ends_at() const { return ends_at_; }

    Counters counters() const;
    /// A copy of the frame; nothing behind the last.
    std::optional<Frame> frame(std::size_t index) const;

    /// On any thread.
    void passed(bool outbound, std::span<const std::uint8_t> octets, Instant now);

private:
    bool is_wanted(std::span<const std::uint8_t> octets) const;
    bool is_within_rate(Instant now);
    bool make_room(std::size_t octets);

    std::string name_;
    std::atomic<bool> active_{false};
    mutable std::mutex mutex_;
    std::vector<dataplane::PacketFilter> filters_;
    std::deque<Frame> frames_;
    std::size_t used_ = 0;
    std::uint64_t dropped_ = 0, seen_ = 0, taken_ = 0;
    Instant second_{};
    std::uint64_t in_second_ = 0;
    std::optional<Instant> ends_at_;
};

/// The captures of one router. An interface is tapped only while a capture on it is active.
class PacketCaptures {
public:
    PacketCaptures();
    ~PacketCaptures();

    PacketCapture* find(std::string_view name);
    PacketCapture& at(std::string_view name);
    void erase(std::string_view name);
    /// Forgets all, when no data plane has a tap.
    void clear();
    std::vector<PacketCapture*> all();

    /// The tap that the data plane is to have for this interface now; null: none. It lives as long as this.
    dataplane::FrameTap* tap_for(const config::InterfaceName& interface);
    /// Those that have ended by themselves since this was asked last: their limits are reached.
    std::vector<PacketCapture*> take_ended(Instant now);
    std::optional<Instant> next_deadline() const;

    /// To be called when one is started or stopped.
    void note(PacketCapture& capture);

private:
    class Tap;

    std::vector<PacketCapture*> running_on(const config::InterfaceName& interface) const;

    std::map<std::string, std::unique_ptr<PacketCapture>, std::less<>> captures_;
    std::map<config::InterfaceName, std::unique_ptr<Tap>> taps_;
    std::vector<PacketCapture*> running_;
};

}  // namespace cli
