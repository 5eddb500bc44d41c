#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cli/editor/line_editor.h"
#include "cli/exec/exec.h"
#include "cli/shell/command_levels.h"
#include "cli/shell/console.h"
#include "cli/shell/output.h"
#include "cli/shell/output_filter.h"
#include "cli/shell/pager.h"
#include "show-commands/router_view.h"

namespace cli {

/// The command history as screens see it.
class HistoryLines final : public show::NumberedLines {
public:
    explicit HistoryLines(const History& history) : history_(&history) {}
    std::uint64_t first() const override { return history_->first(); }
    std::uint64_t end() const override { return history_->end(); }
    std::string_view line(std::uint64_t number) const override { return history_->line(number); }

private:
    const History* history_;
};

/// A text on its way to the terminal: screen -> modifier -> pager. `?` screens come back to the line being typed.
struct Listing {
    std::unique_ptr<show::Screen> screen;
    OutputModifier modifier;
    OutputFilter filter;
    bool complete = false;        ///< the screen has nothing more
    bool returns_to_line = false;
    bool file_begun = false;
};

/// The inside of a Console, and the Exec that its commands work with.
struct Console::State final : public Exec {
    State(RouterPorts& router, ConsoleOptions chosen);

    // Exec
    RouterPorts& ports() override { return router; }
    Instant now() const override { return time; }
    void print(std::string_view text) override { output.put(text); }
    void fail(std::string_view text) override;
    void invalid_at(const config::Arg& argument) override;
    void list(std::unique_ptr<show::Screen> screen) override;
    void run_line(std::string_view line) override;
    void run(std::unique_ptr<Task> next) override;
    void ask(Question question) override;
    void finish() override { task_finished = true; }
    TerminalSettings& terminal() override { return options.terminal; }
    History& history() override { return exec_history; }
    std::uint8_t privilege() const override { return level; }
    void set_privilege(std::uint8_t next) override { level = next; }
    bool is_console() const override { return options.kind == ConsoleOptions::Kind::console; }
    std::string who() const override;
    void set_user(std::string_view user) override { options.user = user; }
    void configure() override;
    void set_autocommand(std::string line) override { autocommand = std::move(line); }
    void close() override;

    // The loop (console.cpp)
    void begin_session();
    void take_line_settings();
    bool refuses_sessions() const;
    bool is_synchronous() const;
    bool is_escape(char byte) const;
    void pump();
    void handle(char byte);
    void handle_line_key(char byte);
    void answer(char byte);
    void log_out();

    // Time without keys (idle_line.cpp)
    std::optional<Instant> expiry() const;
    void expire();
    bool waits_for_keys() const { return reading != Reading::nothing || pager.is_paused(); }

    // Reading lines (command_line.cpp)
    void prompt();
    std::string prompt_text() const;
    void read_command();
    void line_event(EditorEvent event);
    void question_event(EditorEvent event);
    void show_help();
    void complete_word();
    void enter(std::string line);
    void interrupt();

    // Commands (exec_line.cpp)
    void run_exec(std::string_view line, std::size_t from);
    bool is_authorized(unsigned command_level) const;
    void run_matched(const config::Match& match, std::string_view modifier_text, std::size_t modifier_column);
    void print_error(const config::MatchError& error, std::string_view line, std::size_t from);
    void unknown_command(std::string_view word);
    void caret(std::size_t column);
    CommandLevels exec_levels() const;
    config::Help exec_help(std::string_view text) const;
    std::optional<std::string> exec_completion(std::string_view text) const;
    void end_task();
    void after_command();
    void run_autocommand();
    bool prints_timestamps() const;
    void print_timestamp();

    // Configuration (configure_line.cpp)
    void run_configuration(std::string_view line);
    bool may_configure(std::string_view line) const;
    void report(const config::LineResult& result);
    void ask_master_key(config::MasterKeyLine line);
    void leave_configuration();
    config::Help allowed_help(std::string_view text) const;
    config::Help configuration_help(std::string_view text) const;
    std::optional<std::string> configuration_completion(std::string_view text) const;

    // Screens (listing.cpp)
    void begin_listing(std::unique_ptr<show::Screen> screen, const OutputModifier& modifier);
    void advance_listing();
    void deliver(std::string_view text);
    void end_listing();
    show::RouterView& fresh_view();

    RouterPorts& router;
    ConsoleOptions options;
    Instant time{}, last_key{};
    bool typed_at = false;                    ///< a key ever came
    Instant asked{};                          ///< when the prompt or question that stands there appeared
    bool logging_in = false;
    Output output;
    LineEndFilter line_ends;
    std::deque<char> type_ahead;
    LineEditor editor;
    History exec_history, configuration_history;
    HistoryLines history_lines{exec_history};
    std::uint8_t level = 1;
    enum class Reading : std::uint8_t { nothing, command, question, confirm, login_return } reading = Reading::nothing;
    std::optional<config::ConfigSession> session;
    std::unique_ptr<Task> task;
    std::unique_ptr<Task> replaced_task;      ///< the task that started `task` may still be returning
    bool task_finished = false;
    std::optional<Listing> listing;
    Pager pager;
    OutputModifier modifier;                  ///< of the command that is being run
    std::optional<show::RouterView> view;
    std::string command;                      ///< the whole line of the command that is being run
    std::size_t command_column = 0;           ///< where on the terminal that line began
    bool failed = false;
    std::size_t failures = 0;
    bool translated = false;                  ///< a name was looked up in this session
    bool finished = false;
    std::string autocommand;                  ///< to be run when the login is over
    bool hangs_up = false;                    ///< the session ends with the command that runs
};

}  // namespace cli
