#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "ike/payload/numbers.h"
#include "ike/payload/payloads.h"

namespace ike {

/// An IKE SPI as a number, most significant octet first on the wire; 0 is "not yet chosen".
using IkeSpi = std::uint64_t;

inline constexpr std::size_t header_size = 28;
inline constexpr std::size_t max_message_size = 65535;
inline constexpr std::size_t max_payloads = 64;
inline constexpr std::size_t max_proposals = 64;
inline constexpr std::size_t max_transforms = 255;
inline constexpr std::size_t max_transform_attributes = 4;
inline constexpr std::size_t max_config_attributes = 256;

inline constexpr std::uint8_t flag_initiator = 0x08;
inline constexpr std::uint8_t flag_version = 0x10;
inline constexpr std::uint8_t flag_response = 0x20;

/// RFC 7296 §3.1. `next_payload` and `length` are what the wire says after decoding; encoding computes both.
struct Header {
    IkeSpi initiator_spi = 0;
    IkeSpi responder_spi = 0;
    PayloadType next_payload = PayloadType::NONE;
    std::uint8_t version = 0x20;
    ExchangeType exchange{};
    std::uint8_t flags = 0;
    std::uint32_t message_id = 0;
    std::uint32_t length = 0;
    bool operator==(const Header&) const = default;

    unsigned major_version() const { return version >> 4; }
    unsigned minor_version() const { return version & 15; }
    /// Sent by the original initiator of the SA.
    bool from_initiator() const { return (flags & flag_initiator) != 0; }
    bool is_response() const { return (flags & flag_response) != 0; }
};

struct Message {
    Header header;
    std::vector<Payload> payloads;
    bool operator==(const Message&) const = default;
};

/// Why octets were not taken.
enum class DecodeError : std::uint8_t {
    none,
    /// A length, count or type that cannot be: answered with INVALID_SYNTAX where an answer is due.
    invalid_syntax,
    /// Not version 2.
    invalid_major_version,
    /// RFC 7296 §2.5; `payload_type` names it.
    unsupported_critical_payload,
    /// More payloads, proposals or attributes than this codec accepts.
    limit_exceeded,
    /// The checksum of the encrypted payload is wrong, or it has no room for one. The message is to be dropped without
    /// answer.
    integrity_failed,
};

struct Failure {
    DecodeError error = DecodeError::none;
    /// The payload in which decoding stopped, NONE for the header.
    PayloadType payload_type = PayloadType::NONE;
    bool operator==(const Failure&) const = default;
};

/// A value, or why there is none.
template <class T>
class Decoded {
public:
    Decoded(T value) : value_(std::move(value)) {}
    Decoded(Failure failure) : failure_(failure) {}
    explicit operator bool() const { return value_.has_value(); }
    T& operator*() { return *value_; }
    const T& operator*() const { return *value_; }
    T* operator->() { return &*value_; }
    const T* operator->() const { return &*value_; }
    const Failure& failure() const { return failure_; }

private:
    std::optional<T> value_;
    Failure failure_;
};

/// The 28 octets of the header, of whatever version: what an answer of INVALID_MAJOR_VERSION or INVALID_SYNTAX needs.
/// Fails only on fewer octets.
Decoded<Header> decode_header(std::span<const std::uint8_t> datagram);
/// A whole datagram (without non-ESP marker). The version must be 2.x and the header's length the datagram's. An
/// encrypted payload must be the last one and stays sealed.
Decoded<Message> decode_message(std::span<const std::uint8_t> datagram);
/// A chain of payloads that fills `octets` exactly.
Decoded<std::vector<Payload>> decode_payload_chain(PayloadType first, std::span<const std::uint8_t> octets);

/// The wire form; next payloads and lengths are computed. Empty if it would exceed 65,535 octets or a field its width.
Bytes encode_message(const Message& message);
Bytes encode_payload_chain(std::span<const Payload> payloads);
/// The body alone, without generic header: RestOfIDiPld and the like.
Bytes encode_body(const Payload& payload);

/// The type in the header's or sealed payload's "next payload" for this chain.
PayloadType first_payload_of(std::span<const Payload> payloads);
/// What payload `index` says in its "next payload": the type of its successor, NONE for the last, for a sealed one the
/// first inside.
PayloadType next_payload_of(std::span<const Payload> payloads, std::size_t index);
/// Length on the wire with the generic header, as the dump's "length:".
std::size_t wire_length(const Payload& payload);

enum class FieldKind : std::uint8_t { number, reserved, length, octets, address };

/// One field of a payload as the dump shows it.
struct FieldView {
    /// As the dump spells it: "DH group", "last transform", "TS type".
    std::string_view label;
    FieldKind kind = FieldKind::number;
    /// Octets on the wire.
    std::size_t width = 0;
    std::uint64_t value = 0;
    /// The documented name of the value, empty if it has none.
    std::string_view name;
    /// For `octets` and `address`.
    std::span<const std::uint8_t> octets;
};

/// Receives the fields of one payload in wire order. Substructures (proposal, transform, attribute, selector) are
/// bracketed.
class FieldVisitor {
public:
    virtual ~FieldVisitor() = default;
    virtual void field(const FieldView& view) = 0;
    /// `label`: "proposal", "transform", "attribute", "TS". `index` counts from 0 of `count`.
    virtual void begin(std::string_view label, std::size_t index, std::size_t count) = 0;
    virtual void end(std::string_view label) = 0;
};

/// Walks the body of a payload by the table that also decodes and encodes it.
void walk_fields(const Payload& payload, FieldVisitor& visitor);

}  // namespace ike
