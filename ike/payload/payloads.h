#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "config-model/ip_address.h"
#include "ike/payload/numbers.h"

namespace ike {

using Bytes = std::vector<std::uint8_t>;

/// The "reserved" octets of a payload, kept so that a message is encoded exactly as it was decoded. Zero when built
/// here.
using Reserved3 = std::array<std::uint8_t, 3>;

/// RFC 7296 §3.3.5. In TV form `value` holds two octets.
struct TransformAttribute {
    std::uint16_t type = 0;
    bool tv_form = false;
    Bytes value;
    bool operator==(const TransformAttribute&) const = default;
};

/// RFC 7296 §3.3.2. `attributes` holds whatever is not a key length in first place: a transform with any is not
/// acceptable.
struct Transform {
    TransformType type{};
    std::uint16_t id = 0;
    std::optional<std::uint16_t> key_length;
    std::vector<TransformAttribute> attributes;
    std::uint8_t reserved = 0;
    std::uint8_t reserved2 = 0;
    bool operator==(const Transform&) const = default;

    static Transform of(EncryptionId encryption, std::optional<std::uint16_t> key_bits = {});
    static Transform of(PrfId prf);
    static Transform of(IntegrityId integrity);
    static Transform of(DhGroupId group);
    static Transform of(EsnId esn);
};

/// RFC 7296 §3.3.1. The SPI is empty, 4 octets (ESP, AH) or 8 (IKE rekey).
struct Proposal {
    std::uint8_t number = 1;
    ProtocolId protocol = ProtocolId::IKE;
    Bytes spi;
    std::vector<Transform> transforms;
    std::uint8_t reserved = 0;
    bool operator==(const Proposal&) const = default;
};

struct SaPayload {
    std::vector<Proposal> proposals;
    bool operator==(const SaPayload&) const = default;
};

struct KePayload {
    DhGroupId group = DhGroupId::none;
    Bytes public_value;
    std::uint16_t reserved = 0;
    bool operator==(const KePayload&) const = default;
};

/// IDi and IDr.
struct IdPayload {
    IdType type = IdType::ID_IPV4_ADDR;
    Bytes data;
    Reserved3 reserved{};
    bool operator==(const IdPayload&) const = default;
};

struct CertPayload {
    CertEncoding encoding = CertEncoding::X509_SIGNATURE;
    Bytes data;
    bool operator==(const CertPayload&) const = default;
};

/// `authorities` is a run of 20-octet SHA-1 hashes of trust anchors' keys.
struct CertRequestPayload {
    CertEncoding encoding = CertEncoding::X509_SIGNATURE;
    Bytes authorities;
    bool operator==(const CertRequestPayload&) const = default;
};

struct AuthPayload {
    AuthMethod method = AuthMethod::none;
    Bytes data;
    Reserved3 reserved{};
    bool operator==(const AuthPayload&) const = default;
};

struct NoncePayload {
    Bytes data;
    bool operator==(const NoncePayload&) const = default;
};

struct NotifyPayload {
    ProtocolId protocol = ProtocolId::none;
    NotifyType type{};
    Bytes spi;
    Bytes data;
    bool operator==(const NotifyPayload&) const = default;
};

/// `spis` holds `count` SPIs of `spi_size` octets, one after the other.
struct DeletePayload {
    ProtocolId protocol = ProtocolId::IKE;
    std::uint8_t spi_size = 0;
    std::uint16_t count = 0;
    Bytes spis;
    bool operator==(const DeletePayload&) const = default;

