#pragma once

#include <cstdint>
#include <string_view>

namespace ike {

/// RFC 7296 §3.1.
enum class ExchangeType : std::uint8_t { IKE_SA_INIT = 34, IKE_AUTH = 35, CREATE_CHILD_SA = 36, INFORMATIONAL = 37 };

/// RFC 7296 §3.2 with the names the packet dumps use: N is the nonce, ENCR the encrypted payload; SKF is RFC 7383.
enum class PayloadType : std::uint8_t {
    NONE = 0,
    SA = 33,
    KE,
    IDi,
    IDr,
    CERT,
    CERTREQ,
    AUTH,
    N,
    NOTIFY,
    DELETE,
    VID,
    TSi,
    TSr,
    ENCR,
    CFG,
    EAP,
    SKF = 53,
};

/// RFC 7296 §3.3.1. `none` is what a notify about nothing in particular carries.
enum class ProtocolId : std::uint8_t { none = 0, IKE = 1, AH = 2, ESP = 3 };

/// RFC 7296 §3.3.2.
enum class TransformType : std::uint8_t { ENCR = 1, PRF = 2, INTEG = 3, DH = 4, ESN = 5 };

enum class EncryptionId : std::uint16_t {
    none = 0,
    DES = 2,
    TRIPLE_DES = 3,
    NULL_ENCRYPTION = 11,
    AES_CBC = 12,
    AES_CTR = 13,
    AES_GCM_8 = 18,
    AES_GCM_12 = 19,
    AES_GCM_16 = 20,
    NULL_AUTH_AES_GMAC = 21,
    CHACHA20_POLY1305 = 28,
};

enum class PrfId : std::uint16_t {
    none = 0,
    HMAC_MD5 = 1,
    HMAC_SHA1 = 2,
    HMAC_SHA2_256 = 5,
    HMAC_SHA2_384 = 6,
    HMAC_SHA2_512 = 7,
};

enum class IntegrityId : std::uint16_t {
    none = 0,
    HMAC_MD5_96 = 1,
    HMAC_SHA1_96 = 2,
    HMAC_SHA2_256_128 = 12,
    HMAC_SHA2_384_192 = 13,
    HMAC_SHA2_512_256 = 14,
};

enum class DhGroupId : std::uint16_t {
    none = 0,
    modp768 = 1,
    modp1024 = 2,
    modp1536 = 5,
    modp2048 = 14,
    modp3072 = 15,
    modp4096 = 16,
    ecp256 = 19,
    ecp384 = 20,
    ecp521 = 21,
    modp2048_256 = 24,
    curve25519 = 31,
};

enum class EsnId : std::uint16_t { none = 0, esn = 1 };

/// RFC 7296 §3.3.5: the only transform attribute in use, in TV form.
inline constexpr std::uint16_t key_length_attribute = 14;

/// RFC 7296 §3.5.
enum class IdType : std::uint8_t {
    ID_IPV4_ADDR = 1,
    ID_FQDN = 2,
    ID_RFC822_ADDR = 3,
    ID_IPV6_ADDR = 5,
    ID_DER_ASN1_DN = 9,
    ID_DER_ASN1_GN = 10,
    ID_KEY_ID = 11,
};

/// RFC 7296 §3.6.
enum class CertEncoding : std::uint8_t {
    PKCS7 = 1,
    PGP = 2,
    DNS_SIGNED_KEY = 3,
    X509_SIGNATURE = 4,
    KERBEROS_TOKEN = 6,
    CRL = 7,
    ARL = 8,
    SPKI = 9,
    X509_ATTRIBUTE = 10,
    RAW_RSA_KEY = 11,
    HASH_AND_URL_X509 = 12,
    HASH_AND_URL_BUNDLE = 13,
};

/// RFC 7296 §3.8, RFC 4754, RFC 7427.
enum class AuthMethod : std::uint8_t {
    none = 0,
    RSA = 1,
    PSK = 2,
    DSS = 3,
    ECDSA_256 = 9,
    ECDSA_384 = 10,
    ECDSA_521 = 11,
    GSPM = 12,
    NULL_AUTH = 13,
    DSIG = 14,
};

/// RFC 7296 §3.10.1 and the RFCs that extend it. Below 16384 are errors.
enum class NotifyType : std::uint16_t {
    UNSUPPORTED_CRITICAL_PAYLOAD = 1,
    INVALID_IKE_SPI = 4,
    INVALID_MAJOR_VERSION = 5,
    INVALID_SYNTAX = 7,
    INVALID_MESSAGE_ID = 9,
    INVALID_SPI = 11,
    NO_PROPOSAL_CHOSEN = 14,
    INVALID_KE_PAYLOAD = 17,
    AUTHENTICATION_FAILED = 24,
    SINGLE_PAIR_REQUIRED = 34,
    NO_ADDITIONAL_SAS = 35,
    INTERNAL_ADDRESS_FAILURE = 36,
    FAILED_CP_REQUIRED = 37,
    TS_UNACCEPTABLE = 38,
    INVALID_SELECTORS = 39,
    UNACCEPTABLE_ADDRESSES = 40,
    UNEXPECTED_NAT_DETECTED = 41,
    TEMPORARY_FAILURE = 43,
    CHILD_SA_NOT_FOUND = 44,
    INITIAL_CONTACT = 16384,
    SET_WINDOW_SIZE = 16385,
    ADDITIONAL_TS_POSSIBLE = 16386,
    IPCOMP_SUPPORTED = 16387,
    NAT_DETECTION_SOURCE_IP = 16388,
    NAT_DETECTION_DESTINATION_IP = 16389,
    COOKIE = 16390,
    USE_TRANSPORT_MODE = 16391,
    HTTP_CERT_LOOKUP_SUPPORTED = 16392,
    REKEY_SA = 16393,
    ESP_TFC_NO_SUPPORT = 16394,
    NON_FIRST_FRAGS = 16395,
    MOBIKE_SUPPORTED = 16396,
    ADDITIONAL_IP4_ADDRESS = 16397,
    ADDITIONAL_IP6_ADDRESS = 16398,
    NO_ADDITIONAL_ADDRESSES = 16399,
    UPDATE_SA_ADDRESSES = 16400,
    COOKIE2 = 16401,
    NO_NATS_ALLOWED = 16402,
    AUTH_LIFETIME = 16403,
    MULTIPLE_AUTH_SUPPORTED = 16404,
    ANOTHER_AUTH_FOLLOWS = 16405,
    REDIRECT_SUPPORTED = 16406,
    REDIRECT = 16407,
    REDIRECTED_FROM = 16408,
    TICKET_LT_OPAQUE = 16409,
    TICKET_REQUEST = 16410,
    TICKET_ACK = 16411,
    TICKET_NACK = 16412,
    TICKET_OPAQUE = 16413,
    LINK_ID = 16414,
    USE_WESP_MODE = 16415,
    ROHC_SUPPORTED = 16416,
    EAP_ONLY_AUTHENTICATION = 16417,
    CHILDLESS_IKEV2_SUPPORTED = 16418,
    QUICK_CRASH_DETECTION = 16419,
    IKEV2_MESSAGE_ID_SYNC_SUPPORTED = 16420,
    IPSEC_REPLAY_COUNTER_SYNC_SUPPORTED = 16421,
    IKEV2_MESSAGE_ID_SYNC = 16422,
    IPSEC_REPLAY_COUNTER_SYNC = 16423,
    SECURE_PASSWORD_METHODS = 16424,
    PSK_PERSIST = 16425,
    PSK_CONFIRM = 16426,
    ERX_SUPPORTED = 16427,
    IFOM_CAPABILITY = 16428,
    SENDER_REQUEST_ID = 16429,
    IKEV2_FRAGMENTATION_SUPPORTED = 16430,
    SIGNATURE_HASH_ALGORITHMS = 16431,
    CLONE_IKE_SA_SUPPORTED = 16432,
    CLONE_IKE_SA = 16433,
};
constexpr bool is_error(NotifyType type) { return static_cast<std::uint16_t>(type) < 16384; }

/// RFC 7296 §3.15.
enum class ConfigType : std::uint8_t { CFG_REQUEST = 1, CFG_REPLY = 2, CFG_SET = 3, CFG_ACK = 4 };

/// RFC 7296 §3.15.1; from 28672 on the vendor's own.
enum class ConfigAttributeType : std::uint16_t {
    INTERNAL_IP4_ADDRESS = 1,
    INTERNAL_IP4_NETMASK = 2,
    INTERNAL_IP4_DNS = 3,
    INTERNAL_IP4_NBNS = 4,
    INTERNAL_IP4_DHCP = 6,
    APPLICATION_VERSION = 7,
    INTERNAL_IP6_ADDRESS = 8,
    INTERNAL_IP6_DNS = 10,
    INTERNAL_IP6_DHCP = 12,
    INTERNAL_IP4_SUBNET = 13,
    SUPPORTED_ATTRIBUTES = 14,
    INTERNAL_IP6_SUBNET = 15,
    BANNER = 28672,
    SAVE_PASSWORD = 28673,
    DEF_DOMAIN = 28674,
    SPLIT_DNS = 28675,
    SPLIT_INCLUDE = 28676,
    INCLUDE_LOCAL_LAN = 28678,
    PFS = 28679,
    BACKUP_GATEWAY = 28681,
    CONFIG_URL = 28692,
};

/// RFC 7296 §3.13.1.
enum class TsType : std::uint8_t { TS_IPV4_ADDR_RANGE = 7, TS_IPV6_ADDR_RANGE = 8 };

/// RFC 3748 §4.
enum class EapCode : std::uint8_t { request = 1, response = 2, success = 3, failure = 4 };

/// The documented name of a number, or nothing at all for a number without one.
std::string_view name_of(ExchangeType type);
std::string_view name_of(PayloadType type);
/// `none` reads IKE, as in the dumps of notifies that name no protocol.
std::string_view name_of(ProtocolId protocol);
std::string_view name_of(TransformType type);
std::string_view name_of(EncryptionId id);
std::string_view name_of(PrfId id);
std::string_view name_of(IntegrityId id);
/// DH_GROUP_1024_MODP/Group 2
std::string_view name_of(DhGroupId id);
std::string_view name_of(EsnId id);
std::string_view name_of(IdType type);
std::string_view name_of(CertEncoding encoding);
std::string_view name_of(AuthMethod method);
std::string_view name_of(NotifyType type);
std::string_view name_of(ConfigType type);
/// The name of the packet dump: "internal IP4 DNS"; vendor attributes have none there.
std::string_view name_of(ConfigAttributeType type);
/// The name of the one-line form: "app-version", "split-dns".
std::string_view short_name_of(ConfigAttributeType type);
std::string_view name_of(TsType type);
std::string_view name_of(EapCode code);
/// RFC 3748 method number: identity, MD5-Challenge, …
std::string_view eap_method_name(std::uint8_t method);
/// The name of a transform of any type.
std::string_view transform_name(TransformType type, std::uint16_t id);

}  // namespace ike
