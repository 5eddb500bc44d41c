#pragma once

#include <cstdint>
#include <string_view>

/// ISAKMP numbers: RFC 2408, 2407, 2409, 3947, 3706 and the drafts of Xauth (draft-beaulieu-ike-xauth-02) and mode config
/// (draft-dukes-ike-mode-cfg-02).
namespace ike::isakmp {

enum class ExchangeType : std::uint8_t { none = 0, BASE = 1, MAIN = 2, AUTH_ONLY = 3, AGGRESSIVE = 4, INFORMATIONAL = 5, TRANSACTION = 6, QUICK = 32, NEW_GROUP = 33 };

/// NAT_D_DRAFT and NAT_OA_DRAFT are those of draft-ietf-ipsec-nat-t-ike-02/03; FRAGMENT is the vendor's IKE fragmentation.
enum class PayloadType : std::uint8_t {
    NONE = 0, SA = 1, P = 2, T = 3, KE = 4, ID = 5, CERT = 6, CR = 7, HASH = 8, SIG = 9, NONCE = 10, N = 11, D = 12, VID = 13, ATTR = 14,
    NAT_D = 20, NAT_OA = 21, NAT_D_DRAFT = 130, NAT_OA_DRAFT = 131, FRAGMENT = 132
};

/// RFC 2407 4.4.1.
enum class ProtocolId : std::uint8_t { none = 0, ISAKMP = 1, AH = 2, ESP = 3, IPCOMP = 4 };

/// RFC 2409 appendix A and the registry: attributes of a phase 1 transform.
enum class Phase1Attribute : std::uint16_t {
    ENCRYPTION = 1, HASH = 2, AUTHENTICATION = 3, GROUP = 4, GROUP_TYPE = 5, LIFE_TYPE = 11, LIFE_DURATION = 12, PRF = 13, KEY_LENGTH = 14
};
enum class Phase1Encryption : std::uint16_t { none = 0, DES_CBC = 1, IDEA_CBC = 2, BLOWFISH_CBC = 3, RC5_CBC = 4, TRIPLE_DES_CBC = 5, CAST_CBC = 6, AES_CBC = 7 };
enum class Phase1Hash : std::uint16_t { none = 0, MD5 = 1, SHA = 2, TIGER = 3, SHA2_256 = 4, SHA2_384 = 5, SHA2_512 = 6 };
enum class Phase1Auth : std::uint16_t {
    none = 0, PRE_SHARED = 1, DSS_SIG = 2, RSA_SIG = 3, RSA_ENC = 4, RSA_REV = 5, ECDSA_256 = 9, ECDSA_384 = 10, ECDSA_521 = 11,
    HYBRID_INIT_RSA = 64221, HYBRID_RESP_RSA = 64222, XAUTH_INIT_PRE_SHARED = 65001, XAUTH_RESP_PRE_SHARED = 65002,
    XAUTH_INIT_RSA = 65005, XAUTH_RESP_RSA = 65006
};
enum class LifeType : std::uint16_t { none = 0, SECONDS = 1, KILOBYTES = 2 };

/// RFC 2407 4.5: attributes of a phase 2 transform.
enum class Phase2Attribute : std::uint16_t {
    LIFE_TYPE = 1, LIFE_DURATION = 2, GROUP = 3, ENCAPSULATION = 4, AUTHENTICATION = 5, KEY_LENGTH = 6, KEY_ROUNDS = 7, ESN = 11
};
/// The last four: RFC 3947 and the drafts before it.
enum class Encapsulation : std::uint16_t { none = 0, TUNNEL = 1, TRANSPORT = 2, UDP_TUNNEL = 3, UDP_TRANSPORT = 4, UDP_TUNNEL_DRAFT = 61443, UDP_TRANSPORT_DRAFT = 61444 };
enum class Phase2Auth : std::uint16_t { none = 0, HMAC_MD5 = 1, HMAC_SHA = 2, DES_MAC = 3, KPDK = 4, HMAC_SHA2_256 = 5, HMAC_SHA2_384 = 6, HMAC_SHA2_512 = 7 };
enum class EspTransform : std::uint8_t { none = 0, DES = 2, TRIPLE_DES = 3, NULL_ENCRYPTION = 11, AES = 12, AES_GCM_8 = 18, AES_GCM_12 = 19, AES_GCM_16 = 20, AES_GMAC = 23 };
enum class AhTransform : std::uint8_t { none = 0, MD5 = 2, SHA = 3, DES = 4, SHA2_256 = 5, SHA2_384 = 6, SHA2_512 = 7 };

/// RFC 2407 4.6.2.1; KEY_ID is how a group name travels.
enum class IdType : std::uint8_t {
    none = 0, IPV4_ADDR = 1, FQDN = 2, USER_FQDN = 3, IPV4_ADDR_SUBNET = 4, IPV6_ADDR = 5, IPV6_ADDR_SUBNET = 6, IPV4_ADDR_RANGE = 7,
    IPV6_ADDR_RANGE = 8, DER_ASN1_DN = 9, DER_ASN1_GN = 10, KEY_ID = 11
};

enum class NotifyType : std::uint16_t {
    none = 0, INVALID_PAYLOAD_TYPE = 1, DOI_NOT_SUPPORTED = 2, SITUATION_NOT_SUPPORTED = 3, INVALID_COOKIE = 4, INVALID_MAJOR_VERSION = 5,
    INVALID_MINOR_VERSION = 6, INVALID_EXCHANGE_TYPE = 7, INVALID_FLAGS = 8, INVALID_MESSAGE_ID = 9, INVALID_PROTOCOL_ID = 10, INVALID_SPI = 11,
    INVALID_TRANSFORM_ID = 12, ATTRIBUTES_NOT_SUPPORTED = 13, NO_PROPOSAL_CHOSEN = 14, BAD_PROPOSAL_SYNTAX = 15, PAYLOAD_MALFORMED = 16,
    INVALID_KEY_INFORMATION = 17, INVALID_ID_INFORMATION = 18, INVALID_HASH_INFORMATION = 23, AUTHENTICATION_FAILED = 24,
    ADDRESS_NOTIFICATION = 26, NOTIFY_SA_LIFETIME = 27, UNEQUAL_PAYLOAD_LENGTHS = 30, CONNECTED = 16384, RESPONDER_LIFETIME = 24576,
    REPLAY_STATUS = 24577, INITIAL_CONTACT = 24578, R_U_THERE = 36136, R_U_THERE_ACK = 36137
};

/// Message kinds of an attributes payload.
enum class ConfigKind : std::uint8_t { none = 0, REQUEST = 1, REPLY = 2, SET = 3, ACK = 4 };
/// Attributes of mode config, Xauth (16520 and up) and the vendor's Unity clients (28672 and up).
enum class ConfigAttribute : std::uint16_t {
    INTERNAL_IP4_ADDRESS = 1, INTERNAL_IP4_NETMASK = 2, INTERNAL_IP4_DNS = 3, INTERNAL_IP4_NBNS = 4, INTERNAL_ADDRESS_EXPIRY = 5,
    INTERNAL_IP4_DHCP = 6, APPLICATION_VERSION = 7, INTERNAL_IP6_ADDRESS = 8, INTERNAL_IP4_SUBNET = 13, SUPPORTED_ATTRIBUTES = 14,
    XAUTH_TYPE = 16520, XAUTH_USER_NAME = 16521, XAUTH_USER_PASSWORD = 16522, XAUTH_PASSCODE = 16523, XAUTH_MESSAGE = 16524,
    XAUTH_CHALLENGE = 16525, XAUTH_DOMAIN = 16526, XAUTH_STATUS = 16527, XAUTH_NEXT_PIN = 16528, XAUTH_ANSWER = 16529,
    UNITY_BANNER = 28672, UNITY_SAVE_PASSWD = 28673, UNITY_DEF_DOMAIN = 28674, UNITY_SPLITDNS_NAME = 28675, UNITY_SPLIT_INCLUDE = 28676,
    UNITY_NATT_PORT = 28677, UNITY_LOCAL_LAN = 28678, UNITY_PFS = 28679, UNITY_FW_TYPE = 28680, UNITY_BACKUP_SERVERS = 28681,
    UNITY_DDNS_HOSTNAME = 28682
};

/// Vendor ids that this router sends or knows; `other` is any that it does not know, `ios` its own kind's.
enum class VendorId : std::uint8_t { other, ios, rfc3947, natt_07, natt_03, natt_02_n, natt_02, dpd, unity, xauth, fragmentation };

inline constexpr std::uint8_t flag_encryption = 1;
inline constexpr std::uint8_t flag_commit = 2;
inline constexpr std::uint8_t flag_authentication_only = 4;
inline constexpr std::uint32_t ipsec_doi = 1;

}  // namespace ike::isakmp
