#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "config-model/interface_name.h"
#include "ipsec-dataplane/link.h"

namespace cli {

/// Wires of the real world behind one file descriptor, which becomes readable when frames of its interfaces wait.
class FrameSource {
public:
    virtual ~FrameSource() = default;
    virtual int descriptor() const = 0;

    struct Frame {
        config::InterfaceName interface;   ///< where it came in
        std::size_t size = 0;              ///< octets; 0: not a frame for any of the interfaces
    };
    /// The next frame, written into `room`; nothing when none waits.
    virtual std::optional<Frame> receive(std::span<std::uint8_t> room) = 0;

    struct Port {
        config::InterfaceName interface;
        dataplane::Link* link;
    };
    /// Its interfaces and the links that their frames leave by, which live as long as the source.
    virtual std::vector<Port> ports() = 0;

    /// Becomes readable when the carrier of one of its interfaces may have come or gone; -1: they always have one.
    virtual int carrier_descriptor() const { return -1; }
    /// Interfaces whose carrier is another than when this was asked last; their links say which. Asked on the control thread.
    virtual std::vector<config::InterfaceName> changed_carriers() { return {}; }
};

using FrameSources = std::vector<std::unique_ptr<FrameSource>>;

}  // namespace cli
