#include <catch2/catch.hpp>

#include "ike/payload/message.h"
#include "tests/ike/payload_samples.h"

using namespace ike;

namespace {

/// One payload of a type with these octets behind the generic header.
Decoded<std::vector<Payload>> decoded(PayloadType type, std::string_view body_hex, std::uint8_t flags = 0) {
    const OctetVector body = from_hex(body_hex);
    const std::size_t length = body.size() + 4;
    OctetVector octets{0, flags, static_cast<std::uint8_t>(length >> 8), static_cast<std::uint8_t>(length)};
    octets.insert(octets.end(), body.begin(), body.end());
    return decode_payload_chain(type, octets);
}

bool is_malformed(PayloadType type, std::string_view body_hex) {
    const auto result = decoded(type, body_hex);
    return !result && result.failure() == Failure{DecodeError::invalid_syntax, type};
}

void patch(Bytes& octets, std::size_t position, std::uint8_t value) { octets[position] = value; }

}  // namespace

TEST_CASE("an SA payload, octet by octet") {
    // one proposal: IKE, two transforms, AES-CBC-256 and PRF SHA1
    const auto result = decoded(PayloadType::SA, "00000000 01010002 0300000c 0100000c 800e0100 00000008 02000002");
    CHECK_FALSE(result);
    const auto good = decoded(PayloadType::SA, "0000001c 01010002 0300000c 0100000c 800e0100 00000008 02000002");
    REQUIRE(good);
    const auto* sa = good->front().as<SaPayload>();
    REQUIRE(sa->proposals.size() == 1);
    const Proposal& proposal = sa->proposals.front();
    CHECK(proposal.number == 1);
    CHECK(proposal.protocol == ProtocolId::IKE);
    CHECK(proposal.spi.empty());
    CHECK(proposal.transforms == std::vector<Transform>{Transform::of(EncryptionId::AES_CBC, std::uint16_t{256}),
                                                        Transform::of(PrfId::HMAC_SHA1)});
    CHECK(encode_body(good->front()) == from_hex("0000001c 01010002 0300000c 0100000c 800e0100 00000008 02000002"));
}

TEST_CASE("two proposals with SPIs") {
    const std::string_view body =
        "02000014 01030401 0a0b0c0d 00000008 01000003 00000014 02030401 0a0b0c0d 00000008 01000002";
    const auto result = decoded(PayloadType::SA, body);
    REQUIRE(result);
    const auto* sa = result->front().as<SaPayload>();
    REQUIRE(sa->proposals.size() == 2);
    CHECK(sa->proposals[1].number == 2);
    CHECK(sa->proposals[1].spi == from_hex("0a0b0c0d"));
    CHECK(encode_body(result->front()) == from_hex(body));
}

TEST_CASE("SA payloads that cannot be") {
    CHECK(is_malformed(PayloadType::SA, ""));
    // says that a proposal follows
    CHECK(is_malformed(PayloadType::SA, "02000010 01010001 00000008 01000003"));
    // says that none follows
    CHECK(is_malformed(PayloadType::SA, "00000010 01010001 00000008 01000003 00000010 02010001 00000008 01000003"));
    // a transform too few, a transform too many
    CHECK(is_malformed(PayloadType::SA, "00000010 01010002 00000008 01000003"));
    CHECK(is_malformed(PayloadType::SA, "00000018 01010001 03000008 01000003 00000008 02000002"));
    CHECK(is_malformed(PayloadType::SA, "00000018 01010001 00000008 01000003 00000008 02000002"));
    // wrong marks: 1 instead of 2 or 3
    CHECK(is_malformed(PayloadType::SA, "00000018 01010002 01000008 01000003 00000008 02000002"));
    // proposal longer than the payload, transform longer than the proposal, length shorter than its own header
    CHECK(is_malformed(PayloadType::SA, "00000011 01010001 00000008 01000003"));
    CHECK(is_malformed(PayloadType::SA, "00000010 01010001 00000009 01000003"));
    CHECK(is_malformed(PayloadType::SA, "00000010 01010001 00000004 01000003"));
    // SPI longer than the proposal
    CHECK(is_malformed(PayloadType::SA, "00000010 0101ff01 00000008 01000003"));
    // attribute in TLV form longer than the transform
    CHECK(is_malformed(PayloadType::SA, "00000014 01010001 0000000c 01000003 000e0004"));
}

