#pragma once

#include <optional>

#include <openssl/ec.h>

#include "ike/crypto/big_number.h"
#include "ike/crypto/diffie_hellman.h"

namespace ike {

/// A NIST curve (RFC 5903). Public values are X | Y, the shared secret is X.
class EcpGroup {
public:
    explicit EcpGroup(const DhGroup& group);

    DhGroupId id() const { return group_.id; }
    config::Secret draw(dataplane::RandomSource& random, BN_CTX* context) const;
    std::vector<std::uint8_t> public_value(const config::Secret& private_key, BN_CTX* context) const;
    /// Nothing for a peer that is not a point of the curve (RFC 6989 §2.3).
    std::optional<config::Secret> shared_secret(const config::Secret& private_key,
                                                std::span<const std::uint8_t> peer_public, BN_CTX* context) const;

private:
    const DhGroup& group_;
    OpensslPointer<EC_GROUP, EC_GROUP_free> curve_;
};

/// RFC 7748 §6.1, RFC 8031. Nothing for a peer that leads to zero.
std::vector<std::uint8_t> curve25519_public(const config::Secret& private_key);
std::optional<config::Secret> curve25519_shared(const config::Secret& private_key,
                                                std::span<const std::uint8_t> peer_public);

}  // namespace ike
