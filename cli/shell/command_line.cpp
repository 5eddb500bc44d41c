#include <openssl/crypto.h>

#include "cli/exec/commands.h"
#include "cli/shell/console_state.h"

namespace cli {

namespace {

constexpr std::size_t hostname_in_prompt = 20;

std::string_view before_cursor(const LineEditor& editor) { return editor.text_before_cursor(); }

/// IOS 17 repeats <cr> in the description column.
void repeat_return(std::vector<config::HelpItem>& items, config::Look look) {
    if (look == config::Look::ios17 && !items.empty() && items.back().word == "<cr>") items.back().help = "<cr>";
}

}  // namespace

std::string Console::State::prompt_text() const {
    if (reading == Reading::question) return editor.prompt();
    const std::string name{router.configuration().hostname()};
    if (session) return name.substr(0, hostname_in_prompt) + "(" + std::string{session->prompt()} + ")#";
    return name + (level > 1 ? "#" : ">");
}

void Console::State::prompt() {
    reading = Reading::command;
    logging_in = false;
    asked = time;
    output.fresh_line();
    const bool in_body = session && session->in_body();
    std::string printed;
    editor.begin(in_body ? std::string{} : prompt_text(), {true, !in_body, options.terminal.width},
                 in_body ? nullptr : session ? &configuration_history : &exec_history, printed);
    output.put(printed);
}

void Console::State::line_event(EditorEvent event) {
    switch (event) {
    case EditorEvent::help: return show_help();
    case EditorEvent::complete: return complete_word();
    case EditorEvent::interrupt: return interrupt();
    case EditorEvent::line:
    case EditorEvent::end_mode: {
        const bool in_body = session && session->in_body();
        const bool ends = event == EditorEvent::end_mode && session;
        std::string printed;
        std::string line = editor.finish(ends ? "^Z\n" : "\n", options.terminal.history && !in_body, printed);
        output.put(printed);
        enter(std::move(line));
        if (ends && session) leave_configuration();
        return after_command();
    }
    case EditorEvent::none:
    case EditorEvent::escape: break;
    }
}

/// Ctrl-C drops the line and leaves configuration mode; Ctrl-^ ends what runs.
void Console::State::interrupt() {
    if (listing) {
        listing->complete = true;
        pager.begin(0, 0);
        return end_listing();
    }
    if (task) {
        reading = Reading::nothing;
        task->cancel(*this);
        task_finished = true;
        return end_task();
    }
    std::string printed;
    editor.finish(session ? "^C\n" : "\n", false, printed);
    output.put(printed);
    if (session) leave_configuration();
    prompt();
}

void Console::State::question_event(EditorEvent event) {
    std::string printed;
    if (event == EditorEvent::interrupt) {
        editor.finish("\n", false, printed);
        output.put(printed);
        return interrupt();
    }
    std::string line = editor.finish("\n", false, printed);
    output.put(printed);
    reading = Reading::nothing;
    task->answer(*this, line);
    OPENSSL_cleanse(line.data(), line.size());
    end_task();
}

void Console::State::enter(std::string line) {
    command_column = columns_of(prompt_text());
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (line.compare(0, byte_order_mark.size(), byte_order_mark) == 0) line.erase(0, byte_order_mark.size());
    OPENSSL_cleanse(command.data(), command.size());
    command = std::move(line);
    failed = false;
    reading = Reading::nothing;
    if (session) run_configuration(command);
    else run_exec(command, 0);
}

void Console::State::show_help() {
    const std::string text{before_cursor(editor)};
    output.put("?\n");
    config::Help help = session ? configuration_help(text) : exec_help(text);
    repeat_return(help.items, router.configuration().look());
    std::string screen;
    const std::size_t width = options.terminal.width == 0 ? 80 : options.terminal.width;
    if (help.items.empty() && help.error.kind == config::MatchError::Kind::ambiguous) {
        screen = config::error_text(help.error, text) + "\n";
    } else if (help.items.empty()) {
        screen = "% Unrecognized command\n";
    } else if (help.is_part_of_word) {
        screen = config::word_columns(help.items, width);
    } else {
        const bool whole = config::Words(text).empty();
        const std::string_view title = !whole ? std::string_view{} : session ? session->title() : std::string_view{"Exec commands:"};
        if (!title.empty()) screen = std::string{title} + "\n";
        screen += config::help_text(help.items, width) + "\n";
    }
    modifier = {};
    list_text(std::move(screen));
    listing->returns_to_line = true;
}

void Console::State::complete_word() {
    const std::string text{before_cursor(editor)};
    auto word = session ? configuration_completion(text) : exec_completion(text);
    if (word) editor.replace_word(*word + (word->empty() || word->back() != ' ' ? " " : ""));
    std::string printed = "\n";
    editor.redisplay(printed);
    output.put(printed);
}

}  // namespace cli
