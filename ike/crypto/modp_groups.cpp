#include "ike/crypto/modp_groups.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

namespace ike {
namespace {

/// RFC 2409 §6 and RFC 3526: safe primes, generator 2.
struct SafePrime {
    DhGroupId id;
    BIGNUM* (*prime)(BIGNUM*);
};
constexpr SafePrime safe_primes[] = {
    {DhGroupId::modp768, BN_get_rfc2409_prime_768},   {DhGroupId::modp1024, BN_get_rfc2409_prime_1024},
    {DhGroupId::modp1536, BN_get_rfc3526_prime_1536}, {DhGroupId::modp2048, BN_get_rfc3526_prime_2048},
    {DhGroupId::modp3072, BN_get_rfc3526_prime_3072}, {DhGroupId::modp4096, BN_get_rfc3526_prime_4096},
};

using Key = OpensslPointer<EVP_PKEY, EVP_PKEY_free>;
using KeyContext = OpensslPointer<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

/// RFC 5114 §2.3, by the name the library knows it.
Key named_parameters() {
    char name[] = "dh_2048_256";
    OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, name, 0),
                               OSSL_PARAM_construct_end()};
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "DHX", nullptr));
    EVP_PKEY* key = nullptr;
    expect_success(context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
                       EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEY_PARAMETERS, parameters) == 1,
                   "group 24 is not available");
    return Key(key);
}

BigNumber parameter(EVP_PKEY* key, const char* name) {
    BIGNUM* value = nullptr;
    expect_success(EVP_PKEY_get_bn_param(key, name, &value) == 1, name);
    return BigNumber(value);
}

BigNumber safe_prime(DhGroupId id) {
    for (const SafePrime& row : safe_primes)
        if (row.id == id) return BigNumber(row.prime(nullptr));
    throw std::logic_error("no such prime");
}

BigNumber two() {
    BigNumber number(BN_new());
    expect_success(number && BN_set_word(number.get(), 2) == 1, "big number");
    return number;
}

}  // namespace

ModpGroup::ModpGroup(const DhGroup& group, BN_CTX* context) : group_(group), montgomery_(BN_MONT_CTX_new()) {
    if (group.kind == DhGroup::Kind::modp_subgroup) {
        const Key key = named_parameters();
        prime_ = parameter(key.get(), OSSL_PKEY_PARAM_FFC_P);
        generator_ = parameter(key.get(), OSSL_PKEY_PARAM_FFC_G);
        order_ = parameter(key.get(), OSSL_PKEY_PARAM_FFC_Q);
    } else {
        prime_ = safe_prime(group.id);
        generator_ = two();
    }
    expect_success(montgomery_ && BN_MONT_CTX_set(montgomery_.get(), prime_.get(), context) == 1,
                   "Montgomery constants");
}

/// Of full length in groups of a safe prime, so that its length tells nothing.
config::Secret ModpGroup::draw(dataplane::RandomSource& random, BN_CTX* context) const {
    if (order_) return draw_below(order_.get(), random, context);
    std::vector<std::uint8_t> octets(group_.private_size);
    random.fill(octets);
    octets.front() |= 0x80;
    return config::Secret(std::move(octets));
}

BigNumber ModpGroup::power(const BIGNUM* base, const BIGNUM* exponent, BN_CTX* context) const {
    BigNumber result(BN_new());
    expect_success(result && BN_mod_exp_mont_consttime(result.get(), base, exponent, prime_.get(), context,
                                                       montgomery_.get()) == 1,
                   "modular power");
    return result;
}

std::vector<std::uint8_t> ModpGroup::public_value(const config::Secret& private_key, BN_CTX* context) const {
    const BigNumber exponent = secret_number_of(private_key);
    return padded(power(generator_.get(), exponent.get(), context).get(), group_.public_size);
}

/// RFC 6989 §2.1: 1 < r < p - 1. §2.2: where small subgroups exist, r must also be in the right one.
bool ModpGroup::is_acceptable(const BIGNUM* peer, BN_CTX* context) const {
    const BigNumber limit(BN_dup(prime_.get()));
    expect_success(limit && BN_sub_word(limit.get(), 1) == 1, "big number");
    if (BN_cmp(peer, BN_value_one()) <= 0 || BN_cmp(peer, limit.get()) >= 0) return false;
    return !order_ || BN_is_one(power(peer, order_.get(), context).get());
}

std::optional<config::Secret> ModpGroup::shared_secret(const config::Secret& private_key,
                                                       std::span<const std::uint8_t> peer_public,
                                                       BN_CTX* context) const {
    const BigNumber peer = number_of(peer_public);
    if (!is_acceptable(peer.get(), context)) return {};
    const BigNumber exponent = secret_number_of(private_key);
    return config::Secret(padded(power(peer.get(), exponent.get(), context).get(), group_.secret_size));
}

}  // namespace ike
