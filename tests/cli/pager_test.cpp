#include <catch2/catch.hpp>

#include "cli/shell/output_filter.h"
#include "cli/shell/pager.h"
#include "tests/cli/fake_router.h"

using namespace cli;

namespace {

constexpr const char* erase = "\b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\b";

/// A console whose `more flash:lines` prints ten lines on a terminal of four rows.
struct Lines : TypedConsole {
    Lines() {
        enable();
        for (int i = 1; i <= 10; ++i) router.files["flash:lines"] += "line " + std::to_string(i) + "\n";
        console.terminal().length = 4;
    }
    std::string more(const std::string& modifier = {}) { return type("more flash:lines" + modifier + "\r").substr(17 + modifier.size()); }
};

std::string filtered(std::string_view modifier, std::string_view text) {
    const ModifierResult parsed = parse_modifier(modifier);
    OutputFilter filter;
    REQUIRE(filter.open(parsed.modifier));
    std::string out;
    for (const char byte : text) filter.pass({&byte, 1}, out);
    filter.finish(out);
    return out;
}

constexpr std::string_view configuration =
    "hostname R1\n"
    "!\n"
    "interface Loopback0\n"
    " ip address 192.168.1.1 255.255.255.0\n"
    "interface Tunnel0\n"
    " ip address 172.16.0.1 255.255.255.0\n"
    " tunnel source Ethernet0/0\n"
    "ip route 0.0.0.0 0.0.0.0 10.0.0.2\n";

}  // namespace

TEST_CASE("--More-- stops after a page", "[pager]") {
    Lines typed;
    CHECK(typed.more() == "line 1\nline 2\nline 3\n --More-- ");
    CHECK(typed.console.is_asking_question());
    SECTION("a blank brings a page") {
        CHECK(typed.type(" ") == erase + std::string{"line 4\nline 5\nline 6\n --More-- "});
        CHECK(typed.type("  ") == erase + std::string{"line 7\nline 8\nline 9\n --More-- "} + erase + "line 10\nR1#");
    }
    SECTION("Enter a line, of one byte or of two") {
        CHECK(typed.type("\r\n") == erase + std::string{"line 4\n --More-- "});
        CHECK(typed.type(std::string_view{"\r\0", 2}) == erase + std::string{"line 5\n --More-- "});
    }
    SECTION("q ends") { CHECK(typed.type("q") == erase + std::string{"R1#"}); }
    SECTION("any other key ends") { CHECK(typed.type("x") == erase + std::string{"R1#"}); }
    SECTION("a log line does not break it") {
        typed.console.log_line("%SYS-5-RESTART: System restarted");
        CHECK(typed.type("q") == erase + std::string{"%SYS-5-RESTART: System restarted\n --More-- "} + erase + "R1#");
    }
}

TEST_CASE("no --More-- when the text fits, or the terminal has no length", "[pager]") {
    Lines typed;
    CHECK(typed.more(" | include line [123]$") == "line 1\nline 2\nline 3\nR1#");
    typed.console.terminal().length = 0;
    CHECK(typed.more().find("line 9\nline 10\nR1#") != std::string::npos);
}

TEST_CASE("a long line counts as the rows it fills", "[pager]") {
    Output out;
    Pager pager;
    pager.begin(4, 10);
    pager.add("0123456789012345678901234\nnext\n");
    CHECK(pager.flow(out, true));
    CHECK(out.take() == "0123456789012345678901234\r\n --More-- ");
}

TEST_CASE("long output waits for room", "[pager]") {
    TypedConsole typed;
    typed.enable();
    typed.console.terminal().length = 0;
    std::string& file = typed.router.files["flash:big"];
    while (file.size() < 1'000'000) file += "a line of this file that is neither short nor long\n";
    typed.console.input("more flash:big\r", typed.now);
    std::size_t total = 0, largest = 0;
    for (int i = 0; i < 1000 && !typed.console.is_at_prompt(); ++i) {
        const std::string part = typed.console.take_output();
        largest = std::max(largest, part.size());
        total += part.size();
        typed.console.tick(typed.now);
    }
    total += typed.console.take_output().size();
    CHECK(total > file.size());
    CHECK(largest < 3 * Console::output_limit);
}

TEST_CASE("modifiers", "[pager]") {
    CHECK(filtered("include interface|route", configuration) == "interface Loopback0\ninterface Tunnel0\nip route 0.0.0.0 0.0.0.0 10.0.0.2\n");
    CHECK(filtered("exc ^ |!", configuration) == "hostname R1\ninterface Loopback0\ninterface Tunnel0\nip route 0.0.0.0 0.0.0.0 10.0.0.2\n");
    CHECK(filtered("begin Tunnel", configuration).substr(0, 18) == "interface Tunnel0\n");
    CHECK(filtered("section Tunnel", configuration) ==
          "interface Tunnel0\n ip address 172.16.0.1 255.255.255.0\n tunnel source Ethernet0/0\n");
    CHECK(filtered("section exclude interface", configuration) == "hostname R1\n!\nip route 0.0.0.0 0.0.0.0 10.0.0.2\n");
    CHECK(filtered("count interface", configuration) == "Number of lines which match regexp = 2\n");
    CHECK(filtered("include _R1_", configuration) == "hostname R1\n");
    CHECK(filtered("include 255{", configuration).empty());
}

TEST_CASE("errors of modifiers", "[pager]") {
    TypedConsole typed;
    typed.enable();
    CHECK(typed.type("more flash:x | incl\r") == "more flash:x | incl\n% Incomplete command.\n\nR1#");
    CHECK(typed.type("more flash:x | begining x\r") == "more flash:x | begining x\n                       ^\n% Invalid input detected at '^' marker.\n\nR1#");
    typed.router.files["flash:x"] = "x\n";
    CHECK(typed.type("more flash:x | include [\r").find("% Failed to compile regular expression.\n") != std::string::npos);
    CHECK(typed.type("more flash:x | in?") == "more flash:x | in?\ninclude\nR1#more flash:x | in");
    CHECK(typed.type("\x15more flash:x | ?").find("  section   Filter a section of output\n") != std::string::npos);
    CHECK(typed.type("\x15more flash:x ?").find("  |     Output modifiers\n  <cr>\n") != std::string::npos);
}

TEST_CASE("redirect, append and tee", "[pager]") {
    Lines typed;
    typed.console.terminal().length = 0;
    CHECK(typed.more(" | redirect flash:copy") == "R1#");
    CHECK(typed.router.files["flash:copy"] == typed.router.files["flash:lines"]);
    typed.more(" | append flash:copy");
    CHECK(typed.router.files["flash:copy"].size() == 2 * typed.router.files["flash:lines"].size());
    CHECK(typed.more(" | tee flash:third").find("line 10\nR1#") != std::string::npos);
    CHECK(typed.router.files["flash:third"] == typed.router.files["flash:lines"]);
}
