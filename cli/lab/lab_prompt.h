#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/lab/lab.h"

namespace cli {

/// What the `lab>` prompt asks of whoever runs it.
struct LabAnswer {
    std::string text;                   ///< to be printed, with line ends
    std::optional<std::string> connect; ///< go to this node's console
    std::optional<bool> real_clock;     ///< follow real time, or stand still between steps
    bool leave = false;
    bool failed = false;
};

/// The commands of the lab itself: connect, advance, link, clock, nodes, links, exit. Declared like any router command, so `?`
/// (as a line of its own or at its end), abbreviations and errors are the same.
LabAnswer run_lab_command(Lab& lab, std::string_view line);

}  // namespace cli
