#include "cli/runtime/captured_source.h"

#include <chrono>

namespace cli {

namespace {

std::int64_t unix_nanoseconds() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

class CapturedSource::Tap final : public dataplane::Link {
public:
    Tap(dataplane::Link& link, PcapngFile& capture) : link_(link), capture_(capture) {}
    void send(std::span<const std::uint8_t> frame) override {
        capture_.write(unix_nanoseconds(), frame);
        link_.send(frame);
    }
    bool is_up() const override { return link_.is_up(); }

private:
    dataplane::Link& link_;
    PcapngFile& capture_;
};

CapturedSource::CapturedSource(std::unique_ptr<FrameSource> source, std::shared_ptr<PcapngFile> capture)
    : source_(std::move(source)), capture_(std::move(capture)) {
    for (const Port& port : source_->ports()) {
        taps_.push_back(std::make_unique<Tap>(*port.link, *capture_));
        ports_.push_back({port.interface, taps_.back().get()});
    }
}

CapturedSource::~CapturedSource() = default;

std::vector<FrameSource::Port> CapturedSource::ports() { return ports_; }

std::optional<FrameSource::Frame> CapturedSource::receive(std::span<std::uint8_t> room) {
    const auto frame = source_->receive(room);
    if (frame && frame->size > 0) capture_->write(unix_nanoseconds(), room.first(frame->size));
    return frame;
}

}  // namespace cli
