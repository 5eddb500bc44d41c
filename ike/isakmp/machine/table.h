#pragma once

#include <array>
#include <span>

#include "ike/isakmp/machine/states.h"
#include "ike/machine/rows.h"

namespace ike::isakmp {

struct Exchange;
struct Input;

/// What an action tells the dispatcher.
struct Outcome {
    enum class Kind : std::uint8_t { done, waiting, raised, failed } kind = Kind::done;
    Event event = Event::NONE;
};

inline constexpr Outcome done{Outcome::Kind::done, Event::NONE};
/// The row is finished by its second action when the job is answered; nothing is traced until then.
inline constexpr Outcome waiting{Outcome::Kind::waiting, Event::NONE};
/// The row's transition is not made: `event` is handled in the row's in-state.
constexpr Outcome raise(Event event) { return {Outcome::Kind::raised, event}; }
/// "FSM action returned error": the input is traced, the state stays, and nothing follows. The action has said why.
inline constexpr Outcome failed{Outcome::Kind::failed, Event::NONE};

using Action = Outcome (*)(Exchange&, const Input&);
using Raises = std::array<Event, 4>;
inline constexpr Raises nothing{};

/// Chooses among rows of one state and event; pure.
using Guard = bool (*)(const Exchange&, const Input&);

/// `in` may be ANY. The transition is made, and traced, after the action; `then` is the next event, REST to rest.
struct Row {
    State in;
    Event event;
    Action action;
    State to;
    Event then;
    Raises raises = nothing;
    /// Runs when the job that `action` submitted is answered.
    /// It may itself return `waiting` with another job: then it runs again.
    Action answered = nullptr;
    /// Where a state answers an event in several ways: the first row whose guard holds.
    Guard when = nullptr;
    /// Runs behind the traced transition, for what the reference prints there.
    Action after = nullptr;
};

constexpr bool ends(Event event) { return event == Event::NONE || event == Event::REST; }
constexpr bool is_guarded(const Row& row) { return row.when != nullptr; }
/// The established SA's table goes on from here.
constexpr bool hands_over(State state) { return state == State::IKE_P1_COMPLETE; }

struct Table {
    std::string_view name;
    std::span<const Row> rows;
    State start;
};

/// Every exchange in every role. `established` takes over from the phase 1 tables in IKE_P1_COMPLETE.
struct Tables {
    Table main_initiator, main_responder, aggressive_initiator, aggressive_responder, established, quick_initiator, quick_responder;
};

/// The rows by the book.
const Tables& standard_tables();

}  // namespace ike::isakmp
