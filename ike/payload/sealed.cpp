#include "ike/payload/sealed.h"

namespace ike {

SkProtection protection_of(const IkeSuite& suite, const SkKeys& keys, bool from_initiator) {
    return {suite.encryption, suite.key_bits, suite.integrity,
            from_initiator ? keys.SK_ei.reveal() : keys.SK_er.reveal(),
            from_initiator ? keys.SK_ai.reveal() : keys.SK_ar.reveal()};
}

Bytes seal(Algorithms& algorithms, const Header& header, std::span<const Payload> inner, const SkProtection& protection,
           dataplane::RandomSource& iv_source) {
    const Bytes chain = encode_payload_chain(inner);
    if (chain.empty() && !inner.empty()) return {};
    return seal_text(algorithms, header, EncryptedPayload{first_payload_of(inner), {}}, chain, protection, iv_source);
}

Decoded<std::vector<Payload>> open(Algorithms& algorithms, Octets datagram, const SkProtection& protection) {
    const Decoded<Message> message = decode_message(datagram);
    if (!message) return message.failure();
    const auto* sealed = message->payloads.empty() ? nullptr : message->payloads.back().as<EncryptedPayload>();
    if (!sealed) return Failure{DecodeError::integrity_failed, PayloadType::ENCR};
    const auto text = open_text(algorithms, datagram, sealed->data.size(), protection);
    if (!text) return text.failure();
    return payloads_inside(sealed->first, *text);
}

}  // namespace ike
