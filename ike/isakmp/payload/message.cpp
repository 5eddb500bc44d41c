#include "ike/isakmp/payload/message.h"

#include <algorithm>

namespace ike::isakmp {

std::optional<std::uint64_t> Attribute::number() const {
    if (value.empty() || value.size() > 8) return std::nullopt;
    std::uint64_t number = 0;
    for (const std::uint8_t octet : value) number = number << 8 | octet;
    return number;
}

Attribute Attribute::basic(std::uint16_t type, std::uint16_t value) {
    return {type, true, {static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)}};
}

Attribute Attribute::variable(std::uint16_t type, Bytes value) { return {type, false, std::move(value)}; }

const Payload* find(std::span<const Payload> payloads, PayloadType type) {
    const auto at = std::find_if(payloads.begin(), payloads.end(), [type](const Payload& payload) { return payload.type == type; });
    return at == payloads.end() ? nullptr : &*at;
}

const NotifyPayload* find_notify(std::span<const Payload> payloads, NotifyType type) {
    for (const Payload& payload : payloads)
        if (const auto* notify = std::get_if<NotifyPayload>(&payload.body); notify != nullptr && notify->type == type)
            return notify;
    return nullptr;
}

}  // namespace ike::isakmp
