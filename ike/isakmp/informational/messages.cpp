#include "ike/isakmp/quick/transform.h"
#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

Bytes octets_of_cookies(const IsakmpSa& sa) {
    Bytes octets;
    for (const IkeSpi cookie : {sa.cookie_i, sa.cookie_r})
        for (int shift = 56; shift >= 0; shift -= 8) octets.push_back(static_cast<std::uint8_t>(cookie >> shift));
    return octets;
}

/// Of the DPD notifies: four octets.
std::optional<std::uint32_t> sequence_of(NotifyType type, const Bytes& data) {
    if (type != NotifyType::R_U_THERE && type != NotifyType::R_U_THERE_ACK) return std::nullopt;
    return spi_of(data);
}

std::uint32_t announce_node(IsakmpSa& sa) {
    const std::uint32_t message_id = sa.context.fresh_message_id(sa);
    emit(sa, event::NodeSet{message_id, Label::QM_IDLE});
    return message_id;
}

void send_node(IsakmpSa& sa, const std::vector<Payload>& payloads, std::uint32_t message_id) {
    send_informational(sa, payloads, message_id);
}

}  // namespace

void send_notify(IsakmpSa& sa, NotifyType type, ProtocolId protocol, std::uint32_t spi, Bytes data) {
    const std::uint32_t message_id = announce_node(sa);
    const bool of_sa = protocol == ProtocolId::ISAKMP;
    emit(sa, event::NotifySent{type, protocol, of_sa ? static_cast<std::uint32_t>(sa.cookie_i >> 32) : spi, message_id});
    if (const auto sequence = sequence_of(type, data))
        emit(sa, event::DpdSequence{false, type == NotifyType::R_U_THERE_ACK, *sequence});
    NotifyPayload notify;
    notify.type = type;
    notify.protocol = protocol;
    if (of_sa) notify.spi = octets_of_cookies(sa);
    else if (spi != 0) notify.spi = octets_of_spi(spi);
    notify.data = std::move(data);
    send_node(sa, {{PayloadType::N, std::move(notify), {}}}, message_id);
}

/// RFC 2408 3.15.
void send_delete(IsakmpSa& sa) {
    if (!sa.has_keys) return;
    DeletePayload gone;
    gone.protocol = ProtocolId::ISAKMP;
    gone.spi_size = 16;
    gone.spis = {octets_of_cookies(sa)};
    const std::uint32_t message_id = announce_node(sa);
    send_node(sa, {{PayloadType::D, std::move(gone), {}}}, message_id);
}

void send_delete(IsakmpSa& sa, ProtocolId protocol, const std::vector<std::uint32_t>& spis) {
    if (!sa.has_keys || spis.empty()) return;
    DeletePayload gone;
    gone.protocol = protocol;
    gone.spi_size = 4;
    for (const std::uint32_t spi : spis) gone.spis.push_back(octets_of_spi(spi));
    const std::uint32_t message_id = announce_node(sa);
    send_node(sa, {{PayloadType::D, std::move(gone), {}}}, message_id);
}

}  // namespace ike::isakmp
