#include "config-model/language/graph.h"

#include <algorithm>
#include <map>

#include "config-model/language/words.h"

namespace config {

namespace {

/// Follow sets by Glushkov's construction: every leaf is a position, edges lead from a position to those that may come next.
class PositionBuilder {
public:
    PositionBuilder(WordGraph& graph, std::uint32_t line) : graph_(graph), line_(line) {}

    void build(const Line& line) {
        const Part whole = part(line.syntax());
        for (const Edge& edge : whole.first) graph_.starts.push_back(edge);
        for (const std::uint32_t last : whole.last) graph_.positions[last].accepts = true;
        mark_leading(line.syntax());
        store_edges();
    }

private:
    struct Part {
        std::vector<Edge> first;
        std::vector<std::uint32_t> last;
        bool nullable = false;
    };

    Part part(const Syntax& syntax) {
        switch (syntax.shape()) {
            case Syntax::Shape::leaf: return leaf(syntax.leaf());
            case Syntax::Shape::sequence: return sequence(syntax);
            case Syntax::Shape::alternatives: return alternatives(syntax);
            case Syntax::Shape::optional: return optional(syntax);
            case Syntax::Shape::repeated: return repeated(syntax);
            case Syntax::Shape::any_order: return any_order(syntax);
        }
        return {};
    }

    Part leaf(const Leaf& leaf) {
        const auto index = static_cast<std::uint32_t>(graph_.positions.size());
        Position position;
        position.leaf = leaf;
        position.line = line_;
        position.hidden = leaf.hidden || graph_.lines[line_]->is_hidden();
        graph_.positions.push_back(position);
        follow_.resize(follow_.size() + 1);
        if (follow_.size() == 1) base_ = index;
        return {{Edge{index & 0x7fffffffU, 0}}, {index}, false};
    }

    void connect(const std::vector<std::uint32_t>& from, const std::vector<Edge>& to, bool once) {
        for (const std::uint32_t source : from) {
            for (Edge edge : to) {
                edge.once = edge.once || once ? 1U : 0U;
                follow_[source - base_].push_back(edge);
            }
        }
    }

    static void join(std::vector<Edge>& to, const std::vector<Edge>& more) { to.insert(to.end(), more.begin(), more.end()); }
    static void join(std::vector<std::uint32_t>& to, const std::vector<std::uint32_t>& more) {
        to.insert(to.end(), more.begin(), more.end());
    }

    Part sequence(const Syntax& syntax) {
        Part whole{{}, {}, true};
        for (const Syntax& inner : syntax.parts()) {
            Part next = part(inner);
            connect(whole.last, next.first, false);
            if (whole.nullable) join(whole.first, next.first);
            if (next.nullable) join(whole.last, next.last);
            else whole.last = std::move(next.last);
            whole.nullable = whole.nullable && next.nullable;
        }
        return whole;
    }

    Part alternatives(const Syntax& syntax) {
        Part whole;
        for (const Syntax& inner : syntax.parts()) {
            Part one = part(inner);
            join(whole.first, one.first);
            join(whole.last, one.last);
            whole.nullable = whole.nullable || one.nullable;
        }
        return whole;
    }

    Part optional(const Syntax& syntax) {
        Part whole = part(syntax.parts()[0]);
        whole.nullable = true;
        return whole;
    }

    Part repeated(const Syntax& syntax) {
        const auto begin = graph_.positions.size();
        Part whole = part(syntax.parts()[0]);
        for (std::size_t i = begin; i < graph_.positions.size(); ++i)
            if (Position& position = graph_.positions[i]; position.leaf.chosen && position.group == 0) position.group = ++groups_;
        connect(whole.last, whole.first, true);
        return whole;
    }

    Part any_order(const Syntax& syntax) {
        Part whole{{}, {}, true};
        std::vector<Part> parts;
        for (const Syntax& inner : syntax.parts()) {
            const auto begin = graph_.positions.size();
            parts.push_back(part(inner));
            ++groups_;
            for (std::size_t i = begin; i < graph_.positions.size(); ++i) graph_.positions[i].group = groups_;
        }
        for (std::size_t i = 0; i < parts.size(); ++i) {
            for (std::size_t k = 0; k < parts.size(); ++k)
                if (i != k) connect(parts[i].last, parts[k].first, true);
            join(whole.first, parts[i].first);
            join(whole.last, parts[i].last);
        }
        return whole;
    }

    /// Numbers the keywords that a line begins with and that leave no choice. False when the first choice is reached.
    bool mark(const Syntax& syntax, std::uint32_t& at, std::uint16_t& count) {
        if (syntax.shape() == Syntax::Shape::leaf) {
            if (syntax.leaf().kind != WordKind::keyword || syntax.leaf().chosen) return false;
            graph_.positions[at++].leading = ++count;
            return true;
        }
        if (syntax.shape() != Syntax::Shape::sequence) return false;
        for (const Syntax& inner : syntax.parts())
            if (!mark(inner, at, count)) return false;
        return true;
    }

