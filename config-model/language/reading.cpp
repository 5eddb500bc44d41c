#include "config-model/language/reading.h"

#include <algorithm>

#include "config-model/language/words.h"

namespace config {

void Reading::start_at(const WordGraph::Node& node, std::uint16_t depth) {
    for (const WordGraph::Entry& entry : graph_.entries_of(node)) {
        if (!allowed(graph_.positions[entry.position]) || thread_count_ == most_threads || step_count_ + depth > most_steps) continue;
        std::uint32_t at = step_count_ + depth;
        const WordGraph::Entry* link = &entry;
        for (std::uint16_t word = depth; word-- > 0; link = &graph_.entries[link->parent]) {
            --at;
            steps_[at] = {word == 0 ? none : at - 1, link->position, word, 1};
        }
        step_count_ += depth;
        threads_[thread_count_++] = {step_count_ - 1, 0, 0};
    }
}

Reading::Fit Reading::fit_keyword(const Leaf& leaf, std::string_view typed) const {
    if (lower(leaf.word[0]) != lower(typed[0]) || typed.size() > leaf.word.size()) return Fit::nothing;
    if (common_length(leaf.word, typed) != typed.size()) return Fit::nothing;
    return typed.size() == leaf.word.size() ? Fit::exact : Fit::abbreviation;
}

/// How many words an interface name takes here: "Gi0/0" one, "gi 0/0" two, a bare "gi" at the end waits for its number.
std::uint16_t Reading::fit_interface(std::uint16_t word) const {
    const std::string_view typed = words_[word];
    if (!is_interface_kind(typed)) return InterfaceName::parse(typed) ? 1 : 0;
    if (word + 1U == words_.size()) return 2;
    const std::string_view number = words_[word + 1U];
    return number[0] >= '0' && number[0] <= '9' && InterfaceName::parse(std::string(typed).append(number)) ? 2 : 0;
}

Reading::Candidate Reading::fit(const Edge& edge, const Thread* thread, std::uint16_t word) const {
    const Position& position = graph_.positions[edge.position];
    const std::string_view typed = words_[word];
    Candidate candidate{edge.position, thread ? thread->step : none, 1, thread ? thread->rank : std::uint16_t{0}, Fit::nothing};
    switch (position.leaf.kind) {
        case WordKind::keyword: candidate.fit = fit_keyword(position.leaf, typed); break;
        case WordKind::word: candidate.fit = Fit::any_word; break;
        case WordKind::text:
            candidate.fit = Fit::rest;
            candidate.words = static_cast<std::uint16_t>(words_.size() - word);
            break;
        case WordKind::interface_name:
            candidate.words = fit_interface(word);
            candidate.fit = candidate.words ? Fit::value : Fit::nothing;
            break;
        case WordKind::number:
        case WordKind::ipv4:
        case WordKind::ipv6:
        case WordKind::ip:
        case WordKind::mask:
        case WordKind::wildcard:
        case WordKind::ipv4_prefix:
        case WordKind::ipv6_prefix:
        case WordKind::hex: candidate.fit = fits_value(position.leaf, typed) ? Fit::value : Fit::nothing; break;
    }
    return candidate;
}

bool Reading::used(std::uint32_t step, std::uint32_t index) const {
    const Position& target = graph_.positions[index];
    if (target.group == 0) return false;
    for (; step != none; step = steps_[step].previous)
        if (graph_.positions[steps_[step].position].group == target.group) return true;
    return false;
}

/// Do the abbreviations mean different keywords? Hidden ones count only among themselves.
bool Reading::is_ambiguous(std::span<const Candidate> candidates) const {
    std::string_view visible, hidden;
    bool several_visible = false, several_hidden = false;
    for (const Candidate& candidate : candidates) {
        if (candidate.fit == Fit::exact) return false;
        if (candidate.fit != Fit::abbreviation) continue;
        const Position& position = graph_.positions[candidate.position];
        std::string_view& seen = position.hidden ? hidden : visible;
        bool& several = position.hidden ? several_hidden : several_visible;
        several = several || (!seen.empty() && !same_word(seen, position.leaf.word));
        seen = position.leaf.word;
    }
    return visible.empty() ? several_hidden : several_visible;
}

/// Everything that takes the word, waiting threads included. Notes how far keywords that do not take it agree with it.
std::size_t Reading::gather(std::uint16_t word, Candidates& candidates) {
    std::size_t count = 0, prefix = 0;
    for (const Thread& thread : threads())
        if (thread.wait > 0 && count < candidates.size())
            candidates[count++] = {none, thread.step, thread.wait, thread.rank, Fit::rest};
    for_each_edge([&](const Edge& edge, const Thread* thread) {
        const Position& position = graph_.positions[edge.position];
        if (!allowed(position)) return;
        const Candidate candidate = fit(edge, thread, word);
        if (candidate.fit != Fit::nothing && count < candidates.size()) candidates[count++] = candidate;
        if (candidate.fit == Fit::nothing && position.leaf.kind == WordKind::keyword)
            prefix = std::max(prefix, common_length(position.leaf.word, words_[word]));
    });
    mismatch_ = words_.column(word) + prefix;
    return count;
}

/// Leaves the exact keyword alone; else the abbreviations of one keyword, and values. Moves what stays to the front.
std::size_t Reading::select(std::span<Candidate> candidates) const {
    const auto has = [&](Fit fit) { return std::any_of(candidates.begin(), candidates.end(), [=](const Candidate& c) { return c.fit == fit; }); };
    const bool exact = has(Fit::exact);
    const bool any_visible = std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& c) {
        return c.fit == Fit::abbreviation && !graph_.positions[c.position].hidden;
    });
    const auto unwanted = [&](const Candidate& c) {
        if (c.position == none) return false;
        if (exact) return c.fit != Fit::exact;
        return c.fit == Fit::abbreviation && (ambiguous_ || (any_visible && graph_.positions[c.position].hidden));
    };
    return static_cast<std::size_t>(std::remove_if(candidates.begin(), candidates.end(), unwanted) - candidates.begin());
}

