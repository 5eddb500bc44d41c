#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "ike/machine/rows.h"
#include "ike/machine/states.h"

namespace ike {

struct Exchange;
struct Input;

/// What an action tells the dispatcher.
struct Outcome {
    enum class Kind : std::uint8_t { done, waiting, raised } kind = Kind::done;
    EventId event = EventId::NONE;
};

inline constexpr Outcome done{Outcome::Kind::done, EventId::NONE};
/// The exchange rests in the row's to-state until its completion, its answer, a timeout, a delete or an abort.
inline constexpr Outcome waiting{Outcome::Kind::waiting, EventId::NONE};
/// The row's transition is not made: `event` is handled in the row's in-state.
constexpr Outcome raise(EventId event) { return {Outcome::Kind::raised, event}; }

using Action = Outcome (*)(Exchange&, const Input&);

/// A handler that the reference prints as "Action: Action_Null".
inline constexpr Action Action_Null = nullptr;

/// Events that an action may raise.
using Raises = std::array<EventId, 4>;
inline constexpr Raises nothing{};

/// `in` may be ANY, for what can befall an exchange in every state. `then` is the next event, EV_NO_EVENT to rest, NONE to end.
struct Row {
    StateId in;
    EventId event;
    Action action;
    StateId to;
    EventId then;
    Raises raises = nothing;
};

/// One exchange in one role.
struct Table {
    std::string_view name;
    std::span<const Row> rows;
    StateId start;
};

constexpr bool ends(EventId event) { return event == EventId::NONE || event == EventId::EV_NO_EVENT; }
constexpr bool is_guarded(const Row&) { return false; }
constexpr bool hands_over(StateId) { return false; }

/// An exchange that comes to rest in these states is over.
constexpr bool is_final(StateId state) { return state == StateId::READY || state == StateId::EXIT; }

}  // namespace ike
