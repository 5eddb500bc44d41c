#pragma once

#include "ike/payload/sealing.h"
#include "tests/ike/crypto_octets.h"

/// Every pair of cipher and checksum, with keys and initialization vectors that are known beforehand.
namespace suites {

using namespace ike;

struct Suite {
    EncryptionId encryption;
    std::uint16_t key_bits;
    IntegrityId integrity;
};

inline const Suite every_suite[] = {
    {EncryptionId::DES, 0, IntegrityId::HMAC_MD5_96},
    {EncryptionId::TRIPLE_DES, 0, IntegrityId::HMAC_SHA1_96},
    {EncryptionId::AES_CBC, 128, IntegrityId::HMAC_SHA1_96},
    {EncryptionId::AES_CBC, 192, IntegrityId::HMAC_SHA2_256_128},
    {EncryptionId::AES_CBC, 256, IntegrityId::HMAC_SHA2_384_192},
    {EncryptionId::AES_CBC, 256, IntegrityId::HMAC_SHA2_512_256},
    {EncryptionId::AES_GCM_8, 128, IntegrityId::none},
    {EncryptionId::AES_GCM_12, 192, IntegrityId::none},
    {EncryptionId::AES_GCM_16, 128, IntegrityId::none},
    {EncryptionId::AES_GCM_16, 256, IntegrityId::none},
    {EncryptionId::CHACHA20_POLY1305, 0, IntegrityId::none},
};

inline OctetVector counting(std::size_t size) {
    OctetVector octets(size);
    for (std::size_t i = 0; i < size; ++i) octets[i] = static_cast<std::uint8_t>(i);
    return octets;
}

/// One direction with keys that count up from 0; an AEAD's salt is a0 a1 a2 a3.
struct Direction {
    explicit Direction(const Suite& suite) {
        const EncryptionShape* shape = shape_of(suite.encryption, suite.key_bits);
        const IntegrityShape* checksum = shape_of(suite.integrity);
        encryption_key = counting(shape->key_size);
        for (std::size_t i = 0; i < shape->salt_size; ++i)
            encryption_key.push_back(static_cast<std::uint8_t>(0xa0 + i));
        integrity_key = counting(checksum ? checksum->key_size : 0);
        protection = {suite.encryption, suite.key_bits, suite.integrity, encryption_key, integrity_key};
    }
    OctetVector encryption_key;
    OctetVector integrity_key;
    SkProtection protection;
};

/// Initialization vectors that count up.
class CountingSource final : public dataplane::RandomSource {
public:
    void fill(std::span<std::uint8_t> octets) override {
        for (std::size_t i = 0; i < octets.size(); ++i) octets[i] = static_cast<std::uint8_t>(i);
    }
};

}  // namespace suites
