#include "ike/isakmp/phase1/actions.h"
#include "ike/isakmp/phase1/authentication.h"
#include "ike/isakmp/phase1/contents.h"
#include "ike/isakmp/phase1/failure.h"
#include "ike/isakmp/phase1/key_exchange.h"
#include "ike/isakmp/steps.h"

namespace ike::isakmp::action {

Outcome keep_key_pair(Exchange& exchange, const Input& input) {
    if (!take_key_pair(exchange, input)) return fail_negotiation(exchange, DeleteReason::errors);
    process_vendors(exchange, exchange.phase1.held);
    agree_on_natt(exchange);
    return done;
}

Outcome take_key_exchange(Exchange& exchange, const Input& input) {
    if (!has_key_exchange(input.payloads)) return malformed(exchange);
    exchange.repetition = {};
    exchange.phase1.held.assign(input.payloads.begin(), input.payloads.end());
    return done;
}

Outcome process_key_exchange(Exchange& exchange, const Input&) {
    take_peer_values(exchange, exchange.phase1.held);
    if (!look_up_key(exchange)) return fail_negotiation(exchange, DeleteReason::errors);
    ask_for_secret(exchange);
    return waiting;
}

Outcome derive_keys_of_exchange(Exchange& exchange, const Input& input) {
    if (!take_secret(exchange, input)) return fail_negotiation(exchange, DeleteReason::errors);
    make_keys(exchange);
    process_vendors(exchange, exchange.phase1.held);
    process_nat_detection(exchange.sa, exchange.phase1.held);
    return done;
}

Outcome start_phase2(Exchange& exchange, const Input&) {
    start_waiting_flows(exchange.sa);
    return done;
}

Outcome leave(Exchange& exchange, const Input&) {
    if (exchange.sa.tell_peer) send_delete(exchange.sa);
    return done;
}

}  // namespace ike::isakmp::action
