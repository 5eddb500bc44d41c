#pragma once

#include <string_view>

#include "cli/shell/file_outcome.h"

namespace cli {

class Exec;

/// Running configuration to NVRAM, with the sentences of `write memory`. False when it failed.
bool save_configuration(Exec& exec);
/// `%Error opening NAME (reason)`, or writing.
void print_file_error(Exec& exec, std::string_view name, const FileOutcome& outcome);

}  // namespace cli
