#include "tests/debug/scene.h"

using namespace scene;
using enum ike::Step;
namespace event = ike::event;

namespace {

constexpr const char* file = "seed001-restored-english-15.1T.txt";

Scene seed_scene() {
    return Scene(config::Look::ios15_1, switches({debug::Switch::ikev2_packet, debug::Switch::ikev2_internal}));
}

void begin_negotiation(Scene& s) {
    s.say_platform(event::PresharedKeyLookup{s.header.peer, "10.0.0.2", "KEYRNG", "peer1", true, false});
    s.say_platform(event::ProposalAdded{"PHASE1-prop", true});
    s.say(event::ProfileChosen{"IKEV2-SETUP"});
    s.platform_step(sa_request_admitted);
    s.platform_step(increment_outgoing_negotiating);
    s.trace("IDLE", "EV_INIT_SA");
    s.trace("I_BLD_INIT", "EV_GET_IKE_POLICY");
    s.trace("I_BLD_INIT", "EV_SET_POLICY");
    s.step(policies_set);
    s.trace("I_BLD_INIT", "EV_CHK_AUTH4PKI");
    s.trace("I_BLD_INIT", "EV_GEN_DH_KEY");
    s.say(event::DhComputation{2, false, false});
    s.trace("I_BLD_INIT", "EV_NO_EVENT");
    s.step(dh_public_key_passed);
    s.step(dh_public_key_queued);
    s.trace("I_BLD_INIT", "EV_OK_RECD_DH_PUBKEY_RESP");
    s.step(action_null);
    s.trace("I_BLD_INIT", "EV_GET_CONFIG_MODE");
    s.platform_step(no_config_data_init_initiator);
    s.platform_step(no_config_data_to_toolkit);
    s.trace("I_BLD_INIT", "EV_BLD_MSG");
}

void construct(Scene& s, std::initializer_list<ike::NotifyType> notifies) {
    for (const ike::NotifyType type : notifies)
        s.say_platform(event::PayloadConstructed{ike::PayloadType::NOTIFY, type, {}});
}

void send_init(Scene& s) {
    s.step(generating_init_message);
    const ike::Message message = on_the_wire(samples::init_request());
    s.say(event::ProposalsOffered{message.payloads[0].as<ike::SaPayload>(), false, false});
    s.say_platform(event::PayloadConstructed{ike::PayloadType::VID, {}, "DELETE-REASON"});
    s.say_platform(event::PayloadConstructed{ike::PayloadType::VID, {}, "(CUSTOM)"});
    construct(s, {ike::NotifyType::NAT_DETECTION_SOURCE_IP, ike::NotifyType::NAT_DETECTION_DESTINATION_IP});
    s.say(event::MessageSent{&message, nullptr, false, {}});
    s.step(insert_sa);
    s.trace("I_WAIT_INIT", "EV_NO_EVENT");
}

}  // namespace

TEST_CASE("the early release's initiator prints the documented lines up to its first message") {
    const Lines reference = sample(file);
    if (reference.empty()) return;
    Scene s = seed_scene();
    begin_negotiation(s);
    send_init(s);
    const Lines said = s.take();
    const Lines expected = part(reference, "*IKEv2:% Getting preshared key by address 10.0.0.2", said.size());
    REQUIRE(said.size() == 46);
    CHECK(said.back().ends_with("CurState: I_WAIT_INIT Event: EV_NO_EVENT"));
    for (std::size_t i = 0; i < said.size(); ++i) CHECK(said[i] == expected.at(i));
}

TEST_CASE("the early release's initiator dumps IKE_AUTH before it is sealed") {
    const Lines reference = sample(file);
    if (reference.empty()) return;
    Scene s = seed_scene();
    s.header.responder_spi = samples::responder_spi;
    const std::vector<ike::Payload> payloads = samples::auth_request();
    const ike::Message message = sealed(ike::flag_initiator, ike::PayloadType::VID, 528);
    s.trace("I_BLD_AUTH", "EV_SEND_AUTH");
    s.step(generating_auth_message);
    s.say_platform(event::PayloadConstructed{ike::PayloadType::VID, {}, "CISCO-GRANITE"});
    s.say(event::IdConstructed{true, "10.0.0.1", ike::IdType::ID_IPV4_ADDR});
    construct(s, {ike::NotifyType::INITIAL_CONTACT, ike::NotifyType::SET_WINDOW_SIZE,
                  ike::NotifyType::ESP_TFC_NO_SUPPORT, ike::NotifyType::NON_FIRST_FRAGS});
    s.step(building_packet_for_encryption);
    s.say(event::PayloadsBuilt{&payloads});
    s.header.message_id = 1;
    s.say(event::MessageSent{&message, &payloads, false, {}});
    s.trace("I_WAIT_AUTH", "EV_NO_EVENT");
    const Lines said = s.take();
    const std::string trace =
        "*IKEv2:(SA ID = 1):SM Trace-> SA: I_SPI=F074D8BBD5A59F0B R_SPI=F94020DD8CB4B9C4 (I) MsgID = 00000000 "
        "CurState: ";
    const Lines expected = part(reference, trace + "I_BLD_AUTH Event: EV_SEND_AUTH", said.size());
    REQUIRE(said.size() > 60);
    for (std::size_t i = 0; i < said.size(); ++i) CHECK(said[i] == expected.at(i));
    CHECK(said.back().find("I_WAIT_AUTH Event: EV_NO_EVENT") != std::string::npos);
}
