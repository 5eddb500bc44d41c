#pragma once

#include <memory>

#include "cli/options.h"
#include "cli/router/key_log.h"

namespace cli {

/// One router on real wires and in real time. Its console is standard input and output (a terminal or a pipe).
/// Ends at the end of input, `exit` of the lab or SIGTERM, with DELETE for every SA. Returns the exit status.
/// `key_log` may be null.
int run_real(const Options& options, std::shared_ptr<KeyLog> key_log);

}  // namespace cli
