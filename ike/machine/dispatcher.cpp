#include "ike/machine/dispatcher.h"

#include <algorithm>
#include <cassert>

#include "ike/sa/exchange.h"
#include "ike/sa/ike_sa.h"
#include "ike/trace.h"

namespace ike {

namespace {

bool may_raise(const Row& row, EventId event) {
    return std::find(row.raises.begin(), row.raises.end(), event) != row.raises.end();
}

Outcome run(Exchange& exchange, const Row& row, const Input& input) {
    if (row.action != Action_Null) return row.action(exchange, input);
    trace_step(exchange, Step::action_null);
    return done;
}

void come_to_rest(Exchange& exchange, const Row& row, const Outcome& outcome) {
    trace_state(exchange, EventId::EV_NO_EVENT);
    if (outcome.kind == Outcome::Kind::done && is_final(row.to)) exchange.over = true;
}

/// A row that is missing, or a raise that no row lists, is a defect of a table.
void stop(Exchange& exchange) {
    assert(false && "event without a row");
    exchange.over = true;
    exchange.sa.dead = true;
}

/// One row; the event that follows it.
EventId take(Exchange& exchange, const Row& row, const Input& input) {
    const Outcome outcome = run(exchange, row, input);
    if (outcome.kind == Outcome::Kind::raised) {
        if (may_raise(row, outcome.event)) return outcome.event;
        stop(exchange);
        return EventId::NONE;
    }
    exchange.state = row.to;
    if (outcome.kind == Outcome::Kind::waiting || row.then == EventId::EV_NO_EVENT) {
        come_to_rest(exchange, row, outcome);
        return EventId::EV_NO_EVENT;
    }
    exchange.over = row.then == EventId::NONE;
    return row.then;
}

}  // namespace

void dispatch(Exchange& exchange, EventId event, const Input& input) {
    while (event != EventId::NONE && event != EventId::EV_NO_EVENT) {
        const Row* const row = find_row(exchange.rows, exchange.state, event);
        if (row == nullptr) return stop(exchange);
        trace_state(exchange, event);
        event = take(exchange, *row, input);
    }
}

bool accepts(const Exchange& exchange, EventId event) {
    return !exchange.over && find_row(exchange.rows, exchange.state, event) != nullptr;
}

}  // namespace ike
