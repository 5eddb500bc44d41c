#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <sstream>

#include "config-model/configuration_text.h"
#include "config-model/known_commands/kept_commands.h"
#include "config-model/language/matcher.h"
#include "tests/config-model/corpus.h"

using namespace config;

namespace {

/// saved (a whole running-config), session (with prompts), script (the rest).
std::string kind_of(const std::string& text) {
    if (text.find("#sh") != std::string::npos || text.find("(config)#") != std::string::npos) return "session";
    return text.find("\nversion ") != std::string::npos || text.starts_with("version ") ? "saved" : "script";
}

struct Counts {
    std::size_t files = 0, acted_on = 0, kept = 0, warned = 0, rejected = 0;
    void add(const LoadReport& report) {
        ++files;
        acted_on += report.acted_on;
        kept += report.kept;
        warned += report.warned;
        rejected += report.rejected;
    }
};

/// The modelled section that a line belongs to, by the mode that it was typed in and its first words; empty: none.
std::string section_of_line(std::string_view mode_before, std::string_view mode_after, const Words& words) {
    constexpr std::string_view whole_modes[] = {"cfg-crypto-trans", "ipsec-profile", "config-crypto-map", "config-ext-nacl", "config-std-nacl",
                                                "config-isakmp", "config-isakmp-group", "conf-isa-prof", "conf-keyring", "dhcp-config", "config-ipv6-acl"};
    for (const auto mode : whole_modes)
        if (mode_after == mode) return std::string{mode};
    if (mode_after.starts_with("config-ikev2")) return "crypto ikev2";
    std::size_t first = words.size() > 1 && same_word(words[0], "no") ? 1 : 0;
    const auto is = [&](std::size_t at, std::string_view word) { return at < words.size() && same_word(words[at], word); };
    if (mode_before == "config-if" && mode_after == "config-if" && is(first, "tunnel")) return "tunnel";
    if (mode_before == "config-if" && mode_after == "config-if" && is(first, "ip") && is(first + 1, "address")) return "ip address";
    if (is(first, "ip") && is(first + 1, "route")) return "ip route";
    if (is(first, "access-list")) return "access-list";
    if (is(first, "crypto") && is(first + 1, "ikev2")) return "crypto ikev2";
    if (is(first, "crypto") && is(first + 1, "isakmp")) return "crypto isakmp";
    if (is(first, "ip") && is(first + 1, "local") && is(first + 2, "pool")) return "ip local pool";
    if (is(first, "aaa") && is(first + 2, "login")) return "aaa login";
    return {};
}

/// Placeholders ("40.76.X.X", "<name>"), separators and captions are no configuration.
bool is_remark(const std::string& line) {
    const auto first = line.find_first_not_of(' ');
    return first == std::string::npos || !std::isalnum(static_cast<unsigned char>(line[first])) || line.back() == ':' ||
           line.find('<') != std::string::npos || line.find(".X") != std::string::npos;
}

struct SectionTally {
    std::set<std::string> all, acted_on;
};

void tally(const std::string& text, std::map<std::string, SectionTally>& sections) {
    Configuration configuration;
    auto session = configuration_session(configuration, false, "corpus");
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (is_remark(line) || line.find('#') < line.find(' ')) continue;
        const std::string before{session.prompt()};
        const bool in_body = session.in_body();
        const auto result = session.feed(line);
        if (in_body || result.skipped || result.ended) continue;
        const Words words(line);
        const auto section = section_of_line(before, session.prompt(), words);
        const bool leaves = words.size() == 1 && (same_word(words[0], "exit") || same_word(words[0], "end"));
        if (section.empty() || leaves) continue;
        std::string canonical;
        for (std::size_t i = 0; i < words.size(); ++i) canonical.append(words[i]).append(" ");
        sections[section].all.insert(canonical);
        // A warned line that is declared is acted on as far as it can be.
        const bool declared = result.fate == Fate::warned && !known_command(before, words.span());
        if (result.fate == Fate::acted_on || declared) sections[section].acted_on.insert(canonical);
        else WARN(section << ": " << canonical << result.error << result.warning);
    }
}

}  // namespace

TEST_CASE("configurations of real routers load") {
    std::map<std::string, Counts> kinds;
    for (const auto& file : test::corpus_files()) {
        Configuration configuration;
        kinds[kind_of(file.text)].add(load_configuration(configuration, file.text));
    }
    for (const auto& [kind, counts] : kinds)
        WARN(kind << ": " << counts.files << " files, " << counts.acted_on << " lines acted on, " << counts.kept << " kept, " << counts.warned
                  << " warned, " << counts.rejected << " rejected");
    if (kinds.count("saved")) {
        const auto& saved = kinds["saved"];
        CHECK(saved.rejected * 50 < saved.acted_on + saved.kept + saved.warned);
    }
}

TEST_CASE("the lines of the modelled sections are acted on") {
    std::map<std::string, SectionTally> sections;
    for (const auto& file : test::corpus_files()) tally(file.text, sections);
    for (const auto& [name, lines] : sections) {
        INFO(name << ": " << lines.acted_on.size() << " of " << lines.all.size());
        CHECK(lines.acted_on.size() * 100 >= lines.all.size() * 95);
    }
}
