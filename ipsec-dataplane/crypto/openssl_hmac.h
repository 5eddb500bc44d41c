#pragma once

#include <openssl/evp.h>

#include <cstdint>
#include <memory>
#include <span>

#include "ipsec-dataplane/esp/algorithms.h"

namespace dataplane {

struct OpensslFree {
    void operator()(EVP_CIPHER* cipher) const { EVP_CIPHER_free(cipher); }
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
    void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
template <typename T>
using OpensslPtr = std::unique_ptr<T, OpensslFree>;

/// HMAC (RFC 2104) with both padded key blocks hashed beforehand: a packet costs its own blocks and two copies.
class OpensslHmac {
public:
    /// `digest` must live as long as this object.
    OpensslHmac(const EVP_MD* digest, std::span<const std::uint8_t> key);
    /// Writes the whole digest, at most EVP_MAX_MD_SIZE bytes. False on trouble within OpenSSL.
    bool compute(std::span<const std::uint8_t> message, std::uint8_t* digest);

private:
    OpensslPtr<EVP_MD_CTX> inner_;
    OpensslPtr<EVP_MD_CTX> outer_;
    OpensslPtr<EVP_MD_CTX> work_;
};

}  // namespace dataplane
