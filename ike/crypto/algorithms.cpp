#include "ike/crypto/algorithms.h"

#include <array>
#include <cstring>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "ike/crypto/openssl_pointer.h"

namespace ike {
namespace {

using Digest = OpensslPointer<EVP_MD, EVP_MD_free>;
using DigestContext = OpensslPointer<EVP_MD_CTX, EVP_MD_CTX_free>;
using Mac = OpensslPointer<EVP_MAC, EVP_MAC_free>;
using MacContext = OpensslPointer<EVP_MAC_CTX, EVP_MAC_CTX_free>;
using Cipher = OpensslPointer<EVP_CIPHER, EVP_CIPHER_free>;
using CipherContext = OpensslPointer<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;

struct HashRow {
    const char* name;
    std::size_t size;
};
/// In the order of Hash.
constexpr std::array<HashRow, hash_count> hashes{
    {{"MD5", 16}, {"SHA1", 20}, {"SHA256", 32}, {"SHA384", 48}, {"SHA512", 64}}};
constexpr std::size_t largest_digest = 64;

/// A library cipher by mode and key size (without salt).
struct CipherRow {
    bool chaining;
    EncryptionId family;
    std::size_t key_size;
    const char* name;
};
constexpr auto ciphers = std::to_array<CipherRow>({
    {true, EncryptionId::TRIPLE_DES, 24, "DES-EDE3-CBC"},
    {true, EncryptionId::AES_CBC, 16, "AES-128-CBC"},
    {true, EncryptionId::AES_CBC, 24, "AES-192-CBC"},
    {true, EncryptionId::AES_CBC, 32, "AES-256-CBC"},
    {false, EncryptionId::AES_GCM_16, 16, "AES-128-GCM"},
    {false, EncryptionId::AES_GCM_16, 24, "AES-192-GCM"},
    {false, EncryptionId::AES_GCM_16, 32, "AES-256-GCM"},
    {false, EncryptionId::CHACHA20_POLY1305, 32, "ChaCha20-Poly1305"},
});

/// DES is 3DES with one key three times; the GCMs differ in their tag only.
EncryptionId family_of(EncryptionId id) {
    if (id == EncryptionId::DES) return EncryptionId::TRIPLE_DES;
    return id == EncryptionId::AES_GCM_8 || id == EncryptionId::AES_GCM_12 ? EncryptionId::AES_GCM_16 : id;
}

std::size_t row_of(const EncryptionShape& shape) {
    const EncryptionId family = family_of(shape.id);
    const std::size_t key_size = shape.id == EncryptionId::DES ? 24 : shape.key_size;
    for (std::size_t i = 0; i < ciphers.size(); ++i)
        if (ciphers[i].family == family && ciphers[i].key_size == key_size) return i;
    throw std::logic_error("no such cipher");
}

int int_size(std::size_t size) { return static_cast<int>(size); }

/// Library key of a shape, wiped when it goes.
class CipherKey {
public:
    CipherKey(const EncryptionShape& shape, Octets key) {
        expect_success(key.size() == shape.key_size + shape.salt_size, "cipher key size");
        const std::size_t copies = shape.id == EncryptionId::DES ? 3 : 1;
        for (std::size_t i = 0; i < copies; ++i)
            std::memcpy(octets_.data() + i * shape.key_size, key.data(), shape.key_size);
    }
    CipherKey(const CipherKey&) = delete;
    CipherKey& operator=(const CipherKey&) = delete;
    ~CipherKey() { OPENSSL_cleanse(octets_.data(), octets_.size()); }
    const std::uint8_t* data() const { return octets_.data(); }

private:
    std::array<std::uint8_t, 32> octets_{};
};

}  // namespace

struct Algorithms::State {
    std::array<Digest, hash_count> digests;
    std::array<MacContext, hash_count> macs;
    DigestContext digest_context{EVP_MD_CTX_new()};
    std::array<Cipher, ciphers.size()> fetched;
    std::array<CipherContext, ciphers.size()> contexts;

