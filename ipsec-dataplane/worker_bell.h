#pragma once

#include "ipsec-dataplane/ids.h"

namespace dataplane {

/// Hears that something waits for a worker that may be asleep: `DataPlane::poll` on its thread takes it, `DataPlane::tick` for worker 0.
class WorkerBell {
public:
    virtual ~WorkerBell() = default;
    /// From any thread, also while a worker's table is being changed: only notes it and returns.
    virtual void ring(WorkerId worker) = 0;
};

}  // namespace dataplane