/// Stable, and in place: few candidates, mostly in order already.
void Reading::sort_best_first(std::span<Candidate> candidates) {
    const auto better = [](const Candidate& a, const Candidate& b) { return a.rank != b.rank ? a.rank < b.rank : a.fit > b.fit; };
    for (std::size_t i = 1; i < candidates.size(); ++i)
        for (std::size_t k = i; k > 0 && better(candidates[k], candidates[k - 1]); --k) std::swap(candidates[k], candidates[k - 1]);
}

/// Makes threads of the candidates, best first: by how well the earlier words fitted, then by this one.
void Reading::go_on(std::span<const Candidate> candidates, std::uint16_t word) {
    thread_count_ = 0;
    std::uint16_t rank = 0;
    for (std::size_t i = 0; i < candidates.size() && thread_count_ < most_threads && step_count_ < most_steps; ++i) {
        const Candidate& candidate = candidates[i];
        if (i > 0 && (candidate.rank != candidates[i - 1].rank || candidate.fit != candidates[i - 1].fit)) ++rank;
        if (candidate.position == none) {
            threads_[thread_count_++] = {candidate.previous, static_cast<std::uint16_t>(candidate.words - 1), rank};
        } else {
            steps_[step_count_] = {candidate.previous, candidate.position, word, candidate.words};
            threads_[thread_count_++] = {step_count_++, static_cast<std::uint16_t>(candidate.words - 1), rank};
        }
    }
}

Reading::Outcome Reading::read(std::uint16_t word) {
    Candidates storage;
    const std::size_t gathered = gather(word, storage);
    ambiguous_ = is_ambiguous({storage.data(), gathered});
    const std::span<Candidate> chosen{storage.data(), select({storage.data(), gathered})};
    sort_best_first(chosen);
    at_start_ = false;
    go_on(chosen, word);
    if (thread_count_ > 0) return Outcome::read;
    return ambiguous_ ? Outcome::ambiguous : Outcome::invalid;
}

/// After the leading keywords, are there as many words as `no` needs of this line?
bool Reading::enough_words(const Thread& thread) const {
    const Position& last = position(thread);
    if (last.leading > 0 && !last.last_leading) return false;
    unsigned words = 0;
    for (std::uint32_t at = thread.step; at != none; at = steps_[at].previous)
        words += graph_.positions[steps_[at].position].leading == 0 ? 1U : 0U;
    return words >= graph_.line_of(last).no_needs();
}

bool Reading::may_end(const Thread& thread, Form form) const {
    if (thread.wait > 0) return false;
    if (form == Form::plain) return position(thread).accepts && !graph_.line_of(position(thread)).is_only_no();
    return position(thread).accepts || enough_words(thread);
}

const Thread* Reading::finished(Form form) const {
    const Thread* stopped = nullptr;
    for (const Thread& thread : threads()) {
        if (!may_end(thread, form)) continue;
        if (position(thread).accepts) return &thread;
        if (!stopped) stopped = &thread;
    }
    return stopped;
}

bool Reading::collect(const Thread& thread, Args& args) const {
    std::array<std::uint32_t, Args::capacity> chain;
    std::size_t count = 0;
    args.clear();
    for (std::uint32_t at = thread.step; at != none; at = steps_[at].previous) {
        if (count == chain.size()) return false;
        chain[count++] = at;
    }
    while (count-- > 0) {
        const Step& step = steps_[chain[count]];
        const Leaf& leaf = graph_.positions[step.position].leaf;
        const std::string_view first = words_[step.word], last = words_[step.word + step.words - 1U], whole = words_.text();
        const char* const end = leaf.kind == WordKind::text ? whole.data() + whole.size() : last.data() + last.size();
        args.add({&leaf, {first.data(), static_cast<std::size_t>(end - first.data())}, number_of(leaf, first),
                  static_cast<std::uint32_t>(words_.column(step.word))});
    }
    return true;
}

}  // namespace config
