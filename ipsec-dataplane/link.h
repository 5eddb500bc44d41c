#pragma once

#include <cstdint>
#include <span>

namespace dataplane {

/// Where an interface's frames leave. Frames are whole Ethernet frames without FCS. Implemented above this folder
/// (virtual wire, TAP, AF_PACKET, UDP); sending never calls back into the router.
class Link {
public:
    virtual ~Link() = default;
    virtual void send(std::span<const std::uint8_t> frame) = 0;
    /// Frames that leave one after the other: a link that can may spare calls.
    virtual void send_burst(std::span<const std::span<const std::uint8_t>> frames) {
        for (const auto& frame : frames) send(frame);
    }
    virtual bool is_up() const = 0;
};

}  // namespace dataplane
