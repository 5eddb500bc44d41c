#include "tests/debug/isakmp_scene.h"

using namespace scene;
namespace event = ike::isakmp::event;
using isakmp::VendorId;

namespace {

constexpr std::uint32_t node = 1327257875, responder_node = 1416806668;

void vendors_of_offer(IsakmpScene& s, bool all) {
    s.vendor(VendorId::rfc3947, 69);
    if (!all) return;
    s.vendor(VendorId::natt_07, 245);
    s.vendor(VendorId::natt_03, 157);
    s.vendor(VendorId::natt_02_n, 123);
}

void choose_policy(IsakmpScene& s, bool responder) {
    const isakmp::Transform transform = phase1_transform(7, 256, 14);
    s.processing(PayloadType::SA);
    vendors_of_offer(s, responder);
    s.say(event::KeyFound{});
    s.step(Step::local_key_found);
    s.say(event::XauthScan{});
    s.say(event::TransformChecked{1, 10, &transform});
    s.say(event::AttributesJudged{true, 0});
    s.step(Step::acceptable_atts);
    s.say(event::LifetimeStarted{86400, 4});
    vendors_of_offer(s, responder);
}

void nat_detection(IsakmpScene& s) {
    s.say(event::NatPayloadSeen{});
    s.step(Step::peer_outside_nat);
    s.say(event::NatPayloadSeen{});
    s.step(Step::no_nat);
}

void open(IsakmpScene& s, const char* function, bool initiator) {
    if (initiator) s.say(event::ProfileRequested{});
    s.say(event::PeerRecord{event::PeerAction::created, {}});
    s.say(event::PeerRecord{event::PeerAction::fresh, {}, 0, initiator ? 2U : 10U});
    s.say(event::PeerRecord{event::PeerAction::locked, function, 1});
    s.say(event::PortsKnown{});
    if (initiator) s.say(event::NodeSet{0, Label::QM_IDLE});
    s.say(event::SaInserted{});
}

void request(IsakmpScene& s) {
    dataplane::event::SaRequested requested;
    requested.entry.local = s.header.local;
    requested.entry.peers = {s.header.peer};
    requested.entry.lifetime_seconds = 3600;
    requested.entry.lifetime_kilobytes = 4608000;
    requested.local = network("192.168.1.0", 24);
    requested.remote = network("192.168.2.0", 24);
    requested.suite = half(0, "10.1.1.1", "10.1.1.2").suite;
    s.say(requested);
}

void initiator_phase1(IsakmpScene& s) {
    open(s, "isakmp_initiator", true);
    s.step(Step::cannot_start_aggressive);
    s.say(event::KeyFound{});
    for (const VendorId id : {VendorId::rfc3947, VendorId::natt_07, VendorId::natt_03, VendorId::natt_02_n})
        s.say(event::VendorConstructed{id});
    s.move(Input::IKE_SA_REQ_MM, State::IKE_READY, State::IKE_I_MM1);
    s.step(Step::beginning_main_mode);
    s.sent(Label::MM_NO_STATE);
    s.received(Label::MM_NO_STATE);
    s.move(Input::IKE_MM_EXCH, State::IKE_I_MM1, State::IKE_I_MM2);
    choose_policy(s, false);
    s.move(Input::IKE_PROCESS_MAIN_MODE, State::IKE_I_MM2, State::IKE_I_MM2);
    s.sent(Label::MM_SA_SETUP);
    s.move(Input::IKE_PROCESS_COMPLETE, State::IKE_I_MM2, State::IKE_I_MM3);
    s.received(Label::MM_SA_SETUP);
    s.move(Input::IKE_MM_EXCH, State::IKE_I_MM3, State::IKE_I_MM4);
    s.processing(PayloadType::KE);
    s.processing(PayloadType::NONCE);
    s.say(event::KeyFound{});
    s.header.conn_id = 1001;
    s.step(Step::skeyid_generated);
    s.vendor(VendorId::unity);
    s.vendor(VendorId::dpd);
    s.vendor(VendorId::ios);
    nat_detection(s);
    s.move(Input::IKE_PROCESS_MAIN_MODE, State::IKE_I_MM4, State::IKE_I_MM4);
    s.step(Step::send_initial_contact);
    s.own_id();
    s.sent(Label::MM_KEY_EXCH);
    s.move(Input::IKE_PROCESS_COMPLETE, State::IKE_I_MM4, State::IKE_I_MM5);
    s.received(Label::MM_KEY_EXCH);
    s.processing(PayloadType::ID);
    s.show_id(s.header.peer);
    s.say(event::ProfileMatched{});
    s.processing(PayloadType::HASH);
    s.authenticated();
    s.say(event::PeerRecord{event::PeerAction::inserted, {}});
    s.move(Input::IKE_MM_EXCH, State::IKE_I_MM5, State::IKE_I_MM6);
    s.move(Input::IKE_PROCESS_MAIN_MODE, State::IKE_I_MM6, State::IKE_I_MM6);
    s.move(Input::IKE_PROCESS_COMPLETE, State::IKE_I_MM6, State::IKE_P1_COMPLETE);
}

void check_proposal(IsakmpScene& s, std::uint32_t id, const char* local, const char* remote) {
    const isakmp::Transform transform = phase2_transform(12, 128);
    s.processing(PayloadType::HASH, id);
    s.processing(PayloadType::SA, id);
    s.say(event::ProposalChecked{1, isakmp::ProtocolId::ESP, &transform});
    s.say(event::IpsecJudged{true});
    event::RequestValidated validated{network(local, 24), network(remote, 24)};
    validated.key_bits = 128;
    validated.suite = half(0, "10.1.1.1", "10.1.1.2").suite;
    s.say(validated);
}

void selectors(IsakmpScene& s, std::uint32_t id) {
    s.processing(PayloadType::NONCE, id);
    s.processing(PayloadType::ID, id);
    s.processing(PayloadType::ID, id);
}

void install(IsakmpScene& s) {
    const std::string local = s.header.local.text(), peer = s.header.peer.text();
    s.say(dataplane::event::KeyEngineMessages{1});
    s.say(dataplane::event::SaCreated{half(0x45F16A9A, local.c_str(), peer.c_str()), "MYMAP", 1, false});
    s.say(dataplane::event::SaCreated{half(0x221A9100, local.c_str(), peer.c_str()), "MYMAP", 2, true});
}

void initiator_phase2(IsakmpScene& s) {
    s.say(event::QuickModeBegun{node});
    s.step(Step::qm_initiator_gets_spi);
    s.sent(Label::QM_IDLE);
    s.move(Input::IKE_INIT_QM, State::IKE_QM_READY, State::IKE_QM_I_QM1, node);
    s.move(Input::IKE_PHASE1_COMPLETE, State::IKE_P1_COMPLETE, State::IKE_P1_COMPLETE);
    s.received(Label::QM_IDLE);
    check_proposal(s, node, "192.168.1.0", "192.168.2.0");
    event::ProxyMatch match{network("192.168.1.0", 24), network("192.168.2.0", 24), "MYMAP", 1, true};
    s.say(match);
    selectors(s, node);
    s.sent(Label::QM_IDLE);
    s.say(event::NodeDeleted{node, false, isakmp::NodeReason::no_error});
    s.move(Input::IKE_QM_EXCH, State::IKE_QM_I_QM1, State::IKE_QM_PHASE2_COMPLETE, node);
    install(s);
    s.say(dataplane::event::OutboundSaUpdated{s.header.peer, 0x221A9100});
    s.say(event::NodePurged{node});
}

void responder_phase1(IsakmpScene& s) {
    s.received(Label::MM_NO_STATE, true);
    open(s, "crypto_isakmp_process_block", false);
    s.move(Input::IKE_MM_EXCH, State::IKE_READY, State::IKE_R_MM1);
    choose_policy(s, true);
    s.move(Input::IKE_PROCESS_MAIN_MODE, State::IKE_R_MM1, State::IKE_R_MM1);
    s.say(event::VendorConstructed{VendorId::rfc3947});
    s.sent(Label::MM_SA_SETUP);
    s.move(Input::IKE_PROCESS_COMPLETE, State::IKE_R_MM1, State::IKE_R_MM2);
    s.received(Label::MM_SA_SETUP);
    s.move(Input::IKE_MM_EXCH, State::IKE_R_MM2, State::IKE_R_MM3);
    s.processing(PayloadType::KE);
    s.processing(PayloadType::NONCE);
    s.say(event::KeyFound{});
    s.header.conn_id = 1011;
    s.vendor(VendorId::dpd);
    s.vendor(VendorId::ios);
    s.vendor(VendorId::xauth, 0);
    nat_detection(s);
    s.move(Input::IKE_PROCESS_MAIN_MODE, State::IKE_R_MM3, State::IKE_R_MM3);
    s.sent(Label::MM_KEY_EXCH);
    s.move(Input::IKE_PROCESS_COMPLETE, State::IKE_R_MM3, State::IKE_R_MM4);
    s.received(Label::MM_KEY_EXCH);
    s.move(Input::IKE_MM_EXCH, State::IKE_R_MM4, State::IKE_R_MM5);
    s.processing(PayloadType::ID);
    s.show_id(s.header.peer);
    s.say(event::ProfileMatched{});
    s.processing(PayloadType::HASH);
    const isakmp::NotifyPayload contact{
        1, isakmp::ProtocolId::ISAKMP, ike::Bytes(16, 1), isakmp::NotifyType::INITIAL_CONTACT, {}};
    s.say(event::NotifySeen{&contact, 0});
    s.authenticated();
    s.say(event::Authenticated{false});
    s.say(event::InitialContact{});
    s.say(event::PeerRecord{event::PeerAction::inserted, {}});
    s.move(Input::IKE_PROCESS_MAIN_MODE, State::IKE_R_MM5, State::IKE_R_MM5);
    s.step(Step::key_engine_message);
    s.own_id();
    s.sent(Label::MM_KEY_EXCH);
    s.move(Input::IKE_PROCESS_COMPLETE, State::IKE_R_MM5, State::IKE_P1_COMPLETE);
    s.move(Input::IKE_PHASE1_COMPLETE, State::IKE_P1_COMPLETE, State::IKE_P1_COMPLETE);
}

void responder_phase2(IsakmpScene& s) {
    s.received(Label::QM_IDLE);
    s.say(event::NodeSet{responder_node, Label::QM_IDLE});
    check_proposal(s, responder_node, "192.168.2.0", "192.168.1.0");
    s.say(event::ProxyMatch{network("192.168.2.0", 24), network("192.168.1.0", 24), "MYMAP"});
    selectors(s, responder_node);
    s.step(Step::qm_responder_gets_spi);
    s.move(Input::IKE_QM_EXCH, State::IKE_QM_READY, State::IKE_QM_SPI_STARVE, responder_node);
    s.sent(Label::QM_IDLE);
    s.move(Input::IKE_GOT_SPI, State::IKE_QM_SPI_STARVE, State::IKE_QM_R_QM2, responder_node);
    install(s);
    s.received(Label::QM_IDLE);
    s.say(event::NodeDeleted{responder_node, false, isakmp::NodeReason::qm_done_await});
    s.move(Input::IKE_QM_EXCH, State::IKE_QM_R_QM2, State::IKE_QM_PHASE2_COMPLETE, responder_node);
    s.say(dataplane::event::OutboundEnabled{s.header.peer, 0x221A9100});
}

}  // namespace

