#include "cli/shell/console.h"

#include "cli/exec/login.h"
#include "cli/shell/console_state.h"

namespace cli {

namespace {

constexpr std::size_t type_ahead_limit = 64 * 1024;
constexpr unsigned first_vty = 2;   // con 0 and aux 0 come before

}  // namespace

Console::State::State(RouterPorts& ports, ConsoleOptions chosen) : router(ports), options(std::move(chosen)) {}

/// A new session on the line, as after RETURN: login if the configuration asks for it, then the first prompt.
void Console::State::begin_session() {
    finished = hangs_up = false;
    autocommand.clear();
    logging_in = true;
    level = options.privilege;
    session.reset();
    view.reset();
    take_line_settings();
    exec_history = History(options.terminal.history_size);
    configuration_history = History(options.terminal.history_size);
    if (refuses_sessions()) return log_out();
    run(make_login(router.configuration(), options));
}

void Console::State::take_line_settings() {
    const config::TerminalLine* line = configured_line(router.configuration(), options);
    if (!line || !options.takes_line_settings) return;
    TerminalSettings& settings = options.terminal;
    settings.length = line->length.value_or(settings.length);
    settings.width = line->width.value_or(settings.width);
    settings.history_size = line->history_size.value_or(settings.history_size);
    settings.escape = line->escape_character.value_or(settings.escape);
}

/// `no exec`; the console lets its owner in all the same.
bool Console::State::refuses_sessions() const {
    const config::TerminalLine* line = configured_line(router.configuration(), options);
    return !is_console() && line && !line->exec;
}

bool Console::State::is_escape(char byte) const {
    return byte != '\0' && static_cast<unsigned char>(byte) == options.terminal.escape;
}

bool Console::State::is_synchronous() const {
    const config::TerminalLine* line = configured_line(router.configuration(), options);
    return options.terminal.logging_synchronous || (line && line->logging_synchronous);
}

/// Uses up type-ahead and moves screens on, until there is nothing to do, or no room for more output.
void Console::State::pump() {
    for (;;) {
        if (listing && !pager.is_paused()) {
            if (output.size() >= output_limit) return;
            advance_listing();
        } else if (type_ahead.empty() || (reading == Reading::nothing && !pager.is_paused())) {
            return;
        } else if (output.size() >= output_limit) {
            return;
        } else {
            const char byte = type_ahead.front();
            type_ahead.front() = 0;
            type_ahead.pop_front();
            handle(byte);
        }
    }
}

void Console::State::handle(char byte) {
    if (pager.is_paused()) {
        if (pager.key(byte, output)) pager.flow(output, listing && listing->complete);
        else listing->complete = true, pager.begin(0, 0);
        if (listing->complete && pager.is_empty()) end_listing();
        return;
    }
    if (reading == Reading::login_return) {
        if (byte == '\r') begin_session();
        return;
    }
    if (reading == Reading::confirm) return answer(byte);
    handle_line_key(byte);
}

/// One key answers [confirm].
void Console::State::answer(char byte) {
    if (is_escape(byte)) return;
    reading = Reading::nothing;
    const bool yes = byte == '\r' || byte == 'y' || byte == 'Y';
    if (byte > ' ' && byte < 0x7f) output.put(std::string_view{&byte, 1});
    output.put("\n");
    task->answer(*this, yes ? "y" : "n");
    end_task();
}

void Console::State::handle_line_key(char byte) {
    std::string echoed;
    const EditorEvent event = editor.key(byte, echoed);
    output.put(echoed);
    if (event == EditorEvent::none) return;
    if (reading == Reading::question) question_event(event == EditorEvent::escape ? EditorEvent::interrupt : event);
    else line_event(event);
}

void Console::State::log_out() {
    session.reset();
    level = options.privilege;
    finished = true;
    reading = Reading::nothing;
    if (!is_console()) return;
    output.put("\n\n" + std::string{router.configuration().hostname()} + " con0 is now available\n\n\n\n\nPress RETURN to get started.\n\n\n");
    reading = Reading::login_return;
}

Console::Console(RouterPorts& ports, ConsoleOptions options) : state_(std::make_unique<State>(ports, std::move(options))) {}
Console::~Console() = default;

void Console::start(Instant now) {
    state_->time = now;
    state_->begin_session();
    state_->pump();
}

void Console::restart(Instant now) {
    state_->time = now;
    state_->finished = false;
    state_->output.put("\n\n\nPress RETURN to get started!\n\n\n");
    state_->reading = State::Reading::login_return;
}

void Console::input(std::string_view bytes, Instant now) {
    state_->time = state_->last_key = now;
    state_->typed_at = true;
    for (const char each : bytes) {
        const auto byte = state_->line_ends.pass(each);
        if (!byte) continue;
        if (state_->is_escape(*byte) && state_->reading == State::Reading::nothing && !state_->pager.is_paused() &&
            (state_->task || state_->listing)) {
            state_->interrupt();
            continue;
        }
        state_->type_ahead.push_back(*byte);
    }
    state_->pump();
}

std::optional<show::LineUser> Console::line_user(Instant now) const {
    const State& state = *state_;
    if (state.finished || state.reading == State::Reading::login_return) return std::nullopt;
    if (state.is_console() && !state.typed_at) return std::nullopt;
    show::LineUser row;
    const unsigned number = state.options.line_number;
    row.number = state.is_console() ? number : first_vty + number;
    row.line = (state.is_console() ? "con " : "vty ") + std::to_string(number);
    row.user = state.options.user;
    row.location = state.options.remote;
    row.idle_seconds = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(now - state.last_key).count());
    return row;
}

