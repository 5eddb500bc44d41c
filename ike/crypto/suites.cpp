#include "ike/crypto/suites.h"

#include <algorithm>

#include <array>

namespace ike {
namespace {

/// `key_bits` is what the key length attribute says; 0 also stands for its absence.
struct EncryptionRow {
    std::size_t key_bits;
    EncryptionShape shape;
};

constexpr auto encryptions = std::to_array<EncryptionRow>({
    {0, {EncryptionId::DES, 8, 0, 8, 8, 0}},
    {0, {EncryptionId::TRIPLE_DES, 24, 0, 8, 8, 0}},
    {128, {EncryptionId::AES_CBC, 16, 0, 16, 16, 0}},
    {192, {EncryptionId::AES_CBC, 24, 0, 16, 16, 0}},
    {256, {EncryptionId::AES_CBC, 32, 0, 16, 16, 0}},
    {128, {EncryptionId::AES_GCM_8, 16, 4, 1, 8, 8}},
    {192, {EncryptionId::AES_GCM_8, 24, 4, 1, 8, 8}},
    {256, {EncryptionId::AES_GCM_8, 32, 4, 1, 8, 8}},
    {128, {EncryptionId::AES_GCM_12, 16, 4, 1, 8, 12}},
    {192, {EncryptionId::AES_GCM_12, 24, 4, 1, 8, 12}},
    {256, {EncryptionId::AES_GCM_12, 32, 4, 1, 8, 12}},
    {128, {EncryptionId::AES_GCM_16, 16, 4, 1, 8, 16}},
    {192, {EncryptionId::AES_GCM_16, 24, 4, 1, 8, 16}},
    {256, {EncryptionId::AES_GCM_16, 32, 4, 1, 8, 16}},
    {0, {EncryptionId::CHACHA20_POLY1305, 32, 4, 1, 8, 16}},
});

constexpr auto integrities = std::to_array<IntegrityShape>({
    {IntegrityId::HMAC_MD5_96, Hash::md5, 16, 12},
    {IntegrityId::HMAC_SHA1_96, Hash::sha1, 20, 12},
    {IntegrityId::HMAC_SHA2_256_128, Hash::sha256, 32, 16},
    {IntegrityId::HMAC_SHA2_384_192, Hash::sha384, 48, 24},
    {IntegrityId::HMAC_SHA2_512_256, Hash::sha512, 64, 32},
});

constexpr auto prfs = std::to_array<PrfShape>({
    {PrfId::HMAC_MD5, Hash::md5, 16},
    {PrfId::HMAC_SHA1, Hash::sha1, 20},
    {PrfId::HMAC_SHA2_256, Hash::sha256, 32},
    {PrfId::HMAC_SHA2_384, Hash::sha384, 48},
    {PrfId::HMAC_SHA2_512, Hash::sha512, 64},
});

}  // namespace

const EncryptionShape* shape_of(EncryptionId id, std::size_t key_bits) {
    for (const EncryptionRow& row : encryptions)
        if (row.shape.id == id && row.key_bits == key_bits) return &row.shape;
    return nullptr;
}

const IntegrityShape* shape_of(IntegrityId id) {
    for (const IntegrityShape& shape : integrities)
        if (shape.id == id) return &shape;
    return nullptr;
}

const PrfShape* shape_of(PrfId id) {
    for (const PrfShape& shape : prfs)
        if (shape.id == id) return &shape;
    return nullptr;
}

std::size_t nonce_size(PrfId id) {
    constexpr std::size_t documented = 20;
    const PrfShape* const shape = shape_of(id);
    return shape != nullptr ? std::max(documented, shape->size / 2) : documented;
}

bool is_complete(const IkeSuite& suite) {
    const EncryptionShape* encryption = shape_of(suite.encryption, suite.key_bits);
    if (!encryption || !shape_of(suite.prf) || suite.group == DhGroupId::none) return false;
    return encryption->aead() ? suite.integrity == IntegrityId::none : shape_of(suite.integrity) != nullptr;
}

}  // namespace ike
