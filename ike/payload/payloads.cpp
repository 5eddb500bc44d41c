#include "ike/payload/payloads.h"

namespace ike {
namespace {

Transform transform_of(TransformType type, std::uint16_t id) {
    Transform transform;
    transform.type = type;
    transform.id = id;
    return transform;
}

}  // namespace

Transform Transform::of(EncryptionId encryption, std::optional<std::uint16_t> key_bits) {
    Transform transform = transform_of(TransformType::ENCR, static_cast<std::uint16_t>(encryption));
    transform.key_length = key_bits;
    return transform;
}
Transform Transform::of(PrfId prf) { return transform_of(TransformType::PRF, static_cast<std::uint16_t>(prf)); }
Transform Transform::of(IntegrityId integrity) {
    return transform_of(TransformType::INTEG, static_cast<std::uint16_t>(integrity));
}
Transform Transform::of(DhGroupId group) { return transform_of(TransformType::DH, static_cast<std::uint16_t>(group)); }
Transform Transform::of(EsnId esn) { return transform_of(TransformType::ESN, static_cast<std::uint16_t>(esn)); }

DeletePayload DeletePayload::of_ike_sa() { return {}; }

DeletePayload DeletePayload::of_children(ProtocolId protocol, std::span<const std::uint32_t> spis) {
    DeletePayload deletion;
    deletion.protocol = protocol;
    deletion.spi_size = 4;
    deletion.count = static_cast<std::uint16_t>(spis.size());
    for (std::uint32_t spi : spis)
        for (unsigned shift = 32; shift > 0; shift -= 8)
            deletion.spis.push_back(static_cast<std::uint8_t>(spi >> (shift - 8)));
    return deletion;
}

std::vector<std::uint32_t> DeletePayload::child_spis() const {
    std::vector<std::uint32_t> numbers;
    if (spi_size != 4) return numbers;
    for (std::size_t i = 0; i + 4 <= spis.size(); i += 4)
        numbers.push_back(std::uint32_t{spis[i]} << 24 | std::uint32_t{spis[i + 1]} << 16 |
                          std::uint32_t{spis[i + 2]} << 8 | spis[i + 3]);
    return numbers;
}

const Payload* find(std::span<const Payload> payloads, PayloadType type) {
    for (const Payload& payload : payloads)
        if (payload.type == type) return &payload;
    return nullptr;
}

const NotifyPayload* find_notify(std::span<const Payload> payloads, NotifyType type) {
    for (const Payload& payload : payloads)
        if (const auto* notify = payload.as<NotifyPayload>(); notify && notify->type == type) return notify;
    return nullptr;
}

}  // namespace ike
