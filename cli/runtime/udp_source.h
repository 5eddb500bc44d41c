#pragma once

#include <atomic>
#include <vector>

#include "cli/runtime/frame_source.h"
#include "cli/runtime/held_readiness.h"

namespace cli {

/// One Ethernet frame a datagram on a connected UDP socket. Where the kernel can, many frames of one size are sent (UDP_SEGMENT) and
/// received (UDP_GRO) by one call; on the wire they are datagrams of their own either way.
class UdpSource final : public FrameSource, private dataplane::Link {
public:
    /// Takes over the descriptor.
    UdpSource(config::InterfaceName interface, int descriptor);

    int descriptor() const override { return readiness_.descriptor(); }
    std::vector<Port> ports() override { return {{interface_, this}}; }
    std::optional<Frame> receive(std::span<std::uint8_t> room) override;

private:
    void send(std::span<const std::uint8_t> frame) override;
    void send_burst(std::span<const std::span<const std::uint8_t>> frames) override;
    bool is_up() const override { return true; }
    bool send_run(std::span<const std::span<const std::uint8_t>> frames);
    Frame piece(std::span<std::uint8_t> room);

    config::InterfaceName interface_;
    HeldReadiness readiness_;
    std::atomic<bool> segments_{true};          ///< until the kernel refuses
    std::vector<std::uint8_t> train_;           ///< datagrams of `segment_` octets that came as one
    std::size_t segment_ = 0, next_ = 0, end_ = 0;
};

}  // namespace cli
