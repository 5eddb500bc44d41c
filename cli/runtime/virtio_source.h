#pragma once

#include <string>
#include <vector>

#include "cli/runtime/carrier_watch.h"
#include "cli/runtime/frame_source.h"
#include "cli/runtime/held_readiness.h"
#include "cli/runtime/super_frame.h"

namespace cli {

/// An interface of the kernel behind a packet socket or TAP descriptor that puts a virtio-net header before every frame. What the kernel
/// left undone is done here: checksums are completed, super-frames cut.
class VirtioSource final : public FrameSource, private dataplane::Link {
public:
    /// Takes over the descriptor. `kernel_name`: the kernel's interface, whose carrier is this one's.
    VirtioSource(config::InterfaceName interface, int descriptor, const std::string& kernel_name, bool is_tap);

    int descriptor() const override { return readiness_.descriptor(); }
    std::vector<Port> ports() override { return {{interface_, this}}; }
    std::optional<Frame> receive(std::span<std::uint8_t> room) override;
    int carrier_descriptor() const override { return carrier_.descriptor(); }
    std::vector<config::InterfaceName> changed_carriers() override;

private:
    void send(std::span<const std::uint8_t> frame) override;
    bool is_up() const override { return carrier_.is_up(); }
    std::optional<Frame> accept(std::span<std::uint8_t> room, const VirtioNetHeader& header, std::size_t size);
    Frame piece(std::span<std::uint8_t> room);

    config::InterfaceName interface_;
    HeldReadiness readiness_;
    CarrierWatch carrier_;
    SuperFrame super_;
    std::vector<std::uint8_t> super_room_;
};

}  // namespace cli
