#include "ike/pair_events.h"

#include "ike/collisions.h"
#include "ike/exchanges/begin.h"
#include "ike/tasks.h"

namespace ike {

namespace {

bool is_always_on(const Context& context, const ChildSa& child) {
    const dataplane::PolicyEntry* const entry = context.ports.policies->entry(child.entry);
    return entry != nullptr && entry->always_create;
}

}  // namespace

void expire(Context& context, const dataplane::SaExpiry& expiry) {
    IkeSa* const sa = context.sas.owner_of_child(expiry.inbound_spi);
    if (sa == nullptr) return;
    if (expiry.hard) return delete_children(*sa, {expiry.inbound_spi});
    const ChildSa* const child = sa->child_by_inbound(expiry.inbound_spi);
    if (child == nullptr || !(expiry.had_traffic || is_always_on(context, *child))) return;
    Task task{Task::Kind::rekey_child};
    task.spi_in = expiry.inbound_spi;
    want(*sa, task);
}

void report_unknown_spi(Context& context, const dataplane::UnknownSpi& packet) {
    const ProtocolId protocol = packet.protocol == dataplane::IpsecProtocol::esp ? ProtocolId::ESP : ProtocolId::AH;
    for (IkeSa* const sa : context.sas.with_peer(packet.peer))
        if (sa->local == packet.local && sa->status == SaStatus::ready && !sa->dead && !sa->superseded && !awaits_pair(*sa)) return report_invalid_spi(*sa, protocol, packet.spi);
}

}  // namespace ike
