#pragma once

#include <memory>

#include "cli/lab/lab.h"
#include "cli/options.h"

namespace cli {

/// A person at a terminal in front of a lab: one console at a time, the `lab>` prompt behind Ctrl-^ x. The lab follows real time.
class LabTerminal {
public:
    /// `addresses`: those of the first router, by telnet and SSH. Throws UsageError.
    LabTerminal(Lab& lab, const LineAddresses& addresses);
    ~LabTerminal();
    LabTerminal(const LabTerminal&) = delete;
    LabTerminal& operator=(const LabTerminal&) = delete;

    /// Until the lab is left or the terminal hangs up. Returns the exit status.
    int run();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace cli
