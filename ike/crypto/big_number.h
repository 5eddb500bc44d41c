#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <openssl/bn.h>

#include "config-model/secret.h"
#include "ike/crypto/openssl_pointer.h"
#include "ipsec-dataplane/random_source.h"

namespace ike {

/// Wiped when freed.
using BigNumber = OpensslPointer<BIGNUM, BN_clear_free>;
using BnContext = OpensslPointer<BN_CTX, BN_CTX_free>;

BnContext new_bn_context();
/// Big-endian octets as a number.
BigNumber number_of(std::span<const std::uint8_t> octets);
/// The same, marked for arithmetic in constant time.
BigNumber secret_number_of(const config::Secret& secret);
/// Big-endian, leading zeros up to `size`.
std::vector<std::uint8_t> padded(const BIGNUM* number, std::size_t size);

/// `size` octets of `random`.
config::Secret draw_octets(dataplane::RandomSource& random, std::size_t size);
/// Uniform in [1, order - 1]: 64 bits more than the order has are drawn and reduced (FIPS 186-4 §B.4.1).
config::Secret draw_below(const BIGNUM* order, dataplane::RandomSource& random, BN_CTX* context);

}  // namespace ike
