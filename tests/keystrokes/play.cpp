// Keys in, screen out, at a real router's console: `play FILE… [--rewrite]`.
//
//   # a remark
//   @ config hostname R2      a line of the startup configuration (before the first keys)
//   @ line vty                the line is a vty (before the first keys)
//   @ width 40                columns of the terminal
//   @ log 5 TEXT              the router logs %TEST-5-LINE: TEXT
//   @ wait 2000               so many virtual milliseconds pass
//   > sho<Tab>                keys
//   |R1#show ‸                every row that they left on the screen, from the row where the cursor was; ‸ is the cursor

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include "cli/router/router.h"
#include "ipsec-dataplane/seeded_random.h"
#include "tests/keystrokes/key_names.h"
#include "tests/keystrokes/terminal_picture.h"

namespace {

constexpr std::string_view cursor_mark = "\u2038";

bool begins(std::string_view text, std::string_view start) { return text.substr(0, start.size()) == start; }

/// A router that is started by the first keys, and the terminal of one of its lines.
class Keyboard {
public:
    /// A line of the file that does something; returns the rows that it left.
    std::string play(std::string_view line) {
        if (begins(line, "@ config ")) return configuration_ += std::string{line.substr(9)} + "\n", std::string{};
        if (line == "@ line vty") return options_.kind = cli::ConsoleOptions::Kind::vty, std::string{};
        if (begins(line, "@ width ")) return set_width(std::stoul(std::string{line.substr(8)})), std::string{};
        if (!router_) start();
        const std::size_t from = picture_.row(), bells = picture_.bells();
        if (begins(line, "> ")) type(bytes_of_keys(line.substr(2)));
        else if (begins(line, "@ log ")) log(line.substr(6));
        else if (begins(line, "@ wait ")) wait(std::chrono::milliseconds(std::stol(std::string{line.substr(7)})));
        else throw std::runtime_error("not understood: " + std::string{line});
        std::string rows = picture_.bells() > bells ? "|(bell)\n" : "";
        for (std::size_t row = from; row < picture_.row_count(); ++row) rows += "|" + picture_.text(row, cursor_mark) + "\n";
        return rows;
    }

private:
    void set_width(std::size_t columns) {
        options_.terminal.width = static_cast<std::uint16_t>(columns);
        picture_ = TerminalPicture(columns);
    }
    void start() {
        cli::RouterSetup setup;
        setup.node_name = "R1";
        setup.random = std::make_unique<dataplane::SeededRandom>(dataplane::SeededRandom::of_router(1, "R1"));
        setup.unix_at_start = 1016150400;   // 2002-03-15
        setup.console = options_;
        router_ = std::make_unique<cli::Router>(std::move(setup));
        router_->boot("hostname R1\nno ip domain lookup\n" + configuration_, now_);
        console_ = &router_->console();
        if (options_.kind == cli::ConsoleOptions::Kind::vty) console_ = &router_->add_console(options_, now_);
        settle();
    }
    void type(std::string_view bytes) {
        router_->type(*console_, bytes, now_);
        settle();
    }
    void log(std::string_view text) {
        const auto severity = static_cast<std::uint8_t>(text.front() - '0');
        router_->log({"TEST", severity, "LINE", std::string{text.substr(2)}}, now_);
        settle();
    }
    void wait(std::chrono::milliseconds time) {
        const cli::Instant end = now_ + time;
        for (auto due = router_->next_deadline(true); due && *due <= end; due = router_->next_deadline(true)) {
            now_ = std::max(now_, *due);
            router_->tick(now_);
            settle();
        }
        now_ = end;
    }
    /// Until the line has nothing more to say at this instant.
    void settle() {
        for (;;) {
            const std::string bytes = console_->take_output();
            const auto due = console_->next_deadline();
            picture_.show(bytes);
            if (bytes.empty() && !(due && *due <= now_)) return;
            router_->tick(now_);
        }
    }

    std::string configuration_;
    cli::ConsoleOptions options_;
    std::unique_ptr<cli::Router> router_;
    cli::Console* console_ = nullptr;
    cli::Instant now_{};
    TerminalPicture picture_;
};

std::string read(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error(path + ": cannot be read");
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The file as this program would write it.
std::string played(const std::string& text) {
    Keyboard keyboard;
    std::istringstream lines(text);
    std::string result;
    for (std::string line; std::getline(lines, line);) {
        if (begins(line, "|")) continue;
        result += line + "\n";
        if (!line.empty() && line.front() != '#') result += keyboard.play(line);
    }
    return result;
}

bool is_same(const std::string& path, const std::string& wanted, const std::string& got) {
    std::istringstream left(wanted), right(got);
    std::string expected, line;
    for (int number = 1;; ++number) {
        const bool more = static_cast<bool>(std::getline(left, expected)), also = static_cast<bool>(std::getline(right, line));
        if (!more && !also) return true;
        if (more == also && expected == line) continue;
        std::cout << path << ":" << number << "\n  wanted: " << (more ? expected : "(end)") << "\n  got:    " << (also ? line : "(end)") << "\n";
        return false;
    }
}

}  // namespace

int main(int count, char** words) try {
    const bool rewrite = std::string_view{words[count - 1]} == "--rewrite";
    bool passed = count > 1;
    for (int i = 1; i < count - (rewrite ? 1 : 0); ++i) {
        const std::string wanted = read(words[i]), got = played(wanted);
        if (rewrite) std::ofstream(words[i]) << got;
        else passed = is_same(words[i], wanted, got) && passed;
    }
    return passed ? EXIT_SUCCESS : EXIT_FAILURE;
} catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return EXIT_FAILURE;
}