    EVP_CIPHER_CTX* start(const EncryptionShape& shape, Octets key, const std::uint8_t* iv, bool encrypt);
    void chain(const EncryptionShape& shape, Octets key, Octets iv, std::span<std::uint8_t> data, bool encrypt);
    EVP_CIPHER_CTX* start_aead(const EncryptionShape& shape, Octets key, Octets iv, Octets associated, bool encrypt);
};

namespace {

MacContext hmac_context(EVP_MAC* mac, const char* digest) {
    MacContext context(EVP_MAC_CTX_new(mac));
    std::array<char, 8> name{};
    std::strncpy(name.data(), digest, name.size() - 1);
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), 0),
                                     OSSL_PARAM_construct_end()};
    expect_success(context && EVP_MAC_CTX_set_params(context.get(), parameters) == 1, "HMAC");
    return context;
}

void finish_mac(EVP_MAC_CTX* context, std::size_t size, std::initializer_list<Octets> parts,
                std::span<std::uint8_t> out) {
    for (Octets part : parts) expect_success(EVP_MAC_update(context, part.data(), part.size()) == 1, "HMAC update");
    std::array<std::uint8_t, largest_digest> whole{};
    std::size_t written = 0;
    expect_success(EVP_MAC_final(context, whole.data(), &written, whole.size()) == 1 && written == size, "HMAC final");
    expect_success(out.size() <= size, "HMAC output size");
    std::memcpy(out.data(), whole.data(), out.size());
    OPENSSL_cleanse(whole.data(), whole.size());
}

}  // namespace

bool equal_in_constant_time(Octets a, Octets b) {
    return a.size() == b.size() && (a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0);
}

Algorithms::Algorithms() : state_(std::make_unique<State>()) {
    const Mac mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    expect_success(mac != nullptr, "HMAC is not available");
    for (std::size_t i = 0; i < hash_count; ++i) {
        state_->digests[i].reset(EVP_MD_fetch(nullptr, hashes[i].name, nullptr));
        expect_success(state_->digests[i] != nullptr, hashes[i].name);
        state_->macs[i] = hmac_context(mac.get(), hashes[i].name);
    }
    for (std::size_t i = 0; i < ciphers.size(); ++i) {
        state_->fetched[i].reset(EVP_CIPHER_fetch(nullptr, ciphers[i].name, nullptr));
        expect_success(state_->fetched[i] != nullptr, ciphers[i].name);
    }
}

Algorithms::~Algorithms() = default;
Algorithms::Algorithms(Algorithms&&) noexcept = default;
Algorithms& Algorithms::operator=(Algorithms&&) noexcept = default;

std::size_t Algorithms::digest_size(Hash hash) { return hashes[static_cast<std::size_t>(hash)].size; }

void Algorithms::digest(Hash hash, std::initializer_list<Octets> parts, std::span<std::uint8_t> out) {
    EVP_MD_CTX* const context = state_->digest_context.get();
    const EVP_MD* const digest = state_->digests[static_cast<std::size_t>(hash)].get();
    expect_success(EVP_DigestInit_ex2(context, digest, nullptr) == 1, "digest");
    for (Octets part : parts) expect_success(EVP_DigestUpdate(context, part.data(), part.size()) == 1, "digest update");
    std::array<std::uint8_t, largest_digest> whole{};
    unsigned size = 0;
    expect_success(EVP_DigestFinal_ex(context, whole.data(), &size) == 1 && out.size() <= size, "digest final");
    std::memcpy(out.data(), whole.data(), out.size());
}

void Algorithms::hmac(Hash hash, Octets key, std::initializer_list<Octets> parts, std::span<std::uint8_t> out) {
    static constexpr std::uint8_t no_key = 0;
    const auto index = static_cast<std::size_t>(hash);
    EVP_MAC_CTX* const context = state_->macs[index].get();
    expect_success(EVP_MAC_init(context, key.empty() ? &no_key : key.data(), key.size(), nullptr) == 1, "HMAC init");
    finish_mac(context, hashes[index].size, parts, out);
}

void Algorithms::hmac_again(Hash hash, std::initializer_list<Octets> parts, std::span<std::uint8_t> out) {
    const auto index = static_cast<std::size_t>(hash);
    EVP_MAC_CTX* const context = state_->macs[index].get();
    expect_success(EVP_MAC_init(context, nullptr, 0, nullptr) == 1, "HMAC restart");
    finish_mac(context, hashes[index].size, parts, out);
}

