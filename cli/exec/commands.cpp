#include "cli/exec/commands.h"

#include "show-commands/show_commands.h"

namespace cli {

const config::Matcher& exec_commands() {
    static const config::Matcher matcher = [] {
        std::vector<std::span<const config::Line>> lines = show::show_commands();
        for (const auto& subject : {session_lines(), terminal_lines(), ping_lines(), traceroute_lines(), clear_lines(), clear_crypto_lines(), ezvpn_lines(), debug_lines(), undebug_lines(),
                                    copy_lines(), file_lines(), reload_lines(), debug_condition_lines(), clock_lines(),
                                    monitor_capture_lines()})
            lines.push_back(subject);
        return config::Matcher(std::move(lines));
    }();
    return matcher;
}

}  // namespace cli
