#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "cli/editor/history.h"
#include "cli/exec/task.h"
#include "cli/shell/ports.h"
#include "cli/shell/terminal.h"
#include "config-model/language/values.h"
#include "show-commands/screen.h"

namespace cli {

/// What an EXEC command works with: the line it was typed on, and the router behind it. Texts end their lines with \n.
class Exec {
public:
    virtual ~Exec() = default;
    virtual RouterPorts& ports() = 0;
    virtual Instant now() const = 0;

    virtual void print(std::string_view text) = 0;
    /// Prints a `%` sentence and counts the command as failed.
    virtual void fail(std::string_view text) = 0;
    /// `% Invalid input detected at '^' marker.` under this argument.
    virtual void invalid_at(const config::Arg& argument) = 0;
    /// Prints a screen through the modifiers behind `|` and the pager. Ends the command.
    virtual void list(std::unique_ptr<show::Screen> screen) = 0;
    /// Runs another EXEC command in the place of this one: `write terminal` is `show running-config`.
    virtual void run_line(std::string_view line) = 0;
    /// Goes on as a task.
    virtual void run(std::unique_ptr<Task> task) = 0;
    /// From a task: asks, the answer comes by Task::answer. Instead of `finish`.
    virtual void ask(Question question) = 0;
    /// From a task: it is over.
    virtual void finish() = 0;

    virtual TerminalSettings& terminal() = 0;
    virtual History& history() = 0;
    virtual std::uint8_t privilege() const = 0;
    virtual void set_privilege(std::uint8_t level) = 0;
    virtual bool is_console() const = 0;
    /// "console", or "admin on vty0 (10.0.0.5)": who did it, in syslogs.
    virtual std::string who() const = 0;
    virtual void set_user(std::string_view user) = 0;
    /// Enters configuration mode.
    virtual void configure() = 0;
    /// From a login: what the line runs in the place of a session; empty: nothing.
    virtual void set_autocommand(std::string line) = 0;
    /// Ends the session.
    virtual void close() = 0;

    void list_text(std::string text);
};

/// Every EXEC command's handler.
using ExecHandler = void (*)(Exec&, const config::Args&);

}  // namespace cli
