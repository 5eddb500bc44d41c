#include "ike/payload/sealed.h"

#include <algorithm>
#include <array>

namespace ike {
namespace {

/// Shapes of one direction's algorithms; `integrity` is absent for an AEAD.
struct Shapes {
    const EncryptionShape* encryption = nullptr;
    const IntegrityShape* integrity = nullptr;

    std::size_t checksum_size() const { return integrity ? integrity->checksum_size : encryption->tag_size; }
    /// Initialization vector, one block, checksum.
    std::size_t least_size() const { return encryption->iv_size + encryption->block_size + checksum_size(); }
};

/// Nothing unless algorithms and keys are whole and fit together.
std::optional<Shapes> shapes_of(const SkProtection& protection) {
    const EncryptionShape* encryption = shape_of(protection.encryption, protection.key_bits);
    if (!encryption || protection.encryption_key.size() != encryption->key_size + encryption->salt_size) return {};
    if (encryption->aead()) return Shapes{encryption, nullptr};
    const IntegrityShape* integrity = shape_of(protection.integrity);
    if (!integrity || protection.integrity_key.size() != integrity->key_size) return {};
    return Shapes{encryption, integrity};
}

/// A datagram with the parts of the encrypted payload at its end.
struct Parts {
    std::span<std::uint8_t> associated;
    std::span<std::uint8_t> iv;
    std::span<std::uint8_t> text;
    std::span<std::uint8_t> checksum;
};

Parts parts_of(std::span<std::uint8_t> datagram, std::size_t sealed_size, const Shapes& shapes) {
    const auto sealed = datagram.last(sealed_size);
    const std::size_t iv_size = shapes.encryption->iv_size;
    const std::size_t text_size = sealed_size - iv_size - shapes.checksum_size();
    return {datagram.first(datagram.size() - sealed_size), sealed.first(iv_size), sealed.subspan(iv_size, text_size),
            sealed.last(shapes.checksum_size())};
}

/// The least padding that fills the last block. The documented messages have it: payloads of 493 octets make an
/// encrypted payload of 528 = 4 + 16 + 496 + 12 under AES-CBC and HMAC-SHA1-96, payloads of 176 octets one of 224.
std::size_t pad_length(std::size_t inner_size, std::size_t block_size) {
    return (block_size - (inner_size + 1) % block_size) % block_size;
}

/// Room for the vector, the payloads with padding and pad length, room for the checksum.
Bytes unsealed_data(Octets inner, const Shapes& shapes, dataplane::RandomSource& iv_source) {
    const std::size_t pad = pad_length(inner.size(), shapes.encryption->block_size);
    Bytes data(shapes.encryption->iv_size);
    iv_source.fill(data);
    data.insert(data.end(), inner.begin(), inner.end());
    data.resize(data.size() + pad);
    data.push_back(static_cast<std::uint8_t>(pad));
    data.resize(data.size() + shapes.checksum_size());
    return data;
}

void checksum_of(Algorithms& algorithms, const IntegrityShape& shape, const SkProtection& protection, Octets covered,
                 std::span<std::uint8_t> out) {
    algorithms.hmac(shape.hash, protection.integrity_key, {covered}, out);
}

void encrypt(Algorithms& algorithms, const Shapes& shapes, const SkProtection& protection, Bytes& datagram,
             const Parts& parts) {
    if (!shapes.integrity) {
        algorithms.aead_seal(*shapes.encryption, protection.encryption_key, parts.iv, parts.associated, parts.text,
                             parts.checksum);
        return;
    }
    algorithms.cbc_encrypt(*shapes.encryption, protection.encryption_key, parts.iv, parts.text);
    const Octets covered = Octets(datagram).first(datagram.size() - parts.checksum.size());
    checksum_of(algorithms, *shapes.integrity, protection, covered, parts.checksum);
}

bool is_intact(Algorithms& algorithms, const Shapes& shapes, const SkProtection& protection, Octets datagram,
               Octets checksum) {
    std::array<std::uint8_t, 64> expected{};
    const auto computed = std::span(expected).first(checksum.size());
    checksum_of(algorithms, *shapes.integrity, protection, datagram.first(datagram.size() - checksum.size()), computed);
    return equal_in_constant_time(computed, checksum);
}

/// False when the checksum is wrong; nothing is decrypted then.
bool decrypt(Algorithms& algorithms, const Shapes& shapes, const SkProtection& protection, Octets datagram,
             const Parts& parts) {
    if (parts.text.size() % shapes.encryption->block_size != 0) return false;
    if (!shapes.integrity)
        return algorithms.aead_open(*shapes.encryption, protection.encryption_key, parts.iv, parts.associated,
                                    parts.text, parts.checksum);
    if (!is_intact(algorithms, shapes, protection, datagram, parts.checksum)) return false;
    algorithms.cbc_decrypt(*shapes.encryption, protection.encryption_key, parts.iv, parts.text);
    return true;
}

bool is_sealed(const Payload& payload) { return payload.type == PayloadType::ENCR || payload.type == PayloadType::SKF; }

Decoded<std::vector<Payload>> inner_payloads(PayloadType first, Octets text) {
    constexpr Failure malformed{DecodeError::invalid_syntax, PayloadType::ENCR};
    const std::size_t tail = std::size_t{text.back()} + 1;
    if (tail > text.size()) return malformed;
    auto payloads = decode_payload_chain(first, text.first(text.size() - tail));
    if (payloads && std::any_of(payloads->begin(), payloads->end(), is_sealed)) return malformed;
    return payloads;
}

}  // namespace

SkProtection protection_of(const IkeSuite& suite, const SkKeys& keys, bool from_initiator) {
    return {suite.encryption, suite.key_bits, suite.integrity,
            from_initiator ? keys.SK_ei.reveal() : keys.SK_er.reveal(),
            from_initiator ? keys.SK_ai.reveal() : keys.SK_ar.reveal()};
}

Bytes seal(Algorithms& algorithms, const Header& header, std::span<const Payload> inner, const SkProtection& protection,
           dataplane::RandomSource& iv_source) {
    const auto shapes = shapes_of(protection);
    const Bytes chain = encode_payload_chain(inner);
    if (!shapes || (chain.empty() && !inner.empty())) return {};
    EncryptedPayload sealed{first_payload_of(inner), unsealed_data(chain, *shapes, iv_source)};
    const std::size_t sealed_size = sealed.data.size();
    Message message{header, {}};
    message.payloads.emplace_back(std::move(sealed));
    Bytes datagram = encode_message(message);
    if (datagram.empty()) return {};
    const Parts parts = parts_of(datagram, sealed_size, *shapes);
    encrypt(algorithms, *shapes, protection, datagram, parts);
    return datagram;
}

Decoded<std::vector<Payload>> open(Algorithms& algorithms, Octets datagram, const SkProtection& protection) {
    constexpr Failure broken{DecodeError::integrity_failed, PayloadType::ENCR};
    const Decoded<Message> message = decode_message(datagram);
    if (!message) return message.failure();
    const auto* sealed = message->payloads.empty() ? nullptr : message->payloads.back().as<EncryptedPayload>();
    const auto shapes = shapes_of(protection);
    if (!sealed || !shapes || sealed->data.size() < shapes->least_size()) return broken;
    Bytes copy(datagram.begin(), datagram.end());
    const Parts parts = parts_of(copy, sealed->data.size(), *shapes);
    if (!decrypt(algorithms, *shapes, protection, datagram, parts)) return broken;
    return inner_payloads(sealed->first, parts.text);
}

}  // namespace ike