    void mark_leading(const Syntax& syntax) {
        std::uint32_t at = base_;
        std::uint16_t count = 0;
        mark(syntax, at, count);
        if (count > 0) graph_.positions[base_ + count - 1U].last_leading = true;
    }

    void store_edges() {
        for (std::size_t i = 0; i < follow_.size(); ++i) {
            Position& position = graph_.positions[base_ + i];
            position.first_edge = static_cast<std::uint32_t>(graph_.edges.size());
            position.edge_count = static_cast<std::uint32_t>(follow_[i].size());
            graph_.edges.insert(graph_.edges.end(), follow_[i].begin(), follow_[i].end());
        }
    }

    WordGraph& graph_;
    std::uint32_t line_;
    std::uint32_t base_ = 0;
    std::uint32_t groups_ = 0;
    std::vector<std::vector<Edge>> follow_;
};

/// Merges the leading keywords of all lines. Below a node that only one line reaches there is nothing to merge.
class TreeBuilder {
public:
    explicit TreeBuilder(WordGraph& graph) : graph_(graph) {}

    void build() {
        graph_.nodes.emplace_back();
        expand(0, {}, graph_.starts, 0);
    }

private:
    static constexpr unsigned deepest = 8;
    struct Next {
        std::vector<WordGraph::Entry> entries;
        std::uint32_t node = 0;
        std::uint8_t privilege = 255;
        bool hidden = true;
    };

    /// `parents[i]` is the entry of this node that edges[i] comes from (empty at the root).
    void expand(std::uint32_t node, const std::vector<std::uint32_t>& parents, const std::vector<Edge>& edges, unsigned depth) {
        const bool repeats = std::any_of(edges.begin(), edges.end(), [](const Edge& edge) { return edge.once != 0; });
        const bool alone = depth > 0 && graph_.nodes[node].entry_count < 2;
        if (repeats || alone || depth == deepest) return;
        std::map<std::string, Next> words;
        bool has_values = false;
        for (std::size_t i = 0; i < edges.size(); ++i) {
            if (graph_.positions[edges[i].position].leaf.kind != WordKind::keyword) has_values = true;
            else collect(words, edges[i].position, parents.empty() ? 0 : parents[i]);
        }
        graph_.nodes[node].expanded = true;
        graph_.nodes[node].has_values = has_values;
        add_branches(node, words);
        for (const auto& [word, next] : words) descend(next.node, depth);
    }

    void collect(std::map<std::string, Next>& words, std::uint32_t index, std::uint32_t parent) const {
        const Position& position = graph_.positions[index];
        std::string word{position.leaf.word};
        std::transform(word.begin(), word.end(), word.begin(), lower);
        Next& next = words[word];
        next.entries.push_back({index, parent});
        next.privilege = std::min(next.privilege, static_cast<std::uint8_t>(graph_.line_of(position).privilege()));
        next.hidden = next.hidden && position.hidden;
    }

    void add_branches(std::uint32_t parent, std::map<std::string, Next>& words) {
        graph_.nodes[parent].first_branch = static_cast<std::uint32_t>(graph_.branches.size());
        graph_.nodes[parent].branch_count = static_cast<std::uint32_t>(words.size());
        for (auto& [word, next] : words) {
            const auto index = static_cast<std::uint32_t>(graph_.nodes.size());
            graph_.branches.push_back({graph_.lowered.emplace_back(word), index, next.privilege, next.hidden});
            WordGraph::Node& node = graph_.nodes.emplace_back();
            node.parent = parent;
            node.first_entry = static_cast<std::uint32_t>(graph_.entries.size());
            node.entry_count = static_cast<std::uint32_t>(next.entries.size());
            graph_.entries.insert(graph_.entries.end(), next.entries.begin(), next.entries.end());
            next.node = index;
        }
    }

    void descend(std::uint32_t node, unsigned depth) {
        std::vector<std::uint32_t> parents;
        std::vector<Edge> edges;
        for (std::uint32_t i = 0; i < graph_.nodes[node].entry_count; ++i) {
            const std::uint32_t entry = graph_.nodes[node].first_entry + i;
            for (const Edge& edge : graph_.edges_of(graph_.positions[graph_.entries[entry].position])) {
                parents.push_back(entry);
                edges.push_back(edge);
            }
        }
        expand(node, parents, edges, depth + 1);
    }

    WordGraph& graph_;
};

}  // namespace

WordGraph::WordGraph(std::vector<std::span<const Line>> all) : spans(std::move(all)) {
    for (const auto span : spans)
        for (const Line& line : span) lines.push_back(&line);
    for (std::uint32_t i = 0; i < lines.size(); ++i) PositionBuilder(*this, i).build(*lines[i]);
    TreeBuilder(*this).build();
}

}  // namespace config
