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

/// The pairs of one protocol among these.
std::vector<std::uint32_t> of_protocol(const IkeSa& sa, const std::vector<std::uint32_t>& spis, dataplane::IpsecProtocol protocol) {
    std::vector<std::uint32_t> found;
    for (const ChildSa& child : sa.children)
        if (child.protection.protocol == protocol && std::find(spis.begin(), spis.end(), child.spi_in) != spis.end()) found.push_back(child.spi_in);
    return found;
}

void send_delete(IkeSa& sa, ProtocolId protocol, const std::vector<std::uint32_t>& spis) {
    for (std::size_t from = 0; from < spis.size(); from += max_spis_in_delete) {
        const std::size_t count = std::min(max_spis_in_delete, spis.size() - from);
        Exchange& exchange = add_informational(sa);
        exchange.info.child_protocol = protocol;
        exchange.info.child_spis.assign(spis.begin() + static_cast<std::ptrdiff_t>(from), spis.begin() + static_cast<std::ptrdiff_t>(from + count));
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

void remove_child(IkeSa& sa, std::uint32_t spi_in) {
    const auto at = std::find_if(sa.children.begin(), sa.children.end(), [=](const ChildSa& child) { return child.spi_in == spi_in; });
    if (at == sa.children.end()) return;
    sa.context.ports.keys->remove(spi_in, sa.context.now);
    sa.context.sas.remove_child(spi_in);
    sa.children.erase(at);
    sa.context.touch(sa);
}

void delete_children(IkeSa& sa, const std::vector<std::uint32_t>& inbound_spis) {
    const auto esp = of_protocol(sa, inbound_spis, dataplane::IpsecProtocol::esp), ah = of_protocol(sa, inbound_spis, dataplane::IpsecProtocol::ah);
    for (const std::uint32_t spi : inbound_spis) remove_child(sa, spi);
    send_delete(sa, ProtocolId::ESP, esp);
    send_delete(sa, ProtocolId::AH, ah);
}

void begin_delete(IkeSa& sa, std::string_view reason) {
    if (sa.dead || sa.status == SaStatus::deleting) return;
    if (sa.status == SaStatus::in_negotiation) return abort_negotiation(sa);
    sa.status = SaStatus::deleting;
    sa.deleting_until = sa.context.now + negotiation_limits.deleting;
    sa.lifetime_end.reset();
    emit(sa, event::DeleteQueued{reason});
    delete_children(sa, all_spis(sa));
    if (sa.refused_spi != 0) send_delete(sa, ProtocolId::ESP, {sa.refused_spi});
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
        if (exchange.info.built && exchange.request.empty() && accepts(exchange, EventId::EV_SEND_INFO)) dispatch(exchange, EventId::EV_SEND_INFO, {});
    }
}

}  // namespace ike
