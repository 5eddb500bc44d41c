#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "config-model/language/graph.h"
#include "config-model/language/matcher.h"

namespace config {

/// One matched word of a thread, linked to the one before.
struct Step {
    std::uint32_t previous;
    std::uint32_t position;
    std::uint16_t word;
    std::uint16_t words;       ///< how many words it covers
};

/// A way to read the words so far: its last step, and words that the step has already taken.
struct Thread {
    std::uint32_t step;
    std::uint16_t wait;
    std::uint16_t rank;        ///< equal for threads whose words fitted equally well so far
};

/// All readings of a line's words at once, best first. Fixed storage: a line that needs more loses its least preferred readings.
class Reading {
public:
    enum class Outcome : std::uint8_t { read, invalid, ambiguous };
    static constexpr std::uint32_t none = 0xffffffff;

    Reading(const WordGraph& graph, const Words& words, unsigned privilege)
        : graph_(graph), words_(words), privilege_(privilege) {}

    /// Every line may begin.
    void start_everywhere() { at_start_ = true; }
    /// The lines of a node, whose keywords were words 0 … depth-1.
    void start_at(const WordGraph::Node& node, std::uint16_t depth);
    /// Reads one more word. After any outcome but `read` no thread is left.
    Outcome read(std::uint16_t word);

    bool at_start() const { return at_start_; }
    std::span<const Thread> threads() const { return {threads_.data(), thread_count_}; }
    const Step& step(const Thread& thread) const { return steps_[thread.step]; }
    const Position& position(const Thread& thread) const { return graph_.positions[step(thread).position]; }
    /// Column of the first character of a word that no keyword allowed here continues.
    std::size_t mismatch_column() const { return mismatch_; }

    /// The best thread at which a line may end here, in this form. Null if none.
    const Thread* finished(Form form) const;
    bool may_end(const Thread& thread, Form form) const;
    /// The thread's words; false if there are more than fit.
    bool collect(const Thread& thread, Args& args) const;
    /// Edges that lead on from a thread (from the start of all lines when no word was read).
    template <class Visit>
    void for_each_edge(Visit visit) const {
        if (at_start_)
            for (const Edge& edge : graph_.starts) visit(edge, nullptr);
        for (const Thread& thread : threads())
            if (thread.wait == 0)
                for (const Edge& edge : graph_.edges_of(position(thread)))
                    if (!edge.once || !used(thread.step, edge.position)) visit(edge, &thread);
    }
    const Position& position_at(const Edge& edge) const { return graph_.positions[edge.position]; }
    bool allowed(const Position& position) const { return graph_.line_of(position).privilege() <= privilege_; }

private:
    /// How well a leaf takes a word; higher wins.
    enum class Fit : std::uint8_t { nothing, rest, any_word, value, abbreviation, exact };
    struct Candidate {
        std::uint32_t position;    ///< none: a waiting thread that goes on
        std::uint32_t previous;
        std::uint16_t words;
        std::uint16_t rank;
        Fit fit;
    };
    using Candidates = std::array<Candidate, 256>;
    static constexpr std::size_t most_steps = 1024, most_threads = 160;

    Candidate fit(const Edge& edge, const Thread* thread, std::uint16_t word) const;
    Fit fit_keyword(const Leaf& leaf, std::string_view typed) const;
    std::uint16_t fit_interface(std::uint16_t word) const;
    bool used(std::uint32_t step, std::uint32_t position) const;
    std::size_t gather(std::uint16_t word, Candidates& candidates);
    std::size_t select(std::span<Candidate> candidates) const;
    bool is_ambiguous(std::span<const Candidate> candidates) const;
    static void sort_best_first(std::span<Candidate> candidates);
    void go_on(std::span<const Candidate> candidates, std::uint16_t word);
    bool enough_words(const Thread& thread) const;

    const WordGraph& graph_;
    const Words& words_;
    unsigned privilege_;
    bool at_start_ = false;
    bool ambiguous_ = false;
    std::size_t mismatch_ = 0;
    std::uint32_t step_count_ = 0;
    std::size_t thread_count_ = 0;
    std::array<Thread, most_threads> threads_;
    std::array<Step, most_steps> steps_;
};

}  // namespace config
