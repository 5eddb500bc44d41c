#include "tests/debug/scene.h"

using namespace scene;
using enum ike::Step;
namespace event = ike::event;

namespace {

constexpr const char* file = "xe-16.7.1-initiator-psk-ipv6.txt";

/// The router of the 16.7.1 capture: debug lines without stamps, only `debug crypto ikev2`.
Scene capture_scene() {
    Scene s(config::Look::ios15_4, switches({debug::Switch::ikev2}), "");
    s.header.session_id = 31;
    s.header.local = *config::IpAddress::parse("FC00:123:123:123::2");
    s.header.peer = *config::IpAddress::parse("FC00:123:123:123::1");
    s.header.initiator_spi = 0x1D418169B24BF95A;
    return s;
}

ike::SaPayload default_offer() {
    using namespace ike;
    std::vector<Transform> transforms;
    for (const std::uint16_t bits : std::initializer_list<std::uint16_t>{256, 192, 128})
        transforms.push_back(Transform::of(EncryptionId::AES_CBC, bits));
    for (const PrfId id :
         {PrfId::HMAC_SHA2_512, PrfId::HMAC_SHA2_384, PrfId::HMAC_SHA2_256, PrfId::HMAC_SHA1, PrfId::HMAC_MD5})
        transforms.push_back(Transform::of(id));
    for (const IntegrityId id : {IntegrityId::HMAC_SHA2_512_256, IntegrityId::HMAC_SHA2_384_192,
                                 IntegrityId::HMAC_SHA2_256_128, IntegrityId::HMAC_SHA1_96, IntegrityId::HMAC_MD5_96})
        transforms.push_back(Transform::of(id));
    transforms.push_back(Transform::of(DhGroupId::modp1536));
    transforms.push_back(Transform::of(DhGroupId::modp1024));
    return samples::proposal(ProtocolId::IKE, {}, transforms);
}

ike::SaPayload esp_offer() {
    using namespace ike;
    return samples::proposal(ProtocolId::ESP, {1, 2, 3, 4},
                             {Transform::of(EncryptionId::AES_CBC, std::uint16_t{128}),
                              Transform::of(IntegrityId::HMAC_SHA1_96), Transform::of(EsnId::none)});
}

ike::Message init_message(std::uint8_t flags, ike::IkeSpi responder) {
    ike::Message message{samples::header(ike::ExchangeType::IKE_SA_INIT, flags, 0, responder), {}};
    message.header.initiator_spi = 0x1D418169B24BF95A;
    message.payloads.emplace_back(default_offer());
    message.payloads.emplace_back(samples::key_exchange());
    message.payloads.emplace_back(ike::NoncePayload{ike::Bytes(20)});
    for (int i = 0; i < 4; ++i) message.payloads.emplace_back(ike::VendorIdPayload{ike::Bytes(16)});
    message.payloads.emplace_back(samples::notify(ike::NotifyType::NAT_DETECTION_SOURCE_IP, 20));
    message.payloads.emplace_back(samples::notify(ike::NotifyType::NAT_DETECTION_DESTINATION_IP, 20));
    return on_the_wire(message);
}

void steps(Scene& s, std::initializer_list<ike::Step> done) {
    for (const ike::Step step : done) s.step(step);
}

void negotiate_init(Scene& s) {
    s.say_platform(event::PresharedKeyLookup{s.header.peer, "", "IKEV2-KEYRING", "ANY-IPV6", true, false});
    s.say_platform(event::PolicySearch{s.header.local, "default", true, true});
    s.say_platform(event::ProposalAdded{"default"});
    s.say(event::ProfileChosen{"PROFILE"});
    s.trace("I_BLD_INIT", "EV_GEN_DH_KEY");
    s.say(event::DhComputation{5, false, false});
    steps(s, {dh_public_key_passed, dh_public_key_queued});
    s.platform_step(no_config_data_init_initiator);
    s.platform_step(no_config_data_to_toolkit);
    s.step(generating_init_message);
    const ike::SaPayload offer = default_offer();
    s.say(event::ProposalsOffered{&offer, false, false});
    const ike::Message request = init_message(ike::flag_initiator, 0);
    s.say(event::MessageSent{&request, nullptr, false, {}});
    s.step(insert_sa);
    const ike::Message response = init_message(ike::flag_response, 0xA645046F734260C6);
    s.say(event::MessageReceived{&response, nullptr, {}});
    steps(s, {processing_init_message, verify_init_message, processing_init_payloads, process_nat_discovery,
              processing_nat_source, remote_address_matched, processing_nat_destination, local_address_matched,
              nat_not_found});
    s.header.responder_spi = 0xA645046F734260C6;
    s.say(event::DhComputation{5, true, false});
    steps(s, {dh_secret_passed, dh_secret_queued, skeyseed_calculation, skeyseed_passed, skeyid_generated,
              delete_reason_enabled, completed_init_exchange});
    s.platform_step(sending_config_data_to_toolkit);
}

std::vector<ike::Payload> auth_payloads() {
    std::vector<ike::Payload> payloads;
    payloads.emplace_back(ike::VendorIdPayload{ike::Bytes(16)});
    payloads.emplace_back(ike::PayloadType::IDi, samples::address_id());
    payloads.emplace_back(ike::AuthPayload{ike::AuthMethod::PSK, ike::Bytes(20), {}});
    payloads.emplace_back(samples::config_request());
    samples::add_child(payloads);
    payloads.emplace_back(samples::notify(ike::NotifyType::INITIAL_CONTACT, 0));
    payloads.emplace_back(samples::notify(ike::NotifyType::USE_TRANSPORT_MODE, 0));
    samples::add_auth_tail(payloads);
    return payloads;
}

ike::Message sealed_message(std::uint8_t flags) {
    ike::Message message = sealed(flags, ike::PayloadType::VID, 200);
    message.header.initiator_spi = 0x1D418169B24BF95A;
    message.header.responder_spi = 0xA645046F734260C6;
    return message;
}

void exchange_auth(Scene& s) {
    steps(s, {have_config_mode_data, check_for_eap, generate_my_auth});
    s.say(event::PresharedKeyUsed{"FC00:123:123:123::2", 8, false});
    steps(s, {auth_data_generated, get_my_auth_method});
    s.say(event::AuthMethodSeen{true, ike::AuthMethod::PSK});
    steps(s, {check_for_eap, generating_auth_message});
    s.say(event::IdConstructed{true, "FC00:123:123:123::2", ike::IdType::ID_IPV6_ADDR});
    const ike::SaPayload offer = esp_offer();
    s.say(event::ProposalsOffered{&offer, true, false});
    const std::vector<ike::Payload> payloads = auth_payloads();
    s.step(building_packet_for_encryption);
    s.say(event::PayloadsBuilt{&payloads});
    s.header.message_id = 1;
    const ike::Message request = sealed_message(ike::flag_initiator);
    s.say(event::MessageSent{&request, &payloads, false, {}});
}

void receive_refusal(Scene& s) {
    std::vector<ike::Payload> answer{ike::VendorIdPayload{ike::Bytes(16)}};
    answer.emplace_back(ike::PayloadType::IDr, samples::address_id());
    answer.emplace_back(ike::AuthPayload{ike::AuthMethod::PSK, ike::Bytes(20), {}});
    answer.emplace_back(samples::notify(ike::NotifyType::NO_PROPOSAL_CHOSEN, 0));
    const ike::Message response = sealed_message(ike::flag_response);
    s.say(event::MessageReceived{&response, &answer, {}});
    s.step(process_auth_response_notify);
    s.say(event::Failure{ike::Failed::peer_sent_no_proposal_chosen, {}});
    s.say(event::ProfileSearch{"FC00:123:123:123::1", ike::IdType::ID_IPV6_ADDR, true, "PROFILE"});
    s.say_platform(event::PolicySearch{s.header.local, "default", true, true});
    steps(s, {verify_peer_policy, peer_policy_verified, get_peer_auth_method});
    s.say(event::AuthMethodSeen{false, ike::AuthMethod::PSK});
    s.say(event::PresharedKeyUsed{"FC00:123:123:123::1", 0, true});
    s.step(verify_peer_auth);
    s.say(event::PresharedKeyUsed{"FC00:123:123:123::1", 8, false});
    steps(s, {auth_data_generated, peer_auth_passed, check_for_eap});
    s.say(event::SaCreated{86400});
    s.say(event::SessionUp{"FC00:123:123:123::1", "FC00:123:123:123::2"});
    s.say_platform(event::MibStored{1, 60});
    steps(s, {checking_duplicate, no_duplicate_found});
    s.say(event::DeleteQueued{"unknown"});
    s.say(event::DeleteSent{false, 0xA153CF67});
}

void check_equal(const Lines& said, const Lines& expected) {
    REQUIRE(said.size() <= expected.size());
    for (std::size_t i = 0; i < said.size(); ++i) CHECK(said[i] == expected[i]);
}

}  // namespace

