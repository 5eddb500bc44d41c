#include "ike/context.h"
#include "ike/exchanges/begin.h"
#include "ike/exchanges/child_negotiation.h"
#include "ike/exchanges/common_actions.h"
#include "ike/exchanges/ike_successor.h"
#include "ike/exchanges/lookup.h"
#include "ike/outgoing.h"
#include "ike/trace.h"

namespace ike::action {

namespace {

bool same_peer(const IkeSa& a, const IkeSa& b) {
    return a.local == b.local && a.vrf == b.vrf && a.profile == b.profile && a.remote_id == b.remote_id && a.local_id == b.local_id;
}

/// Both ends must choose alike. SAs opened by the same end: the older goes. Opened by both ends at once: the one with the lowest
/// nonce goes (RFC 7296 §2.8.1), since their order may look different from the two ends.
IkeSa& loser_of(IkeSa& a, IkeSa& b) {
    if (a.initiator == b.initiator) return a.serial < b.serial ? a : b;
    return a.lowest_nonce < b.lowest_nonce ? a : b;
}

void settle_half_open(IkeSa& sa) {
    sa.half_open_until.reset();
    sa.context.leave_negotiation(sa);
    EngineStats& stats = sa.context.stats;
    ++(sa.initiator ? stats.out_accepted : stats.in_accepted);
}

}  // namespace

Outcome close_pki_session(Exchange& exchange, const Input&) {
    exchange.sa.pki_session_open = false;
    trace_step(exchange, Step::closing_pki_session);
    return done;
}

Outcome update_cac_stats(Exchange& exchange, const Input&) {
    settle_half_open(exchange.sa);
    return done;
}

Outcome insert_ike(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    Context& context = sa.context;
    sa.status = SaStatus::ready;
    sa.ready_at = context.now;
    sa.session_start = context.now;
    sa.ready_serial = context.next_serial++;
    start_ageing(sa);
    if (sa.context.configuration.ikev2.logging) emit(exchange, event::SaUp{});
    if (traced(sa)) {
        emit(exchange, event::SaCreated{sa.lifetime});
        emit(exchange, event::SessionUp{text_of(sa.remote_id), text_of(sa.local_id)});
    }
    report_mib(sa);
    return done;
}

Outcome load_ipsec(Exchange& exchange, const Input&) {
    if (!exchange.child.choice || exchange.child.refused != NotifyType{}) return raise(EventId::EV_START_ACCT);
    if (!install_child(exchange)) return fail(exchange, Failed::create_child_exchange);
    trace_step(exchange, Step::asynchronous_request_queued);
    exchange.sa.context.submit(exchange, job::LoadIpsec{exchange.sa.children.back().spi_in}, EventId::EV_OK_RECD_LOAD_IPSEC);
    return waiting;
}

Outcome start_accounting(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::accounting_not_required);
    return done;
}

Outcome check_duplicate(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    trace_step(exchange, Step::checking_duplicate);
    bool found = false;
    for (IkeSa* const other : sa.context.sas.with_peer(sa.peer)) {
        if (other == &sa || other->dead || other->superseded || other->status != SaStatus::ready || !same_peer(sa, *other)) continue;
        found = true;
        IkeSa& loser = loser_of(sa, *other);
        loser.duplicate = true;
        if (&loser != &sa) begin_delete(loser, "unknown");
    }
    trace_step(exchange, found ? Step::duplicate_found : Step::no_duplicate_found);
    return done;
}

/// RFC 7296 §2.3: the announced windows hold from now on. The responder's own requests begin with message id 0, the initiator's go on.
Outcome open_windows(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    sa.window.set_own_size(sa.context.configuration.ikev2.window);
    sa.window.set_peer_size(exchange.auth.peer_window);
    return done;
}

namespace {

/// One SA of two that both ends opened at once goes: the tunnel was up before this one, or stays so after it.
bool is_one_of_two(const IkeSa& sa) {
    const auto sas = sa.context.sas.with_peer(sa.peer);
    return sa.duplicate || std::any_of(sas.begin(), sas.end(), [&](const IkeSa* other) { return other->duplicate && same_peer(sa, *other); });
}

}  // namespace

Outcome complete_sa(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    sa.init_request = {};
    sa.init_response = {};
    if (sa.context.configuration.ikev2.session_logging && !is_one_of_two(sa) && traced(sa)) emit(exchange, event::TunnelStatus{true, text_of(sa.remote_id)});
    if (sa.duplicate && sa.status == SaStatus::ready) begin_delete(sa, "unknown");
    resume_waiting_requests(sa);
    return done;
}

}  // namespace ike::action
