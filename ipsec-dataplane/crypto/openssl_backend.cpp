#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "ipsec-dataplane/crypto/crypto_backend.h"
#include "ipsec-dataplane/crypto/openssl_hmac.h"

namespace dataplane {

namespace {

constexpr std::size_t nonce_length = 12;
constexpr std::size_t salt_length = 4;
constexpr int combined_tag_length = 16;

struct OpensslKey final : KeyContext {
    OpensslKey(const EspSuite& suite, CryptoDirection direction)
        : KeyContext(suite, direction), tag_length(icv_length(suite)) {}

    OpensslPtr<EVP_CIPHER_CTX> cipher;
    std::optional<OpensslHmac> hmac;
    std::array<std::uint8_t, salt_length> salt{};
    std::uint32_t tag_length;
};

/// OpenSSL's names. DES is 3DES with three equal keys: the default provider has no single DES.
const char* cipher_name(const EspSuite& suite) {
    switch (suite.encryption) {
        case Encryption::null: return nullptr;
        case Encryption::des:
        case Encryption::triple_des: return "DES-EDE3-CBC";
        case Encryption::aes_cbc:
            return suite.key_bits == 128 ? "AES-128-CBC" : suite.key_bits == 192 ? "AES-192-CBC" : "AES-256-CBC";
        case Encryption::aes_gcm:
            return suite.key_bits == 128 ? "AES-128-GCM" : suite.key_bits == 192 ? "AES-192-GCM" : "AES-256-GCM";
        case Encryption::chacha20_poly1305: return "ChaCha20-Poly1305";
    }
    return nullptr;
}

/// Indexed by Integrity.
constexpr std::array<const char*, 6> digest_names = {nullptr, "MD5", "SHA1", "SHA256", "SHA384", "SHA512"};

/// Cipher key bytes as OpenSSL wants them, without salt; wiped afterwards.
class CipherKey {
public:
    CipherKey(const EspSuite& suite, std::span<const std::uint8_t> key) {
        const std::size_t length = key.size() - (is_combined_mode(suite.encryption) ? salt_length : 0);
        const std::size_t copies = suite.encryption == Encryption::des ? 3 : 1;
        for (std::size_t i = 0; i < copies; ++i)
            std::copy_n(key.begin(), length, bytes_.begin() + static_cast<std::ptrdiff_t>(i * length));
    }
    ~CipherKey() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }
    CipherKey(const CipherKey&) = delete;
    CipherKey& operator=(const CipherKey&) = delete;
    const std::uint8_t* data() const { return bytes_.data(); }

private:
    std::array<std::uint8_t, 32> bytes_{};
};

OpensslKey& key_of(const CryptoJob& job) { return static_cast<OpensslKey&>(*job.key); }

bool set_nonce(OpensslKey& key, const CryptoJob& job) {
    std::array<std::uint8_t, nonce_length> nonce;
    std::copy(key.salt.begin(), key.salt.end(), nonce.begin());
    std::memcpy(nonce.data() + salt_length, job.iv, nonce_length - salt_length);
    return EVP_CipherInit_ex2(key.cipher.get(), nullptr, nullptr, nonce.data(), -1, nullptr) == 1;
}

/// AAD, then the region, through a context whose nonce is set.
bool run_combined(EVP_CIPHER_CTX* context, const CryptoJob& job) {
    int written = 0;
    if (EVP_CipherUpdate(context, nullptr, &written, job.authenticated, static_cast<int>(job.authenticated_length)) !=
        1)
        return false;
    return job.length == 0 ||
           EVP_CipherUpdate(context, job.destination, &written, job.source, static_cast<int>(job.length)) == 1;
}

CryptoStatus seal_combined(OpensslKey& key, const CryptoJob& job) {
    EVP_CIPHER_CTX* context = key.cipher.get();
    int written = 0;
    std::array<std::uint8_t, 16> rest;
    const bool done = set_nonce(key, job) && run_combined(context, job) &&
                      EVP_CipherFinal_ex(context, rest.data(), &written) == 1 &&
                      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, combined_tag_length, job.tag) == 1;
    return done ? CryptoStatus::ok : CryptoStatus::error;
}

CryptoStatus open_combined(OpensslKey& key, const CryptoJob& job) {
    EVP_CIPHER_CTX* context = key.cipher.get();
    int written = 0;
    std::array<std::uint8_t, 16> rest;
    if (!set_nonce(key, job) ||
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, combined_tag_length, job.tag) != 1 ||
        !run_combined(context, job))
        return CryptoStatus::error;
    return EVP_CipherFinal_ex(context, rest.data(), &written) == 1 ? CryptoStatus::ok
                                                                   : CryptoStatus::authentication_failed;
}

