#include "config-model/language/matcher.h"

#include <algorithm>

#include "config-model/language/graph.h"
#include "config-model/language/reading.h"
#include "config-model/language/words.h"

namespace config {

namespace {

/// The branch that a word takes: an exact one, or the only visible one that it abbreviates. Null: none, several, or a value may stand here.
const WordGraph::Branch* branch_for(const WordGraph& graph, const WordGraph::Node& node, std::string_view word, unsigned privilege) {
    const auto branches = graph.branches_of(node);
    const char first = lower(word[0]);
    auto at = std::lower_bound(branches.begin(), branches.end(), first,
                               [](const WordGraph::Branch& branch, char c) { return branch.word[0] < c; });
    const WordGraph::Branch* only = nullptr;
    bool several = false;
    for (; at != branches.end() && at->word[0] == first; ++at) {
        if (at->privilege > privilege || !is_abbreviation(word, at->word)) continue;
        if (at->word.size() == word.size()) return &*at;
        if (at->hidden) continue;
        several = several || only;
        only = &*at;
    }
    return several || node.has_values ? nullptr : only;
}

/// Follows leading keywords through the tree as far as it decides, then reads on word by word.
const Thread* read_line(const WordGraph& graph, const Words& words, Form form, unsigned privilege, Reading& reading) {
    const WordGraph::Node* node = graph.nodes.data();
    std::uint16_t word = 0;
    while (word < words.size() && node->expanded) {
        const WordGraph::Branch* branch = branch_for(graph, *node, words[word], privilege);
        if (!branch) break;
        node = &graph.nodes[branch->node];
        ++word;
    }
    if (word == 0) reading.start_everywhere();
    else reading.start_at(*node, word);
    for (; word < words.size(); ++word)
        if (reading.read(word) != Reading::Outcome::read) return nullptr;
    const Thread* thread = reading.finished(form);
    return thread && words.overflows() && reading.position(*thread).leaf.kind != WordKind::text ? nullptr : thread;
}

}  // namespace

Matcher::Matcher(std::vector<std::span<const Line>> lines) : graph_(std::make_unique<const WordGraph>(std::move(lines))) {}
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher::~Matcher() = default;

bool Matcher::match(const Words& words, Form form, unsigned privilege, Match& match) const {
    if (words.empty()) return false;
    Reading reading(*graph_, words, privilege);
    const Thread* thread = read_line(*graph_, words, form, privilege, reading);
    if (!thread) return false;
    match.line = &graph_->line_of(reading.position(*thread));
    return reading.collect(*thread, match.args);
}

std::size_t Matcher::spelled_words(const Words& words, unsigned privilege) const {
    const WordGraph::Node* node = graph_->nodes.data();
    for (std::size_t word = 0; word < words.size(); ++word) {
        const WordGraph::Branch* branch = node->expanded ? branch_for(*graph_, *node, words[word], privilege) : nullptr;
        if (!branch || branch->word.size() != words[word].size()) return word;
        node = &graph_->nodes[branch->node];
    }
    return words.size();
}

MatchError Matcher::explain(const Words& words, Form form, unsigned privilege) const {
    using Kind = MatchError::Kind;
    Reading reading(*graph_, words, privilege);
    reading.start_everywhere();
    for (std::uint16_t word = 0; word < words.size(); ++word) {
        const auto outcome = reading.read(word);
        if (outcome == Reading::Outcome::ambiguous) return {Kind::ambiguous, words.column(word), word};
        if (outcome == Reading::Outcome::invalid) return {Kind::invalid, reading.mismatch_column(), word};
    }
    const Thread* thread = reading.finished(form);
    const bool too_long = words.overflows() || words.size() > Args::capacity;
    if (thread && !too_long) return {Kind::none, 0, words.size()};
    if (too_long) return {Kind::invalid, words.column(words.size() - 1), words.size() - 1};
    return {Kind::incomplete, words.text().size(), words.size()};
}

std::optional<std::string> Matcher::expanded(const Words& words, Form form, unsigned privilege) const {
    Match match;
    if (!this->match(words, form, privilege, match)) return std::nullopt;
    std::string text;
    for (const Arg& arg : match.args) {
        if (!text.empty()) text += ' ';
        if (arg.leaf->kind == WordKind::keyword) text += arg.leaf->word;
        else if (const auto name = arg.leaf->kind == WordKind::interface_name ? Value<InterfaceName>::read(arg) : std::nullopt) text += name->text();
        else text += arg.text;
    }
    return text;
}

std::span<const std::span<const Line>> Matcher::lines() const { return graph_->spans; }
std::size_t Matcher::line_count() const { return graph_->lines.size(); }
const Line& Matcher::line(std::size_t index) const { return *graph_->lines[index]; }

std::size_t Matcher::index_of(const Line& line) const {
    std::size_t before = 0;
    for (const auto span : graph_->spans) {
        if (&line >= span.data() && &line < span.data() + span.size()) return before + static_cast<std::size_t>(&line - span.data());
        before += span.size();
    }
    return before;
}

}  // namespace config
