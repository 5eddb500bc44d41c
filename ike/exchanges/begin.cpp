#include "ike/exchanges/begin.h"

#include "ike/context.h"
#include "ike/machine/dispatcher.h"
#include "ike/outgoing.h"
#include "ike/trace.h"

namespace ike {

namespace {

constexpr std::size_t max_spis_in_delete = 256;

Exchange& add_informational(IkeSa& sa) {
    return add_exchange(sa, sa.context.tables.informational_initiator, Role::initiator, ExchangeType::INFORMATIONAL);
}

/// A pair by our SPI and the peer's; 0 where there is none.
struct SpiPair {
    std::uint32_t own, peers;
};

/// The pairs of one protocol among these.
std::vector<SpiPair> of_protocol(const IkeSa& sa, const std::vector<std::uint32_t>& spis, dataplane::IpsecProtocol protocol) {
    std::vector<SpiPair> found;
    for (const ChildSa& child : sa.children) {
        const bool told = child.state == ChildState::deleting || child.state == ChildState::fading;
        if (told || child.protection.protocol != protocol) continue;
        if (std::find(spis.begin(), spis.end(), child.spi_in) != spis.end()) found.push_back({child.spi_in, child.spi_out});
    }
    return found;
}

ProtocolId protocol_of(const ChildSa& child) { return child.protection.protocol == dataplane::IpsecProtocol::esp ? ProtocolId::ESP : ProtocolId::AH; }

void send_delete(IkeSa& sa, ProtocolId protocol, const std::vector<SpiPair>& pairs) {
    for (std::size_t from = 0; from < pairs.size(); from += max_spis_in_delete) {
        Exchange& exchange = add_informational(sa);
        exchange.info.child_protocol = protocol;
        for (std::size_t i = from; i < std::min(pairs.size(), from + max_spis_in_delete); ++i) {
            exchange.info.child_spis.push_back(pairs[i].own);
            exchange.info.peer_spis.push_back(pairs[i].peers);
        }
        dispatch(exchange, EventId::EV_SEND_DEL, {});
    }
}

std::vector<std::uint32_t> all_spis(const IkeSa& sa) {
    std::vector<std::uint32_t> spis;
    for (const ChildSa& child : sa.children) spis.push_back(child.spi_in);
    return spis;
}

/// A negotiation that is not over yet has nothing to tell the peer.
void abort_negotiation(IkeSa& sa) {
    for (std::size_t i = 0; i < sa.exchanges.size(); ++i)
        if (accepts(*sa.exchanges[i], EventId::EV_ABORT)) dispatch(*sa.exchanges[i], EventId::EV_ABORT, {});
    sa.dead = true;
}

}  // namespace

Exchange& add_exchange(IkeSa& sa, const Table& table, Role role, ExchangeType type) {
    sa.context.touch(sa);
    return *sa.exchanges.emplace_back(std::make_unique<Exchange>(sa, table, role, type));
}

namespace {

/// A pair whose successor is gone carries on.
void reinstate_predecessor(IkeSa& sa, std::uint32_t successor) {
    for (ChildSa& child : sa.children)
        if (child.successor == successor && child.state == ChildState::replaced) {
            child.state = ChildState::installed;
            child.successor = 0;
        }
}

}  // namespace

void remove_child(IkeSa& sa, std::uint32_t spi_in) {
    const auto at = std::find_if(sa.children.begin(), sa.children.end(), [=](const ChildSa& child) { return child.spi_in == spi_in; });
    if (at == sa.children.end()) return;
    sa.context.ports.keys->remove(spi_in, sa.context.now);
    sa.context.sas.remove_child(spi_in);
    sa.children.erase(at);
    reinstate_predecessor(sa, spi_in);
    sa.context.touch(sa);
}

void delete_children(IkeSa& sa, const std::vector<std::uint32_t>& inbound_spis) {
    const auto esp = of_protocol(sa, inbound_spis, dataplane::IpsecProtocol::esp), ah = of_protocol(sa, inbound_spis, dataplane::IpsecProtocol::ah);
    for (const std::uint32_t spi : inbound_spis) remove_child(sa, spi);
    send_delete(sa, ProtocolId::ESP, esp);
    send_delete(sa, ProtocolId::AH, ah);
}

void delete_replaced(IkeSa& sa, std::uint32_t spi_in) {
    ChildSa* const child = sa.child_by_inbound(spi_in);
    if (child == nullptr || child->state != ChildState::replaced) return;
    child->state = ChildState::deleting;
    if (child->successor != 0) sa.context.ports.keys->enable_outbound(child->successor, sa.context.now);
    send_delete(sa, protocol_of(*child), {{child->spi_in, child->spi_out}});
}

void delete_unfinished(IkeSa& sa, ProtocolId protocol, std::uint32_t spi_in) { send_delete(sa, protocol, {{spi_in, 0}}); }

void begin_fading(IkeSa& sa, ChildSa& child) {
    child.state = ChildState::fading;
    child.fades_at = sa.context.now + retry_limits.fading;
    if (child.successor != 0) sa.context.ports.keys->enable_outbound(child.successor, sa.context.now);
    sa.context.touch(sa);
}

void ask_for_life(IkeSa& sa, dataplane::Duration interval) {
    Exchange& exchange = add_informational(sa);
    exchange.info.liveness = true;
    exchange.retransmission.steady = true;
    exchange.retransmission.interval = interval;
    trace_step(exchange, Step::sending_liveness_query);
    dispatch(exchange, EventId::EV_SEND_INFO, {});
}

void report_invalid_spi(IkeSa& sa, ProtocolId protocol, std::uint32_t spi) {
    Exchange& exchange = add_informational(sa);
    NotifyPayload notify;
    notify.protocol = protocol;
    notify.type = NotifyType::INVALID_SPI;
    for (int shift = 24; shift >= 0; shift -= 8) notify.data.push_back(static_cast<std::uint8_t>(spi >> shift));
    exchange.info.payloads.emplace_back(std::move(notify));
    dispatch(exchange, EventId::EV_SEND_INFO, {});
}

void begin_delete(IkeSa& sa, std::string_view reason) {
    if (sa.dead || sa.status == SaStatus::deleting) return;
    if (sa.status == SaStatus::in_negotiation) return abort_negotiation(sa);
    sa.status = SaStatus::deleting;
    sa.deleting_until = sa.context.now + negotiation_limits.deleting;
    sa.lifetime_end.reset();
    sa.rekey_at.reset();
    sa.nat_keepalive_due.reset();
    emit(sa, event::DeleteQueued{reason});
    delete_children(sa, all_spis(sa));
    if (sa.refused_spi != 0) delete_unfinished(sa, ProtocolId::ESP, sa.refused_spi);
    trace_step(sa, Step::check_existing_ipsec_sa);
    trace_step(sa, Step::delete_all_ike_sas);
    Exchange& exchange = add_informational(sa);
    exchange.info.deletes_ike_sa = true;
    dispatch(exchange, EventId::EV_SEND_DEL, {});
    trace_step(sa, Step::check_existing_active_sa);
    trace_step(sa, Step::delete_all_ike_sas);
}

void report_failure_and_delete(IkeSa& sa, NotifyType notify) {
    sa.status = SaStatus::deleting;
    sa.deleting_until = sa.context.now + negotiation_limits.deleting;
    Exchange& exchange = add_informational(sa);
    exchange.info.reports_failure = true;
    exchange.info.payloads.push_back(notify_payload(notify));
    dispatch(exchange, EventId::EV_SEND_INFO, {});
}

void resume_waiting_requests(IkeSa& sa) {
    for (std::size_t i = 0; i < sa.exchanges.size() && sa.window.has_room(); ++i) {
        Exchange& exchange = *sa.exchanges[i];
        if (!exchange.request.empty()) continue;
        if (exchange.info.built && accepts(exchange, EventId::EV_SEND_INFO)) dispatch(exchange, EventId::EV_SEND_INFO, {});
        else if (exchange.create.built && accepts(exchange, EventId::EV_BLD_MSG)) dispatch(exchange, EventId::EV_BLD_MSG, {});
    }
}

}  // namespace ike
