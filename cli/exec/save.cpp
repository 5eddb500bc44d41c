#include "cli/exec/save.h"

#include <fmt/format.h>

#include "cli/exec/exec.h"

namespace cli {

bool save_configuration(Exec& exec) {
    exec.print("Building configuration...\n");
    const FileOutcome saved = exec.ports().save_startup_configuration(exec.ports().running_configuration());
    if (saved) exec.print("[OK]\n");
    else if (saved.failed_at == FileOutcome::Step::opening) exec.fail(fmt::format("startup-config file open failed ({})\n", saved.reason));
    else print_file_error(exec, "nvram:/startup-config", saved);
    return static_cast<bool>(saved);
}

void print_file_error(Exec& exec, std::string_view name, const FileOutcome& outcome) {
    const bool opening = outcome.failed_at == FileOutcome::Step::opening;
    exec.fail(fmt::format("%Error {} {} ({})\n", opening ? "opening" : "writing", name, outcome.reason));
}

}  // namespace cli
