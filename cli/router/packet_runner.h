#pragma once

#include "ipsec-dataplane/data_plane.h"

namespace cli {

/// Threads that run packets beside the control thread, one worker of the data plane each.
class PacketRunner : public dataplane::WorkerBell {
public:
    /// How many threads: workers 1 and up.
    virtual unsigned threads() const = 0;
    /// The interfaces of the wires are there; they stay until `stop`.
    virtual void start(dataplane::DataPlane& plane) = 0;
    /// When it returns no thread is inside the data plane. Harmless when none was started.
    virtual void stop() = 0;
};

}  // namespace cli
