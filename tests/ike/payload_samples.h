#pragma once

#include "ike/payload/message.h"
#include "tests/ike/crypto_octets.h"

/// The messages of the documented IKEv2 trace, with its payload order and lengths.
namespace samples {

using namespace ike;

inline constexpr IkeSpi initiator_spi = 0xF074D8BBD5A59F0B;
inline constexpr IkeSpi responder_spi = 0xF94020DD8CB4B9C4;

inline Header header(ExchangeType exchange, std::uint8_t flags, std::uint32_t message_id,
                     IkeSpi responder = responder_spi) {
    Header value;
    value.initiator_spi = initiator_spi;
    value.responder_spi = responder;
    value.exchange = exchange;
    value.flags = flags;
    value.message_id = message_id;
    return value;
}

inline NotifyPayload notify(NotifyType type, std::size_t data_size) {
    NotifyPayload payload;
    payload.type = type;
    payload.data = Bytes(data_size, 0x5a);
    return payload;
}

inline SaPayload proposal(ProtocolId protocol, Bytes spi, std::vector<Transform> transforms) {
    Proposal value;
    value.protocol = protocol;
    value.spi = std::move(spi);
    value.transforms = std::move(transforms);
    return {{value}};
}

inline std::vector<Transform> chosen_ike_transforms() {
    return {Transform::of(EncryptionId::AES_CBC, std::uint16_t{128}), Transform::of(PrfId::HMAC_SHA1),
            Transform::of(IntegrityId::HMAC_SHA1_96), Transform::of(DhGroupId::modp1024)};
}

inline KePayload key_exchange() { return {DhGroupId::modp1024, Bytes(128, 0x77), 0}; }

inline void add_init_tail(std::vector<Payload>& payloads) {
    payloads.emplace_back(key_exchange());
    payloads.emplace_back(NoncePayload{Bytes(20, 0x11)});
    payloads.emplace_back(VendorIdPayload{from_text("CISCO-DELETE-REASON")});
    payloads.emplace_back(VendorIdPayload{from_text("FLEXVPN-SUPPORTED")});
    payloads.emplace_back(notify(NotifyType::NAT_DETECTION_SOURCE_IP, 20));
    payloads.emplace_back(notify(NotifyType::NAT_DETECTION_DESTINATION_IP, 20));
}

/// 344 octets.
inline Message init_request() {
    Message message{header(ExchangeType::IKE_SA_INIT, flag_initiator, 0, 0), {}};
    std::vector<Transform> transforms = chosen_ike_transforms();
    transforms.insert(transforms.begin(), Transform::of(EncryptionId::TRIPLE_DES));
    message.payloads.emplace_back(proposal(ProtocolId::IKE, {}, transforms));
    add_init_tail(message.payloads);
    return message;
}

/// 449 octets.
inline Message init_response() {
    Message message{header(ExchangeType::IKE_SA_INIT, flag_response, 0), {}};
    message.payloads.emplace_back(proposal(ProtocolId::IKE, {}, chosen_ike_transforms()));
    add_init_tail(message.payloads);
    message.payloads.emplace_back(CertRequestPayload{CertEncoding::HASH_AND_URL_X509, Bytes(100, 0x22)});
    message.payloads.emplace_back(notify(NotifyType::HTTP_CERT_LOOKUP_SUPPORTED, 0));
    return message;
}

inline TsPayload any_selector() {
    TrafficSelector selector;
    selector.start_address = config::IpAddress::v4(0);
    selector.end_address = config::IpAddress::v4(0xffffffff);
    return {{selector}, {}};
}

inline ConfigPayload config_request() {
    ConfigPayload request;
    using enum ConfigAttributeType;
    for (ConfigAttributeType type :
         {INTERNAL_IP4_DNS, INTERNAL_IP4_DNS, INTERNAL_IP4_NBNS, INTERNAL_IP4_NBNS, INTERNAL_IP4_SUBNET,
          APPLICATION_VERSION, SPLIT_DNS, BANNER, CONFIG_URL, BACKUP_GATEWAY, DEF_DOMAIN})
        request.attributes.push_back({type, Bytes(type == APPLICATION_VERSION ? 257 : 0, 'v'), false});
    return request;
}

inline IdPayload address_id() { return {IdType::ID_IPV4_ADDR, {10, 0, 0, 1}, {}}; }

inline void add_child(std::vector<Payload>& payloads) {
    payloads.emplace_back(proposal(ProtocolId::ESP, {0x95, 0x06, 0xd4, 0x14},
                                   {Transform::of(EncryptionId::TRIPLE_DES), Transform::of(IntegrityId::HMAC_SHA1_96),
                                    Transform::of(EsnId::none)}));
    payloads.emplace_back(PayloadType::TSi, any_selector());
    payloads.emplace_back(PayloadType::TSr, any_selector());
}

inline void add_auth_tail(std::vector<Payload>& payloads) {
    payloads.emplace_back(notify(NotifyType::SET_WINDOW_SIZE, 4));
    payloads.emplace_back(notify(NotifyType::ESP_TFC_NO_SUPPORT, 0));
    payloads.emplace_back(notify(NotifyType::NON_FIRST_FRAGS, 0));
}

/// Sealed into 528 octets, a message of 556.
inline std::vector<Payload> auth_request() {
    std::vector<Payload> payloads;
    payloads.emplace_back(VendorIdPayload{Bytes(16, 0x33)});
    payloads.emplace_back(PayloadType::IDi, address_id());
    payloads.emplace_back(AuthPayload{AuthMethod::PSK, Bytes(20, 0x44), {}});
    payloads.emplace_back(config_request());
    add_child(payloads);
    payloads.emplace_back(notify(NotifyType::INITIAL_CONTACT, 0));
    add_auth_tail(payloads);
    return payloads;
}

/// Sealed into 224 octets, a message of 252.
inline std::vector<Payload> auth_response() {
    std::vector<Payload> payloads;
    payloads.emplace_back(VendorIdPayload{Bytes(16, 0x33)});
    payloads.emplace_back(PayloadType::IDr, address_id());
    payloads.emplace_back(AuthPayload{AuthMethod::PSK, Bytes(20, 0x44), {}});
    add_child(payloads);
    add_auth_tail(payloads);
    return payloads;
}

/// IKE rekey request: 396 octets when sealed.
inline std::vector<Payload> rekey_request() {
    std::vector<Transform> transforms;
    for (std::uint16_t bits : std::initializer_list<std::uint16_t>{256, 192, 128})
        transforms.push_back(Transform::of(EncryptionId::AES_CBC, bits));
    for (PrfId id :
         {PrfId::HMAC_SHA2_512, PrfId::HMAC_SHA2_384, PrfId::HMAC_SHA2_256, PrfId::HMAC_SHA1, PrfId::HMAC_MD5})
        transforms.push_back(Transform::of(id));
    for (IntegrityId id : {IntegrityId::HMAC_SHA2_512_256, IntegrityId::HMAC_SHA2_384_192,
                           IntegrityId::HMAC_SHA2_256_128, IntegrityId::HMAC_SHA1_96, IntegrityId::HMAC_MD5_96})
        transforms.push_back(Transform::of(id));
    transforms.push_back(Transform::of(DhGroupId::modp1536));
    transforms.push_back(Transform::of(DhGroupId::modp1024));
    std::vector<Payload> payloads;
    payloads.emplace_back(proposal(ProtocolId::IKE, Bytes(8, 0x99), transforms));
    payloads.emplace_back(NoncePayload{Bytes(20, 0x11)});
    payloads.emplace_back(key_exchange());
    payloads.emplace_back(notify(NotifyType::SET_WINDOW_SIZE, 4));
    return payloads;
}

}  // namespace samples
