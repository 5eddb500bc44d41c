#include "ipsec-dataplane/policy/transform_suite.h"

#include <array>

namespace dataplane {

namespace {

constexpr std::array<Integrity, 6> integrities = {Integrity::none,
                                                  Integrity::hmac_md5_96,
                                                  Integrity::hmac_sha1_96,
                                                  Integrity::hmac_sha2_256_128,
                                                  Integrity::hmac_sha2_384_192,
                                                  Integrity::hmac_sha2_512_256};

EspSuite cipher_of(config::EspCipher cipher, std::uint16_t bits) {
    switch (cipher) {
        case config::EspCipher::des: return {Encryption::des, 56, Integrity::none};
        case config::EspCipher::triple_des: return {Encryption::triple_des, 168, Integrity::none};
        case config::EspCipher::aes:
            return {Encryption::aes_cbc, bits == 0 ? std::uint16_t{128} : bits, Integrity::none};
        case config::EspCipher::gcm:
            return {Encryption::aes_gcm, bits == 0 ? std::uint16_t{128} : bits, Integrity::none};
        case config::EspCipher::none:
        case config::EspCipher::null:
        case config::EspCipher::gmac:
        case config::EspCipher::seal: return {Encryption::null, 0, Integrity::none};
    }
    return {};
}

}  // namespace

TransformSuite suite_of(const config::TransformSet& set) {
    const bool ah_alone = set.esp_cipher == config::EspCipher::none && set.esp_hash == config::TransformHash::none;
    TransformSuite found;
    found.protocol = ah_alone ? IpsecProtocol::ah : IpsecProtocol::esp;
    found.suite = cipher_of(set.esp_cipher, set.key_bits);
    const config::TransformHash hash = ah_alone ? set.ah_hash : set.esp_hash;
    if (!is_combined_mode(found.suite.encryption)) found.suite.integrity = integrities[static_cast<std::size_t>(hash)];
    return found;
}

}  // namespace dataplane