TEST_CASE("main and quick mode of an initiator read as documented") {
    const Lines documented = transcript("### 4.1");
    if (documented.empty()) return;
    IsakmpScene s(config::Look::ios15_1, negotiation_switches());
    s.header.sa_handle = 0x944C840;
    s.header.peer_handle = 0x9344BE8;
    request(s);
    initiator_phase1(s);
    initiator_phase2(s);
    check_transcript(documented, s.take());
}

TEST_CASE("main and quick mode of a responder read as documented") {
    Lines documented = transcript("### 4.2");
    if (documented.empty()) return;
    // "(x2)": the second block of the pair is not written out.
    for (std::string& line : documented)
        if (line.rfind("IPSEC(create_sa)", 0) == 0) line = std::string(ellipsis);
    IsakmpScene s(config::Look::ios15_1, negotiation_switches(), "10.1.1.2", "10.1.1.1");
    s.header.role = ike::Role::responder;
    s.header.sa_handle = 0x6D12A00;
    s.header.peer_handle = 0x8E45588;
    responder_phase1(s);
    responder_phase2(s);
    check_transcript(documented, s.take());
}

TEST_CASE("an IPv6 negotiation names its family") {
    IsakmpScene s(config::Look::ios15_1, negotiation_switches(), "2001:db8::3", "2001:db8::2");
    s.header.role = ike::Role::responder;
    s.header.conn_id = 1011;
    s.sent(Label::MM_KEY_EXCH);
    s.own_id();
    event::RequestValidated validated{dataplane::TrafficSelector::any(config::AddressFamily::ipv6),
                                      dataplane::TrafficSelector::any(config::AddressFamily::ipv6)};
    validated.suite = half(0, "10.1.1.1", "10.1.1.2").suite;
    s.say(validated);
    CHECK(s.take() == Lines{"ISAKMP:(1011): sending packet to 2001:DB8::2 my_port 500 peer_port 500 (R) MM_KEY_EXCH",
                            "ISAKMP:(1011):Sending an IKE IPv6 Packet.",
                            "ISAKMP:(1011):SA is doing pre-shared key authentication using id type ID_IPV6_ADDR",
                            "ISAKMP (1011): ID payload ", "\tnext-payload : 8", "\ttype         : 5 ",
                            "\taddress      : 2001:DB8::3 ", "\tprotocol     : 17 ", "\tport         : 500 ",
                            "\tlength       : 24", "ISAKMP:(1011):Total payload length: 24",
                            "IPSEC(validate_proposal_request): proposal part #1",
                            "IPSEC(validate_proposal_request): proposal part #1,",
                            "  (key eng. msg.) INBOUND local= 2001:DB8::3:0, remote= 2001:DB8::2:0,",
                            "    local_proxy= ::/0/256/0,", "    remote_proxy= ::/0/256/0,",
                            "    protocol= ESP, transform= NONE  (Tunnel), ", "    lifedur= 0s and 0kb, ",
                            "    spi= 0x0(0), conn_id= 0, keysize= 128, flags= 0x0"});
}
