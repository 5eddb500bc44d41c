#include <algorithm>
#include <utility>

#include "cli/exec/commands.h"
#include "cli/exec/login.h"
#include "cli/router/local_aaa.h"
#include "cli/shell/console_state.h"
#include "show-commands/show_commands.h"
#include "show-commands/system/clock.h"

namespace cli {

namespace {

using Kind = config::MatchError::Kind;

/// Where ` | modifier` begins: a word that is, or begins with, `|`. Only for commands that print screens.
std::size_t modifier_start(std::string_view line) {
    const config::Words words(line);
    const bool prints = !words.empty() && (config::is_abbreviation(words[0], "show") || config::is_abbreviation(words[0], "more"));
    if (!prints) return std::string_view::npos;
    for (std::size_t i = 1; i < words.size(); ++i)
        if (words[i].front() == '|') return words.column(i);
    return std::string_view::npos;
}

void add_modifier_row(config::Help& help) {
    if (help.items.empty() || help.is_part_of_word || help.items.back().word != "<cr>") return;
    help.items.insert(help.items.end() - 1, {"|", "Output modifiers"});
}

}  // namespace

/// `from`: where the command begins in `line` (after `do`).
void Console::State::run_exec(std::string_view line, std::size_t from) {
    const std::string_view text = line.substr(from);
    const std::size_t bar = modifier_start(text);
    config::Words words(text.substr(0, bar));
    if (words.empty() || words[0].front() == '!') return;
    config::Match match;
    modifier = {};
    if (exec_levels().match(exec_commands(), words, match)) {
        const bool leaves = words.size() == 1 && match.line->privilege() == 0 && (config::is_abbreviation(words[0], "exit") || config::is_abbreviation(words[0], "logout"));
        if (!leaves && !is_authorized(match.line->privilege())) return fail("Command authorization failed.\n\n");
        const std::size_t start = bar == std::string_view::npos ? text.size() : bar + 1;
        return run_matched(match, text.substr(start), bar == std::string_view::npos ? 0 : from + start);
    }
    config::MatchError error = exec_commands().explain(words, config::Form::plain, level);
    if (error.kind == Kind::none) error = {Kind::invalid, words.column(0), 0};   // a `privilege` line took it away
    if (from == 0 && words.size() == 1 && error.kind == Kind::invalid) return unknown_command(words[0]);
    if (words.size() == 1 && error.kind == Kind::incomplete && config::is_abbreviation(words[0], "show"))
        return fail("% Type \"show ?\" for a list of subcommands\n");
    print_error(error, text, from);
}

/// `aaa authorization commands` knows the levels 0 (which leaves), 1 and 15; the console is asked when `aaa authorization console` says so.
bool Console::State::is_authorized(unsigned command_level) const {
    const config::Configuration& configuration = router.configuration();
    if (is_console() && !configuration.aaa.authorizes_console) return true;
    return may_run_commands(configuration, command_level > 1 ? 15 : 1);
}

void Console::State::run_matched(const config::Match& match, std::string_view modifier_text, std::size_t modifier_column) {
    if (modifier_column != 0) {
        const ModifierResult parsed = parse_modifier(modifier_text);
        if (parsed.error.kind != Kind::none) return print_error(parsed.error, modifier_text, modifier_column);
        modifier = parsed.modifier;
    }
    if (!show::is_show_command(*match.line)) return reinterpret_cast<ExecHandler>(match.line->handler())(*this, match.args);
    view.reset();
    if (prints_timestamps()) print_timestamp();
    auto screen = show::open_screen(*match.line, fresh_view(), match.args);
    if (screen) list(std::move(screen));
}

/// `exec prompt timestamp`: when a screen was made.
bool Console::State::prints_timestamps() const {
    const config::TerminalLine* const line = configured_line(router.configuration(), options);
    return line && line->prompt_timestamp && options.takes_line_settings;
}

void Console::State::print_timestamp() {
    const show::RouterView& seen = fresh_view();
    show::TextWriter text;
    text.put(show::clock_source_text(seen.clock.source), ", ");
    show::print_clock(seen.clock, seen.now, seen.configuration.system, text);
    output.put(text.take() + "\n");
}

void Console::State::print_error(const config::MatchError& error, std::string_view line, std::size_t from) {
    if (error.kind == Kind::invalid) caret(from + error.column);
    const std::string text = config::error_text(error, line);
    fail(text + (error.kind == Kind::ambiguous ? "\n" : "\n\n"));
}

void Console::State::caret(std::size_t column) {
    const std::string_view before = std::string_view{command}.substr(0, std::min(column, command.size()));
    output.put(std::string(command_column + columns_of(before), ' ') + "^\n");
}

void Console::State::invalid_at(const config::Arg& argument) {
    const auto* start = argument.text.data();
    const bool inside = start >= command.data() && start <= command.data() + command.size();
    caret(inside ? static_cast<std::size_t>(start - command.data()) : argument.column);
    fail("% Invalid input detected at '^' marker.\n\n");
}

/// A single unknown word is taken for a host to connect to.
void Console::State::unknown_command(std::string_view word) {
    if (router.configuration().system.domain_lookup && !translated) output.put("Translating \"" + std::string{word} + "\"\n\n");
    translated = true;
    fail("% Bad IP address or host name\n% Unknown command or computer name, or unable to find computer address\n");
}

void Console::State::fail(std::string_view text) {
    output.put(text);
    if (!failed) ++failures;
    failed = true;
}

CommandLevels Console::State::exec_levels() const { return {router.configuration().system, "exec", level}; }

config::Help Console::State::exec_help(std::string_view text) const {
    const std::size_t bar = modifier_start(text);
    const std::string_view line = text.substr(0, bar);
    config::Match match;
    if (bar != std::string_view::npos && exec_levels().match(exec_commands(), config::Words(line), match))
        return modifier_help(text.substr(bar + 1));
    config::Help help = exec_levels().help(exec_commands(), line);
    if (modifier_start(std::string{line} + " |") != std::string_view::npos) add_modifier_row(help);
    return help;
}

/// What the last word becomes by Tab: the only keyword, or the only modifier, that begins so.
std::optional<std::string> Console::State::exec_completion(std::string_view text) const {
    const std::size_t bar = modifier_start(text);
    if (bar == std::string_view::npos)
        if (auto word = exec_commands().completion(config::Words(text), config::Form::plain, level)) return word;
    const config::Help help = exec_help(text);
    if (!help.is_part_of_word || help.items.size() != 1) return std::nullopt;
    const bool touches_bar = text.find_first_of(" \t", bar) == std::string_view::npos;
    return (bar != std::string_view::npos && touches_bar ? "|" : "") + help.items[0].word;
}

void Console::State::run_line(std::string_view line) {
    config::Match match;
    if (!exec_levels().match(exec_commands(), config::Words(line), match)) return fail("% Incomplete command.\n\n");
    run_matched(match, {}, 0);
}

void Console::State::run(std::unique_ptr<Task> next) {
    replaced_task = std::move(task);
    task = std::move(next);
    task_finished = false;
    reading = Reading::nothing;
    task->start(*this);
    if (task_finished) end_task();
}

void Console::State::ask(Question question) {
    std::string printed;
    asked = time;
    reading = question.kind == Question::Kind::confirm ? Reading::confirm : Reading::question;
    const std::size_t last_line = question.prompt.rfind('\n') + 1;
    output.put(question.prompt.substr(0, last_line));
    const std::string_view line = std::string_view{question.prompt}.substr(last_line);
    if (reading == Reading::confirm) output.put(line);
    else editor.begin(line, {question.kind == Question::Kind::line, false, options.terminal.width}, nullptr, printed);
    output.put(printed);
}

/// After each call of the task: when it is over the prompt comes back.
void Console::State::end_task() {
    if (!task || !task_finished) return;
    task.reset();
    task_finished = false;
    after_command();
}

void Console::State::after_command() {
    if (task || listing || finished || reading != Reading::nothing) return;
    if (!autocommand.empty()) return run_autocommand();
    if (hangs_up && !session) return log_out();
    prompt();
}

/// `autocommand`: the line hangs up behind it.
void Console::State::run_autocommand() {
    command = std::exchange(autocommand, {});
    hangs_up = true;
    logging_in = false;
    run_exec(command, 0);
    after_command();
}

std::string Console::State::who() const {
    const std::string line = is_console() ? "console" : "vty" + std::to_string(options.line_number);
    if (options.remote.empty()) return options.user.empty() || is_console() ? line : options.user + " on " + line;
    return (options.user.empty() ? line : options.user + " on " + line) + " (" + options.remote + ")";
}

void Console::State::close() { log_out(); }

}  // namespace cli
