#include <array>
#include <cstddef>

#include "ike/payload/numbers.h"

namespace ike {
namespace {

/// One documented name.
template <class Number>
struct Name {
    Number number;
    std::string_view text;
};

template <class Number, std::size_t N>
std::string_view look_up(const std::array<Name<Number>, N>& names, Number number) {
    for (const Name<Number>& name : names)
        if (name.number == number) return name.text;
    return {};
}

constexpr auto exchange_names = std::to_array<Name<ExchangeType>>({
    {ExchangeType::IKE_SA_INIT, "IKE_SA_INIT"},
    {ExchangeType::IKE_AUTH, "IKE_AUTH"},
    {ExchangeType::CREATE_CHILD_SA, "CREATE_CHILD_SA"},
    {ExchangeType::INFORMATIONAL, "INFORMATIONAL"},
});

constexpr auto payload_names = std::to_array<Name<PayloadType>>({
    {PayloadType::NONE, "NONE"},
    {PayloadType::SA, "SA"},
    {PayloadType::KE, "KE"},
    {PayloadType::IDi, "IDi"},
    {PayloadType::IDr, "IDr"},
    {PayloadType::CERT, "CERT"},
    {PayloadType::CERTREQ, "CERTREQ"},
    {PayloadType::AUTH, "AUTH"},
    {PayloadType::N, "N"},
    {PayloadType::NOTIFY, "NOTIFY"},
    {PayloadType::DELETE, "DELETE"},
    {PayloadType::VID, "VID"},
    {PayloadType::TSi, "TSi"},
    {PayloadType::TSr, "TSr"},
    {PayloadType::ENCR, "ENCR"},
    {PayloadType::CFG, "CFG"},
    {PayloadType::EAP, "EAP"},
    {PayloadType::SKF, "SKF"},
});

constexpr auto protocol_names = std::to_array<Name<ProtocolId>>({
    {ProtocolId::none, "IKE"},
    {ProtocolId::IKE, "IKE"},
    {ProtocolId::AH, "AH"},
    {ProtocolId::ESP, "ESP"},
});

constexpr auto transform_type_names = std::to_array<Name<TransformType>>({
    {TransformType::ENCR, "ENCR"},
    {TransformType::PRF, "PRF"},
    {TransformType::INTEG, "INTEG"},
    {TransformType::DH, "DH"},
    {TransformType::ESN, "ESN"},
});

constexpr auto encryption_names = std::to_array<Name<EncryptionId>>({
    {EncryptionId::none, "None"},
    {EncryptionId::DES, "DES"},
    {EncryptionId::TRIPLE_DES, "3DES"},
    {EncryptionId::NULL_ENCRYPTION, "NULL"},
    {EncryptionId::AES_CBC, "AES-CBC"},
    {EncryptionId::AES_CTR, "AES-CTR"},
    {EncryptionId::AES_GCM_8, "AES-GCM"},
    {EncryptionId::AES_GCM_12, "AES-GCM"},
    {EncryptionId::AES_GCM_16, "AES-GCM"},
    {EncryptionId::NULL_AUTH_AES_GMAC, "AES-GMAC"},
    {EncryptionId::CHACHA20_POLY1305, "CHACHA20-POLY1305"},
});

constexpr auto prf_names = std::to_array<Name<PrfId>>({
    {PrfId::none, "None"},
    {PrfId::HMAC_MD5, "MD5"},
    {PrfId::HMAC_SHA1, "SHA1"},
    {PrfId::HMAC_SHA2_256, "SHA256"},
    {PrfId::HMAC_SHA2_384, "SHA384"},
    {PrfId::HMAC_SHA2_512, "SHA512"},
});

constexpr auto integrity_names = std::to_array<Name<IntegrityId>>({
    {IntegrityId::none, "None"},
    {IntegrityId::HMAC_MD5_96, "MD596"},
    {IntegrityId::HMAC_SHA1_96, "SHA96"},
    {IntegrityId::HMAC_SHA2_256_128, "SHA256"},
    {IntegrityId::HMAC_SHA2_384_192, "SHA384"},
    {IntegrityId::HMAC_SHA2_512_256, "SHA512"},
});

constexpr auto group_names = std::to_array<Name<DhGroupId>>({
    {DhGroupId::none, "None"},
    {DhGroupId::modp768, "DH_GROUP_768_MODP/Group 1"},
    {DhGroupId::modp1024, "DH_GROUP_1024_MODP/Group 2"},
    {DhGroupId::modp1536, "DH_GROUP_1536_MODP/Group 5"},
    {DhGroupId::modp2048, "DH_GROUP_2048_MODP/Group 14"},
    {DhGroupId::modp3072, "DH_GROUP_3072_MODP/Group 15"},
    {DhGroupId::modp4096, "DH_GROUP_4096_MODP/Group 16"},
    {DhGroupId::ecp256, "DH_GROUP_256_ECP/Group 19"},
    {DhGroupId::ecp384, "DH_GROUP_384_ECP/Group 20"},
    {DhGroupId::ecp521, "DH_GROUP_521_ECP/Group 21"},
    {DhGroupId::modp2048_256, "DH_GROUP_2048_MODP_256_PRIME/Group 24"},
    {DhGroupId::curve25519, "DH_GROUP_CURVE25519/Group 31"},
});

constexpr auto esn_names = std::to_array<Name<EsnId>>({{EsnId::none, "Don't use ESN"}, {EsnId::esn, "ESN"}});

constexpr auto id_names = std::to_array<Name<IdType>>({
    {IdType::ID_IPV4_ADDR, "IPv4 address"},
    {IdType::ID_FQDN, "FQDN"},
    {IdType::ID_RFC822_ADDR, "email address"},
    {IdType::ID_IPV6_ADDR, "IPv6 address"},
    {IdType::ID_DER_ASN1_DN, "DER ASN1 DN"},
    {IdType::ID_DER_ASN1_GN, "DER ASN1 GN"},
    {IdType::ID_KEY_ID, "key ID"},
});

constexpr auto certificate_names = std::to_array<Name<CertEncoding>>({
    {CertEncoding::PKCS7, "PKCS #7 wrapped X.509 certificate"},
    {CertEncoding::PGP, "PGP Certificate"},
    {CertEncoding::DNS_SIGNED_KEY, "DNS Signed Key"},
    {CertEncoding::X509_SIGNATURE, "X.509 Certificate - signature"},
    {CertEncoding::KERBEROS_TOKEN, "Kerberos Token"},
    {CertEncoding::CRL, "Certificate Revocation List"},
    {CertEncoding::ARL, "Authority Revocation List"},
    {CertEncoding::SPKI, "SPKI Certificate"},
    {CertEncoding::X509_ATTRIBUTE, "X.509 Certificate - attribute"},
    {CertEncoding::RAW_RSA_KEY, "Raw RSA Key"},
    {CertEncoding::HASH_AND_URL_X509, "Hash and URL of PKIX"},
    {CertEncoding::HASH_AND_URL_BUNDLE, "Hash and URL of PKIX bundle"},
});

constexpr auto auth_names = std::to_array<Name<AuthMethod>>({
    {AuthMethod::RSA, "RSA"},
    {AuthMethod::PSK, "PSK"},
    {AuthMethod::DSS, "DSS"},
    {AuthMethod::ECDSA_256, "ECDSA"},
    {AuthMethod::ECDSA_384, "ECDSA"},
    {AuthMethod::ECDSA_521, "ECDSA"},
    {AuthMethod::GSPM, "GSPM"},
    {AuthMethod::NULL_AUTH, "NULL"},
    {AuthMethod::DSIG, "DSIG"},
});

constexpr auto notify_names = std::to_array<Name<NotifyType>>({
    {NotifyType::UNSUPPORTED_CRITICAL_PAYLOAD, "UNSUPPORTED_CRITICAL_PAYLOAD"},
    {NotifyType::INVALID_IKE_SPI, "INVALID_IKE_SPI"},
    {NotifyType::INVALID_MAJOR_VERSION, "INVALID_MAJOR_VERSION"},
    {NotifyType::INVALID_SYNTAX, "INVALID_SYNTAX"},
    {NotifyType::INVALID_MESSAGE_ID, "INVALID_MESSAGE_ID"},
    {NotifyType::INVALID_SPI, "INVALID_SPI"},
    {NotifyType::NO_PROPOSAL_CHOSEN, "NO_PROPOSAL_CHOSEN"},
    {NotifyType::INVALID_KE_PAYLOAD, "INVALID_KE_PAYLOAD"},
    {NotifyType::AUTHENTICATION_FAILED, "AUTHENTICATION_FAILED"},
    {NotifyType::SINGLE_PAIR_REQUIRED, "SINGLE_PAIR_REQUIRED"},
    {NotifyType::NO_ADDITIONAL_SAS, "NO_ADDITIONAL_SAS"},
    {NotifyType::INTERNAL_ADDRESS_FAILURE, "INTERNAL_ADDRESS_FAILURE"},
    {NotifyType::FAILED_CP_REQUIRED, "FAILED_CP_REQUIRED"},
    {NotifyType::TS_UNACCEPTABLE, "TS_UNACCEPTABLE"},
    {NotifyType::INVALID_SELECTORS, "INVALID_SELECTORS"},
    {NotifyType::UNACCEPTABLE_ADDRESSES, "UNACCEPTABLE_ADDRESSES"},
    {NotifyType::UNEXPECTED_NAT_DETECTED, "UNEXPECTED_NAT_DETECTED"},
    {NotifyType::TEMPORARY_FAILURE, "TEMPORARY_FAILURE"},
    {NotifyType::CHILD_SA_NOT_FOUND, "CHILD_SA_NOT_FOUND"},
    {NotifyType::INITIAL_CONTACT, "INITIAL_CONTACT"},
    {NotifyType::SET_WINDOW_SIZE, "SET_WINDOW_SIZE"},
    {NotifyType::ADDITIONAL_TS_POSSIBLE, "ADDITIONAL_TS_POSSIBLE"},
    {NotifyType::IPCOMP_SUPPORTED, "IPCOMP_SUPPORTED"},
    {NotifyType::NAT_DETECTION_SOURCE_IP, "NAT_DETECTION_SOURCE_IP"},
    {NotifyType::NAT_DETECTION_DESTINATION_IP, "NAT_DETECTION_DESTINATION_IP"},
    {NotifyType::COOKIE, "COOKIE"},
    {NotifyType::USE_TRANSPORT_MODE, "USE_TRANSPORT_MODE"},
    {NotifyType::HTTP_CERT_LOOKUP_SUPPORTED, "HTTP_CERT_LOOKUP_SUPPORTED"},
    {NotifyType::REKEY_SA, "REKEY_SA"},
    {NotifyType::ESP_TFC_NO_SUPPORT, "ESP_TFC_NO_SUPPORT"},
    {NotifyType::NON_FIRST_FRAGS, "NON_FIRST_FRAGS"},
    {NotifyType::MOBIKE_SUPPORTED, "MOBIKE_SUPPORTED"},
    {NotifyType::ADDITIONAL_IP4_ADDRESS, "ADDITIONAL_IP4_ADDRESS"},
    {NotifyType::ADDITIONAL_IP6_ADDRESS, "ADDITIONAL_IP6_ADDRESS"},
    {NotifyType::NO_ADDITIONAL_ADDRESSES, "NO_ADDITIONAL_ADDRESSES"},
    {NotifyType::UPDATE_SA_ADDRESSES, "UPDATE_SA_ADDRESSES"},
    {NotifyType::COOKIE2, "COOKIE2"},
    {NotifyType::NO_NATS_ALLOWED, "NO_NATS_ALLOWED"},
    {NotifyType::AUTH_LIFETIME, "AUTH_LIFETIME"},
    {NotifyType::MULTIPLE_AUTH_SUPPORTED, "MULTIPLE_AUTH_SUPPORTED"},
    {NotifyType::ANOTHER_AUTH_FOLLOWS, "ANOTHER_AUTH_FOLLOWS"},
    {NotifyType::REDIRECT_SUPPORTED, "REDIRECT_SUPPORTED"},
    {NotifyType::REDIRECT, "REDIRECT"},
    {NotifyType::REDIRECTED_FROM, "REDIRECTED_FROM"},
    {NotifyType::TICKET_LT_OPAQUE, "TICKET_LT_OPAQUE"},
    {NotifyType::TICKET_REQUEST, "TICKET_REQUEST"},
    {NotifyType::TICKET_ACK, "TICKET_ACK"},
    {NotifyType::TICKET_NACK, "TICKET_NACK"},
    {NotifyType::TICKET_OPAQUE, "TICKET_OPAQUE"},
    {NotifyType::LINK_ID, "LINK_ID"},
    {NotifyType::USE_WESP_MODE, "USE_WESP_MODE"},
    {NotifyType::ROHC_SUPPORTED, "ROHC_SUPPORTED"},
    {NotifyType::EAP_ONLY_AUTHENTICATION, "EAP_ONLY_AUTHENTICATION"},
    {NotifyType::CHILDLESS_IKEV2_SUPPORTED, "CHILDLESS_IKEV2_SUPPORTED"},
    {NotifyType::QUICK_CRASH_DETECTION, "QUICK_CRASH_DETECTION"},
    {NotifyType::IKEV2_MESSAGE_ID_SYNC_SUPPORTED, "IKEV2_MESSAGE_ID_SYNC_SUPPORTED"},
    {NotifyType::IPSEC_REPLAY_COUNTER_SYNC_SUPPORTED, "IPSEC_REPLAY_COUNTER_SYNC_SUPPORTED"},
    {NotifyType::IKEV2_MESSAGE_ID_SYNC, "IKEV2_MESSAGE_ID_SYNC"},
    {NotifyType::IPSEC_REPLAY_COUNTER_SYNC, "IPSEC_REPLAY_COUNTER_SYNC"},
    {NotifyType::SECURE_PASSWORD_METHODS, "SECURE_PASSWORD_METHODS"},
    {NotifyType::PSK_PERSIST, "PSK_PERSIST"},
    {NotifyType::PSK_CONFIRM, "PSK_CONFIRM"},
    {NotifyType::ERX_SUPPORTED, "ERX_SUPPORTED"},
    {NotifyType::IFOM_CAPABILITY, "IFOM_CAPABILITY"},
    {NotifyType::SENDER_REQUEST_ID, "SENDER_REQUEST_ID"},
    {NotifyType::IKEV2_FRAGMENTATION_SUPPORTED, "IKEV2_FRAGMENTATION_SUPPORTED"},
    {NotifyType::SIGNATURE_HASH_ALGORITHMS, "SIGNATURE_HASH_ALGORITHMS"},
    {NotifyType::CLONE_IKE_SA_SUPPORTED, "CLONE_IKE_SA_SUPPORTED"},
    {NotifyType::CLONE_IKE_SA, "CLONE_IKE_SA"},
});

constexpr auto config_names = std::to_array<Name<ConfigType>>({
    {ConfigType::CFG_REQUEST, "CFG_REQUEST"},
    {ConfigType::CFG_REPLY, "CFG_REPLY"},
    {ConfigType::CFG_SET, "CFG_SET"},
    {ConfigType::CFG_ACK, "CFG_ACK"},
});

/// The packet dump's name (empty: it prints the number) and the name of the one-line form.
struct AttributeName {
    ConfigAttributeType number;
    std::string_view dump;
    std::string_view brief;
};

constexpr auto attribute_names = std::to_array<AttributeName>({
    {ConfigAttributeType::INTERNAL_IP4_ADDRESS, "internal IP4 address", "ipv4-address"},
    {ConfigAttributeType::INTERNAL_IP4_NETMASK, "internal IP4 netmask", "ipv4-netmask"},
    {ConfigAttributeType::INTERNAL_IP4_DNS, "internal IP4 DNS", "ipv4-dns"},
    {ConfigAttributeType::INTERNAL_IP4_NBNS, "internal IP4 NBNS", "ipv4-wins"},
    {ConfigAttributeType::INTERNAL_IP4_DHCP, "internal IP4 DHCP", "ipv4-dhcp"},
    {ConfigAttributeType::APPLICATION_VERSION, "application version", "app-version"},
    {ConfigAttributeType::INTERNAL_IP6_ADDRESS, "internal IP6 address", "ipv6-address"},
    {ConfigAttributeType::INTERNAL_IP6_DNS, "internal IP6 DNS", "ipv6-dns"},
    {ConfigAttributeType::INTERNAL_IP6_DHCP, "internal IP6 DHCP", "ipv6-dhcp"},
    {ConfigAttributeType::INTERNAL_IP4_SUBNET, "internal IP4 subnet", "ipv4-subnet"},
    {ConfigAttributeType::SUPPORTED_ATTRIBUTES, "supported attributes", "supported-attributes"},
    {ConfigAttributeType::INTERNAL_IP6_SUBNET, "internal IP6 subnet", "ipv6-subnet"},
    {ConfigAttributeType::BANNER, "", "banner"},
    {ConfigAttributeType::SAVE_PASSWORD, "", "save-pwd"},
    {ConfigAttributeType::DEF_DOMAIN, "", "def-domain"},
    {ConfigAttributeType::SPLIT_DNS, "", "split-dns"},
    {ConfigAttributeType::SPLIT_INCLUDE, "", "split-include"},
    {ConfigAttributeType::INCLUDE_LOCAL_LAN, "", "include-local-lan"},
    {ConfigAttributeType::PFS, "", "pfs"},
    {ConfigAttributeType::BACKUP_GATEWAY, "", "backup-gateway"},
    {ConfigAttributeType::CONFIG_URL, "", "config-url"},
});

constexpr auto selector_names = std::to_array<Name<TsType>>({
    {TsType::TS_IPV4_ADDR_RANGE, "TS_IPV4_ADDR_RANGE"},
    {TsType::TS_IPV6_ADDR_RANGE, "TS_IPV6_ADDR_RANGE"},
});

constexpr auto eap_code_names = std::to_array<Name<EapCode>>({
    {EapCode::request, "request"},
    {EapCode::response, "response"},
    {EapCode::success, "success"},
    {EapCode::failure, "failure"},
});

constexpr auto eap_method_names = std::to_array<Name<std::uint8_t>>({
    {1, "identity"},
    {2, "notification"},
    {3, "NAK"},
    {4, "MD5-Challenge"},
    {6, "GTC"},
    {13, "TLS"},
    {18, "SIM"},
    {21, "TTLS"},
    {23, "AKA"},
    {25, "PEAP"},
    {26, "MSCHAPV2"},
});

}  // namespace

std::string_view name_of(ExchangeType type) { return look_up(exchange_names, type); }
std::string_view name_of(PayloadType type) { return look_up(payload_names, type); }
std::string_view name_of(ProtocolId protocol) { return look_up(protocol_names, protocol); }
std::string_view name_of(TransformType type) { return look_up(transform_type_names, type); }
std::string_view name_of(EncryptionId id) { return look_up(encryption_names, id); }
std::string_view name_of(PrfId id) { return look_up(prf_names, id); }
std::string_view name_of(IntegrityId id) { return look_up(integrity_names, id); }
std::string_view name_of(DhGroupId id) { return look_up(group_names, id); }
std::string_view name_of(EsnId id) { return look_up(esn_names, id); }
std::string_view name_of(IdType type) { return look_up(id_names, type); }
std::string_view name_of(CertEncoding encoding) { return look_up(certificate_names, encoding); }
std::string_view name_of(AuthMethod method) { return look_up(auth_names, method); }
std::string_view name_of(NotifyType type) { return look_up(notify_names, type); }
std::string_view name_of(ConfigType type) { return look_up(config_names, type); }
std::string_view name_of(TsType type) { return look_up(selector_names, type); }
std::string_view name_of(EapCode code) { return look_up(eap_code_names, code); }
std::string_view eap_method_name(std::uint8_t method) { return look_up(eap_method_names, method); }

std::string_view name_of(ConfigAttributeType type) {
    for (const AttributeName& name : attribute_names)
        if (name.number == type) return name.dump;
    return {};
}

std::string_view short_name_of(ConfigAttributeType type) {
    for (const AttributeName& name : attribute_names)
        if (name.number == type) return name.brief;
    return {};
}

std::string_view transform_name(TransformType type, std::uint16_t id) {
    switch (type) {
        case TransformType::ENCR: return name_of(EncryptionId{id});
        case TransformType::PRF: return name_of(PrfId{id});
        case TransformType::INTEG: return name_of(IntegrityId{id});
        case TransformType::DH: return name_of(DhGroupId{id});
        case TransformType::ESN: return name_of(EsnId{id});
    }
    return {};
}

}  // namespace ike