TEST_CASE("unknown transform attributes are kept") {
    const std::string_view body = "00000019 01010001 00000011 01000014 00110001 aa 800e0080";
    const auto result = decoded(PayloadType::SA, body);
    REQUIRE(result);
    const Transform& transform = result->front().as<SaPayload>()->proposals.front().transforms.front();
    CHECK_FALSE(transform.key_length);
    REQUIRE(transform.attributes.size() == 2);
    CHECK(transform.attributes[0] == TransformAttribute{17, false, {0xaa}});
    CHECK(transform.attributes[1] == TransformAttribute{14, true, {0x00, 0x80}});
    CHECK(encode_body(result->front()) == from_hex(body));
}

TEST_CASE("proposals and attributes are bounded") {
    Payload sa(SaPayload{std::vector<Proposal>(max_proposals)});
    const Bytes most = encode_payload_chain({&sa, 1});
    CHECK(decode_payload_chain(PayloadType::SA, most));
    Payload config(ConfigPayload{ConfigType::CFG_REQUEST, std::vector<ConfigAttribute>(max_config_attributes), {}});
    CHECK(decode_payload_chain(PayloadType::CFG, encode_payload_chain({&config, 1})));
    OctetVector many = from_hex("00000000");
    for (int i = 0; i < 65; ++i) {
        const OctetVector proposal = from_hex(i == 64 ? "00000008 01010000" : "02000008 01010000");
        many.insert(many.end(), proposal.begin(), proposal.end());
    }
    many[2] = static_cast<std::uint8_t>(many.size() >> 8);
    many[3] = static_cast<std::uint8_t>(many.size());
    const auto result = decode_payload_chain(PayloadType::SA, many);
    CHECK(result.failure() == Failure{DecodeError::limit_exceeded, PayloadType::SA});
}

TEST_CASE("more payloads than a message may have") {
    OctetVector chain;
    for (std::size_t i = 0; i <= max_payloads; ++i) {
        const OctetVector vendor = from_hex(i == max_payloads ? "00000004" : "2b000004");
        chain.insert(chain.end(), vendor.begin(), vendor.end());
    }
    CHECK(decode_payload_chain(PayloadType::VID, chain).failure().error == DecodeError::limit_exceeded);
    chain.erase(chain.begin(), chain.begin() + 4);
    CHECK(decode_payload_chain(PayloadType::VID, chain)->size() == max_payloads);
}

TEST_CASE("KE, ID, AUTH, nonce") {
    const auto ke = decoded(PayloadType::KE, "0013 0000 aabb");
    REQUIRE(ke);
    CHECK(*ke->front().as<KePayload>() == KePayload{DhGroupId::ecp256, {0xaa, 0xbb}, 0});
    CHECK(is_malformed(PayloadType::KE, "0013 00"));
    const auto id = decoded(PayloadType::IDr, "02 000000 72312e61");
    REQUIRE(id);
    CHECK(id->front().as<IdPayload>()->data == from_text("r1.a"));
    CHECK(is_malformed(PayloadType::IDi, "01 000000 0a0000"));
    CHECK(is_malformed(PayloadType::IDi, "05 000000 0a000001"));
    const auto auth = decoded(PayloadType::AUTH, "02 000000 0102");
    REQUIRE(auth);
    CHECK(auth->front().as<AuthPayload>()->method == AuthMethod::PSK);
    CHECK(is_malformed(PayloadType::N, "000102030405060708090a0b0c0d0e"));
    CHECK(decoded(PayloadType::N, "000102030405060708090a0b0c0d0e0f"));
    CHECK_FALSE(decode_payload_chain(PayloadType::N, Bytes(261, 1)));
}

