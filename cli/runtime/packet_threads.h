#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "cli/router/packet_runner.h"
#include "cli/runtime/frame_source.h"

namespace cli {

/// Packet threads on real wires. Each reads its own wires and runs what it read to the end of the node graph; it sleeps in the kernel
/// when there is nothing to do.
class PacketThreads final : public PacketRunner {
public:
    /// `now` is asked on all threads; `wake_control`, called on any of them, has the control thread call DataPlane::tick soon.
    PacketThreads(unsigned threads, std::function<dataplane::Instant()> now, std::function<void()> wake_control);
    ~PacketThreads() override;

    /// Before `start`. Wires are dealt out to the threads in turn; `source` lives longer.
    void add(FrameSource& source);

    unsigned threads() const override { return static_cast<unsigned>(threads_.size()); }
    void start(dataplane::DataPlane& plane) override;
    void stop() override;
    void ring(dataplane::WorkerId worker) override;

private:
    class Thread;

    std::function<dataplane::Instant()> now_;
    std::function<void()> wake_control_;
    std::vector<std::unique_ptr<Thread>> threads_;
    std::size_t next_ = 0;
};

}  // namespace cli
