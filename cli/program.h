#pragma once

namespace cli {

/// The whole program: returns the exit status.
int run_program(int argc, const char* const* argv);

}  // namespace cli
