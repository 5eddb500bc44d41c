#include "cli/router/key_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

#include "config-model/hexadecimal.h"

namespace cli {

namespace {

constexpr const char* esp_table = "esp_sa";
constexpr const char* ikev2_table = "ikev2_decryption_table";
constexpr const char* ikev1_table = "ikev1_decryption_table";
constexpr const char* preferences = "esp.enable_encryption_decode: TRUE\nesp.enable_authentication_check: TRUE\n";

std::string hex(const config::Secret& secret) { return config::hexadecimal(secret.reveal(), config::Letters::small); }

// The names below are those of Wireshark's tables; nullptr: it has none.

const char* wireshark_name(ike::EncryptionId id, std::size_t cipher_octets) {
    const std::size_t size = cipher_octets == 16 ? 0 : cipher_octets == 24 ? 1 : 2;
    constexpr const char* cbc[] = {"AES-CBC-128 [RFC3602]", "AES-CBC-192 [RFC3602]", "AES-CBC-256 [RFC3602]"};
    constexpr const char* gcm[] = {"AES-GCM-128 with 16 octet ICV [RFC5282]", "AES-GCM-192 with 16 octet ICV [RFC5282]",
                                   "AES-GCM-256 with 16 octet ICV [RFC5282]"};
    switch (id) {
        case ike::EncryptionId::TRIPLE_DES: return "3DES [RFC2451]";
        case ike::EncryptionId::AES_CBC: return cbc[size];
        case ike::EncryptionId::AES_GCM_16: return gcm[size];
        default: return nullptr;
    }
}

const char* wireshark_name(ike::IntegrityId id) {
    switch (id) {
        case ike::IntegrityId::none: return "NONE [RFC4306]";
        case ike::IntegrityId::HMAC_MD5_96: return "HMAC_MD5_96 [RFC2403]";
        case ike::IntegrityId::HMAC_SHA1_96: return "HMAC_SHA1_96 [RFC2404]";
        case ike::IntegrityId::HMAC_SHA2_256_128: return "HMAC_SHA2_256_128 [RFC4868]";
        case ike::IntegrityId::HMAC_SHA2_384_192: return "HMAC_SHA2_384_192 [RFC4868]";
        case ike::IntegrityId::HMAC_SHA2_512_256: return "HMAC_SHA2_512_256 [RFC4868]";
        default: return nullptr;
    }
}

const char* wireshark_name(dataplane::Encryption encryption) {
    switch (encryption) {
        case dataplane::Encryption::null: return "NULL";
        case dataplane::Encryption::des: return "DES-CBC [RFC2405]";
        case dataplane::Encryption::triple_des: return "TripleDES-CBC [RFC2451]";
        case dataplane::Encryption::aes_cbc: return "AES-CBC [RFC3602]";
        case dataplane::Encryption::aes_gcm: return "AES-GCM with 16 octet ICV [RFC4106]";
        case dataplane::Encryption::chacha20_poly1305: return nullptr;
    }
    return nullptr;
}

const char* wireshark_name(dataplane::Integrity integrity) {
    switch (integrity) {
        case dataplane::Integrity::none: return "NULL";
        case dataplane::Integrity::hmac_md5_96: return "HMAC-MD5-96 [RFC2403]";
        case dataplane::Integrity::hmac_sha1_96: return "HMAC-SHA-1-96 [RFC2404]";
        case dataplane::Integrity::hmac_sha2_256_128: return "HMAC-SHA-256-128 [RFC4868]";
        case dataplane::Integrity::hmac_sha2_384_192: return "HMAC-SHA-384-192 [RFC4868]";
        case dataplane::Integrity::hmac_sha2_512_256: return "HMAC-SHA-512-256 [RFC4868]";
    }
    return nullptr;
}

[[noreturn]] void fail(const std::string& path) { throw std::runtime_error(path + ": " + std::strerror(errno)); }

/// Nobody but the owner reads what is in it.
int open_table(const std::string& path) { return ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600); }

void write_to(const std::string& path, std::string_view text) {
    const int file = open_table(path);
    if (file < 0) fail(path);
    [[maybe_unused]] const ssize_t written = ::write(file, text.data(), text.size());
    ::close(file);
}

}  // namespace

KeyLog::KeyLog(std::string directory) : directory_(std::move(directory)) {
    if (::mkdir(directory_.c_str(), 0700) != 0 && errno != EEXIST) fail(directory_);
    for (const char* table : {esp_table, ikev2_table, ikev1_table}) {
        const std::string path = directory_ + "/" + table;
        write_to(path, "");
        std::ifstream known(path);
        for (std::string line; std::getline(known, line);) lines_.insert(table + line);
    }
    if (const std::string path = directory_ + "/preferences"; !std::filesystem::exists(path)) write_to(path, preferences);
}

/// A table that cannot be written any more is no reason to stop: the routers work on.
void KeyLog::append(const char* table, const std::string& line) {
    if (!lines_.insert(table + line).second) return;
    const int file = open_table(directory_ + "/" + table);
    if (file < 0) return;
    [[maybe_unused]] const ssize_t written = ::write(file, (line + "\n").data(), line.size() + 1);
    ::close(file);
}

void KeyLog::on_ike_keys(ike::IkeSpi initiator, ike::IkeSpi responder, const ike::IkeSuite& suite, const ike::SkKeys& keys) {
    const auto* shape = ike::shape_of(suite.encryption, suite.key_bits);
    const char *encryption = shape ? wireshark_name(suite.encryption, shape->key_size) : nullptr, *integrity = wireshark_name(suite.integrity);
    if (!encryption || !integrity) return;
    append(ikev2_table, fmt::format("{:016x},{:016x},{},{},\"{}\",{},{},\"{}\"", initiator, responder, hex(keys.SK_ei), hex(keys.SK_er), encryption,
                                    hex(keys.SK_ai), hex(keys.SK_ar), integrity));
}

void KeyLog::on_isakmp_key(ike::IkeSpi initiator_cookie, const config::Secret& encryption) {
    append(ikev1_table, fmt::format("{:016x},{}", initiator_cookie, hex(encryption)));
}

void KeyLog::add(const dataplane::SaPair& pair) {
    add(pair.inbound, pair.inbound.remote_address, pair.inbound.local_address);
    add(pair.outbound, pair.outbound.local_address, pair.outbound.remote_address);
}

void KeyLog::add(const dataplane::SaParameters& sa, const config::IpAddress& from, const config::IpAddress& to) {
    const char *encryption = wireshark_name(sa.suite.encryption), *integrity = wireshark_name(sa.suite.integrity);
    if (sa.protocol != dataplane::IpsecProtocol::esp || !encryption || !integrity) return;
    const auto key = [](const config::Secret& secret) { return secret.empty() ? std::string{} : "0x" + hex(secret); };
    append(esp_table, fmt::format(R"("{}","{}","{}","0x{:08x}","{}","{}","{}","{}")", from.is_v6() ? "IPv6" : "IPv4", from.text(), to.text(), sa.spi,
                                  encryption, key(sa.encryption_key), integrity, key(sa.integrity_key)));
}

}  // namespace cli
