#pragma once

#include <memory>

#include "cli/lab/pcapng.h"
#include "cli/runtime/frame_source.h"

namespace cli {

/// Wires with every frame of both directions, in the order seen by the router, written to a capture.
class CapturedSource final : public FrameSource {
public:
    CapturedSource(std::unique_ptr<FrameSource> source, std::shared_ptr<PcapngFile> capture);
    ~CapturedSource() override;

    int descriptor() const override { return source_->descriptor(); }
    std::optional<Frame> receive(std::span<std::uint8_t> room) override;
    std::vector<Port> ports() override;
    int carrier_descriptor() const override { return source_->carrier_descriptor(); }
    std::vector<config::InterfaceName> changed_carriers() override { return source_->changed_carriers(); }

private:
    class Tap;

    std::unique_ptr<FrameSource> source_;
    std::shared_ptr<PcapngFile> capture_;
    std::vector<std::unique_ptr<Tap>> taps_;
    std::vector<Port> ports_;
};

}  // namespace cli
