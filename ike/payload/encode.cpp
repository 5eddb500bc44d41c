#include "ike/payload/encode_archive.h"

namespace ike {
namespace {

constexpr std::uint8_t critical_bit = 0x80;
constexpr std::size_t length_position = 24;

void encode_into(Writer& writer, const Payload& payload) {
    EncodeArchive archive(writer);
    std::visit([&archive](const auto& body) { layout(archive, body); }, payload.body);
    archive.close();
}

void encode_framed(Writer& writer, const Payload& payload, PayloadType next) {
    const std::size_t start = writer.size();
    writer.number(static_cast<std::uint8_t>(next), 1);
    if (payload.reserved & critical_bit) return writer.fail();
    writer.number(payload.reserved | (payload.critical ? critical_bit : 0u), 1);
    writer.number(0, 2);
    encode_into(writer, payload);
    writer.patch(start + 2, writer.size() - start, 2);
}

void encode_chain(Writer& writer, std::span<const Payload> payloads) {
    for (std::size_t i = 0; i < payloads.size(); ++i) {
        const bool sealed = payloads[i].as<EncryptedPayload>() || payloads[i].as<EncryptedFragmentPayload>();
        if (sealed && i + 1 < payloads.size()) return writer.fail();
        encode_framed(writer, payloads[i], next_payload_of(payloads, i));
    }
}

void encode_header(Writer& writer, const Header& header, PayloadType first) {
    writer.number(header.initiator_spi, 8);
    writer.number(header.responder_spi, 8);
    writer.number(static_cast<std::uint8_t>(first), 1);
    writer.number(header.version, 1);
    writer.number(static_cast<std::uint8_t>(header.exchange), 1);
    writer.number(header.flags, 1);
    writer.number(header.message_id, 4);
    writer.number(0, 4);
}

}  // namespace

Bytes encode_body(const Payload& payload) {
    Writer writer(max_message_size);
    encode_into(writer, payload);
    return writer.release();
}

Bytes encode_payload_chain(std::span<const Payload> payloads) {
    Writer writer(max_message_size);
    encode_chain(writer, payloads);
    return writer.release();
}

Bytes encode_message(const Message& message) {
    Writer writer(max_message_size);
    encode_header(writer, message.header, first_payload_of(message.payloads));
    encode_chain(writer, message.payloads);
    writer.patch(length_position, writer.size(), 4);
    return writer.release();
}

PayloadType first_payload_of(std::span<const Payload> payloads) {
    return payloads.empty() ? PayloadType::NONE : payloads.front().type;
}

PayloadType next_payload_of(std::span<const Payload> payloads, std::size_t index) {
    const Payload& payload = payloads[index];
    if (const auto* sealed = payload.as<EncryptedPayload>()) return sealed->first;
    if (const auto* fragment = payload.as<EncryptedFragmentPayload>()) return fragment->first;
    return index + 1 < payloads.size() ? payloads[index + 1].type : PayloadType::NONE;
}

std::size_t wire_length(const Payload& payload) {
    Writer writer(max_message_size);
    encode_framed(writer, payload, PayloadType::NONE);
    return writer.size();
}

}  // namespace ike
