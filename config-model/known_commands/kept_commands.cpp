#include "config-model/known_commands/kept_commands.h"

#include <algorithm>
#include <cctype>

#include "config-model/modes.h"

namespace config {

namespace {

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

bool same_start(std::string_view start, std::string_view word) {
    return start.size() <= word.size() &&
           std::equal(start.begin(), start.end(), word.begin(), [](char a, char b) { return lower(a) == lower(b); });
}

std::string_view next_word(std::string_view& rest) {
    const auto end = std::min(rest.find(' '), rest.size());
    const auto word = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return word;
}

/// How well a row fits the words: covered words and how many of them are spelled out. Not covered: 0 words.
struct Fit {
    std::size_t words = 0;
    std::size_t exact = 0;
    auto operator<=>(const Fit&) const = default;
};

Fit fit_of(std::string_view keywords, std::span<const std::string_view> words) {
    Fit fit;
    while (!keywords.empty()) {
        const auto keyword = next_word(keywords);
        if (fit.words == words.size() || !same_start(words[fit.words], keyword)) return {};
        fit.exact += words[fit.words].size() == keyword.size() ? 1 : 0;
        ++fit.words;
    }
    return fit;
}

/// How many of the first words are the keywords in full.
unsigned spelled_words(std::string_view keywords, std::span<const std::string_view> words) {
    unsigned count = 0;
    while (!keywords.empty() && count < words.size() && next_word(keywords).size() == words[count].size()) ++count;
    return count;
}

struct ModePlace {
    std::string_view prompt;
    KeptPlace place;
};
constexpr ModePlace modes[] = {
    {"config", KeptPlace::global},
    {"config-if", KeptPlace::interface},
    {"config-line", KeptPlace::terminal_line},
    {"config-ikev2-author-policy", KeptPlace::authorization_policy},
    {"config-ikev2-name-mangler", KeptPlace::name_mangler},
    {"config-ikev2-flexvpn", KeptPlace::flexvpn_client},
    {"config-std-nacl", KeptPlace::access_list},
    {"config-ext-nacl", KeptPlace::access_list},
    {"config-ipv6-acl", KeptPlace::access_list},
    {"conf-keyring", KeptPlace::isakmp_keyring},
};

/// Is the abbreviation so short that it says nothing ("a summary …")?
bool too_short(std::string_view word) { return word.size() < 2; }

}  // namespace

KeptMatch find_kept(KeptPlace place, std::span<const std::string_view> words) {
    if (words.empty() || too_short(words[0])) return {};
    KeptMatch best;
    Fit best_fit;
    bool ambiguous = false;
    for (const auto& command : kept_commands(place)) {
        const auto fit = fit_of(command.words, words);
        if (fit.words == 0 || fit < best_fit) continue;
        ambiguous = fit == best_fit && fit.exact < fit.words;
        best_fit = fit;
        best = {&command, fit.words};
    }
    best.exact = best_fit.exact == best_fit.words;
    return ambiguous ? KeptMatch{} : best;
}

std::optional<KeptPlace> place_of_mode(std::string_view prompt) {
    for (const auto& mode : modes)
        if (mode.prompt == prompt) return mode.place;
    return std::nullopt;
}

std::optional<KnownCommand> known_command(std::string_view mode, std::span<const std::string_view> words) {
    const auto place = place_of_mode(mode);
    const auto match = place ? find_kept(*place, words) : KeptMatch{};
    if (!match) return std::nullopt;
    const KeptCommand& command = *match.command;
    KnownCommand known;
    known.fate = command.has(warns) ? Fate::warned : Fate::kept;
    if (*place == KeptPlace::global) known.section = section_of(command.words);
    known.block = command.block;
    known.why = command.has(warns) ? "not modelled; it changes what the tunnel does" : "";
    known.takes_quit_body = command.has(blob);
    known.shows_no = command.has(shows_no);
    known.single = command.has(single);
    known.words = static_cast<unsigned>(match.words);
    known.exact = match.exact;
    known.spelled = spelled_words(command.words, words);
    return known;
}

bool stands_in_block(std::string_view block, std::span<const std::string_view> words) {
    if (words.empty()) return false;
    if (same_start(words[0], "no") && words[0].size() == 2 && words.size() > 1) words = words.subspan(1);
    const std::string_view first = words[0];
    const auto known = block_words(block);
    const auto abbreviates = [&](std::string_view word) { return same_start(first, word); };
    const auto is = [&](std::string_view word) { return first.size() == word.size() && same_start(first, word); };
    if (std::any_of(known.begin(), known.end(), is)) return true;
    // `router bgp 1` is no `router-id`.
    return !find_kept(KeptPlace::global, words).exact && std::any_of(known.begin(), known.end(), abbreviates);
}

}  // namespace config
