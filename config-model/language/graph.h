#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

#include "config-model/language/line.h"

namespace config {

/// An edge to a position. `once`: refused if the words so far already hold a position of the target's group.
struct Edge {
    std::uint32_t position : 31;
    std::uint32_t once : 1;
};

/// One leaf of one line: after it the edges lead to what may follow (the follow sets of the line's expression).
struct Position {
    Leaf leaf;
    std::uint32_t line = 0;
    std::uint32_t group = 0;          ///< of mutually exclusive repetitions; 0: none
    std::uint32_t first_edge = 0, edge_count = 0;
    std::uint16_t leading = 0;        ///< 1-based place among the line's leading keywords; 0: after them
    bool accepts = false;             ///< the line may end here
    bool last_leading = false;        ///< the last of the leading keywords
    bool hidden = false;
};

/// All lines of a mode as positions, and a tree of the keywords that they begin with.
struct WordGraph {
    explicit WordGraph(std::vector<std::span<const Line>> all);

    /// Where lines stand after some leading keywords.
    struct Entry {
        std::uint32_t position;
        std::uint32_t parent;         ///< entry of the parent node
    };
    struct Branch {
        std::string_view word;        ///< lower case
        std::uint32_t node;
        std::uint8_t privilege;       ///< the least that any of its lines needs
        bool hidden;                  ///< all of its lines are hidden
    };
    struct Node {
        std::uint32_t parent = 0;
        std::uint32_t first_entry = 0, entry_count = 0;
        std::uint32_t first_branch = 0, branch_count = 0;
        bool expanded = false;        ///< branches hold every keyword that may follow
        bool has_values = false;      ///< a value may follow, too
    };

    std::span<const Edge> edges_of(const Position& position) const { return {edges.data() + position.first_edge, position.edge_count}; }
    std::span<const Branch> branches_of(const Node& node) const { return {branches.data() + node.first_branch, node.branch_count}; }
    std::span<const Entry> entries_of(const Node& node) const { return {entries.data() + node.first_entry, node.entry_count}; }
    const Line& line_of(const Position& position) const { return *lines[position.line]; }

    std::vector<std::span<const Line>> spans;
    std::vector<const Line*> lines;
    std::vector<Position> positions;
    std::vector<Edge> edges;
    std::vector<Edge> starts;         ///< first positions of every line
    std::vector<Entry> entries;
    std::vector<Branch> branches;
    std::vector<Node> nodes;          ///< [0] is the root
    std::deque<std::string> lowered;  ///< owns the branches' words
};

}  // namespace config
