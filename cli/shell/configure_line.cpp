#include <fmt/format.h>

#include "cli/exec/clock.h"
#include "cli/exec/commands.h"
#include "cli/shell/console_state.h"

namespace cli {

namespace {

/// Where the command behind `do ` begins; 0 when the line is not one.
std::size_t command_after_do(std::string_view line) {
    const config::Words words(line);
    if (words.size() < 1 || !config::same_word(words[0], "do")) return 0;
    const std::size_t end = words.column(0) + 2;
    const std::size_t start = line.find_first_not_of(" \t", end);
    return start == std::string_view::npos ? (end < line.size() ? line.size() : 0) : start;
}

}  // namespace

void Console::State::configure() {
    output.put("Enter configuration commands, one per line.  End with CNTL/Z.\n");
    session.emplace(router.open_configuration(level));
}

void Console::State::run_configuration(std::string_view line) {
    const bool was_in_body = session->in_body();
    if (const std::size_t from = was_in_body ? 0 : command_after_do(line); from != 0) {
        if (from == line.size()) return fail("% Incomplete command.\n\n");
        return run_exec(line, from);
    }
    const std::string clock = clock_text(router, time);
    const config::LineResult result = session->feed(line);
    report(result);
    if (!result.changes.empty()) router.apply(result.changes, time);
    if (result.changes.touches(config::ChangeTopic::clock)) log_clock_update(router, clock, who(), time);
    if (result.ended) leave_configuration();
}

void Console::State::report(const config::LineResult& result) {
    if (result.caret >= 0) caret(static_cast<std::size_t>(result.caret));
    if (!result.error.empty()) {
        const bool spaced = result.caret >= 0 || result.error == "% Incomplete command.";
        fail(result.error + (spaced ? "\n\n" : "\n"));
    }
    for (const std::string& note : result.notes) output.put(note + "\n");
}

void Console::State::leave_configuration() {
    session.reset();
    router.log({"SYS", 5, "CONFIG_I", "Configured from console by " + who()}, time);
}

config::Help Console::State::configuration_help(std::string_view text) const {
    const std::size_t from = command_after_do(text);
    return from == 0 ? session->help(text) : exec_help(text.substr(from));
}

std::optional<std::string> Console::State::configuration_completion(std::string_view text) const {
    if (config::same_word(text, "do")) return std::string{text};
    const std::size_t from = command_after_do(text);
    return from == 0 ? session->completion(text) : exec_completion(text.substr(from));
}

}  // namespace cli
