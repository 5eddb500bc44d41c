#include <sstream>

#include "tests/debug/isakmp_scene.h"

// The hub of 12.3 with its spoke and its client, as its document shows them.

using namespace scene;
namespace event = ike::isakmp::event;
using isakmp::NodeReason;
using isakmp::NotifyType;
using isakmp::ProtocolId;
using isakmp::VendorId;

namespace {

constexpr const char* hub = "10.48.67.181";

void replace_all(std::string& text, const std::string& from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// Words with one blank between them: the document lost all others, and its line ends.
std::string squeezed(const std::string& text) {
    std::istringstream in(text);
    std::string all;
    for (std::string word; in >> word;) all += (all.empty() ? "" : " ") + word;
    return all;
}

/// Remarks stand between the lines of the output.
void drop_remarks(std::string& text) {
    replace_all(text, "!--- Success ISAKMP", "ISAKMP");
    for (auto at = text.find("!---"); at != std::string::npos; at = text.find("!---")) {
        const auto end = text.find('.', at);
        text.erase(at, end == std::string::npos ? std::string::npos : end - at + 1);
    }
    replace_all(text, "```", "");
    replace_all(text, "**", "");
}

/// The document from one text to the end of another, in one line; IKE_MSG is its own spelling.
std::string document(const std::string& from, const std::string& to) {
    std::ifstream file(std::string(SOURCE_DIR) + "/../shared/reference/seeds/003_4f8088a4f1926d61.txt");
    std::stringstream content;
    content << file.rdbuf();
    std::string text = content.str();
    const auto begin = text.find(from);
    const auto end = text.find(to, begin == std::string::npos ? 0 : begin);
    if (begin == std::string::npos || end == std::string::npos) {
        WARN("the document is not beside the source: not compared");
        return {};
    }
    text = text.substr(begin, end + to.size() - begin);
    drop_remarks(text);
    replace_all(text, "IKE_MSG", "IKE_MESG");
    text = squeezed(text);
    replace_all(text, "has spi - ", "has spi -");
    return text;
}

std::string printed(IsakmpScene& s) {
    std::string text;
    for (const std::string& line : s.take()) text += line + "\n";
    return squeezed(text);
}

/// Compares from difference to difference, so that a failure shows where it is.
void check_text(const std::string& documented, const std::string& text) {
    std::size_t at = 0;
    while (at < documented.size() && at < text.size() && documented[at] == text[at]) ++at;
    const std::size_t from = at < 60 ? 0 : at - 60;
    INFO("documented: " << documented.substr(from, 200));
    INFO("printed:    " << text.substr(from, 200));
    CHECK(documented == text);
}

debug::Switches all_three() { return switches({debug::Switch::isakmp, debug::Switch::ipsec, debug::Switch::engine}); }

void look_for_key(IsakmpScene& s) {
    s.say(event::KeyLookup{"default", false});
    s.say(event::KeyLookup{"spokes", true});
}

void find_key(IsakmpScene& s) {
    look_for_key(s);
    s.say(event::KeyFound{});
}

void diffie_hellman(IsakmpScene& s) {
    s.work(Work::generate_dh);
    s.work(Work::dh_status);
    s.work(Work::dh_status);
}

void spoke_phase1(IsakmpScene& s) {
    s.header.sa_handle = 0x63D5BE0C;
    s.received(Label::MM_NO_STATE, true);
    s.say(event::PeerRecord{event::PeerAction::created, {}});
    s.say(event::PeerRecord{event::PeerAction::locked, "crypto_isakmp_process_block", 1});
    s.say(event::PortsKnown{});
    s.say(event::SaInserted{});
    s.header.conn_id = 1;
    s.move(Input::IKE_MM_EXCH, State::IKE_READY, State::IKE_R_MM1);
    s.processing(PayloadType::SA);
    find_key(s);
    s.step(Step::local_key_found);
    s.say(event::XauthScan{{"L2L", "VPNclient"}});
    s.step(Step::authentication_by_xauth);
    const isakmp::Transform transform = phase1_transform(5, 0, 2);
    s.say(event::TransformChecked{1, 10, &transform});
    s.say(event::AttributesJudged{true, 0});
    s.step(Step::acceptable_atts);
    s.say(event::LifetimeStarted{86400, 4});
    diffie_hellman(s);
    s.move(Input::IKE_PROCESS_MAIN_MODE, State::IKE_R_MM1, State::IKE_R_MM1);
    s.sent(Label::MM_SA_SETUP);
    s.move(Input::IKE_PROCESS_COMPLETE, State::IKE_R_MM1, State::IKE_R_MM2);
    s.received(Label::MM_SA_SETUP);
    s.move(Input::IKE_MM_EXCH, State::IKE_R_MM2, State::IKE_R_MM3);
    s.processing(PayloadType::KE);
    s.work(Work::dh_secret);
    s.processing(PayloadType::NONCE);
    find_key(s);
    s.work(Work::create_skeyid);
    s.step(Step::skeyid_generated);
    s.vendor(VendorId::ios);
    s.move(Input::IKE_PROCESS_MAIN_MODE, State::IKE_R_MM3, State::IKE_R_MM3);
    s.sent(Label::MM_KEY_EXCH);
    s.move(Input::IKE_PROCESS_COMPLETE, State::IKE_R_MM3, State::IKE_R_MM4);
    s.received(Label::MM_KEY_EXCH);
    s.move(Input::IKE_MM_EXCH, State::IKE_R_MM4, State::IKE_R_MM5);
    s.processing(PayloadType::ID);
    s.show_id(s.header.peer);
    s.say(event::ProfileMatched{"L2L"});
    look_for_key(s);
    s.say(event::KeyInKeyring{"spokes"});
    s.processing(PayloadType::HASH);
    s.work(Work::hmac);
    s.authenticated();
    s.say(event::PeerRecord{event::PeerAction::inserted, {}});
    s.move(Input::IKE_PROCESS_MAIN_MODE, State::IKE_R_MM5, State::IKE_R_MM5);
    s.own_id();
    s.work(Work::hmac);
    s.work(Work::delete_dh);
    s.sent(Label::MM_KEY_EXCH);
    s.move(Input::IKE_PROCESS_COMPLETE, State::IKE_R_MM5, State::IKE_P1_COMPLETE);
    s.move(Input::IKE_PHASE1_COMPLETE, State::IKE_P1_COMPLETE, State::IKE_P1_COMPLETE);
}

/// What a quick mode of either peer has.
struct Pair {
    std::uint32_t node;
    dataplane::TrafficSelector local, remote;
    isakmp::Transform transform;
    std::uint8_t proposal;
    dataplane::SaParameters inbound, outbound;
    bool client = false;
};

Pair pair_of(std::uint32_t node, std::uint32_t in, std::uint32_t out, const char* peer, std::uint32_t connection) {
    Pair pair{node, {}, {}, phase2_transform(3, 0), 1, half(in, hub, peer), half(out, hub, peer)};
    pair.inbound.suite =
        pair.outbound.suite = {dataplane::Encryption::triple_des, 168, dataplane::Integrity::hmac_sha1_96};
    pair.inbound.connection_id = connection;
    pair.outbound.connection_id = connection + 1;
    return pair;
}

void check_offer(IsakmpScene& s, const Pair& pair) {
    s.say(event::ProposalChecked{pair.proposal, ProtocolId::ESP, &pair.transform});
    s.work(Work::validate_proposal);
    s.say(event::IpsecJudged{true});
    event::RequestValidated validated{pair.local, pair.remote};
    validated.suite = pair.inbound.suite;
    s.say(validated);
    s.work(Work::validate_request);
    s.say(event::ProxyMatch{pair.remote, pair.local, "mymap", 2});
}

void agree(IsakmpScene& s, const Pair& pair) {
    s.processing(PayloadType::NONCE, pair.node);
    s.processing(PayloadType::ID, pair.node);
    s.processing(PayloadType::ID, pair.node);
    s.step(Step::asking_for_spi);
    s.move(Input::IKE_QM_EXCH, State::IKE_QM_READY, State::IKE_QM_SPI_STARVE, pair.node);
    s.say(event::SpiGot{pair.inbound.spi, ProtocolId::ESP});
    s.work(Work::hmac);
    s.sent(Label::QM_IDLE);
    s.move(Input::IKE_SPI_REPLY, State::IKE_QM_SPI_STARVE, State::IKE_QM_R_QM2, pair.node);
    s.received(Label::QM_IDLE);
    s.work(Work::hmac);
    s.work(Work::allocate_flow);
    s.work(Work::allocate_flow);
}

void create(IsakmpScene& s, Pair pair) {
    for (dataplane::SaParameters* sa : {&pair.inbound, &pair.outbound}) {
        sa->local_selectors = {pair.local};
        sa->remote_selectors = {pair.remote};
    }
    if (pair.client) s.say(event::PeerRecord{event::PeerAction::locked, "stuff_ke", 1});
    s.say(event::SasCreated{pair.inbound, pair.outbound, false, {}});
    s.say(event::NodeDeleted{pair.node, false, NodeReason::qm_done_await});
    s.move(Input::IKE_QM_EXCH, State::IKE_QM_R_QM2, State::IKE_QM_PHASE2_COMPLETE, pair.node);
    s.say(dataplane::event::KeyEngineMessages{1});
    s.say(
        dataplane::event::SaCreated{pair.inbound, "mymap", pair.inbound.connection_id, false, false, 2, pair.outbound});
    s.say(dataplane::event::SaCreated{pair.outbound, "mymap", pair.outbound.connection_id, true, false, 2, {}});
    s.say(dataplane::event::OutboundSaUpdated{s.header.peer, pair.outbound.spi});
    s.say(dataplane::event::OutboundEnabled{s.header.peer, pair.outbound.spi});
}

void client_aggressive_mode(IsakmpScene& s) {
    s.header.sa_handle = 0x63D3D804;
    s.header.peer_handle = 0x644AFC7C;
    s.received(Label::AG_NO_STATE, true);
    s.say(event::PortsKnown{});
    s.say(event::SaInserted{});
    s.header.conn_id = 2;
    s.processing(PayloadType::SA);
    s.processing(PayloadType::ID);
    const std::string group = "testgroup";
    const isakmp::IdPayload id{isakmp::IdType::KEY_ID, 17, 500, ike::Bytes(group.begin(), group.end())};
    s.say(event::IdShown{&id, PayloadType::VID, 17});
    s.say(event::ProfileMatched{"VPNclient"});
    look_for_key(s);
    constexpr std::string_view settings = "crypto_ikmp_config_initialize_sa";
    s.say(event::PeerRecord{event::PeerAction::created, settings});
    s.say(event::PeerRecord{event::PeerAction::locked, settings, 1});
    s.step(Step::resetting_client_settings);
    s.vendor(VendorId::xauth, 215);
    s.vendor(VendorId::dpd);
    s.vendor(VendorId::natt_02_n, 123);
    s.vendor(VendorId::fragmentation, 194);
    s.vendor(VendorId::unity);
    s.step(Step::authentication_by_xauth);
    const isakmp::Transform transform = phase1_transform(5, 0, 2, 65001, {0, 0x20, 0xC4, 0x9B});
    s.say(event::TransformChecked{9, 10, &transform});
    s.say(event::AttributesJudged{true, 3});
    diffie_hellman(s);
    s.processing(PayloadType::KE);
    s.work(Work::dh_secret);
    s.processing(PayloadType::NONCE);
    s.say(event::VendorSeen{VendorId::natt_02_n, {}});
    s.move(Input::IKE_AM_EXCH, State::IKE_READY, State::IKE_R_AM_AAA_AWAIT);
    s.step(Step::callback);
    s.work(Work::create_skeyid);
    s.step(Step::skeyid_generated);
    s.say(event::VendorConstructed{VendorId::natt_02_n});
    s.say(event::IdUsed{isakmp::IdType::IPV4_ADDR, true});
    s.show_id(s.header.local, PayloadType::NONCE, 0);
    s.say(event::IdSent{12});
    s.work(Work::hmac);
    s.sent(Label::AG_INIT_EXCH);
    s.move(Input::PRESHARED_KEY_REPLY, State::IKE_R_AM_AAA_AWAIT, State::IKE_R_AM2);
}

void client_authenticated(IsakmpScene& s) {
    s.received(Label::AG_INIT_EXCH);
    s.processing(PayloadType::HASH);
    s.work(Work::hmac);
    const isakmp::NotifyPayload contact{1, ProtocolId::ISAKMP, {}, NotifyType::INITIAL_CONTACT, {}};
    s.say(event::NotifySeen{&contact, 0});
    s.say(event::Authenticated{false});
    s.say(event::InitialContact{});
    s.step(Step::returning_address);
    s.step(Step::key_engine_message);
    s.say(event::NatPayloadSeen{true});
    s.say(event::NatPayloadSeen{true});
    s.authenticated();
    // The document counts another SA here.
    s.header.conn_id = 1;
    s.work(Work::delete_dh);
    s.header.conn_id = 2;
    s.say(event::PeerRecord{event::PeerAction::inserted, "crypto_ikmp_config_initialize_sa"});
    s.say(event::NodeSet{1257790711, Label::CONF_XAUTH});
    s.work(Work::hmac);
    s.sent(Label::QM_IDLE);
    s.say(event::NodePurged{1257790711});
    s.say(event::ResponderLifetimeSent{86400});
    s.move(Input::IKE_AM_EXCH, State::IKE_R_AM2, State::IKE_P1_COMPLETE);
}

constexpr std::uint16_t credentials[] = {16521, 16522};

void client_xauth(IsakmpScene& s) {
    constexpr std::uint32_t first = 955647754;
    const auto second = static_cast<std::uint32_t>(-1118110738);
    s.step(Step::need_xauth);
    s.move(Input::IKE_PHASE1_COMPLETE, State::IKE_P1_COMPLETE, State::IKE_XAUTH_AAA_START_LOGIN_AWAIT);
    s.step(Step::callback);
    s.say(event::NodeSet{first, Label::CONF_XAUTH});
    for (const std::uint16_t type : credentials) s.say(event::ConfigAttributeListed{type, true, false, {}});
    s.work(Work::hmac);
    s.say(event::ConfigExchange{true, first});
    s.sent(Label::CONF_XAUTH);
    s.move(Input::IKE_AAA_START_LOGIN, State::IKE_XAUTH_AAA_START_LOGIN_AWAIT, State::IKE_XAUTH_REQ_SENT);
    s.received(Label::CONF_XAUTH);
    s.processing(PayloadType::ATTR, first);
    s.work(Work::hmac);
    s.say(event::ConfigSeen{isakmp::ConfigKind::REPLY});
    for (const std::uint16_t type : credentials) s.say(event::ConfigAttributeListed{type, true, true, {}});
    s.say(event::NodeDeleted{first, false, NodeReason::xauth_done});
    s.move(Input::IKE_CFG_REPLY, State::IKE_XAUTH_REQ_SENT, State::IKE_XAUTH_AAA_CONT_LOGIN_AWAIT);
    s.step(Step::callback);
    s.say(event::NodeSet{second, Label::CONF_XAUTH});
    s.work(Work::hmac);
    s.say(event::ConfigExchange{true, second});
    s.sent(Label::CONF_XAUTH);
    s.move(Input::IKE_AAA_CONT_LOGIN, State::IKE_XAUTH_AAA_CONT_LOGIN_AWAIT, State::IKE_XAUTH_SET_SENT);
    s.received(Label::CONF_XAUTH);
    s.processing(PayloadType::ATTR, second);
    s.work(Work::hmac);
    s.say(event::ConfigSeen{isakmp::ConfigKind::ACK});
    s.step(Step::xauth_ack_processed);
    s.say(event::NodeDeleted{second, false, NodeReason::transaction_done});
    s.move(Input::IKE_CFG_ACK, State::IKE_XAUTH_SET_SENT, State::IKE_P1_COMPLETE);
    s.move(Input::IKE_PHASE1_COMPLETE, State::IKE_P1_COMPLETE, State::IKE_P1_COMPLETE);
}

constexpr std::uint16_t asked[] = {1,      2,      3,      4,      5, 0x7000, 0x7001, 0x7002,
                                   0x7004, 0x7003, 0x7007, 0x7009, 7, 0x7008, 0x700A, 0x7005};

constexpr std::uint16_t unknown_before[] = {0x7003, 0x7007, 0x7009}, unknown_after[] = {0x7008, 0x700A, 0x7005};

void send_attributes(IsakmpScene& s) {
    const auto sent = [&s](std::uint16_t type, ike::Bytes value) {
        s.say(event::ConfigAttributeSent{isakmp::Attribute::variable(type, std::move(value)), {}});
    };
    const auto unknown = [&s](std::uint16_t type) {
        s.say(event::ConfigAttributeSent{isakmp::Attribute::variable(type, {}), {}, true});
    };
    const std::string domain = "cisco.com";
    const std::string version =
        "Cisco Internetwork Operating System Software \nIOS (tm) 7200 Software (C7200-IK9S-M), Version 12.3(6a), "
        "RELEASE SOFTWARE (fc4)\nCopyright (c) 1986-2004 by cisco Systems, Inc.\nCompiled Fri 02-Apr-04 15:52 by "
        "kellythw";
    sent(1, {10, 5, 5, 1});
    sent(3, {1, 1, 1, 1});
    sent(3, {2, 2, 2, 2});
    sent(4, {3, 3, 3, 3});
    sent(4, {4, 4, 4, 4});
    sent(5, {0, 1, 0x51, 0x72});
    unknown(0x7000);
    unknown(0x7001);
    sent(0x7002, {domain.begin(), domain.end()});
    for (const std::uint16_t type : unknown_before) unknown(type);
    sent(7, {version.begin(), version.end()});
    for (const std::uint16_t type : unknown_after) unknown(type);
}

void client_mode_config(IsakmpScene& s) {
    const auto node = static_cast<std::uint32_t>(-798495444);
    s.received(Label::QM_IDLE);
    s.say(event::NodeSet{node, Label::QM_IDLE});
    s.processing(PayloadType::ATTR, node);
    s.work(Work::hmac);
    s.say(event::ConfigSeen{isakmp::ConfigKind::REQUEST});
    s.step(Step::checking_request);
    for (const std::uint16_t type : asked) s.say(event::ConfigAttributeListed{type, false, false, {}});
    s.move(Input::IKE_CFG_REQUEST, State::IKE_P1_COMPLETE, State::IKE_CONFIG_AUTHOR_AAA_AWAIT);
    s.step(Step::callback);
    s.step(Step::attributes_sent);
    s.say(event::AddressAllocated{address("10.5.5.1")});
    send_attributes(s);
    s.work(Work::hmac);
    s.say(event::ConfigExchange{false, node});
    s.sent(Label::CONF_ADDR);
    s.say(event::NodeDeleted{node, false, NodeReason::no_error});
    s.move(Input::IKE_AAA_GROUP_ATTR, State::IKE_CONFIG_AUTHOR_AAA_AWAIT, State::IKE_P1_COMPLETE);
    s.move(Input::IKE_PHASE1_COMPLETE, State::IKE_P1_COMPLETE, State::IKE_P1_COMPLETE);
}

}  // namespace

TEST_CASE("a 12.3 hub and its spoke read as documented") {
    const std::string documented = document("ISAKMP (0:0): received packet from 10.100.2.102",
                                            "sa_trans= esp-3des esp-sha-hmac , sa_conn_id= 2001");
    if (documented.empty()) return;
    IsakmpScene s(config::Look::ios12, all_three(), hub, "10.100.2.102");
    s.header.role = ike::Role::responder;
    spoke_phase1(s);
    Pair pair = pair_of(904613356, 0xF8B3BAC8, 0x68BC0109, "10.100.2.102", 2000);
    pair.local = network("10.1.0.0", 16);
    pair.remote = network("10.2.0.0", 16);
    s.received(Label::QM_IDLE);
    s.say(event::NodeSet{pair.node, Label::QM_IDLE});
    s.work(Work::hmac);
    s.processing(PayloadType::HASH, pair.node);
    s.processing(PayloadType::SA, pair.node);
    check_offer(s, pair);
    agree(s, pair);
    create(s, pair);
    check_text(documented, printed(s));
}

TEST_CASE("a 12.3 hub and its client read as documented") {
    const std::string documented = document("ISAKMP (0:0): received packet from 10.51.82.100",
                                            "sa_trans= esp-3des esp-sha-hmac , sa_conn_id= 2005");
    if (documented.empty()) return;
    IsakmpScene s(config::Look::ios12, all_three(), hub, "10.51.82.100");
    s.header.role = ike::Role::responder;
    client_aggressive_mode(s);
    client_authenticated(s);
    client_xauth(s);
    client_mode_config(s);
    Pair pair = pair_of(381726614, 0x7A1AB8F3, 0xB0C0F4AC, "10.51.82.100", 2004);
    pair.local = network("0.0.0.0", 0);
    pair.remote = network("10.5.5.1", 32);
    pair.proposal = 12;
    pair.client = true;
    pair.transform.attributes = {isakmp::Attribute::basic(5, 2), isakmp::Attribute::basic(4, 1),
                                 isakmp::Attribute::basic(1, 1), isakmp::Attribute::variable(2, {0, 0x20, 0xC4, 0x9B})};
    for (dataplane::SaParameters* sa : {&pair.inbound, &pair.outbound}) {
        sa->lifetime.hard_seconds = 2147483;
        sa->lifetime.hard_kilobytes = 0;
    }
    check_offer(s, pair);
    agree(s, pair);
    create(s, pair);
    check_text(documented, printed(s));
}
