#include "ipsec-dataplane/crypto/openssl_hmac.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>

namespace dataplane {

namespace {

/// The largest block of the digests in use, SHA-512's.
constexpr std::size_t largest_block = 128;

void absorb_padded_key(EVP_MD_CTX* context, const EVP_MD* digest, std::span<const std::uint8_t> key, std::uint8_t pad) {
    std::array<std::uint8_t, largest_block> block{};
    std::copy(key.begin(), key.end(), block.begin());
    for (std::uint8_t& octet : block) octet ^= pad;
    EVP_DigestInit_ex2(context, digest, nullptr);
    EVP_DigestUpdate(context, block.data(), static_cast<std::size_t>(EVP_MD_get_block_size(digest)));
    OPENSSL_cleanse(block.data(), block.size());
}

}  // namespace

OpensslHmac::OpensslHmac(const EVP_MD* digest, std::span<const std::uint8_t> key)
    : inner_(EVP_MD_CTX_new()), outer_(EVP_MD_CTX_new()), work_(EVP_MD_CTX_new()) {
    absorb_padded_key(inner_.get(), digest, key, 0x36);
    absorb_padded_key(outer_.get(), digest, key, 0x5c);
}

bool OpensslHmac::compute(std::span<const std::uint8_t> message, std::uint8_t* digest) {
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> inner{};
    unsigned length = 0;
    EVP_MD_CTX* work = work_.get();
    return EVP_MD_CTX_copy_ex(work, inner_.get()) == 1 && EVP_DigestUpdate(work, message.data(), message.size()) == 1 &&
           EVP_DigestFinal_ex(work, inner.data(), &length) == 1 && EVP_MD_CTX_copy_ex(work, outer_.get()) == 1 &&
           EVP_DigestUpdate(work, inner.data(), length) == 1 && EVP_DigestFinal_ex(work, digest, &length) == 1;
}

}  // namespace dataplane
