#include "cli/runtime/lab_terminal.h"

#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <map>

#include "cli/editor/line_editor.h"
#include "cli/lab/lab_prompt.h"
#include "cli/runtime/raw_terminal.h"
#include "cli/runtime/virtual_runtime.h"

namespace cli {

namespace asio = boost::asio;

namespace {

constexpr char ctrl_caret = 0x1e;
constexpr std::size_t held_output = 16384;   ///< bytes kept of a console nobody looks at
constexpr Duration slice = std::chrono::seconds(1);

void write_out(std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
        if (written <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

/// The terminal is raw: a line end is CR LF.
std::string for_terminal(std::string_view text) {
    std::string result;
    char last = 0;
    for (const char c : text) {
        if (c == '\n' && last != '\r') result += '\r';
        result += c;
        last = c;
    }
    return result;
}

}  // namespace

struct LabTerminal::State {
    explicit State(Lab& the_lab) : lab(the_lab), input(io, ::dup(STDIN_FILENO)), timer(io), signals(io, SIGTERM, SIGHUP, SIGINT) {}

    Lab& lab;
    asio::io_context io;
    asio::posix::stream_descriptor input;
    asio::steady_timer timer;
    asio::signal_set signals;
    std::array<char, 4096> buffer{};
    Router* current = nullptr;               ///< null: the lab prompt
    std::map<const Router*, std::string> held;
    bool after_escape = false;
    bool real_clock = true;
    std::chrono::steady_clock::time_point real_start;
    Instant lab_start{};
    LineEditor editor;
    History history;

    void banner();
    void read();
    void byte(char key);
    void lab_key(char key);
    void run_line(const std::string& line);
    void show_lab_prompt();
    void connect(Router& router);
    void follow_clock();
    void restart_clock();
    void flush();
    void arm();
    void leave() { io.stop(); }
};

LabTerminal::LabTerminal(Lab& lab) : state_(std::make_unique<State>(lab)) {}

LabTerminal::~LabTerminal() = default;

ConsoleOptions LabTerminal::console_options() {
    const RawTerminal::Size size = RawTerminal::size_of(STDIN_FILENO);
    ConsoleOptions options;
    options.terminal.length = size.rows;
    options.terminal.width = size.columns;
    options.terminal.logging_synchronous = true;
    return options;
}

int LabTerminal::run() {
    State& state = *state_;
    const RawTerminal raw(STDIN_FILENO);
    state.lab.run_until_quiet();
    state.restart_clock();
    state.banner();
    state.connect(*state.lab.routers().front());
    state.signals.async_wait([&](const boost::system::error_code& error, int) {
        if (!error) state.leave();
    });
    state.read();
    state.arm();
    state.io.run();
    write_out("\r\n");
    return 0;
}

void LabTerminal::State::banner() {
    std::string text = "ike-router lab: ";
    for (const auto& router : lab.routers()) text += router->node_name() + " ";
    text += "\r\n  Ctrl-^ x (Ctrl-Shift-6, then x) goes to the lab> prompt;";
    if (lab.routers().size() > 1) text += " `connect " + lab.routers()[1]->node_name() + "` there to the next router;";
    text += "\r\n  `exit` at lab> leaves. `?` helps everywhere.\r\n";
    write_out(text);
}

void LabTerminal::State::restart_clock() {
    real_start = std::chrono::steady_clock::now();
    lab_start = lab.now();
}

/// With the real clock the lab runs up to now; with the virtual one, until the console in front has its prompt back.
void LabTerminal::State::follow_clock() {
    if (real_clock) {
        lab.run_to(lab_start + std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - real_start));
    } else if (current) {
        write_out(for_terminal(run_until_prompt(lab, current->console())));
    }
}

void LabTerminal::State::connect(Router& router) {
    current = &router;
    write_out(for_terminal(std::exchange(held[&router], {})));
    flush();
}

void LabTerminal::State::flush() {
    for (const auto& router : lab.routers()) {
        const std::string output = router->console().take_output();
        if (router.get() == current) {
            write_out(for_terminal(output));
            continue;
        }
        std::string& kept = held[router.get()];
        kept += output;
        if (kept.size() > held_output) kept.erase(0, kept.size() - held_output);
    }
}

void LabTerminal::State::read() {
    input.async_read_some(asio::buffer(buffer), [this](const boost::system::error_code& error, std::size_t count) {
        if (error) return leave();
        for (std::size_t i = 0; i < count; ++i) byte(buffer[i]);
        follow_clock();
        flush();
        arm();
        read();
    });
}

void LabTerminal::State::byte(char key) {
    if (!current) return lab_key(key);
    if (std::exchange(after_escape, key == ctrl_caret) && (key == 'x' || key == 'X')) {
        current = nullptr;
        write_out("\r\n");
        return show_lab_prompt();
    }
    current->type(current->console(), std::string_view(&key, 1), lab.now());
}

void LabTerminal::State::show_lab_prompt() {
    std::string out;
    Reading how;
    how.help_keys = false;
    editor.begin("lab> ", how, &history, out);
    write_out(for_terminal(out));
}

void LabTerminal::State::lab_key(char key) {
    std::string out;
    const EditorEvent event = editor.key(key, out);
    if (event == EditorEvent::none) return write_out(for_terminal(out));
    const std::string line = editor.finish("\n", event == EditorEvent::line, out);
    write_out(for_terminal(out));
    if (event == EditorEvent::line) run_line(line);
    if (!current) show_lab_prompt();
}

void LabTerminal::State::run_line(const std::string& line) {
    follow_clock();
    const LabAnswer answer = run_lab_command(lab, line);
    restart_clock();
    write_out(for_terminal(answer.text));
    if (answer.real_clock) real_clock = *answer.real_clock;
    if (answer.connect) connect(*lab.find(*answer.connect));
    if (answer.leave) leave();
}

void LabTerminal::State::arm() {
    timer.cancel();
    if (!real_clock) return;
    const auto next = lab.next_event(true);
    const Duration wait = next ? std::min<Duration>(std::max<Duration>(*next - lab_start, Duration{}), lab.now() - lab_start + slice)
                               : lab.now() - lab_start + slice;
    timer.expires_at(real_start + wait);
    timer.async_wait([this](const boost::system::error_code& error) {
        if (error) return;
        follow_clock();
        flush();
        arm();
    });
}

}  // namespace cli
