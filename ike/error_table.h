#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "ike/events.h"
#include "ike/machine/states.h"

namespace ike {

/// An event met a state.
struct MachineStep {
    StateId state = StateId::IDLE;
    EventId event = EventId::NONE;
};
/// The last steps of a machine, the newest first.
using MachinePath = std::array<MachineStep, 4>;

/// How often exchanges came to which bad end, the latest kind first. Always kept, and bounded.
class ErrorTable {
public:
    struct Entry {
        Failed why{};
        std::uint64_t count = 0;
        /// Of the last time.
        IkeSpi initiator_spi = 0;
        MachinePath path{};
    };

    void note(Failed why, IkeSpi initiator_spi, const MachinePath& path);
    /// Keeps at most so many kinds from now on.
    void resize(std::size_t room);
    void clear();

    const std::vector<Entry>& entries() const { return entries_; }
    std::uint64_t deleted() const { return deleted_; }

private:
    std::vector<Entry> entries_;
    std::size_t room_ = config::default_diagnose_errors;
    std::uint64_t deleted_ = 0;
};

}  // namespace ike
