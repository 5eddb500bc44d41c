#include "cli/runtime/terminal_session.h"

#include <utility>

namespace cli {

TerminalSession::~TerminalSession() {
    end();
    give_back();
}

ConsoleOptions TerminalSession::options() const {
    ConsoleOptions options;
    options.remote = arrival_.peer;
    if (!arrival_.vty) return options;
    options.kind = ConsoleOptions::Kind::vty;
    options.line_number = *arrival_.vty;
    return options;
}

void TerminalSession::open(ConsoleOptions options) {
    window_ = {options.terminal.width, options.terminal.length};
    console_ = &arrival_.router.add_console(std::move(options), arrival_.loop.now());
}

std::string TerminalSession::type(std::string_view keys) {
    while (!keys.empty() && !console_->is_finished()) {
        const auto end = keys.find_first_of("\r\n");
        const std::string_view line = keys.substr(0, end == std::string_view::npos ? end : end + 1);
        arrival_.router.type(*console_, line, arrival_.loop.now());
        keys.remove_prefix(line.size());
    }
    return arrival_.loop.attend(console_);
}

void TerminalSession::resize(Window window) {
    if (!console_) return;
    TerminalSettings& terminal = console_->terminal();
    if (window.columns != 0 && terminal.width == window_.columns) terminal.width = window_.columns = window.columns;
    if (window.rows != 0 && terminal.length == window_.rows) terminal.length = window_.rows = window.rows;
}

void TerminalSession::end() {
    if (!console_) return;
    console_->lost(arrival_.loop.now());
    arrival_.router.remove_console(*std::exchange(console_, nullptr));
    give_back();
}

void TerminalSession::give_back() {
    if (std::exchange(holds_vty_, false)) arrival_.router.vty_lines().release(*arrival_.vty);
}

}  // namespace cli
