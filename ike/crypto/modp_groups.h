#pragma once

#include <optional>

#include "ike/crypto/big_number.h"
#include "ike/crypto/diffie_hellman.h"

namespace ike {

/// A group of integers modulo a prime with its Montgomery constants.
class ModpGroup {
public:
    ModpGroup(const DhGroup& group, BN_CTX* context);

    DhGroupId id() const { return group_.id; }
    const BIGNUM* prime() const { return prime_.get(); }
    const BIGNUM* generator() const { return generator_.get(); }
    /// Order of the subgroup the generator spans; only of groups that name one.
    const BIGNUM* order() const { return order_.get(); }

    config::Secret draw(dataplane::RandomSource& random, BN_CTX* context) const;
    std::vector<std::uint8_t> public_value(const config::Secret& private_key, BN_CTX* context) const;
    std::optional<config::Secret> shared_secret(const config::Secret& private_key,
                                                std::span<const std::uint8_t> peer_public, BN_CTX* context) const;

private:
    BigNumber power(const BIGNUM* base, const BIGNUM* exponent, BN_CTX* context) const;
    bool is_acceptable(const BIGNUM* peer, BN_CTX* context) const;

    const DhGroup& group_;
    BigNumber prime_;
    BigNumber generator_;
    BigNumber order_;
    OpensslPointer<BN_MONT_CTX, BN_MONT_CTX_free> montgomery_;
};

}  // namespace ike
