#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "config-model/configuration_text.h"
#include "tests/config-model/corpus.h"

using namespace config;

namespace {

/// A line of a modelled section that is not acted on, or not wholly.
struct Named {
    std::string_view line, reason;
    bool refused = false;      ///< hand-edited: a router refuses it, too
};
constexpr Named not_acted_on[] = {
    {"ip address 111.111.111.111 111.111.111.111", "a masked address", true},
    {"logout-warning 30", "there is no absolute time-out to warn of"},
    {"permit esp host any any", "a masked address", true},
    {"pki trustpoint VPN", "no authentication by certificates"},
    {"virtual-template 1", "no virtual access interfaces"},
};

const Named* find_named(std::string_view line) {
    for (const Named& one : not_acted_on)
        if (one.line == line) return &one;
    return nullptr;
}

bool begins(std::string_view line, std::string_view words) {
    return line.starts_with(words) && (line.size() == words.size() || line[words.size()] == ' ');
}

std::string_view without_no(std::string_view line) { return begins(line, "no") ? line.substr(3) : line; }

/// Of a line under `top`, its unindented line; empty: not a modelled section.
std::string_view section_of(std::string_view top, std::string_view line) {
    top = without_no(top), line = without_no(line);
    const auto any = [](std::string_view text, std::initializer_list<std::string_view> words) {
        return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return begins(text, word); });
    };
    if (any(top, {"crypto pki", "crypto ca"})) return {};
    if (any(top, {"crypto"})) return "crypto";
    if (any(top, {"interface"})) {
        if (any(line, {"ip address", "ip unnumbered", "ipv6 address", "ipv6 enable"})) return "interface address";
        return any(line, {"tunnel"}) ? "tunnel" : any(line, {"crypto"}) ? "crypto" : "";
    }
    if (any(top, {"access-list", "ip access-list", "ipv6 access-list"})) return "access list";
    if (any(top, {"ip route", "ipv6 route"})) return "route";
    if (any(top, {"aaa"})) return any(top, {"aaa accounting", "aaa group", "aaa server"}) || top.find(" group ") != top.npos ? "" : "local AAA";
    if (any(top, {"username", "enable"})) return "username";
    return any(top, {"line"}) ? "line" : "";
}

std::string trimmed(std::string line) {
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.pop_back();
    return line;
}

/// Distinct lines of each section, and whether they were acted on everywhere.
using Sections = std::map<std::string, std::map<std::string, bool>>;

void tally(const std::string& text, Sections& sections) {
    Configuration configuration;
    auto session = configuration_session(configuration, false, "corpus");
    std::istringstream lines(text);
    std::string top;
    for (std::string line; std::getline(lines, line);) {
        line = trimmed(line);
        const bool in_body = session.in_body();
        const auto result = session.feed(line);
        const auto indent = line.find_first_not_of(" \t");
        if (in_body || result.skipped || result.ended || indent == line.npos) continue;
        if (indent == 0) top = line;
        const auto section = section_of(top, line.substr(indent));
        if (section.empty()) continue;
        const bool acted_on = result.fate == Fate::acted_on;
        const auto at = sections[std::string{section}].try_emplace(line.substr(indent), acted_on).first;
        at->second = at->second && acted_on;
    }
}

/// Lines that stand in both, in order.
std::size_t common_lines(const std::vector<std::string>& left, const std::vector<std::string>& right) {
    std::vector<std::size_t> row(right.size() + 1), above(right.size() + 1);
    for (const auto& line : left) {
        for (std::size_t i = 0; i < right.size(); ++i) row[i + 1] = line == right[i] ? above[i] + 1 : std::max(row[i], above[i + 1]);
        std::swap(row, above);
    }
    return above.back();
}

/// Without separators and comments.
std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        line = trimmed(line);
        const auto first = line.find_first_not_of(" \t");
        if (first != line.npos && line[first] != '!') lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace

TEST_CASE("of whole running-configs, the lines of the modelled sections are acted on or named") {
    Sections sections;
    for (const auto& file : test::whole_running_configs()) tally(file.text, sections);
    std::size_t all = 0, acted_on = 0;
    std::set<std::string_view> seen;
    for (const auto& [section, lines] : sections)
        for (const auto& [line, acted] : lines) {
            const Named* const named = find_named(line);
            if (named) seen.insert(named->line);
            all += named && named->refused ? 0 : 1;
            acted_on += acted ? 1 : 0;
            INFO(section << ": " << line);
            CHECK(acted == (named == nullptr));
        }
    CHECK(acted_on * 100 >= all * 99);
    for (const auto& named : not_acted_on) {
        INFO(named.line << ": " << named.reason);
        CHECK((sections.empty() || seen.contains(named.line)));
    }
    if (!sections.empty()) WARN(acted_on << " of " << all << " distinct lines acted on");
}

TEST_CASE("whole running-configs print line by line where the routers printed them") {
    std::size_t lines = 0, in_place = 0, printed_lines = 0;
    for (const auto& file : test::whole_running_configs()) {
        Configuration configuration;
        load_configuration(configuration, file.text);
        const auto original = lines_of(file.text), printed = lines_of(running_config_text(configuration));
        lines += original.size();
        printed_lines += printed.size();
        in_place += common_lines(original, printed);
    }
    // The rest: ports of switches (`no ip address`), text edited by hand, spellings of older releases.
    CHECK(in_place * 1000 >= lines * 965);
    CHECK(in_place * 1000 >= printed_lines * 935);
    if (lines > 0) WARN(in_place << " of " << lines << " lines in place, " << printed_lines << " printed");
}