TEST_CASE("the later release's IKE_SA_INIT reads as captured") {
    const Lines reference = sample(file);
    if (reference.empty()) return;
    Scene s = capture_scene();
    negotiate_init(s);
    const Lines said = s.take();
    CHECK(said.size() == 40);
    check_equal(said, part(reference, "IKEv2:% Getting preshared key from profile keyring", said.size()));
}

TEST_CASE("the later release's IKE_AUTH, its refusal and the deletion read as captured") {
    const Lines reference = sample(file);
    if (reference.empty()) return;
    Scene s = capture_scene();
    s.header.responder_spi = 0xA645046F734260C6;
    exchange_auth(s);
    receive_refusal(s);
    const Lines said = s.take();
    CHECK(said.size() == 55);
    check_equal(said, part(reference, "IKEv2:(SESSION ID = 31,SA ID = 1):Have config mode data to send", said.size()));
}

TEST_CASE("a notice is built, waits for the window and is sent as captured") {
    const Lines reference = sample(file);
    if (reference.empty()) return;
    Scene s = capture_scene();
    s.header.responder_spi = 0xA645046F734260C6;
    s.header.message_id = 3;
    s.say(event::DeleteSent{true, 0});
    const std::vector<ike::Payload> payloads{ike::DeletePayload::of_ike_sa()};
    s.step(building_packet_for_encryption);
    s.say(event::PayloadsBuilt{&payloads});
    steps(s, {checking_peer_window, check_existing_active_sa});
    const Lines said = s.take();
    check_equal(said, part(reference, "IKEv2:(SESSION ID = 31,SA ID = 1):Sending DELETE INFO message for IKEv2 SA",
                           said.size()));
    CHECK(said.size() == 6);
}

