#pragma once

#include <cstdint>

namespace cli {

/// What `terminal …` sets for the session, and `line con 0` for every session.
struct TerminalSettings {
    std::uint16_t length = 24;        ///< rows; 0: no `--More--`
    std::uint16_t width = 80;         ///< columns; 0: unlimited
    std::uint16_t history_size = 20;  ///< lines; 10 on routers of the 12.x time, 20 since
    std::uint16_t escape = 0x1e;      ///< the key that ends a running command, Ctrl-^ unless configured; 0: none does
    bool history = true;
    bool monitor = false;
    bool logging_synchronous = false;
    bool prompts_confirm = true;      ///< `file prompt`
};

}  // namespace cli
