#include "ike/crypto/curve_groups.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>

namespace ike {
namespace {

using Point = OpensslPointer<EC_POINT, EC_POINT_clear_free>;
using Key = OpensslPointer<EVP_PKEY, EVP_PKEY_free>;
using KeyContext = OpensslPointer<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

int curve_of(DhGroupId id) {
    if (id == DhGroupId::ecp256) return NID_X9_62_prime256v1;
    return id == DhGroupId::ecp384 ? NID_secp384r1 : NID_secp521r1;
}

Point new_point(const EC_GROUP* curve) {
    Point point(EC_POINT_new(curve));
    expect_success(point != nullptr, "curve point");
    return point;
}

constexpr std::uint8_t uncompressed = 4;

/// Tests that both coordinates are below the prime and that the point is on the curve.
Point decoded_point(const EC_GROUP* curve, std::span<const std::uint8_t> x_and_y, BN_CTX* context) {
    std::vector<std::uint8_t> encoded{uncompressed};
    encoded.insert(encoded.end(), x_and_y.begin(), x_and_y.end());
    Point point = new_point(curve);
    if (EC_POINT_oct2point(curve, point.get(), encoded.data(), encoded.size(), context) == 1) return point;
    ERR_clear_error();
    return nullptr;
}

}  // namespace

EcpGroup::EcpGroup(const DhGroup& group) : group_(group), curve_(EC_GROUP_new_by_curve_name(curve_of(group.id))) {
    expect_success(curve_ != nullptr, "curve is not available");
}

config::Secret EcpGroup::draw(dataplane::RandomSource& random, BN_CTX* context) const {
    return draw_below(EC_GROUP_get0_order(curve_.get()), random, context);
}

std::vector<std::uint8_t> EcpGroup::public_value(const config::Secret& private_key, BN_CTX* context) const {
    const BigNumber scalar = secret_number_of(private_key);
    const Point point = new_point(curve_.get());
    expect_success(EC_POINT_mul(curve_.get(), point.get(), scalar.get(), nullptr, nullptr, context) == 1,
                   "curve multiplication");
    std::vector<std::uint8_t> encoded(group_.public_size + 1);
    expect_success(EC_POINT_point2oct(curve_.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, encoded.data(),
                                      encoded.size(), context) == encoded.size(),
                   "curve point encoding");
    encoded.erase(encoded.begin());
    return encoded;
}

std::optional<config::Secret> EcpGroup::shared_secret(const config::Secret& private_key,
                                                      std::span<const std::uint8_t> peer_public,
                                                      BN_CTX* context) const {
    const Point peer = decoded_point(curve_.get(), peer_public, context);
    if (!peer) return {};
    const BigNumber scalar = secret_number_of(private_key);
    const Point product = new_point(curve_.get());
    const BigNumber x(BN_new());
    expect_success(x && EC_POINT_mul(curve_.get(), product.get(), nullptr, peer.get(), scalar.get(), context) == 1 &&
                       EC_POINT_get_affine_coordinates(curve_.get(), product.get(), x.get(), nullptr, context) == 1,
                   "curve multiplication");
    return config::Secret(padded(x.get(), group_.secret_size));
}

std::vector<std::uint8_t> curve25519_public(const config::Secret& private_key) {
    const auto own = private_key.reveal();
    const Key key(EVP_PKEY_new_raw_private_key_ex(nullptr, "X25519", nullptr, own.data(), own.size()));
    std::vector<std::uint8_t> octets(32);
    std::size_t size = octets.size();
    expect_success(key && EVP_PKEY_get_raw_public_key(key.get(), octets.data(), &size) == 1 && size == octets.size(),
                   "X25519");
    return octets;
}

std::optional<config::Secret> curve25519_shared(const config::Secret& private_key,
                                                std::span<const std::uint8_t> peer_public) {
    const auto own = private_key.reveal();
    const Key key(EVP_PKEY_new_raw_private_key_ex(nullptr, "X25519", nullptr, own.data(), own.size()));
    const Key peer(EVP_PKEY_new_raw_public_key_ex(nullptr, "X25519", nullptr, peer_public.data(), peer_public.size()));
    const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
    std::vector<std::uint8_t> shared(32);
    std::size_t size = shared.size();
    const bool derived = context && peer && EVP_PKEY_derive_init(context.get()) == 1 &&
                         EVP_PKEY_derive_set_peer_ex(context.get(), peer.get(), 0) == 1 &&
                         EVP_PKEY_derive(context.get(), shared.data(), &size) == 1 && size == shared.size();
    ERR_clear_error();
    if (!derived) return {};
    return config::Secret(std::move(shared));
}

}  // namespace ike
