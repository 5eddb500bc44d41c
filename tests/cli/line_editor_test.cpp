#include <catch2/catch.hpp>

#include "cli/editor/line_editor.h"

using namespace cli;

namespace {

/// A terminal of one line: applies what the editor sends and says what stands there.
class GlassLine {
public:
    void show(std::string_view bytes) {
        for (const char byte : bytes) {
            if (byte == '\b') {
                REQUIRE(column > 0);
                --column;
            } else if (byte == '\n') {
                text.clear();
                column = 0;
            } else {
                REQUIRE(byte != 0x1b);
                if (column < text.size()) text[column] = byte;
                else text += byte;
                ++column;
            }
        }
    }
    std::string trimmed() const { return text.substr(0, text.find_last_not_of(' ') + 1); }
    std::string text;
    std::size_t column = 0;
};

struct Typing {
    explicit Typing(std::uint16_t width = 80) {
        std::string out;
        editor.begin("R1#", {true, true, width}, &history, out);
        glass.show(out);
    }
    EditorEvent keys(std::string_view bytes) {
        EditorEvent last = EditorEvent::none;
        for (const char byte : bytes) {
            sent.clear();
            last = editor.key(byte, sent);
            glass.show(sent);
        }
        return last;
    }
    /// The picture agrees with the line and the cursor.
    void check(std::string_view line, std::size_t cursor) {
        CHECK(editor.text() == line);
        CHECK(glass.trimmed() == "R1#" + std::string{line});
        CHECK(glass.column == 3 + cursor);
    }
    History history;
    LineEditor editor;
    GlassLine glass;
    std::string sent;
};

}  // namespace

TEST_CASE("plain typing is echoed letter by letter", "[editor]") {
    Typing typing;
    for (const char letter : std::string_view{"show version"}) {
        typing.keys({&letter, 1});
        CHECK(typing.sent == std::string(1, letter));
    }
    typing.check("show version", 12);
}

TEST_CASE("editing keys", "[editor]") {
    Typing typing;
    typing.keys("show version");
    SECTION("backspace and DEL") { typing.keys("\b\x7f"); typing.check("show versi", 10); }
    SECTION("Ctrl-A, insert") { typing.keys("\x01""do "); typing.check("do show version", 3); }
    SECTION("Ctrl-B, Ctrl-D") { typing.keys("\x02\x02\x04"); typing.check("show versin", 10); }
    SECTION("arrows") { typing.keys("\x1b[D\x1b[D\x1b[CX"); typing.check("show versioXn", 12); }
    SECTION("home, end, delete keys") { typing.keys("\x1b[H\x1b[3~\x1b[F!"); typing.check("how version!", 12); }
    SECTION("Ctrl-W") { typing.keys("\x17"); CHECK(typing.editor.text() == "show "); CHECK(typing.glass.column == 8); }
    SECTION("Ctrl-U and Ctrl-Y") {
        typing.keys("\x15");
        typing.check("", 0);
        typing.keys("\x19");
        typing.check("show version", 12);
    }
    SECTION("Ctrl-U takes what is left of the cursor") { typing.keys("\x1b" "b\x15"); typing.check("version", 0); }
    SECTION("Ctrl-K") { typing.keys("\x1b" "b\x0b"); CHECK(typing.editor.text() == "show "); }
    SECTION("Esc-d") { typing.keys("\x01\x1b" "d"); typing.check(" version", 0); }
    SECTION("Ctrl-T") { typing.keys("\x14"); typing.check("show versino", 12); }
    SECTION("Esc-u") { typing.keys("\x1b" "b\x1b" "u"); typing.check("show VERSION", 12); }
    SECTION("Esc-c") { typing.keys("\x01\x1b" "c"); typing.check("Show version", 4); }
    SECTION("Ctrl-V quotes") { CHECK(typing.keys("\x16?") == EditorEvent::none); typing.check("show version?", 13); }
    SECTION("Ctrl-R shows the line again") { typing.keys("\x12"); CHECK(typing.sent == "\nR1#show version"); }
}

TEST_CASE("keys that end the reading of a line", "[editor]") {
    Typing typing;
    CHECK(typing.keys("sh\r") == EditorEvent::line);
    CHECK(typing.keys("?") == EditorEvent::help);
    CHECK(typing.keys("\t") == EditorEvent::complete);
    CHECK(typing.keys("\x1a") == EditorEvent::end_mode);
    CHECK(typing.keys("\x03") == EditorEvent::interrupt);
    CHECK(typing.keys("\x1e") == EditorEvent::escape);
}

TEST_CASE("history goes back and forth and keeps what was begun", "[editor]") {
    Typing typing;
    typing.history.add("first");
    typing.history.add("second");
    std::string out;
    typing.editor.begin("R1#", {}, &typing.history, out);
    typing.glass = {};
    typing.glass.show(out);
    typing.keys("new\x10");
    typing.check("second", 6);
    typing.keys("\x1b[A\x10");
    typing.check("first", 5);
    typing.keys("\x0e\x1b[B");
    typing.check("new", 3);
}

TEST_CASE("a long line slides under a dollar sign", "[editor]") {
    Typing typing(40);
    const std::string line = "permit ip 192.168.0.0 0.0.255.255 10.0.0.0 0.255.255.255";
    typing.keys(line);
    CHECK(typing.editor.text() == line);
    CHECK(typing.glass.text.size() <= 40);
    CHECK(typing.glass.text.substr(0, 4) == "R1#$");
    CHECK(typing.glass.trimmed().substr(30) == line.substr(line.size() - (typing.glass.trimmed().size() - 30)));
    typing.keys("\x01");
    CHECK(typing.glass.text.substr(0, 12) == "R1#permit ip");
    CHECK(typing.glass.column == 3);
}

TEST_CASE("no dollar sign inside the terminal's width", "[editor]") {
    Typing typing(80);
    typing.keys(std::string(76, 'x'));
    CHECK(typing.glass.text == "R1#" + std::string(76, 'x'));
}

TEST_CASE("letters of several bytes are one column", "[editor]") {
    Typing typing;
    typing.keys("caf\xc3\xa9");
    typing.keys("\x7f");
    CHECK(typing.editor.text() == "caf");
    typing.keys("\xc3\xa9s\x02\x02x");
    CHECK(typing.editor.text() == "cafx\xc3\xa9s");
}

TEST_CASE("a password is not shown", "[editor]") {
    std::string out;
    LineEditor editor;
    editor.begin("Password: ", {false, false, 80}, nullptr, out);
    for (const char letter : std::string_view{"cis?co"}) editor.key(letter, out);
    CHECK(out == "Password: ");
    CHECK(editor.text() == "cis?co");
}

TEST_CASE("line ends of two bytes count once", "[editor]") {
    LineEndFilter filter;
    std::string passed;
    for (const char byte : std::string_view{"a\r\nb\r\0c\nd\r\re", 13})
        if (const auto kept = filter.pass(byte)) passed += *kept;
    CHECK(passed == "a\rb\rc\rd\r\re");
}
