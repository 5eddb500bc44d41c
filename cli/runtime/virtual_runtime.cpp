#include "cli/runtime/virtual_runtime.h"

#include <cstdio>

#include "cli/lab/lab_prompt.h"
#include "cli/text_file.h"

namespace cli {

namespace {

constexpr Duration command_limit = std::chrono::hours(1);

bool is_done(const Console& console) {
    return console.is_at_prompt() || console.is_asking_question() || console.is_finished();
}

std::string read_all(std::FILE* file) {
    std::string text;
    char buffer[65536];
    for (std::size_t count = 0; (count = std::fread(buffer, 1, sizeof buffer, file)) > 0;) text.append(buffer, count);
    return text;
}

}  // namespace

std::string run_until_prompt(Lab& lab, Console& console) {
    const Instant limit = lab.now() + command_limit;
    std::string output = console.take_output();
    while (!is_done(console) && lab.step(limit)) output += console.take_output();
    return output + console.take_output();
}

namespace {

/// Help answers at once, without Enter; the line that it brings back is wiped.
std::string keys_of(const std::string& line) {
    constexpr char wipe_line = 0x15;
    return line.ends_with('?') ? line + wipe_line : line + '\r';
}

}  // namespace

void Player::collect() {
    for (const auto& router : lab_.routers()) transcript_.add(router->node_name(), router->console().take_output());
}

void Player::type(Router& router, Console& console, const std::string& line) {
    const Instant limit = lab_.now() + command_limit;
    const std::size_t failures = console.failed_commands();
    // After log lines one presses Return to see the prompt again.
    if (console.is_at_prompt() && !transcript_.is_in_line(router.node_name())) router.type(console, "\r", lab_.now());
    router.type(console, keys_of(line), lab_.now());
    collect();
    while (!is_done(console) && lab_.step(limit)) collect();
    collect();
    if (console.failed_commands() != failures) failed_ = true;
}

void Player::play_at_lab(const Step& step) {
    transcript_.add("lab", "lab> " + step.text + "\n");
    const LabAnswer answer = run_lab_command(lab_, step.text);
    collect();
    transcript_.add("lab", answer.text);
    if (answer.failed) failed_ = true;
}

void Player::play(const Step& step) {
    if (step.node == "lab") return play_at_lab(step);
    Router* const router = lab_.find(step.node);
    if (router) return type(*router, router->console(), step.text);
    std::fprintf(stderr, "line %zu: no such node: %s\n", step.line, step.node.c_str());
    failed_ = true;
}

bool Player::play(const std::vector<Step>& steps) {
    for (const Step& step : steps) play(step);
    return !failed_;
}

namespace {

int status_of(const Lab& lab, bool failed) {
    for (const auto& router : lab.routers())
        if (router->rejected_lines() > 0) return 1;
    return failed ? 1 : 0;
}

std::vector<Step> steps_of(const Options& options) {
    if (options.steps.empty()) return parse_steps(read_all(stdin));
    const auto text = read_text_file(options.steps);
    if (!text) throw UsageError(options.steps + ": cannot be read");
    return parse_steps(*text);
}

void print(std::string_view output) { std::fwrite(output.data(), 1, output.size(), stdout); }

/// What a command printed: without the line it was typed on, without the prompt behind it, line ends as \n.
std::string screen_of(const std::string& session) {
    const auto first = session.find('\n'), last = session.rfind('\n');
    if (first == std::string::npos || first == last) return {};
    std::string screen = session.substr(first + 1, last - first);
    std::erase(screen, '\r');
    return screen;
}

/// Commands given by --exec run on a line of their own that is privileged from the start.
bool run_exec(Lab& lab, const Options& options) {
    bool failed = false;
    for (const ExecOption& exec : options.exec) {
        Router* const router = exec.node.empty() ? lab.routers().front().get() : lab.find(exec.node);
        if (!router) throw UsageError("no such node: " + exec.node);
        ConsoleOptions line = ConsoleOptions::pipe();
        line.privilege = 15;
        Console& console = router->add_console(line, lab.now());
        router->type(console, exec.command + "\r", lab.now());
        print(screen_of(run_until_prompt(lab, console)));
        failed = failed || console.failed_commands() > 0;
        router->remove_console(console);
    }
    return failed;
}

}  // namespace

int run_batch(Lab& lab, const Options& options) {
    lab.run_until_quiet();
    if (!options.exec.empty()) return status_of(lab, run_exec(lab, options));
    Transcript transcript(stdout, options.transcripts);
    Player player(lab, transcript);
    player.collect();
    player.play(steps_of(options));
    transcript.finish();
    return status_of(lab, player.failed());
}

int run_piped(Lab& lab) {
    lab.run_until_quiet();
    Router& router = *lab.routers().front();
    Console& console = router.console();
    print(console.take_output());
    char line[65536];
    while (!console.is_finished() && std::fgets(line, sizeof line, stdin)) {
        std::string_view text(line);
        while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
        router.type(console, keys_of(std::string(text)), lab.now());
        print(run_until_prompt(lab, console));
    }
    std::fputs("\n", stdout);
    std::fflush(stdout);
    return status_of(lab, console.failed_commands() > 0);
}

}  // namespace cli