std::string Console::take_output() { return state_->output.take(); }

void Console::tick(Instant now) {
    state_->time = now;
    if (const auto end = state_->expiry(); end && *end <= now) state_->expire();
    if (state_->task && state_->reading == State::Reading::nothing && !state_->listing) {
        const auto due = state_->task->next_deadline();
        if (due && *due <= now) {
            state_->task->tick(*state_);
            state_->end_task();
        }
    }
    state_->pump();
}

std::optional<Instant> Console::next_deadline() const {
    const State& state = *state_;
    if (state.output.size() >= output_limit) return std::nullopt;
    const bool listing_goes_on = state.listing && !state.pager.is_paused();
    const bool keys_wait = !state.type_ahead.empty() && (state.reading != State::Reading::nothing || state.pager.is_paused());
    if (listing_goes_on || keys_wait) return state.time;
    if (state.task && state.reading == State::Reading::nothing) return state.task->next_deadline();
    return std::nullopt;
}

std::optional<Instant> Console::expiry() const { return state_->expiry(); }

void Console::lost(Instant now) {
    state_->time = now;
    if (state_->task) state_->task->cancel(*state_);
    state_->task.reset();
    state_->listing.reset();
    state_->pager.begin(0, 0);
    if (state_->session) state_->leave_configuration();
    state_->type_ahead.clear();
    state_->reading = State::Reading::nothing;
    state_->finished = true;
}

bool Console::is_at_prompt() const {
    const State& state = *state_;
    const bool reads = state.reading == State::Reading::command || state.reading == State::Reading::login_return;
    return reads && !state.listing && state.type_ahead.empty() && state.editor.is_empty();
}

bool Console::is_asking_question() const {
    const State& state = *state_;
    const bool asks = state.reading == State::Reading::question || state.reading == State::Reading::confirm;
    return (asks || state.pager.is_paused()) && state.type_ahead.empty();
}

bool Console::is_finished() const { return state_->finished; }
bool Console::accepts_input() const { return state_->type_ahead.size() < type_ahead_limit; }
bool Console::last_command_failed() const { return state_->failed; }
std::size_t Console::failed_commands() const { return state_->failures; }
TerminalSettings& Console::terminal() { return state_->options.terminal; }
std::uint8_t Console::privilege() const { return state_->level; }
std::string Console::prompt() const { return state_->prompt_text(); }

/// Without `logging on` the console alone gets messages.
bool Console::shows_log(std::uint8_t severity) const {
    const config::LoggingConfig& logging = state_->router.configuration().system.logging;
    if (!is_vty()) return !logging.console_off && severity <= logging.console_level;
    return state_->options.terminal.monitor && logging.on && !logging.monitor_off && severity <= logging.monitor_level;
}

bool Console::is_vty() const { return !state_->is_console(); }

/// In the middle of a line being typed: after it, or in its place and the line again.
void Console::log_line(std::string_view text) {
    State& state = *state_;
    if (state.output.size() > log_limit) return;
    const bool typing = state.reading == State::Reading::command || state.reading == State::Reading::question;
    const bool moves_line = typing && state.is_synchronous() && !state.listing;
    std::string moved;
    if (state.pager.is_paused()) {
        state.output.erase_more();
    } else if (moves_line) {
        state.editor.hide(moved);
        state.output.put(moved);
    } else {
        state.output.fresh_line();
    }
    state.output.put(text);
    state.output.put("\n");
    moved.clear();
    if (moves_line) state.editor.redisplay(moved);
    state.output.put(state.pager.is_paused() ? Pager::more : std::string_view{moved});
}

}  // namespace cli
