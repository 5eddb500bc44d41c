#include <algorithm>

#include "tests/debug/scene.h"

using namespace scene;
using enum ike::Step;
namespace event = ike::event;

namespace {

constexpr const char* file = "seed001-restored-english-15.1T.txt";

/// The sample abbreviates the received copy of the message that was sent.
Lines with_omission_filled(const Lines& received, const Lines& sent) {
    Lines filled;
    for (std::size_t i = 0; i < received.size(); ++i) {
        if (received[i].find("(as above)") == std::string::npos) {
            filled.push_back(received[i]);
            continue;
        }
        const auto last = std::find(sent.begin(), sent.end(), received[i + 1]);
        filled.insert(filled.end(), std::find(sent.begin(), last, received[i - 1]) + 1, last);
    }
    return filled;
}

}  // namespace

TEST_CASE("a received IKE_SA_INIT is dumped with its parse lines") {
    const Lines reference = sample(file);
    if (reference.empty()) return;
    Scene s(config::Look::ios15_1, switches({debug::Switch::ikev2_packet, debug::Switch::ikev2_internal}));
    s.header.role = ike::Role::responder;
    const ike::Message message = on_the_wire(samples::init_request());
    s.platform_step(got_packet_from_dispatcher);
    s.platform_step(processing_item_off_queue);
    s.platform_step(sa_request_admitted);
    s.platform_step(increment_incoming_negotiating);
    s.say_platform(event::MessageReceived{&message, nullptr, {}});
    s.header.responder_spi = samples::responder_spi;
    s.trace("IDLE", "EV_RECV_INIT");
    s.step(processing_init_message);
    s.trace("R_INIT", "EV_VERIFY_MSG");
    Lines expected = part(reference, "*IKEv2:Got a packet from dispatcher", 21);
    std::erase_if(expected, [](const std::string& line) { return line.starts_with("# (packet dump"); });
    expected = with_omission_filled(expected, part(reference, "*IKEv2:(SA ID = 1):Next payload: SA, version", 24));
    const Lines said = s.take();
    REQUIRE(said.size() > 30);
    for (std::size_t i = 0; i < std::min(said.size(), expected.size()); ++i) CHECK(said[i] == expected[i]);
    CHECK(said.back().ends_with("(R) MsgID = 00000000 CurState: R_INIT Event: EV_VERIFY_MSG"));
}

TEST_CASE("a received IKE_AUTH is dumped behind its header, without the encrypted payload") {
    Scene s(config::Look::ios15_1, switches({debug::Switch::ikev2_packet}));
    s.header.message_id = 1;
    const std::vector<ike::Payload> payloads = samples::auth_response();
    const ike::Message message = sealed(ike::flag_response, ike::PayloadType::VID, 224);
    s.say(event::MessageReceived{&message, &payloads, {}});
    const Lines said = s.take();
    const Lines begin(said.begin(), said.begin() + 6);
    CHECK(begin ==
          Lines{"*IKEv2:(SA ID = 1):Next payload: ENCR, version: 2.0 Exchange type: IKE_AUTH, flags: RESPONDER "
                "MSG-RESPONSE Message id: 1, length: 252 ",
                "Payload contents: ", "",
                "*IKEv2:Parse Vendor Specific Payload: (CUSTOM) VID  Next payload: IDr, reserved: 0x0, length: 20",
                " IDr  Next payload: AUTH, reserved: 0x0, length: 12", "    Id type: IPv4 address, Reserved: 0x0 0x0"});
    const Lines end(said.end() - 3, said.end());
    CHECK(end == Lines{"",
                       "*IKEv2:Parse Notify Payload: NON_FIRST_FRAGS NOTIFY(NON_FIRST_FRAGS)  Next payload: NONE, "
                       "reserved: 0x0, length: 8",
                       "    Security protocol id: IKE, spi size: 0, type: NON_FIRST_FRAGS"});
}

TEST_CASE("a received fragment is dumped as it came, still sealed") {
    Scene s(config::Look::ios15_1, switches({debug::Switch::ikev2_packet}));
    ike::Message message{samples::header(ike::ExchangeType::IKE_AUTH, ike::flag_initiator, 1), {}};
    message.payloads.emplace_back(ike::EncryptedFragmentPayload{ike::PayloadType::VID, 1, 3, ike::Bytes(100)});
    message = on_the_wire(message);
    s.say(event::MessageReceived{&message, nullptr, {}});
    CHECK(s.take() == Lines{"*IKEv2:(SA ID = 1):Next payload: SKF, version: 2.0 Exchange type: IKE_AUTH, flags: INITIATOR "
                            "Message id: 1, length: 136 ",
                            "Payload contents: ", " SKF  Next payload: VID, reserved: 0x0, length: 108",
                            "    fragment: 1, total fragments: 3"});
}

TEST_CASE("a responder's IKE_SA_INIT is the documented one of 449 octets") {
    const Lines reference = sample(file);
    if (reference.empty()) return;
    Scene s(config::Look::ios15_1, switches({debug::Switch::ikev2_packet}));
    const ike::Message message = on_the_wire(samples::init_response());
    s.say(event::MessageSent{&message, nullptr, false, {}});
    const Lines said = s.take();
    CHECK(said == part(reference, "*IKEv2:(SA ID = 1):Next payload: SA, version", said.size(), 1));
    CHECK(said.size() == 25);
}

TEST_CASE("payloads beyond the documented dumps") {
    Scene s(config::Look::ios15_1, switches({debug::Switch::ikev2_packet}));
    const std::vector<std::uint32_t> spis{0x9506D414};
    const std::vector<ike::Payload> payloads{ike::DeletePayload::of_children(ike::ProtocolId::ESP, spis),
                                             samples::notify(ike::NotifyType{40960}, 4),
                                             ike::EapPayload{ike::EapCode::request, 59, {1}}};
    s.say(event::PayloadsBuilt{&payloads});
    CHECK(s.take() == Lines{"Payload contents: ", " DELETE  Next payload: NOTIFY, reserved: 0x0, length: 12",
                            "    Security protocol id: ESP, spi size: 4, num of spi: 1",
                            " NOTIFY(Unknown - 40960)  Next payload: EAP, reserved: 0x0, length: 12",
                            "    Security protocol id: IKE, spi size: 0, type: Unknown - 40960",
                            " EAP  Next payload: NONE, reserved: 0x0, length: 9",
                            "    Code: request: id: 59, length: 5", "    Type: identity"});
}

TEST_CASE("a hexdump follows where it is switched on") {
    Scene s(config::Look::ios15_1, switches({debug::Switch::ikev2_packet_hexdump}));
    const ike::Message message = on_the_wire(samples::init_request());
    const ike::Bytes octets = ike::encode_message(message);
    s.say(event::MessageSent{&message, nullptr, false, octets});
    const Lines said = s.take();
    REQUIRE(said.size() == 23 + 22);
    CHECK(said[23] == "*0000:  F0 74 D8 BB  D5 A5 9F 0B  00 00 00 00  00 00 00 00");
}
