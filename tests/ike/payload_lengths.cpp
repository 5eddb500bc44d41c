#include <catch2/catch.hpp>

#include "ike/payload/sealed.h"
#include "tests/ike/payload_samples.h"

using namespace ike;

namespace {

std::vector<std::size_t> lengths_of(std::span<const Payload> payloads) {
    std::vector<std::size_t> lengths;
    for (const Payload& payload : payloads) lengths.push_back(wire_length(payload));
    return lengths;
}

using Lengths = std::vector<std::size_t>;

/// The message sealed with AES-CBC-128 and HMAC-SHA1-96, as the documented SA has them.
Bytes sealed(const std::vector<Payload>& inner, std::uint8_t flags = flag_initiator) {
    static const OctetVector encryption_key(16, 1);
    static const OctetVector integrity_key(20, 2);
    Algorithms algorithms;
    auto random = random_number(1);
    const SkProtection protection{EncryptionId::AES_CBC, 128, IntegrityId::HMAC_SHA1_96, encryption_key, integrity_key};
    return seal(algorithms, samples::header(ExchangeType::IKE_AUTH, flags, 1), inner, protection, random);
}

}  // namespace

TEST_CASE("IKE_SA_INIT request has the documented lengths") {
    const Message message = samples::init_request();
    CHECK(lengths_of(message.payloads) == Lengths{56, 136, 24, 23, 21, 28, 28});
    CHECK(encode_message(message).size() == 344);
}

TEST_CASE("IKE_SA_INIT response has the documented lengths") {
    const Message message = samples::init_response();
    CHECK(lengths_of(message.payloads) == Lengths{48, 136, 24, 23, 21, 28, 28, 105, 8});
    CHECK(encode_message(message).size() == 449);
}

TEST_CASE("IKE_AUTH request has the documented lengths") {
    const auto inner = samples::auth_request();
    CHECK(lengths_of(inner) == Lengths{20, 12, 28, 309, 40, 24, 24, 8, 12, 8, 8});
    const Bytes datagram = sealed(inner);
    CHECK(datagram.size() == 556);
    const auto message = decode_message(datagram);
    REQUIRE(message);
    CHECK(message->header.next_payload == PayloadType::ENCR);
    CHECK(message->header.length == 556);
    CHECK(wire_length(message->payloads.front()) == 528);
    CHECK(next_payload_of(message->payloads, 0) == PayloadType::VID);
}

TEST_CASE("IKE_AUTH response has the documented lengths") {
    const auto inner = samples::auth_response();
    CHECK(lengths_of(inner) == Lengths{20, 12, 28, 40, 24, 24, 12, 8, 8});
    CHECK(sealed(inner, flag_response).size() == 252);
}

TEST_CASE("rekey of the IKE SA has the documented lengths") {
    const auto inner = samples::rekey_request();
    CHECK(lengths_of(inner) == Lengths{152, 24, 136, 12});
    CHECK(sealed(inner).size() == 396);
}

TEST_CASE("payloads know their successors") {
    const Message message = samples::init_request();
    CHECK(first_payload_of(message.payloads) == PayloadType::SA);
    CHECK(next_payload_of(message.payloads, 0) == PayloadType::KE);
    CHECK(next_payload_of(message.payloads, 1) == PayloadType::N);
    CHECK(next_payload_of(message.payloads, 6) == PayloadType::NONE);
    CHECK(first_payload_of({}) == PayloadType::NONE);
}

TEST_CASE("names are those of the dumps") {
    CHECK(name_of(EncryptionId::TRIPLE_DES) == "3DES");
    CHECK(name_of(IntegrityId::HMAC_SHA1_96) == "SHA96");
    CHECK(name_of(IntegrityId::HMAC_MD5_96) == "MD596");
    CHECK(name_of(DhGroupId::modp1024) == "DH_GROUP_1024_MODP/Group 2");
    CHECK(name_of(DhGroupId::modp2048_256) == "DH_GROUP_2048_MODP_256_PRIME/Group 24");
    CHECK(transform_name(TransformType::ESN, 0) == "Don't use ESN");
    CHECK(transform_name(TransformType::PRF, 2) == "SHA1");
    CHECK(transform_name(TransformType{9}, 2).empty());
    CHECK(name_of(NotifyType::NON_FIRST_FRAGS) == "NON_FIRST_FRAGS");
    CHECK(name_of(NotifyType{40961}).empty());
    CHECK(name_of(ConfigAttributeType::INTERNAL_IP4_NBNS) == "internal IP4 NBNS");
    CHECK(name_of(ConfigAttributeType::SPLIT_DNS).empty());
    CHECK(short_name_of(ConfigAttributeType::SPLIT_DNS) == "split-dns");
    CHECK(name_of(CertEncoding::HASH_AND_URL_X509) == "Hash and URL of PKIX");
    CHECK(name_of(IdType::ID_IPV4_ADDR) == "IPv4 address");
    CHECK(name_of(ProtocolId::none) == "IKE");
}
