#include "ike/exchanges/auth_messages.h"

#include "ike/contents/vendor_ids.h"
#include "ike/context.h"
#include "ike/outgoing.h"
#include "ike/trace.h"

namespace ike {

void append_vendor_ids(const Exchange& exchange, std::vector<Payload>& payloads) {
    for (const VendorId& vendor : contents_of(exchange.sa.context.look()).auth_vendors) {
        if (traced(exchange.sa)) emit_platform(exchange.sa, event::PayloadConstructed{PayloadType::VID, {}, std::string(vendor.name)});
        payloads.emplace_back(vendor.payload());
    }
}

void append_identity(const Exchange& exchange, std::vector<Payload>& payloads) {
    const IkeSa& sa = exchange.sa;
    if (traced(sa)) emit(exchange, event::IdConstructed{sa.initiator, text_of(sa.local_id), sa.local_id.type});
    payloads.emplace_back(sa.initiator ? PayloadType::IDi : PayloadType::IDr, sa.local_id);
}

void append_closing_notifies(const Exchange& exchange, std::vector<Payload>& payloads) {
    if (exchange.child.transport) construct(exchange, payloads, NotifyType::USE_TRANSPORT_MODE);
    const std::uint16_t window = exchange.sa.context.configuration.ikev2.window;
    construct(exchange, payloads, NotifyType::SET_WINDOW_SIZE, {0, 0, static_cast<std::uint8_t>(window >> 8), static_cast<std::uint8_t>(window)});
    construct(exchange, payloads, NotifyType::ESP_TFC_NO_SUPPORT);
    construct(exchange, payloads, NotifyType::NON_FIRST_FRAGS);
    if (exchange.child.more_possible) construct(exchange, payloads, NotifyType::ADDITIONAL_TS_POSSIBLE);
}

void report_built(const Exchange& exchange, const std::vector<Payload>& payloads) {
    trace_step(exchange, Step::building_packet_for_encryption);
    if (traced(exchange.sa)) emit(exchange, event::PayloadsBuilt{&payloads});
}

std::uint32_t announced_window(std::span<const Payload> payloads) {
    const NotifyPayload* const notify = find_notify(payloads, NotifyType::SET_WINDOW_SIZE);
    if (notify == nullptr || notify->data.size() != 4) return 1;
    std::uint32_t size = 0;
    for (const std::uint8_t octet : notify->data) size = size << 8 | octet;
    return std::min<std::uint32_t>(size, 1000);
}

}  // namespace ike
