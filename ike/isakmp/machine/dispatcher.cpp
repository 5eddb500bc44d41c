#include <algorithm>
#include <cassert>

#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

bool may_raise(const Row& row, Event event) {
    return std::find(row.raises.begin(), row.raises.end(), event) != row.raises.end();
}

const Row* choose(const Exchange& exchange, State in, Event event, const Input& input) {
    for (const Row& row : exchange.rows)
        if (row.in == in && row.event == event && (row.when == nullptr || row.when(exchange, input))) return &row;
    return nullptr;
}

const Row* row_for(const Exchange& exchange, Event event, const Input& input) {
    const Row* const own = choose(exchange, exchange.state, event, input);
    return own != nullptr ? own : choose(exchange, State::ANY, event, input);
}

/// Quick modes are traced by their message id; everything else belongs to the SA.
void trace(const Exchange& exchange, Event event, State from, State to) {
    if (!traced(exchange.sa.context, exchange.sa.peer)) return;
    const bool quick = exchange.type == ExchangeType::QUICK;
    emit(exchange.sa, event::Transition{event, from, to, quick ? std::optional(exchange.message_id) : std::nullopt});
}

/// The row is done: the transition, then what the reference prints behind it.
Event pass(Exchange& exchange, const Row& row, Event event, const Input& input) {
    const State from = exchange.state;
    exchange.state = row.to;
    trace(exchange, event, from, row.to);
    if (row.after != nullptr) row.after(exchange, input);
    return row.then;
}

Event fail(Exchange& exchange, Event event) {
    if (exchange.type != ExchangeType::QUICK) step(exchange.sa, Step::fsm_error);
    trace(exchange, event, exchange.state, exchange.state);
    return Event::REST;
}

Event follow(Exchange& exchange, const Row& row, Event event, const Outcome& outcome, const Input& input) {
    switch (outcome.kind) {
        case Outcome::Kind::done: return pass(exchange, row, event, input);
        case Outcome::Kind::failed: return fail(exchange, event);
        case Outcome::Kind::raised:
            assert(may_raise(row, outcome.event) && "an event that the row does not list");
            return may_raise(row, outcome.event) ? outcome.event : fail(exchange, event);
        case Outcome::Kind::waiting:
            exchange.waiting_row = &row;
            exchange.waiting_event = event;
            return Event::REST;
    }
    return Event::REST;
}

Event take(Exchange& exchange, const Row& row, Event event, const Input& input) {
    const Outcome outcome = row.action != nullptr ? row.action(exchange, input) : done;
    return follow(exchange, row, event, outcome, input);
}

bool unknown_input(Exchange& exchange, Event event) {
    emit(exchange.sa, event::UnknownInput{event, exchange.state});
    trace(exchange, event, exchange.state, exchange.state);
    return false;
}

bool run(Exchange& exchange, Event event, const Input& input) {
    bool first = true;
    while (!ends(event)) {
        const Row* const row = row_for(exchange, event, input);
        if (row == nullptr) return unknown_input(exchange, event) || !first;
        event = take(exchange, *row, event, input);
        first = false;
    }
    return true;
}

/// The SA's deletion waits for the outermost of its dispatches.
struct Running {
    explicit Running(IsakmpSa& of) : sa(of) { ++sa.running; }
    ~Running() {
        if (--sa.running == 0 && sa.doomed) finish_deletion(sa);
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    IsakmpSa& sa;
};

}  // namespace

bool dispatch(Exchange& exchange, Event event, const Input& input) {
    exchange.sa.context.touch(exchange.sa);
    const Running running(exchange.sa);
    return run(exchange, event, input);
}

void resume(Exchange& exchange, const Completion& answer) {
    exchange.job.reset();
    exchange.sa.context.touch(exchange.sa);
    const Running running(exchange.sa);
    Input input;
    input.answer = &answer;
    const Row* const row = std::exchange(exchange.waiting_row, nullptr);
    const Event event = std::exchange(exchange.waiting_event, Event::NONE);
    if (row == nullptr) return static_cast<void>(run(exchange, event, input));
    run(exchange, follow(exchange, *row, event, row->answered(exchange, input), input), input);
}

}  // namespace ike::isakmp
