#include <catch2/catch.hpp>

#include <map>
#include <sstream>

#include "tests/cli/documented_text.h"
#include "tests/cli/fake_router.h"

namespace {

using documented::Lines;
using Rows = std::map<std::string, std::string>;

/// How a mode of the documents is reached.
struct ModeName {
    std::string_view name, keys;
};
constexpr ModeName modes[] = {
    {"(user EXEC)", ""},
    {"(privileged EXEC)", "enable\r"},
    {"(config)", "enable\rconfigure terminal\r"},
    {"(config-if)", "enable\rconfigure terminal\rinterface Ethernet0/0\r"},
    {"(config-if) Tunnel0", "enable\rconfigure terminal\rinterface Tunnel0\r"},
    {"(config-if) Ethernet0/0", "enable\rconfigure terminal\rinterface Ethernet0/0\r"},
    {"(config-ext-nacl)", "enable\rconfigure terminal\rip access-list extended A\r"},
    {"(config-isakmp)", "enable\rconfigure terminal\rcrypto isakmp policy 10\r"},
    {"(config-line)", "enable\rconfigure terminal\rline con 0\r"},
    {"(config-sg-radius)", "enable\rconfigure terminal\raaa new-model\raaa group server radius G\r"},
};

/// Words whose documented description is not the one to print, and why.
struct Exception {
    std::string_view mode, word, reason;
};
constexpr Exception exceptions[] = {
    {"(config-sg-radius)", "exit", "the group is kept as it stands: these are the words of the modes around it"},
    {"(config-sg-radius)", "ip", "as above"},
    {"(config-sg-radius)", "ipv6", "as above"},
};

struct Section {
    std::string mode, command;
    Rows rows;
};

std::string trimmed(std::string text) {
    const std::size_t end = text.find_last_not_of(' ');
    return end == std::string::npos ? std::string{} : text.substr(0, end + 1);
}

/// "  word  description": nothing when the line is no such row.
std::optional<std::pair<std::string, std::string>> row_of(const std::string& line) {
    const std::size_t start = line.find_first_not_of(' ');
    if (start != 2 && start != 3) return std::nullopt;
    const std::size_t end = line.find("  ", start);
    if (end == std::string::npos) return std::nullopt;
    const std::size_t text = line.find_first_not_of(' ', end);
    if (text == std::string::npos) return std::nullopt;
    return std::pair{line.substr(start, end - start), trimmed(line.substr(text))};
}

/// "== (config) : crypto ? (15.x)" -> mode and "crypto ".
std::optional<Section> heading(const std::string& line) {
    if (line.rfind("== (", 0) != 0) return std::nullopt;
    const std::size_t colon = line.find(" : "), mark = line.find('?', colon);
    if (colon == std::string::npos || mark == std::string::npos) return Section{};
    return Section{line.substr(3, colon - 3), line.substr(colon + 3, mark - colon - 3), {}};
}

std::vector<Section> sections(const Lines& lines) {
    std::vector<Section> found;
    std::string last;
    for (const std::string& line : lines) {
        if (auto begun = heading(line)) found.push_back(std::move(*begun));
        else if (line.rfind("==", 0) == 0) found.emplace_back();
        if (found.empty()) continue;
        if (const auto row = row_of(line)) found.back().rows.insert(*row), last = row->first;
        else if (line.rfind("      ", 0) == 0 && !found.back().rows.empty()) found.back().rows[last] += " " + line.substr(line.find_first_not_of(' '));
    }
    return found;
}

/// Every description begins two columns behind the longest word.
bool is_aligned(const Lines& screen) {
    std::size_t longest = 0;
    for (const std::string& line : screen)
        if (line.rfind("  ", 0) == 0 && line.size() > 2) longest = std::max(longest, std::min(line.find(' ', 2), line.size()) - 2);
    for (const std::string& line : screen)
        if (row_of(line) && line.find_first_not_of(' ', line.find(' ', 2)) != longest + 4) return false;
    return true;
}

/// What this router answers; empty where it has no such command.
Rows own_rows(const Section& section) {
    for (const ModeName& mode : modes) {
        if (section.mode != mode.name) continue;
        TypedConsole typed;
        typed.console.terminal().length = 0;
        typed.console.terminal().width = 512;
        typed.type(mode.keys);
        Rows rows;
        Lines screen;
        std::istringstream text(typed.type(section.command + "?"));
        for (std::string line; std::getline(text, line);) {
            screen.push_back(line);
            if (const auto row = row_of(line)) rows.insert(*row);
        }
        CHECK(is_aligned(screen));
        return rows;
    }
    return {};
}

bool is_exception(const Section& section, const std::string& word) {
    for (const Exception& each : exceptions)
        if (section.mode == each.mode && word == each.word) return true;
    return false;
}

}  // namespace

TEST_CASE("words are described as the documented ? screens describe them", "[documented]") {
    unsigned compared = 0;
    for (const char* name : {"exec", "show", "debug-clear", "config-global", "config-crypto", "config-interface", "config-acl-route", "config-line-aaa"}) {
        const auto lines = documented::read("shared/reference/help/" + std::string{name} + ".txt");
        if (!lines) {
            WARN("no documented ? screens beside the project");
            return;
        }
        for (const Section& section : sections(*lines)) {
            const Rows own = own_rows(section);
            for (const auto& [word, text] : section.rows) {
                const auto found = own.find(word);
                if (found == own.end() || is_exception(section, word)) continue;
                INFO(section.mode << " " << section.command << "? " << word);
                CHECK(found->second == text);
                ++compared;
            }
        }
    }
    CHECK(compared > 100);
}