TEST_CASE("configuration data has a line for every attribute") {
    Scene s = capture_scene();
    ike::ConfigPayload config;
    config.attributes = {{ike::ConfigAttributeType::APPLICATION_VERSION, {'v', '1'}, false},
                         {ike::ConfigAttributeType::SPLIT_DNS, {}, false}};
    s.say(event::ConfigData{&config});
    CHECK(s.take() == Lines{"IKEv2:(SESSION ID = 31,SA ID = 1):Config-type: Config-request ",
                            "IKEv2:(SESSION ID = 31,SA ID = 1):Attrib type: app-version, length: 2, data: v1",
                            "IKEv2:(SESSION ID = 31,SA ID = 1):Attrib type: split-dns, length: 0"});
}

TEST_CASE("each later release has its prefixes") {
    const auto said_by = [](config::Look look, debug::Switch which, auto body) {
        Scene s(look, switches({which}), "");
        s.header.session_id = 7;
        s.say(std::move(body));
        return s.take();
    };
    using debug::Switch;
    const event::SmTrace trace{"I_WAIT_AUTH", "EV_NO_EVENT"};
    const std::string words =
        "SM Trace-> SA: I_SPI=F074D8BBD5A59F0B R_SPI=0000000000000000 (I) MsgID = 0 CurState: I_WAIT_AUTH Event: "
        "EV_NO_EVENT";
    CHECK(said_by(config::Look::ios15_4, Switch::ikev2_internal, trace) ==
          Lines{"IKEv2:(SESSION ID = 7,SA ID = 1):" + words});
    CHECK(said_by(config::Look::ios17, Switch::ikev2_internal, trace) ==
          Lines{"IKEv2-INTERNAL:(SESSION ID = 7,SA ID = 1):" + words});
    CHECK(said_by(config::Look::ios15_4, Switch::ikev2, trace).empty());
    const event::Failure failure{ike::Failed::authentication, {}};
    CHECK(said_by(config::Look::ios17, Switch::ikev2_error, failure) ==
          Lines{"IKEv2-ERROR:(SESSION ID = 7,SA ID = 1):: Failed to authenticate the IKE SA"});
    CHECK(said_by(config::Look::ios15_1, Switch::ikev2_error, failure) ==
          Lines{"IKEv2:(SA ID = 1):: Failed to authenticate the IKE SA"});
}