bool run_cipher(OpensslKey& key, const CryptoJob& job) {
    if (key.cipher == nullptr || job.length == 0) return true;
    int written = 0;
    return EVP_CipherInit_ex2(key.cipher.get(), nullptr, nullptr, job.iv, -1, nullptr) == 1 &&
           EVP_CipherUpdate(key.cipher.get(), job.destination, &written, job.source, static_cast<int>(job.length)) == 1;
}

CryptoStatus seal_one(const CryptoJob& job) {
    OpensslKey& key = key_of(job);
    if (is_combined_mode(key.suite().encryption)) return seal_combined(key, job);
    if (!run_cipher(key, job)) return CryptoStatus::error;
    if (!key.hmac) return CryptoStatus::ok;
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest;
    if (!key.hmac->compute({job.authenticated, job.authenticated_length}, digest.data())) return CryptoStatus::error;
    std::memcpy(job.tag, digest.data(), key.tag_length);
    return CryptoStatus::ok;
}

CryptoStatus open_one(const CryptoJob& job) {
    OpensslKey& key = key_of(job);
    if (is_combined_mode(key.suite().encryption)) return open_combined(key, job);
    if (key.hmac) {
        std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest;
        if (!key.hmac->compute({job.authenticated, job.authenticated_length}, digest.data()))
            return CryptoStatus::error;
        if (CRYPTO_memcmp(digest.data(), job.tag, key.tag_length) != 0) return CryptoStatus::authentication_failed;
    }
    return run_cipher(key, job) ? CryptoStatus::ok : CryptoStatus::error;
}

class OpensslBackend final : public CryptoBackend {
public:
    std::string_view name() const override { return "OpenSSL"; }

    std::unique_ptr<KeyContext> make_key(const EspSuite& suite, CryptoDirection direction,
                                         const config::Secret& encryption_key,
                                         const config::Secret& integrity_key) override {
        if (!has_key_lengths(suite, encryption_key, integrity_key)) return nullptr;
        auto key = std::make_unique<OpensslKey>(suite, direction);
        if (suite.encryption != Encryption::null && !set_cipher(*key, encryption_key.reveal())) return nullptr;
        if (suite.integrity != Integrity::none) {
            const EVP_MD* digest = fetched_digest(suite.integrity);
            if (digest == nullptr) return nullptr;
            key->hmac.emplace(digest, integrity_key.reveal());
        }
        return key;
    }

    void seal(std::span<CryptoJob> jobs) override {
        for (CryptoJob& job : jobs) job.status = seal_one(job);
    }

    void open(std::span<CryptoJob> jobs) override {
        for (CryptoJob& job : jobs) job.status = open_one(job);
    }

private:
    bool set_cipher(OpensslKey& key, std::span<const std::uint8_t> bytes) {
        const EVP_CIPHER* cipher = fetched_cipher(key.suite());
        if (cipher == nullptr) return false;
        if (is_combined_mode(key.suite().encryption))
            std::copy(bytes.end() - salt_length, bytes.end(), key.salt.begin());
        key.cipher.reset(EVP_CIPHER_CTX_new());
        const CipherKey cipher_key(key.suite(), bytes);
        return EVP_CipherInit_ex2(key.cipher.get(), cipher, cipher_key.data(), nullptr,
                                  key.direction() == CryptoDirection::seal ? 1 : 0, nullptr) == 1 &&
               EVP_CIPHER_CTX_set_padding(key.cipher.get(), 0) == 1;
    }

    const EVP_CIPHER* fetched_cipher(const EspSuite& suite) {
        auto& cipher = ciphers_[static_cast<std::size_t>(suite.encryption) * 3 + (suite.key_bits % 128) / 64 +
                                (suite.key_bits == 256 ? 2 : 0)];
        if (cipher == nullptr) cipher.reset(EVP_CIPHER_fetch(nullptr, cipher_name(suite), nullptr));
        return cipher.get();
    }

    const EVP_MD* fetched_digest(Integrity integrity) {
        const auto index = static_cast<std::size_t>(integrity);
        if (digests_[index] == nullptr) digests_[index].reset(EVP_MD_fetch(nullptr, digest_names[index], nullptr));
        return digests_[index].get();
    }

    std::array<OpensslPtr<EVP_CIPHER>, 18> ciphers_;
    std::array<OpensslPtr<EVP_MD>, 6> digests_;
};

}  // namespace

std::unique_ptr<CryptoBackend> make_openssl_backend() { return std::make_unique<OpensslBackend>(); }

}  // namespace dataplane
