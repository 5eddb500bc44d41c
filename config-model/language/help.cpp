#include <algorithm>

#include "config-model/language/graph.h"
#include "config-model/language/matcher.h"
#include "config-model/language/reading.h"
#include "config-model/language/words.h"

namespace config {

namespace {

void add(std::vector<HelpItem>& items, std::string_view word, std::string_view help) {
    const bool known = std::any_of(items.begin(), items.end(), [&](const HelpItem& item) { return same_word(item.word, word); });
    if (!known) items.push_back({std::string(word), std::string(help)});
}

void add_leaf(std::vector<HelpItem>& items, const Leaf& leaf) {
    std::array<char, 48> buffer;
    if (leaf.kind == WordKind::interface_name && leaf.label.empty()) {
        for (const InterfaceKindNames& kind : interface_kinds()) add(items, kind.full, kind.help);
    } else if (leaf.kind == WordKind::ip && leaf.label.empty()) {
        add(items, "A.B.C.D", leaf.help);
        add(items, "X:X:X:X::X", leaf.help);
    } else {
        add(items, leaf.shown_word(buffer), leaf.help);
    }
}

/// A bare interface kind was read: its number comes next.
void add_interface_number(std::vector<HelpItem>& items, std::string_view kind) {
    const auto name = InterfaceName::parse(std::string(kind) + '0');
    if (!name) return;
    const auto full = interface_kinds()[static_cast<std::size_t>(name->kind)].full;
    add(items, "<0-4294967295>", std::string(full) + " interface number");
}

/// Reads the words; the error of the first that cannot be read.
MatchError read_all(Reading& reading, const Words& words, std::size_t count) {
    reading.start_everywhere();
    for (std::uint16_t word = 0; word < count; ++word) {
        const auto outcome = reading.read(word);
        if (outcome == Reading::Outcome::ambiguous) return {MatchError::Kind::ambiguous, words.column(word), word};
        if (outcome == Reading::Outcome::invalid) return {MatchError::Kind::invalid, reading.mismatch_column(), word};
    }
    return {};
}

void sort(std::vector<HelpItem>& items) {
    std::stable_sort(items.begin(), items.end(), [](const HelpItem& a, const HelpItem& b) { return a.word < b.word; });
}

/// What may stand at the next word; with a first part given, only keywords that begin so.
std::vector<HelpItem> next_items(const Reading& reading, std::string_view begun) {
    std::vector<HelpItem> items;
    reading.for_each_edge([&](const Edge& edge, const Thread*) {
        const auto& position = reading.position_at(edge);
        if (!reading.allowed(position) || position.hidden) return;
        const bool keyword = position.leaf.kind == WordKind::keyword;
        if (begun.empty() ? true : keyword && is_abbreviation(begun, position.leaf.word)) add_leaf(items, position.leaf);
    });
    sort(items);
    return items;
}

Help help_for_next_word(const Reading& reading, const Words& words, Form form) {
    Help help;
    help.items = next_items(reading, {});
    bool may_end = false;
    for (const Thread& thread : reading.threads()) {
        may_end = may_end || (reading.may_end(thread, form) && !reading.position(thread).hidden);
        if (thread.wait > 0) add_interface_number(help.items, words[words.size() - 1]);
    }
    if (may_end) help.items.push_back({"<cr>", {}});
    if (help.items.empty()) help.error = {MatchError::Kind::invalid, words.text().size(), words.size()};
    return help;
}

/// `sh?`: words that begin so; or the value that is being typed.
Help help_for_part(const Reading& reading, const Words& words) {
    const std::string_view begun = words[words.size() - 1];
    Help help;
    help.items = next_items(reading, begun);
    help.is_part_of_word = !help.items.empty();
    if (help.is_part_of_word) return help;
    reading.for_each_edge([&](const Edge& edge, const Thread*) {
        const auto& position = reading.position_at(edge);
        if (reading.allowed(position) && !position.hidden && position.leaf.kind != WordKind::keyword) add_leaf(help.items, position.leaf);
    });
    sort(help.items);
    if (help.items.empty()) help.error = {MatchError::Kind::invalid, words.column(words.size() - 1), words.size() - 1};
    return help;
}

}  // namespace

Help Matcher::help(const Words& words, Form form, unsigned privilege) const {
    const bool next = words.empty() || words.ends_in_blank();
    Reading reading(*graph_, words, privilege);
    Help help;
    help.error = read_all(reading, words, next ? words.size() : words.size() - 1);
    if (help.error.kind != MatchError::Kind::none) return help;
    return next ? help_for_next_word(reading, words, form) : help_for_part(reading, words);
}

std::optional<std::string> Matcher::completion(const Words& words, Form, unsigned privilege) const {
    if (words.empty() || words.ends_in_blank()) return std::nullopt;
    Reading reading(*graph_, words, privilege);
    if (read_all(reading, words, words.size() - 1).kind != MatchError::Kind::none) return std::nullopt;
    const auto items = next_items(reading, words[words.size() - 1]);
    const auto exact = std::find_if(items.begin(), items.end(),
                                    [&](const HelpItem& item) { return same_word(item.word, words[words.size() - 1]); });
    if (exact != items.end()) return exact->word;
    return items.size() == 1 ? std::optional(items[0].word) : std::nullopt;
}

std::string error_text(const MatchError& error, std::string_view line) {
    switch (error.kind) {
        case MatchError::Kind::none: return {};
        case MatchError::Kind::invalid: return "% Invalid input detected at '^' marker.";
        case MatchError::Kind::ambiguous: return "% Ambiguous command:  \"" + std::string(line) + "\"";
        case MatchError::Kind::incomplete: return "% Incomplete command.";
    }
    return {};
}

namespace {

/// Appends the help, wrapped at blanks so that no row is longer than `width`.
void append_wrapped(std::string& text, std::string_view help, std::size_t indent, std::size_t width) {
    const std::size_t room = width > indent + 20 ? width - indent : 20;
    while (help.size() >= room) {
        const auto blank = help.rfind(' ', room - 1);
        if (blank == std::string_view::npos || blank == 0) break;
        text.append(help.substr(0, blank)).append("\n").append(indent, ' ');
        help.remove_prefix(blank + 1);
    }
    text.append(help);
}

std::size_t longest_word(std::span<const HelpItem> items) {
    std::size_t longest = 0;
    for (const HelpItem& item : items) longest = std::max(longest, item.word.size());
    return longest;
}

}  // namespace

std::string help_text(std::span<const HelpItem> items, std::size_t width) {
    const std::size_t longest = longest_word(items);
    std::string text;
    for (const HelpItem& item : items) {
        text.append("  ").append(item.word);
        if (!item.help.empty()) {
            text.append(longest - item.word.size() + 2, ' ');
            append_wrapped(text, item.help, longest + 4, width);
        }
        text += '\n';
    }
    return text;
}

std::string word_columns(std::span<const HelpItem> items, std::size_t width) {
    const std::size_t column = longest_word(items) + 2;
    const std::size_t columns = std::max<std::size_t>(1, width / column);
    std::string text;
    for (std::size_t i = 0; i < items.size(); ++i) {
        text.append(items[i].word);
        const bool last = i + 1 == items.size() || (i + 1) % columns == 0;
        if (last) text += '\n';
        else text.append(column - items[i].word.size(), ' ');
    }
    return text;
}

}  // namespace config
