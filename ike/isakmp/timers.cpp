#include "ike/isakmp/timers.h"

#include <algorithm>

#include "ike/isakmp/nat_keepalive.h"
#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

bool is_due(const std::optional<dataplane::Instant>& deadline, dataplane::Instant now) { return deadline && *deadline <= now; }

void earliest(std::optional<dataplane::Instant>& best, const std::optional<dataplane::Instant>& one) {
    if (one && (!best || *one < *best)) best = one;
}

void give_up(Exchange& exchange) {
    exchange.repetition = {};
    if (&exchange == exchange.sa.phase1.get()) return delete_sa(exchange.sa, DeleteReason::retransmission, false);
    const bool ours = exchange.type == ExchangeType::QUICK && exchange.role == Role::initiator;
    if (exchange.type == ExchangeType::QUICK) lose_quick(exchange);
    if (exchange.type == ExchangeType::TRANSACTION) abandon_transaction(exchange);
    end_node(exchange, true, NodeReason::retransmission);
    // A peer that answers nothing any more has no SA: traffic begins anew.
    if (ours) delete_sa(exchange.sa, DeleteReason::errors, true);
}

void repeat(Exchange& exchange) {
    IsakmpSa& sa = exchange.sa;
    const bool phase2 = &exchange != sa.phase1.get();
    const std::string_view where = phase2 ? "retransmit phase 2" : "retransmit phase 1";
    emit(sa, event::Retransmitting{phase2, exchange.message_id, true});
    if (exchange.repetition.errors >= repetition_limit) return give_up(exchange);
    ++exchange.repetition.errors;
    if (phase2) emit(sa, event::ErrorCounter{exchange.repetition.errors, true, where});
    emit(sa, event::ErrorCounter{exchange.repetition.errors, false, where});
    emit(sa, event::Retransmitting{phase2, exchange.message_id, false});
    exchange.repetition.due = sa.context.now + repetition_interval;
    ++sa.context.stats.retransmissions;
    send_again(exchange);
}

void run_nodes(IsakmpSa& sa) {
    const dataplane::Instant now = sa.context.now;
    for (std::size_t i = 0; i < sa.exchanges.size() && !sa.dead; ++i)
        if (is_due(sa.exchanges[i]->repetition.due, now) && !sa.exchanges[i]->over) repeat(*sa.exchanges[i]);
    for (const auto& node : sa.exchanges)
        if (is_due(node->purge_at, now)) {
            emit(sa, event::NodePurged{node->message_id});
            node->purge_at.reset();
        }
}

void run_phase1(IsakmpSa& sa) {
    const dataplane::Instant now = sa.context.now;
    if (sa.dead) return;
    if (is_due(sa.phase1->repetition.due, now)) repeat(*sa.phase1);
    if (!sa.dead && is_due(sa.half_open_until, now)) delete_sa(sa, DeleteReason::retransmission, false);
    if (!sa.dead && is_due(sa.lifetime_end, now)) delete_sa(sa, DeleteReason::lifetime, true);
    if (!sa.dead && is_due(sa.dpd.due, now)) run_dpd(sa);
    if (!sa.dead && is_due(sa.nat_keepalive_due, now)) send_nat_keepalive(sa);
}

void run_timers_of(IsakmpSa& sa) {
    sa.context.touch(sa);
    run_nodes(sa);
    run_phase1(sa);
    if (!is_due(sa.purge_at, sa.context.now)) return;
    emit(sa, event::SaPurged{});
    sa.purge_at.reset();
}

std::vector<std::uint32_t> due_sas(const Context& context) {
    std::vector<std::uint32_t> due;
    for (const Deadlines* const deadlines : {&context.foreground, &context.background})
        for (auto at = deadlines->begin(); at != deadlines->end() && at->first <= context.now; ++at)
            if (std::find(due.begin(), due.end(), at->second) == due.end()) due.push_back(at->second);
    return due;
}

}  // namespace

void run_timers(Context& context) {
    for (const std::uint32_t number : due_sas(context))
        if (IsakmpSa* const sa = context.find(number)) run_timers_of(*sa);
    run_client_timers(context);
}

std::optional<dataplane::Instant> foreground_deadline(const IsakmpSa& sa) {
    std::optional<dataplane::Instant> best;
    if (sa.dead) return best;
    earliest(best, sa.half_open_until);
    earliest(best, sa.phase1->repetition.due);
    for (const auto& exchange : sa.exchanges)
        if (!exchange->over) earliest(best, exchange->repetition.due);
    return best;
}

std::optional<dataplane::Instant> background_deadline(const IsakmpSa& sa) {
    std::optional<dataplane::Instant> best;
    earliest(best, sa.purge_at);
    for (const auto& exchange : sa.exchanges) earliest(best, exchange->purge_at);
    if (sa.dead) return best;
    for (const auto& one : {sa.lifetime_end, sa.dpd.due, sa.nat_keepalive_due}) earliest(best, one);
    return best;
}

}  // namespace ike::isakmp
