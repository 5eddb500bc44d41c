#include <catch2/catch.hpp>

#include <random>

#include "cli/editor/line_editor.h"
#include "tests/cli/fake_router.h"
#include "tests/keystrokes/terminal_picture.h"

namespace {

constexpr std::string_view editing_keys[] = {
    "a", "b", "Z", " ", "-", "7", "\xc3\xa9", "\xe2\x82\xac", "\x01", "\x02", "\x05", "\x06", "\x08", "\x7f", "\x04", "\x0b", "\x15", "\x17", "\x18", "\x19",
    "\x14", "\x10", "\x0e", "\x1b" "b", "\x1b" "f", "\x1b" "d", "\x1b" "c", "\x1b" "u", "\x1b" "l", "\x1b" "y", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D",
    "\x1b[3~", "\x1bOH", "\x1b[4~", "\x16\x07", "\x16\x03", "\x16?", "crypto ikev2 proposal ", "10.0.0.1"};

std::string without_end_blanks(std::string text) {
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

/// Control characters as a terminal shows them: ^G.
std::string pictured(std::string_view text) {
    std::string shown;
    for (const char byte : text) {
        if (static_cast<unsigned char>(byte) < 0x20) (shown += '^') += static_cast<char>(byte | 0x40);
        else shown += byte;
    }
    return shown;
}

}  // namespace

TEST_CASE("the terminal shows the line that will be carried out", "[editor][random]") {
    constexpr std::size_t width = 60;
    const std::string prompt = GENERATE(as<std::string>{}, "R1#", "a-router-with-a-very-long-name-of-48-characters-#");
    for (unsigned seed = 0; seed < 60; ++seed) {
        std::mt19937 random(seed);
        cli::LineEditor editor;
        cli::History history;
        TerminalPicture picture(width);
        std::string out;
        editor.begin(prompt, {true, true, width}, &history, out);
        for (int key = 0; key < 300; ++key) {
            const std::string_view bytes = editing_keys[random() % std::size(editing_keys)];
            for (const char byte : bytes) editor.key(byte, out);
            if (random() % 40 == 0) editor.hide(out), editor.redisplay(out);
            picture.show(std::exchange(out, {}));
            const std::string line = pictured(editor.text()), before = pictured(editor.text_before_cursor());
            INFO("seed " << seed << " key " << key << " line " << line);
            REQUIRE(picture.row() == 0);
            REQUIRE(picture.row_count() == 1);
            if (cli::columns_of(prompt) + cli::columns_of(line) < width) {
                REQUIRE(picture.text(0) == without_end_blanks(prompt + line));
                REQUIRE(picture.column() == cli::columns_of(prompt) + cli::columns_of(before));
            } else {
                const std::string shown = picture.text(0).substr(prompt.size());
                const std::size_t from = shown.front() == '$' ? std::string_view{"$"}.size() : 0;
                const std::size_t to = shown.back() == '$' ? shown.size() - 1 : shown.size();
                REQUIRE(line.find(shown.substr(from, to - from)) != std::string::npos);
            }
            if (random() % 30 != 0) continue;
            editor.finish("", true, out);
            picture = TerminalPicture(width);
            out.clear();
            editor.begin(prompt, {true, true, width}, &history, out);
        }
    }
}

TEST_CASE("no keys can upset a line", "[console][random]") {
    for (unsigned seed = 0; seed < 20; ++seed) {
        std::mt19937 random(seed);
        TypedConsole typed;
        typed.enable();
        if (seed % 2) typed.type("configure terminal\rinterface Loopback0\r");
        for (int key = 0; key < 3000; ++key) {
            const std::string_view word = editing_keys[random() % std::size(editing_keys)];
            const bool raw = random() % 2 == 0;
            typed.type(raw ? std::string(1, static_cast<char>(random())) : std::string{word});
            if (random() % 50 == 0) typed.console.log_line("%TEST-5-LINE: a message");
        }
        typed.type("\x1e\x03\x03\r");
        typed.type(std::string(10000, 'x') + "\x15");
        CHECK(typed.console.take_output().size() < cli::Console::log_limit);
    }
}
