#include "ike/payload/sealing.h"

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
std::size_t pad_length(std::size_t text_size, std::size_t block_size) {
    return (block_size - (text_size + 1) % block_size) % block_size;
}

/// Room for the vector, the text with padding and pad length, room for the checksum.
Bytes unsealed_data(Octets text, const Shapes& shapes, dataplane::RandomSource& iv_source) {
    const std::size_t pad = pad_length(text.size(), shapes.encryption->block_size);
    Bytes data(shapes.encryption->iv_size);
    iv_source.fill(data);
    data.insert(data.end(), text.begin(), text.end());
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

/// Where an envelope keeps its sealed octets.
Bytes* data_of(Payload& envelope) {
    if (auto* sealed = std::get_if<EncryptedPayload>(&envelope.body)) return &sealed->data;
    auto* fragment = std::get_if<EncryptedFragmentPayload>(&envelope.body);
    return fragment ? &fragment->data : nullptr;
}

}  // namespace

std::optional<std::size_t> sealed_size(const SkProtection& protection, std::size_t text_size) {
    const auto shapes = shapes_of(protection);
    if (!shapes) return std::nullopt;
    const std::size_t padded = text_size + pad_length(text_size, shapes->encryption->block_size) + 1;
    return shapes->encryption->iv_size + padded + shapes->checksum_size();
}

std::size_t text_that_fits(const SkProtection& protection, std::size_t room) {
    const auto shapes = shapes_of(protection);
    if (!shapes || room < shapes->least_size()) return 0;
    const std::size_t blocks = room - shapes->encryption->iv_size - shapes->checksum_size();
    return blocks - blocks % shapes->encryption->block_size - 1;
}

Bytes seal_text(Algorithms& algorithms, const Header& header, Payload envelope, Octets text, const SkProtection& protection,
                dataplane::RandomSource& iv_source) {
    const auto shapes = shapes_of(protection);
    Bytes* const data = data_of(envelope);
    if (!shapes || !data) return {};
    *data = unsealed_data(text, *shapes, iv_source);
    const std::size_t sealed_octets = data->size();
    Message message{header, {}};
    message.payloads.push_back(std::move(envelope));
    Bytes datagram = encode_message(message);
    if (datagram.empty()) return {};
    encrypt(algorithms, *shapes, protection, datagram, parts_of(datagram, sealed_octets, *shapes));
    return datagram;
}

Decoded<Bytes> open_text(Algorithms& algorithms, Octets datagram, std::size_t sealed_octets, const SkProtection& protection) {
    constexpr Failure broken{DecodeError::integrity_failed, PayloadType::ENCR};
    const auto shapes = shapes_of(protection);
    if (!shapes || sealed_octets < shapes->least_size() || sealed_octets > datagram.size()) return broken;
    Bytes copy(datagram.begin(), datagram.end());
    const Parts parts = parts_of(copy, sealed_octets, *shapes);
    if (!decrypt(algorithms, *shapes, protection, datagram, parts)) return broken;
    const std::size_t tail = std::size_t{parts.text.back()} + 1;
    if (tail > parts.text.size()) return Failure{DecodeError::invalid_syntax, PayloadType::ENCR};
    const auto text = parts.text.first(parts.text.size() - tail);
    return Bytes(text.begin(), text.end());
}

Decoded<std::vector<Payload>> payloads_inside(PayloadType first, Octets text) {
    auto payloads = decode_payload_chain(first, text);
    if (payloads && std::any_of(payloads->begin(), payloads->end(), is_sealed))
        return Failure{DecodeError::invalid_syntax, PayloadType::ENCR};
    return payloads;
}

}  // namespace ike
