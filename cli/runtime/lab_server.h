#pragma once

#include "cli/runtime/lab_loop.h"

namespace cli {

/// A lab without a terminal: its routers' lines by telnet and SSH, in real time.
class LabServer final : private LabLoop {
public:
    /// Throws UsageError when a port cannot be had.
    LabServer(Lab& lab, const LineAddresses& addresses) : LabLoop(lab, addresses) {}
    /// Until SIGTERM, SIGINT or SIGHUP. Prints the ports first. Returns the exit status.
    int run();

private:
    void show_output() override;
};

}  // namespace cli
