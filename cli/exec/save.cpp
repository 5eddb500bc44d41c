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

void merge_configuration(Exec& exec, std::string_view content, std::string_view from) {
    exec.ports().merge_configuration(content, exec.now());
    exec.ports().log({"SYS", 5, "CONFIG_I", fmt::format("Configured from {} by {}", from, exec.who())}, exec.now());
}

void merge_startup(Exec& exec) { merge_configuration(exec, exec.ports().startup_configuration().value_or(std::string{}), "memory"); }

void print_file_error(Exec& exec, std::string_view name, const FileOutcome& outcome) {
    const bool opening = outcome.failed_at == FileOutcome::Step::opening;
    exec.fail(fmt::format("%Error {} {} ({})\n", opening ? "opening" : "writing", name, outcome.reason));
}

}  // namespace cli
