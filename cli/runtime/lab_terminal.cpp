#include "cli/runtime/lab_terminal.h"

#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <map>

#include "cli/editor/line_editor.h"
#include "cli/lab/lab_prompt.h"
#include "cli/runtime/lab_loop.h"
#include "cli/runtime/raw_terminal.h"

namespace cli {

namespace asio = boost::asio;

namespace {

constexpr char ctrl_caret = 0x1e;
constexpr std::size_t held_output = 16384;   ///< bytes kept of a console nobody looks at

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

struct LabTerminal::State final : LabLoop {
    State(Lab& lab, const LineAddresses& addresses) : LabLoop(lab, addresses), input(io(), ::dup(STDIN_FILENO)) {}

    asio::posix::stream_descriptor input;
    std::array<char, 4096> buffer{};
    Router* current = nullptr;               ///< null: the lab prompt
    std::map<const Router*, std::string> held;
    bool after_escape = false;
    LineEditor editor;
    History history;

    int run();
    void banner();
    void read();
    void byte(char key);
    void lab_key(char key);
    void run_line(const std::string& line);
    void show_lab_prompt();
    void connect(Router& router);
    void show_output() override;
};

LabTerminal::LabTerminal(Lab& lab, const LineAddresses& addresses) : state_(std::make_unique<State>(lab, addresses)) {}

LabTerminal::~LabTerminal() = default;

int LabTerminal::run() { return state_->run(); }

int LabTerminal::State::run() {
    const RawTerminal raw(STDIN_FILENO);
    lab_.run_until_quiet();
    restart_clock();
    banner();
    connect(*lab_.routers().front());
    read();
    LabLoop::run();
    write_out("\r\n");
    return 0;
}

void LabTerminal::State::banner() {
    std::string text = "ike-router lab: ";
    for (const auto& router : lab_.routers()) text += router->node_name() + " ";
    text += "\r\n  Ctrl-^ x (Ctrl-Shift-6, then x) goes to the lab> prompt;";
    if (lab_.routers().size() > 1) text += " `connect " + lab_.routers()[1]->node_name() + "` there to the next router;";
    text += "\r\n  `exit` at lab> leaves. `?` helps everywhere.\r\n";
    write_out(text);
    write_out(for_terminal(served_lines()));
}

void LabTerminal::State::connect(Router& router) {
    current = &router;
    write_out(for_terminal(std::exchange(held[&router], {})));
    show_output();
}

void LabTerminal::State::show_output() {
    for (const auto& router : lab_.routers()) {
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
        write_out(for_terminal(attend(current ? &current->console() : nullptr)));
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
    current->type(current->console(), std::string_view(&key, 1), lab_.now());
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
    follow_clock(nullptr);
    const LabAnswer answer = run_lab_command(lab_, line);
    restart_clock();
    write_out(for_terminal(answer.text));
    if (answer.real_clock) use_real_clock(*answer.real_clock);
    if (answer.connect) connect(*lab_.find(*answer.connect));
    if (answer.leave) leave();
}

}  // namespace cli
