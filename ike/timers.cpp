#include "ike/timers.h"

#include "ike/dead_peer_detection.h"
#include "ike/exchanges/begin.h"
#include "ike/machine/dispatcher.h"
#include "ike/nat_keepalive.h"
#include "ike/tasks.h"

namespace ike {

namespace {

bool is_due(const std::optional<dataplane::Instant>& deadline, dataplane::Instant now) { return deadline && *deadline <= now; }

void retransmit(IkeSa& sa) {
    for (std::size_t i = 0; i < sa.exchanges.size() && !sa.dead; ++i) {
        Exchange& exchange = *sa.exchanges[i];
        if (!is_due(exchange.retransmission.due, sa.context.now)) continue;
        if (exchange.retransmission.exceeded() && lives_by_traffic(exchange)) exchange.retransmission.sent_again = 0;
        const EventId event = exchange.retransmission.exceeded() ? EventId::EV_RE_XMT_EXCEED : EventId::EV_RE_XMT;
        if (accepts(exchange, event)) dispatch(exchange, event, {});
        else exchange.retransmission.stop();
    }
}

void expire_half_open(IkeSa& sa) {
    sa.half_open_until.reset();
    for (std::size_t i = 0; i < sa.exchanges.size() && !sa.dead; ++i)
        if (accepts(*sa.exchanges[i], EventId::EV_TIMEOUT)) dispatch(*sa.exchanges[i], EventId::EV_TIMEOUT, {});
    sa.dead = true;
}

void rekey_ike_sa(IkeSa& sa) {
    sa.rekey_at.reset();
    want(sa, Task{Task::Kind::rekey_ike});
}

void remove_faded(IkeSa& sa) {
    for (std::size_t i = sa.children.size(); i-- > 0;)
        if (is_due(sa.children[i].fades_at, sa.context.now)) remove_child(sa, sa.children[i].spi_in);
}

void forget_answers(IkeSa& sa) {
    --sa.context.retired;
    sa.context.sas.erase(sa);
}

void run_timers_of(IkeSa& sa) {
    const dataplane::Instant now = sa.context.now;
    if (sa.retired) {
        if (is_due(sa.retired_until, now)) forget_answers(sa);
        return;
    }
    sa.context.touch(sa);
    retransmit(sa);
    sa.reassembly.expire(now);
    if (is_due(sa.half_open_until, now)) expire_half_open(sa);
    if (is_due(sa.deleting_until, now)) sa.dead = true;
    remove_faded(sa);
    if (is_due(sa.liveness.due, now)) run_dead_peer_detection(sa);
    if (is_due(sa.nat_keepalive_due, now)) send_nat_keepalive(sa);
    if (is_due(sa.rekey_at, now)) rekey_ike_sa(sa);
    if (is_due(sa.lifetime_end, now)) begin_delete(sa, "lifetime expired");
}

}  // namespace

void run_timers(Context& context) {
    for (const IkeSpi spi : context.sas.due(context.now))
        if (IkeSa* const sa = context.sas.find(spi)) run_timers_of(*sa);
}

}  // namespace ike
