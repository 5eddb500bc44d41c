#pragma once

#include <cstddef>
#include <iterator>
#include <type_traits>
#include <utility>

/// What holds of every machine's rows, whatever its states and events are. A machine declares beside its row:
///   ends(event)        after this "event" nothing follows
///   is_guarded(row)    a condition of its own decides whether the row is taken
///   hands_over(state)  another table continues from this state
namespace ike {

template <class Rows> using RowOf = std::remove_reference_t<decltype(*std::begin(std::declval<const Rows&>()))>;

/// The row of a state for an event; one for ANY state if there is none of its own.
template <class Rows, class State, class Event>
constexpr RowOf<Rows>* find_row(const Rows& rows, State state, Event event) {
    for (auto& row : rows)
        if (row.event == event && row.in == state) return &row;
    for (auto& row : rows)
        if (row.event == event && row.in == State::ANY) return &row;
    return nullptr;
}

/// No state answers an event by two rows, unless a guard chooses.
template <class Rows> constexpr bool is_deterministic(const Rows& rows) {
    for (std::size_t a = 0; a < std::size(rows); ++a)
        for (std::size_t b = a + 1; b < std::size(rows); ++b)
            if (rows[a].in == rows[b].in && rows[a].event == rows[b].event && !is_guarded(rows[a])) return false;
    return true;
}

template <class Rows, class State, class Event>
constexpr bool is_handled(const Rows& rows, State state, Event event) {
    return ends(event) || hands_over(state) || find_row(rows, state, event) != nullptr;
}

/// Every event that a row continues with, or that its action may raise, has a row.
template <class Rows> constexpr bool is_closed(const Rows& rows) {
    for (const auto& row : rows) {
        if (!is_handled(rows, row.to, row.then)) return false;
        for (const auto event : row.raises)
            if (!is_handled(rows, row.in, event)) return false;
    }
    return true;
}

}  // namespace ike
