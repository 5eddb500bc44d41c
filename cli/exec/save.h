#pragma once

#include <string_view>

#include "cli/shell/file_outcome.h"

namespace cli {

class Exec;

/// Running configuration to NVRAM, with the sentences of `write memory`. False when it failed.
bool save_configuration(Exec& exec);
/// Adds `content` to the running configuration and says in the log where it came `from`: "memory", "flash:r1.cfg".
void merge_configuration(Exec& exec, std::string_view content, std::string_view from);
/// The same of the startup configuration, as `configure memory` does.
void merge_startup(Exec& exec);
/// `%Error opening NAME (reason)`, or writing.
void print_file_error(Exec& exec, std::string_view name, const FileOutcome& outcome);

}  // namespace cli
