#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "ike/isakmp/payload/numbers.h"
#include "ike/payload/message.h"

/// ISAKMP messages (RFC 2408 3) as values, and their codec.
namespace ike::isakmp {

/// RFC 2408 3.3. In TV form `value` holds two octets.
struct Attribute {
    std::uint16_t type = 0;      ///< without the format bit
    bool tv_form = true;
    Bytes value;
    /// The value as a number, if it has at most eight octets.
    std::optional<std::uint64_t> number() const;
    static Attribute basic(std::uint16_t type, std::uint16_t value);
    static Attribute variable(std::uint16_t type, Bytes value);
    bool operator==(const Attribute&) const = default;
};

struct Transform {
    std::uint8_t number = 1;
    std::uint8_t id = 1;         ///< KEY_IKE, EspTransform or AhTransform
    std::vector<Attribute> attributes;
    bool operator==(const Transform&) const = default;
};

struct Proposal {
    std::uint8_t number = 1;
    ProtocolId protocol = ProtocolId::ISAKMP;
    Bytes spi;                   ///< up to 16 octets; 4 for ESP and AH
    std::vector<Transform> transforms;
    bool operator==(const Proposal&) const = default;
};

struct SaPayload {
    std::uint32_t doi = ipsec_doi;
    std::uint32_t situation = 1;
    std::vector<Proposal> proposals;
    bool operator==(const SaPayload&) const = default;
};

struct IdPayload {
    IdType type = IdType::IPV4_ADDR;
    std::uint8_t protocol = 0;
    std::uint16_t port = 0;
    Bytes data;
    bool operator==(const IdPayload&) const = default;
};

struct NotifyPayload {
    std::uint32_t doi = ipsec_doi;
    ProtocolId protocol = ProtocolId::ISAKMP;
    Bytes spi;
    NotifyType type = NotifyType::none;
    Bytes data;
    bool operator==(const NotifyPayload&) const = default;
};

struct DeletePayload {
    std::uint32_t doi = ipsec_doi;
    ProtocolId protocol = ProtocolId::ISAKMP;
    std::uint8_t spi_size = 0;
    std::vector<Bytes> spis;
    bool operator==(const DeletePayload&) const = default;
};

struct AttributesPayload {
    ConfigKind kind = ConfigKind::none;
    std::uint16_t identifier = 0;
    std::vector<Attribute> attributes;
    bool operator==(const AttributesPayload&) const = default;
};

/// RFC 3947 5.2.
struct NatOriginalAddress {
    IdType type = IdType::IPV4_ADDR;
    Bytes address;
    bool operator==(const NatOriginalAddress&) const = default;
};

/// One piece of a whole message; pieces count from 1.
struct FragmentPayload {
    std::uint16_t id = 0;
    std::uint8_t number = 1;
    bool last = false;
    Bytes data;
    bool operator==(const FragmentPayload&) const = default;
};

/// KE, HASH, NONCE, VID, SIG, CERT, CR, NAT-D and whatever is not known: octets.
struct OctetsPayload {
    Bytes data;
    bool operator==(const OctetsPayload&) const = default;
};

struct Payload {
    PayloadType type = PayloadType::NONE;
    std::variant<OctetsPayload, SaPayload, IdPayload, NotifyPayload, DeletePayload, AttributesPayload, NatOriginalAddress, FragmentPayload> body;
    /// The body as it came, without generic header: what hashes cover. Not compared, empty when built here.
    Bytes received;
    bool operator==(const Payload& other) const { return type == other.type && body == other.body; }
};

/// RFC 2408 3.1. Cookies are IkeSpi: most significant octet first.
struct Header {
    IkeSpi initiator_cookie = 0, responder_cookie = 0;
    PayloadType next_payload = PayloadType::NONE;
    std::uint8_t version = 0x10;
    ExchangeType exchange = ExchangeType::none;
    std::uint8_t flags = 0;
    std::uint32_t message_id = 0;
    std::uint32_t length = 0;
    bool is_encrypted() const { return (flags & flag_encryption) != 0; }
    bool operator==(const Header&) const = default;
};

/// The 28 octets; fails only on fewer, or when length is less than that or more than the datagram's.
std::optional<Header> decode_header(std::span<const std::uint8_t> datagram);

/// A chain of payloads. Octets after the last one are padding when `padded`, else an error. Nothing on any error: lengths, counts
/// (the limits of ike/payload/message.h), reserved octets that are not zero.
struct DecodedPayloads {
    std::vector<Payload> payloads;
    /// Octets of the chain that payloads take: all from the second payload on is what HASH(1) covers.
    std::size_t used = 0;
    std::size_t first_size = 0;  ///< of the first payload with its generic header
};
std::optional<DecodedPayloads> decode_payloads(PayloadType first, std::span<const std::uint8_t> octets, bool padded);

Bytes encode_payloads(std::span<const Payload> payloads);
/// The body alone: SAi_b, IDii_b and the like of RFC 2409.
Bytes encode_body(const Payload& payload);
/// `received` if it is there, else encode_body.
Bytes body_octets(const Payload& payload);
/// A whole message in clear; length and next payload are computed.
Bytes encode_message(const Header& header, std::span<const Payload> payloads);
/// Header octets only, with next payload and length as given.
Bytes encode_header(const Header& header);

/// The first payload of a type; its body as T.
const Payload* find(std::span<const Payload> payloads, PayloadType type);
template <class T> const T* find_body(std::span<const Payload> payloads, PayloadType type) {
    const Payload* const at = find(payloads, type);
    return at == nullptr ? nullptr : std::get_if<T>(&at->body);
}
const NotifyPayload* find_notify(std::span<const Payload> payloads, NotifyType type);

VendorId vendor_id_of(std::span<const std::uint8_t> octets);
/// Octets of one that we know (`ios`: built from our cookies, see vendor_ids.h).
Bytes vendor_id_octets(VendorId id);

}  // namespace ike::isakmp
