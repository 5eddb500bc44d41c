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
    virtual bool is_up() const = 0;
};

}  // namespace dataplane
