#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cli/shell/ports.h"
#include "cli/shell/terminal.h"
#include "show-commands/router_view.h"

namespace cli {

/// How a line begins.
struct ConsoleOptions {
    enum class Kind : std::uint8_t { console, vty } kind = Kind::console;
    std::uint16_t line_number = 0;
    std::string user;                 ///< already authenticated (SSH); empty: as the line's configuration says
    std::string remote;               ///< peer address of a vty, for syslogs
    std::uint8_t privilege = 1;       ///< 15 starts at `#`
    TerminalSettings terminal;
    bool takes_line_settings = true;  ///< `length`, `width` and `history size` of the configured line count; false: a pipe

    /// A console that a program reads: no pages, no columns.
    static ConsoleOptions pipe() {
        ConsoleOptions options;
        options.terminal.length = options.terminal.width = 0;
        options.takes_line_settings = false;
        return options;
    }
};

/// One terminal line of one router: bytes in, bytes out. Owns the line editor, the EXEC or configuration session and the running
/// task. No sockets and no clock. Output is bounded: screens are pulled only while less than `output_limit` bytes wait to be taken.
class Console {
public:
    static constexpr std::size_t output_limit = 32 * 1024;
    /// Log lines are dropped while more than this waits: a terminal that stopped reading costs no more memory.
    static constexpr std::size_t log_limit = 1024 * 1024;

    Console(RouterPorts& ports, ConsoleOptions options);
    ~Console();
    Console(const Console&) = delete;
    Console& operator=(const Console&) = delete;

    /// Prints the first prompt (or the banner and `Username:`).
    void start(Instant now);
    /// After a restart of the router: "Press RETURN to get started!", then a new session.
    void restart(Instant now);
    /// Bytes from the terminal. What cannot be used yet waits as type-ahead, none is lost.
    void input(std::string_view bytes, Instant now);
    /// The output since the last call, prompt included. Makes room: call `tick` when `next_deadline` is due.
    std::string take_output();
    /// Runs what is due: timers of a task, the next part of a screen.
    void tick(Instant now);
    /// When `tick` wants to be called. A value not after the present: at once.
    std::optional<Instant> next_deadline() const;
    /// When `tick` ends the session because no key came (`exec-timeout`, or a login that nobody answers).
    std::optional<Instant> expiry() const;
    /// The far end hung up: the task is cancelled and the configuration session ended.
    void lost(Instant now);

    /// An EXEC, privileged or configuration prompt is on the screen, nothing runs and no type-ahead waits.
    bool is_at_prompt() const;
    /// A task's question, `--More--`, or a password prompt is on the screen.
    bool is_asking_question() const;
    /// `exit`, `logout` or `quit` ended the session.
    bool is_finished() const;
    /// Type-ahead is short enough for more: a reader of a fast pipe stops while this is false.
    bool accepts_input() const;
    /// The last command printed one of the `%` errors.
    bool last_command_failed() const;
    /// How many commands failed since the start.
    std::size_t failed_commands() const;

    /// A syslog or debug line (without line end). Callers ask `shows_log` first.
    void log_line(std::string_view text);
    /// This line shows log messages of this severity: the console, or a vty after `terminal monitor`.
    bool shows_log(std::uint8_t severity = 0) const;
    bool is_vty() const;

    TerminalSettings& terminal();
    std::uint8_t privilege() const;
    /// Its row of `show users`; nothing while nobody is on the line.
    std::optional<show::LineUser> line_user(Instant now) const;
    /// The prompt as it stands: "R1(config)#", or a question.
    std::string prompt() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace cli
