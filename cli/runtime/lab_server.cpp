#include "cli/runtime/lab_server.h"

#include <cstdio>

namespace cli {

int LabServer::run() {
    lab_.run_until_quiet();
    restart_clock();
    std::fputs(served_lines().c_str(), stdout);
    std::fflush(stdout);
    LabLoop::run();
    return 0;
}

/// Nobody sits at the routers' own consoles.
void LabServer::show_output() {
    for (const auto& router : lab_.routers()) router->console().take_output();
}

}  // namespace cli