    /// The IKE SA of the message itself.
    static DeletePayload of_ike_sa();
    static DeletePayload of_children(ProtocolId protocol, std::span<const std::uint32_t> spis);
    /// The SPIs as numbers; empty unless they are 4 octets long.
    std::vector<std::uint32_t> child_spis() const;
};

struct VendorIdPayload {
    Bytes data;
    bool operator==(const VendorIdPayload&) const = default;
};

/// RFC 7296 §3.13.1. For a type that is neither IPv4 nor IPv6 range `unknown` holds all octets behind the length.
struct TrafficSelector {
    TsType type = TsType::TS_IPV4_ADDR_RANGE;
    std::uint8_t protocol = 0;
    std::uint16_t start_port = 0;
    std::uint16_t end_port = 65535;
    config::IpAddress start_address;
    config::IpAddress end_address;
    Bytes unknown;
    bool operator==(const TrafficSelector&) const = default;
};

/// TSi and TSr.
struct TsPayload {
    std::vector<TrafficSelector> selectors;
    Reserved3 reserved{};
    bool operator==(const TsPayload&) const = default;
};

/// SK: the type of the first payload inside, and initialization vector, ciphertext and checksum as one run of octets.
struct EncryptedPayload {
    PayloadType first = PayloadType::NONE;
    Bytes data;
    bool operator==(const EncryptedPayload&) const = default;
};

/// SKF, RFC 7383 §2.5.
struct EncryptedFragmentPayload {
    PayloadType first = PayloadType::NONE;
    std::uint16_t number = 1;
    std::uint16_t total = 1;
    Bytes data;
    bool operator==(const EncryptedFragmentPayload&) const = default;
};

struct ConfigAttribute {
    ConfigAttributeType type{};
    Bytes value;
    bool reserved_bit = false;
    bool operator==(const ConfigAttribute&) const = default;
};

struct ConfigPayload {
    ConfigType type = ConfigType::CFG_REQUEST;
    std::vector<ConfigAttribute> attributes;
    Reserved3 reserved{};
    bool operator==(const ConfigPayload&) const = default;
};

/// RFC 3748 §4. `data` is empty for success and failure; else it begins with the method number.
struct EapPayload {
    EapCode code = EapCode::request;
    std::uint8_t identifier = 0;
    Bytes data;
    bool operator==(const EapPayload&) const = default;
};

/// A payload of a type this codec does not know, body verbatim.
struct UnknownPayload {
    Bytes data;
    bool operator==(const UnknownPayload&) const = default;
};

using PayloadBody = std::variant<SaPayload, KePayload, IdPayload, CertPayload, CertRequestPayload, AuthPayload,
                                 NoncePayload, NotifyPayload, DeletePayload, VendorIdPayload, TsPayload,
                                 EncryptedPayload, EncryptedFragmentPayload, ConfigPayload, EapPayload, UnknownPayload>;

/// One payload: its type as the chain gives it, the generic header's flags, its body. The next payload is a matter of
/// its place in the chain (`next_payload_of`).
struct Payload {
    PayloadType type = PayloadType::NONE;
    PayloadBody body = UnknownPayload{};
    bool critical = false;
    /// The seven reserved bits of the generic header.
    std::uint8_t reserved = 0;
    bool operator==(const Payload&) const = default;

    Payload() = default;
    Payload(PayloadType of_type, PayloadBody with_body) : type(of_type), body(std::move(with_body)) {}
    /// For the bodies that have one type only.
    Payload(SaPayload sa) : type(PayloadType::SA), body(std::move(sa)) {}
    Payload(KePayload ke) : type(PayloadType::KE), body(std::move(ke)) {}
    Payload(CertPayload cert) : type(PayloadType::CERT), body(std::move(cert)) {}
    Payload(CertRequestPayload request) : type(PayloadType::CERTREQ), body(std::move(request)) {}
    Payload(AuthPayload auth) : type(PayloadType::AUTH), body(std::move(auth)) {}
    Payload(NoncePayload nonce) : type(PayloadType::N), body(std::move(nonce)) {}
    Payload(NotifyPayload notify) : type(PayloadType::NOTIFY), body(std::move(notify)) {}
    Payload(DeletePayload deletion) : type(PayloadType::DELETE), body(std::move(deletion)) {}
    Payload(VendorIdPayload vendor) : type(PayloadType::VID), body(std::move(vendor)) {}
    Payload(EncryptedPayload sealed) : type(PayloadType::ENCR), body(std::move(sealed)) {}
    Payload(EncryptedFragmentPayload fragment) : type(PayloadType::SKF), body(std::move(fragment)) {}
    Payload(ConfigPayload config) : type(PayloadType::CFG), body(std::move(config)) {}
    Payload(EapPayload eap) : type(PayloadType::EAP), body(std::move(eap)) {}

    /// The body if it is a Body: `payload.as<KePayload>()`.
    template <class Body>
    const Body* as() const {
        return std::get_if<Body>(&body);
    }
};

/// The first payload of that type, or nothing.
const Payload* find(std::span<const Payload> payloads, PayloadType type);
/// The body of the first payload of that type: `body_of<KePayload>(payloads, PayloadType::KE)`.
template <class Body>
const Body* body_of(std::span<const Payload> payloads, PayloadType type) {
    const Payload* payload = find(payloads, type);
    return payload ? payload->as<Body>() : nullptr;
}
/// The first notify of that type, or nothing.
const NotifyPayload* find_notify(std::span<const Payload> payloads, NotifyType type);

}  // namespace ike
