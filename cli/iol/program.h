#pragma once

namespace cli {

/// The program as an IOL image: one router, its ports wired by NETMAP, its console standard input and output. It ends at SIGTERM with
/// status 0, and not when its input does. Returns the exit status.
int run_iol(int argc, const char* const* argv);

}  // namespace cli
