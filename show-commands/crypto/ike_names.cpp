#include "show-commands/crypto/ike_names.h"

#include <algorithm>
#include <array>
#include <span>

namespace show {

namespace {

using namespace std::string_view_literals;
constexpr auto unknown = "Unknown - 0"sv;

template <class Id>
struct Named {
    Id id;
    std::string_view name;
};

template <class Id>
constexpr std::string_view name_in(std::span<const Named<Id>> table, Id id, std::string_view otherwise) {
    const auto at = std::find_if(table.begin(), table.end(), [=](const Named<Id>& row) { return row.id == id; });
    return at == table.end() ? otherwise : at->name;
}

constexpr Named<ike::AuthMethod> auth_methods[] = {
    {ike::AuthMethod::PSK, "PSK"},         {ike::AuthMethod::RSA, "RSA"},         {ike::AuthMethod::DSIG, "RSA"},
    {ike::AuthMethod::ECDSA_256, "ECDSA"}, {ike::AuthMethod::ECDSA_384, "ECDSA"}, {ike::AuthMethod::ECDSA_521, "ECDSA"},
};

constexpr Named<ike::EncryptionId> encryptions[] = {
    {ike::EncryptionId::DES, "DES"},         {ike::EncryptionId::TRIPLE_DES, "3DES"}, {ike::EncryptionId::NULL_ENCRYPTION, "NULL"},
    {ike::EncryptionId::AES_CBC, "AES-CBC"}, {ike::EncryptionId::AES_CTR, "AES-CTR"}, {ike::EncryptionId::AES_GCM_8, "AES-GCM"},
    {ike::EncryptionId::AES_GCM_12, "AES-GCM"}, {ike::EncryptionId::AES_GCM_16, "AES-GCM"},
    {ike::EncryptionId::CHACHA20_POLY1305, "CHACHA20-POLY1305"},
};

constexpr Named<ike::PrfId> prfs[] = {
    {ike::PrfId::HMAC_MD5, "MD5"},         {ike::PrfId::HMAC_SHA1, "SHA1"},       {ike::PrfId::HMAC_SHA2_256, "SHA256"},
    {ike::PrfId::HMAC_SHA2_384, "SHA384"}, {ike::PrfId::HMAC_SHA2_512, "SHA512"},
};

constexpr Named<ike::IntegrityId> integrities[] = {
    {ike::IntegrityId::HMAC_MD5_96, "MD596"},
    {ike::IntegrityId::HMAC_SHA1_96, "SHA96"},
    {ike::IntegrityId::HMAC_SHA2_256_128, "SHA256"},
    {ike::IntegrityId::HMAC_SHA2_384_192, "SHA384"},
    {ike::IntegrityId::HMAC_SHA2_512_256, "SHA512"},
};

constexpr Named<config::Ikev2Encryption> proposal_encryptions[] = {
    {config::Ikev2Encryption::des, "DES"},
    {config::Ikev2Encryption::triple_des, "3DES"},
    {config::Ikev2Encryption::aes_cbc_128, "AES-CBC-128"},
    {config::Ikev2Encryption::aes_cbc_192, "AES-CBC-192"},
    {config::Ikev2Encryption::aes_cbc_256, "AES-CBC-256"},
    {config::Ikev2Encryption::aes_gcm_128, "AES-GCM-128"},
    {config::Ikev2Encryption::aes_gcm_256, "AES-GCM-256"},
};

constexpr Named<config::HashAlgorithm> hash_integrities[] = {
    {config::HashAlgorithm::md5, "MD596"},     {config::HashAlgorithm::sha1, "SHA96"},
    {config::HashAlgorithm::sha256, "SHA256"}, {config::HashAlgorithm::sha384, "SHA384"},
    {config::HashAlgorithm::sha512, "SHA512"},
};

constexpr Named<config::HashAlgorithm> hash_prfs[] = {
    {config::HashAlgorithm::md5, "MD5"},       {config::HashAlgorithm::sha1, "SHA1"},
    {config::HashAlgorithm::sha256, "SHA256"}, {config::HashAlgorithm::sha384, "SHA384"},
    {config::HashAlgorithm::sha512, "SHA512"},
};

constexpr Named<dataplane::Integrity> hmacs[] = {
    {dataplane::Integrity::hmac_md5_96, "MD596"},
    {dataplane::Integrity::hmac_sha1_96, "SHA96"},
    {dataplane::Integrity::hmac_sha2_256_128, "SHA256"},
    {dataplane::Integrity::hmac_sha2_384_192, "SHA384"},
    {dataplane::Integrity::hmac_sha2_512_256, "SHA512"},
};

constexpr Named<dataplane::Integrity> hmac_words[] = {
    {dataplane::Integrity::hmac_md5_96, "md5-hmac"},
    {dataplane::Integrity::hmac_sha1_96, "sha-hmac"},
    {dataplane::Integrity::hmac_sha2_256_128, "sha256-hmac"},
    {dataplane::Integrity::hmac_sha2_384_192, "sha384-hmac"},
    {dataplane::Integrity::hmac_sha2_512_256, "sha512-hmac"},
};

constexpr Named<config::TransformHash> hash_words[] = {
    {config::TransformHash::md5, "md5-hmac"},       {config::TransformHash::sha1, "sha-hmac"},
    {config::TransformHash::sha256, "sha256-hmac"}, {config::TransformHash::sha384, "sha384-hmac"},
    {config::TransformHash::sha512, "sha512-hmac"},
};

constexpr Named<dataplane::Encryption> ciphers[] = {
    {dataplane::Encryption::null, "NULL"},       {dataplane::Encryption::des, "DES"},
    {dataplane::Encryption::triple_des, "3DES"}, {dataplane::Encryption::aes_cbc, "AES-CBC"},
    {dataplane::Encryption::aes_gcm, "AES-GCM"}, {dataplane::Encryption::chacha20_poly1305, "CHACHA20-POLY1305"},
};

constexpr Named<std::string_view> waiting_states[] = {
    {"I_WAIT_INIT", "Initiator waiting for INIT response"},
    {"I_WAIT_AUTH", "Initiator waiting for AUTH response"},
    {"R_WAIT_AUTH", "Responder waiting for AUTH message"},
};

constexpr Named<std::uint16_t> groups[] = {
    {1, "DH_GROUP_768_MODP/Group 1"},    {2, "DH_GROUP_1024_MODP/Group 2"},   {5, "DH_GROUP_1536_MODP/Group 5"},
    {14, "DH_GROUP_2048_MODP/Group 14"}, {15, "DH_GROUP_3072_MODP/Group 15"}, {16, "DH_GROUP_4096_MODP/Group 16"},
    {19, "DH_GROUP_256_ECP/Group 19"},   {20, "DH_GROUP_384_ECP/Group 20"},   {21, "DH_GROUP_521_ECP/Group 21"},
    {24, "DH_GROUP_2048_256_MODP/Group 24"},
};

void append_word(std::string& words, std::string_view prefix, std::string_view word) {
    if (word.empty()) return;
    if (!words.empty()) words += ' ';
    words.append(prefix).append(word);
}

/// "esp-256-aes", "esp-aes", "esp-gcm 256"
std::string cipher_words(std::string_view cipher, unsigned key_bits) {
    const bool leading = cipher == "aes";
    std::string words = "esp-";
    if (key_bits > 128 && leading) words += std::to_string(key_bits) + '-';
    words += cipher;
    if (key_bits > 128 && !leading) words += ' ' + std::to_string(key_bits);
    return words;
}

std::string_view cipher_word(dataplane::Encryption encryption) {
    switch (encryption) {
        case dataplane::Encryption::null: return "null";
        case dataplane::Encryption::des: return "des";
        case dataplane::Encryption::triple_des: return "3des";
        case dataplane::Encryption::aes_cbc: return "aes";
        case dataplane::Encryption::aes_gcm: return "gcm";
        case dataplane::Encryption::chacha20_poly1305: return "chacha20-poly1305";
    }
    return {};
}

std::string_view cipher_word(config::EspCipher cipher) {
    switch (cipher) {
        case config::EspCipher::none: return {};
        case config::EspCipher::null: return "null";
        case config::EspCipher::des: return "des";
        case config::EspCipher::triple_des: return "3des";
        case config::EspCipher::aes: return "aes";
        case config::EspCipher::gcm: return "gcm";
        case config::EspCipher::gmac: return "gmac";
        case config::EspCipher::seal: return "seal";
    }
    return {};
}

unsigned shown_key_bits(const dataplane::EspSuite& suite) {
    return suite.encryption == dataplane::Encryption::aes_cbc || suite.encryption == dataplane::Encryption::aes_gcm
               ? suite.key_bits : 0;
}

}  // namespace

std::string_view auth_name(const std::optional<ike::AuthMethod>& method) {
    return method ? name_in<ike::AuthMethod>(auth_methods, *method, "EAP") : unknown;
}

std::string_view encryption_name(ike::EncryptionId id) { return name_in<ike::EncryptionId>(encryptions, id, unknown); }
std::string_view prf_name(ike::PrfId id) { return name_in<ike::PrfId>(prfs, id, unknown); }
std::string_view integrity_name(ike::IntegrityId id) { return name_in<ike::IntegrityId>(integrities, id, "None"); }

bool has_key_size(ike::EncryptionId id) {
    using enum ike::EncryptionId;
    return id == AES_CBC || id == AES_CTR || id == AES_GCM_8 || id == AES_GCM_12 || id == AES_GCM_16;
}

std::string_view status_description(const ike::IkeSaView& sa) {
    if (sa.status == ike::SaStatus::ready) return "Negotiation done";
    return name_in<std::string_view>(waiting_states, sa.state, sa.state);
}

std::string_view proposal_name(config::Ikev2Encryption encryption) {
    return name_in<config::Ikev2Encryption>(proposal_encryptions, encryption, {});
}
std::string_view integrity_name(config::HashAlgorithm hash) {
    return name_in<config::HashAlgorithm>(hash_integrities, hash, {});
}
std::string_view prf_name(config::HashAlgorithm hash) { return name_in<config::HashAlgorithm>(hash_prfs, hash, {}); }
std::string_view hmac_name(dataplane::Integrity integrity) {
    return name_in<dataplane::Integrity>(hmacs, integrity, "None");
}
std::string_view cipher_name(dataplane::Encryption encryption) {
    return name_in<dataplane::Encryption>(ciphers, encryption, {});
}
std::string_view group_name(std::uint16_t group) { return name_in<std::uint16_t>(groups, group, {}); }

std::string transform_words(dataplane::IpsecProtocol protocol, const dataplane::EspSuite& suite) {
    const auto hmac = name_in<dataplane::Integrity>(hmac_words, suite.integrity, {});
    std::string words;
    if (protocol == dataplane::IpsecProtocol::ah) return append_word(words, "ah-", hmac), words;
    words = cipher_words(cipher_word(suite.encryption), shown_key_bits(suite));
    return append_word(words, "esp-", hmac), words;
}

std::string transform_words(const config::TransformSet& set) {
    std::string words;
    append_word(words, "ah-", name_in<config::TransformHash>(hash_words, set.ah_hash, {}));
    if (const auto cipher = cipher_word(set.esp_cipher); !cipher.empty())
        append_word(words, "", cipher_words(cipher, set.key_bits));
    append_word(words, "esp-", name_in<config::TransformHash>(hash_words, set.esp_hash, {}));
    if (set.comp_lzs) append_word(words, "", "comp-lzs");
    return words;
}

}  // namespace show
