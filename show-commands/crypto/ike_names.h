#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config-model/ikev2.h"
#include "config-model/ipsec.h"
#include "ike/views.h"
#include "ipsec-dataplane/esp/algorithms.h"

/// The words of the crypto screens for negotiated and configured values.
namespace show {

/// "PSK", "RSA", "ECDSA", "EAP"; "Unknown - 0" before IKE_AUTH.
std::string_view auth_name(const std::optional<ike::AuthMethod>& method);
/// "AES-CBC"; "Unknown - 0" before the algorithms are chosen.
std::string_view encryption_name(ike::EncryptionId id);
std::string_view prf_name(ike::PrfId id);
/// "SHA96"; "None" for a combined-mode cipher.
std::string_view integrity_name(ike::IntegrityId id);
/// Whether a key size belongs in the `Encr:` line.
bool has_key_size(ike::EncryptionId id);
/// "Negotiation done", "Initiator waiting for INIT response", …
std::string_view status_description(const ike::IkeSaView& sa);

/// "AES-CBC-256", "3DES", as `show crypto ikev2 proposal` lists them.
std::string_view proposal_name(config::Ikev2Encryption encryption);
std::string_view integrity_name(config::HashAlgorithm hash);   ///< "SHA96", "MD596", "SHA512"
std::string_view prf_name(config::HashAlgorithm hash);         ///< "SHA1", "MD5", "SHA512"
std::string_view hmac_name(dataplane::Integrity integrity);    ///< "SHA96", "None", …: esp_hmac of a child SA
std::string_view cipher_name(dataplane::Encryption encryption);///< "AES-CBC", "3DES", "AES-GCM", "NULL"
/// "esp-256-aes esp-sha256-hmac", "esp-gcm 256", "ah-sha-hmac": with the key size where `show` puts it.
std::string transform_words(dataplane::IpsecProtocol protocol, const dataplane::EspSuite& suite);
std::string transform_words(const config::TransformSet& set);
/// "DH_GROUP_1024_MODP/Group 2"
std::string_view group_name(std::uint16_t group);

}  // namespace show
