#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "config-model/interface_name.h"
#include "ipsec-dataplane/instant.h"
#include "ipsec-dataplane/link.h"

namespace cli {

using dataplane::Duration;
using dataplane::Instant;

class Router;

/// One end of a wire.
struct WireEnd {
    std::string node;
    config::InterfaceName interface;
    Router* router = nullptr;
};

/// A frame on its way. Frames of one Instant arrive in the order in which they were sent.
struct FrameInFlight {
    Instant at{};
    std::uint64_t order = 0;
    WireEnd* to = nullptr;
    std::vector<std::uint8_t> octets;
};

/// What a wire does to the frames it carries.
struct Impairment {
    Duration latency = std::chrono::microseconds(500);
    unsigned loss_percent = 0;               ///< 0..100, drawn from the lab's seed
    std::uint32_t mtu = 0;                   ///< bytes of IP; larger frames are lost. 0: no limit
    bool down = false;
    std::vector<std::uint64_t> drop, duplicate, delay;  ///< frame numbers, counted from 0 since the wire was made; delayed frames are overtaken by later ones
};

/// Where a wire hands over what it carries.
class FrameQueue {
public:
    virtual ~FrameQueue() = default;
    virtual Instant now() const = 0;
    virtual void push(Instant at, WireEnd& to, std::span<const std::uint8_t> octets) = 0;
    /// 0..99, from the lab's seed.
    virtual unsigned roll_percent() = 0;
};

/// An Ethernet cable between two interfaces of a lab, with latency, loss, duplication and reordering.
class VirtualWire {
public:
    VirtualWire(std::string name, WireEnd a, WireEnd b, FrameQueue& queue);
    VirtualWire(const VirtualWire&) = delete;
    VirtualWire& operator=(const VirtualWire&) = delete;

    const std::string& name() const { return name_; }
    Impairment& impairment() { return impairment_; }
    WireEnd& end(std::size_t side) { return ends_[side]; }
    dataplane::Link& link(std::size_t side) { return sides_[side]; }
    /// The frame number counted from now is lost.
    void drop_nth(std::uint64_t n) { impairment_.drop.push_back(carried_ + n); }
    std::uint64_t carried() const { return carried_; }
    std::uint64_t lost() const { return lost_; }
    /// Frames of every kind that were sent, in order: for captures. Called before impairments.
    void on_frame(void (*tap)(void*, Instant, std::span<const std::uint8_t>), void* context) { tap_ = tap, tap_context_ = context; }

private:
    class Side final : public dataplane::Link {
    public:
        void send(std::span<const std::uint8_t> frame) override { wire->carry(to, frame); }
        bool is_up() const override { return !wire->impairment_.down; }
        VirtualWire* wire = nullptr;
        std::size_t to = 0;
    };
    void carry(std::size_t to, std::span<const std::uint8_t> frame);
    bool is_lost(std::uint64_t number, std::size_t size);

    std::string name_;
    std::array<WireEnd, 2> ends_;
    std::array<Side, 2> sides_;
    FrameQueue& queue_;
    Impairment impairment_;
    std::uint64_t carried_ = 0, lost_ = 0;
    void (*tap_)(void*, Instant, std::span<const std::uint8_t>) = nullptr;
    void* tap_context_ = nullptr;
};

}  // namespace cli