EVP_CIPHER_CTX* Algorithms::State::start(const EncryptionShape& shape, Octets key, const std::uint8_t* iv,
                                         bool encrypt) {
    const std::size_t row = row_of(shape);
    if (!contexts[row]) contexts[row].reset(EVP_CIPHER_CTX_new());
    const CipherKey library_key(shape, key);
    EVP_CIPHER_CTX* const context = contexts[row].get();
    expect_success(EVP_CipherInit_ex2(context, fetched[row].get(), library_key.data(), iv, encrypt, nullptr) == 1,
                   "cipher init");
    return context;
}

void Algorithms::State::chain(const EncryptionShape& shape, Octets key, Octets iv, std::span<std::uint8_t> data,
                              bool encrypt) {
    expect_success(iv.size() == shape.iv_size && data.size() % shape.block_size == 0, "cipher block");
    EVP_CIPHER_CTX* const context = start(shape, key, iv.data(), encrypt);
    EVP_CIPHER_CTX_set_padding(context, 0);
    int written = 0;
    expect_success(EVP_CipherUpdate(context, data.data(), &written, data.data(), int_size(data.size())) == 1 &&
                       written == int_size(data.size()),
                   "cipher");
}

void Algorithms::cbc_encrypt(const EncryptionShape& shape, Octets key, Octets iv, std::span<std::uint8_t> data) {
    state_->chain(shape, key, iv, data, true);
}

void Algorithms::cbc_decrypt(const EncryptionShape& shape, Octets key, Octets iv, std::span<std::uint8_t> data) {
    state_->chain(shape, key, iv, data, false);
}

EVP_CIPHER_CTX* Algorithms::State::start_aead(const EncryptionShape& shape, Octets key, Octets iv, Octets associated,
                                              bool encrypt) {
    std::array<std::uint8_t, 12> nonce{};
    expect_success(iv.size() == shape.iv_size && shape.salt_size + iv.size() == nonce.size(), "AEAD nonce");
    std::memcpy(nonce.data(), key.last(shape.salt_size).data(), shape.salt_size);
    std::memcpy(nonce.data() + shape.salt_size, iv.data(), iv.size());
    EVP_CIPHER_CTX* const context = start(shape, key, nonce.data(), encrypt);
    int written = 0;
    expect_success(EVP_CipherUpdate(context, nullptr, &written, associated.data(), int_size(associated.size())) == 1,
                   "AEAD associated data");
    return context;
}

void Algorithms::aead_seal(const EncryptionShape& shape, Octets key, Octets iv, Octets associated,
                           std::span<std::uint8_t> data, std::span<std::uint8_t> tag) {
    EVP_CIPHER_CTX* const context = state_->start_aead(shape, key, iv, associated, true);
    int written = 0;
    std::array<std::uint8_t, 16> none{};
    expect_success(EVP_CipherUpdate(context, data.data(), &written, data.data(), int_size(data.size())) == 1 &&
                       EVP_CipherFinal_ex(context, none.data(), &written) == 1 &&
                       EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, int_size(tag.size()), tag.data()) == 1,
                   "AEAD seal");
}

bool Algorithms::aead_open(const EncryptionShape& shape, Octets key, Octets iv, Octets associated,
                           std::span<std::uint8_t> data, Octets tag) {
    EVP_CIPHER_CTX* const context = state_->start_aead(shape, key, iv, associated, false);
    std::array<std::uint8_t, 16> expected{};
    if (tag.size() > expected.size() || tag.size() != shape.tag_size) return false;
    std::memcpy(expected.data(), tag.data(), tag.size());
    expect_success(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, int_size(tag.size()), expected.data()) == 1,
                   "AEAD tag");
    int written = 0;
    std::array<std::uint8_t, 16> none{};
    return EVP_CipherUpdate(context, data.data(), &written, data.data(), int_size(data.size())) == 1 &&
           EVP_CipherFinal_ex(context, none.data(), &written) == 1;
}

}  // namespace ike
