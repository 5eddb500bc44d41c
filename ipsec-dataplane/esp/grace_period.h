#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "ipsec-dataplane/ids.h"

namespace dataplane {

/// Quiescent-state reclamation: a worker that is online says, between two vectors, that it holds no reference into the
/// published tables. What the control thread unlinked before `retire` may be freed once `passed`.
class GracePeriod {
public:
    explicit GracePeriod(std::uint16_t workers);

    // Worker.

    /// Before the first look into a table, and after sleep.
    void online(WorkerId worker);
    /// Between two vectors.
    void quiescent(WorkerId worker);
    /// Before the worker blocks: it delays nobody while offline.
    void offline(WorkerId worker);

    // Control thread.

    /// A mark for what has just been unlinked.
    std::uint64_t retire();
    /// Whether no online worker can still see what was unlinked before that mark.
    bool passed(std::uint64_t mark) const;

private:
    struct alignas(64) Slot {
        /// Last epoch seen; 0 is offline.
        std::atomic<std::uint64_t> seen{0};
    };
    alignas(64) std::atomic<std::uint64_t> epoch_{1};
    std::unique_ptr<Slot[]> slots_;
    std::uint16_t workers_;
};

}  // namespace dataplane
