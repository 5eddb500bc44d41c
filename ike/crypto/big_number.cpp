#include "ike/crypto/big_number.h"

namespace ike {

BnContext new_bn_context() {
    BnContext context(BN_CTX_secure_new());
    expect_success(context != nullptr, "BN_CTX");
    return context;
}

BigNumber number_of(std::span<const std::uint8_t> octets) {
    BigNumber number(BN_bin2bn(octets.data(), static_cast<int>(octets.size()), nullptr));
    expect_success(number != nullptr, "big number");
    return number;
}

BigNumber secret_number_of(const config::Secret& secret) {
    BigNumber number = number_of(secret.reveal());
    BN_set_flags(number.get(), BN_FLG_CONSTTIME);
    return number;
}

std::vector<std::uint8_t> padded(const BIGNUM* number, std::size_t size) {
    std::vector<std::uint8_t> octets(size);
    expect_success(BN_bn2binpad(number, octets.data(), static_cast<int>(size)) == static_cast<int>(size),
                   "big number size");
    return octets;
}

config::Secret draw_octets(dataplane::RandomSource& random, std::size_t size) {
    std::vector<std::uint8_t> octets(size);
    random.fill(octets);
    return config::Secret(std::move(octets));
}

config::Secret draw_below(const BIGNUM* order, dataplane::RandomSource& random, BN_CTX* context) {
    const auto size = static_cast<std::size_t>(BN_num_bytes(order));
    const BigNumber drawn = secret_number_of(draw_octets(random, size + 8));
    const BigNumber range(BN_dup(order));
    const BigNumber result(BN_new());
    expect_success(range && result && BN_sub_word(range.get(), 1) == 1 &&
                       BN_nnmod(result.get(), drawn.get(), range.get(), context) == 1 &&
                       BN_add_word(result.get(), 1) == 1,
                   "private key");
    return config::Secret(padded(result.get(), size));
}

}  // namespace ike