TEST_CASE("notifies and deletes") {
    const auto notify = decoded(PayloadType::NOTIFY, "03 04 4009 01020304");
    REQUIRE(notify);
    const auto* rekey = notify->front().as<NotifyPayload>();
    CHECK(rekey->type == NotifyType::REKEY_SA);
    CHECK(rekey->protocol == ProtocolId::ESP);
    CHECK(rekey->spi == from_hex("01020304"));
    CHECK(rekey->data.empty());
    CHECK(find_notify(*notify, NotifyType::REKEY_SA) == rekey);
    CHECK(find_notify(*notify, NotifyType::COOKIE) == nullptr);
    CHECK(is_malformed(PayloadType::NOTIFY, "03 05 4009 01020304"));
    const auto deletion = decoded(PayloadType::DELETE, "03 04 0002 01020304 05060708");
    REQUIRE(deletion);
    CHECK(deletion->front().as<DeletePayload>()->child_spis() == std::vector<std::uint32_t>{0x01020304, 0x05060708});
    CHECK(is_malformed(PayloadType::DELETE, "03 04 0003 01020304 05060708"));
    const std::vector<std::uint32_t> spis{0x01020304, 0x05060708};
    CHECK(encode_body(DeletePayload::of_children(ProtocolId::ESP, spis)) == from_hex("03 04 0002 01020304 05060708"));
    CHECK(encode_body(DeletePayload::of_ike_sa()) == from_hex("01 00 0000"));
}

TEST_CASE("traffic selectors of both families and of an unknown kind") {
    const std::string_view body =
        "03 000000 07060010 0050 01bb 0a000001 0a0000ff"
        "08000028 0000 ffff 20010db8000000000000000000000000 20010db80000000000000000000000ff"
        "0900000a 010203040506";
    const auto result = decoded(PayloadType::TSi, body);
    REQUIRE(result);
    const auto* ts = result->front().as<TsPayload>();
    REQUIRE(ts->selectors.size() == 3);
    CHECK(ts->selectors[0].protocol == 6);
    CHECK(ts->selectors[0].end_address == config::IpAddress::v4(0x0a0000ff));
    CHECK(ts->selectors[1].start_address.is_v6());
    CHECK(ts->selectors[2].unknown == from_hex("010203040506"));
    CHECK(encode_body(result->front()) == from_hex(body));
    CHECK(is_malformed(PayloadType::TSi, "00 000000"));
    CHECK(is_malformed(PayloadType::TSi, "01 000000 0700000f 0000ffff 00000000 ffffff"));
    CHECK(is_malformed(PayloadType::TSi, "01 000000 07000014 0000ffff 00000000 ffffffff 00000000"));
    CHECK(is_malformed(PayloadType::TSi, "02 000000 07000010 0000ffff 00000000 ffffffff"));
    // the first of two claims the octets of both
    CHECK(is_malformed(PayloadType::TSi,
                       "02 000000 07000020 0000ffff 00000000 ffffffff 07000010 0000ffff 00000000 ffffffff"));
}

TEST_CASE("configuration, EAP and vendor identities") {
    const auto config = decoded(PayloadType::CFG, "01 000000 0003 0000 0007 0002 6162 7003 0000");
    REQUIRE(config);
    const auto* request = config->front().as<ConfigPayload>();
    REQUIRE(request->attributes.size() == 3);
    CHECK(request->attributes[1].value == from_text("ab"));
    CHECK(request->attributes[2].type == ConfigAttributeType::SPLIT_DNS);
    CHECK(is_malformed(PayloadType::CFG, "01 000000 0003 0001"));
    const auto eap = decoded(PayloadType::EAP, "01 3b 0005 01");
    REQUIRE(eap);
    CHECK(*eap->front().as<EapPayload>() == EapPayload{EapCode::request, 0x3b, {1}});
    CHECK(is_malformed(PayloadType::EAP, "01 3b 0004 01"));
    CHECK(is_malformed(PayloadType::EAP, "01 3b 0006 01"));
    CHECK(decoded(PayloadType::VID, "")->front().as<VendorIdPayload>()->data.empty());
}

