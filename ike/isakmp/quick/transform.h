#pragma once

#include <optional>
#include <span>
#include <string>

#include "ike/crypto/algorithms.h"
#include "ike/isakmp/payload/message.h"
#include "ike/policy/ipsec_policy.h"

/// Transforms of quick mode (RFC 2407 4.4.3, 4.4.4, 4.5) and what they mean to the data plane.
namespace ike::isakmp {

/// One transform of a proposal for ESP or AH.
struct TransformTerms {
    ProtocolId protocol = ProtocolId::ESP;
    dataplane::EspSuite suite;
    Encapsulation encapsulation = Encapsulation::none;
    std::uint32_t seconds = 0;       ///< 0: not offered
    std::uint64_t kilobytes = 0;     ///< 0: not offered
    std::uint16_t group = 0;         ///< 0: no perfect forward secrecy
    bool operator==(const TransformTerms&) const = default;
};

/// Nothing for algorithms and attributes that this program does not have.
std::optional<TransformTerms> terms_of(ProtocolId protocol, const Transform& transform);
/// Attributes in the documented order: encapsulation, lives, authenticator, key length, group.
Transform transform_of(const TransformTerms& terms);

/// Life attributes as they stand in RESPONDER_LIFETIME (RFC 2407 4.6.3.1); 0 is left out.
Bytes encode_lives(std::uint32_t seconds, std::uint64_t kilobytes);
/// Seconds and kilobytes; false when the list is malformed.
bool decode_lives(Octets octets, TransformTerms& terms);
/// The same under the attribute numbers of phase 1.
bool decode_phase1_lives(Octets octets, TransformTerms& terms);

bool is_transport(Encapsulation encapsulation);
bool is_udp(Encapsulation encapsulation);

/// As a transform set is written: "esp-aes 256 esp-sha512-hmac ".
std::string words_of(const TransformTerms& terms);

Bytes octets_of_spi(std::uint32_t spi);
/// 0 for anything that is not four octets.
std::uint32_t spi_of(const Bytes& octets);

}  // namespace ike::isakmp