TEST_CASE("unknown payloads are kept unless they are critical") {
    const auto kept = decoded(PayloadType{200}, "01020304");
    REQUIRE(kept);
    CHECK(kept->front().as<UnknownPayload>()->data == from_hex("01020304"));
    CHECK(encode_payload_chain(*kept) == from_hex("00000008 01020304"));
    const auto critical = decoded(PayloadType{200}, "01020304", 0x80);
    CHECK(critical.failure() == Failure{DecodeError::unsupported_critical_payload, PayloadType{200}});
    CHECK(decoded(PayloadType::VID, "0102", 0x80)->front().critical);
}

TEST_CASE("reserved octets survive") {
    const auto id = decoded(PayloadType::IDi, "02 a1a2a3 72", 0x15);
    REQUIRE(id);
    CHECK(id->front().reserved == 0x15);
    CHECK(encode_payload_chain(*id) == from_hex("00150009 02a1a2a3 72"));
}

TEST_CASE("headers") {
    Bytes datagram = encode_message(samples::init_request());
    const auto header = decode_header(datagram);
    REQUIRE(header);
    CHECK(header->initiator_spi == samples::initiator_spi);
    CHECK(header->responder_spi == 0);
    CHECK(header->length == 344);
    CHECK(header->from_initiator());
    CHECK_FALSE(header->is_response());
    CHECK(header->major_version() == 2);

    Bytes other = datagram;
    patch(other, 17, 0x10);
    CHECK(decode_header(other)->major_version() == 1);
    CHECK(decode_message(other).failure().error == DecodeError::invalid_major_version);
    patch(other, 17, 0x2f);
    CHECK(decode_message(other));

    other = datagram;
    other.push_back(0);
    CHECK(decode_message(other).failure().error == DecodeError::invalid_syntax);
    CHECK_FALSE(decode_header(Bytes(27)));
}

TEST_CASE("values that do not fit their field are not encoded") {
    CHECK(encode_body(VendorIdPayload{Bytes(70000)}).empty());
    NotifyPayload notify = samples::notify(NotifyType::COOKIE, 0);
    notify.spi = Bytes(256);
    CHECK(encode_body(notify).empty());
    TsPayload ts = samples::any_selector();
    ts.selectors.front().end_address = config::IpAddress::parse("2001:db8::1").value();
    CHECK(encode_body({PayloadType::TSi, ts}).empty());
    Message message = samples::init_request();
    message.payloads.insert(message.payloads.begin(), Payload(EncryptedPayload{PayloadType::SA, Bytes(40)}));
    CHECK(encode_message(message).empty());
}

TEST_CASE("an encrypted payload ends the message") {
    Message message{samples::header(ExchangeType::IKE_AUTH, flag_initiator, 1), {}};
    message.payloads.emplace_back(EncryptedPayload{PayloadType::IDi, Bytes(40, 1)});
    Bytes datagram = encode_message(message);
    const auto decoded_message = decode_message(datagram);
    REQUIRE(decoded_message);
    CHECK(decoded_message->payloads.front().as<EncryptedPayload>()->first == PayloadType::IDi);
    datagram.insert(datagram.end(), {0, 0, 0, 4});
    datagram[27] = static_cast<std::uint8_t>(datagram[27] + 4);
    CHECK(decode_message(datagram).failure().error == DecodeError::invalid_syntax);
}
