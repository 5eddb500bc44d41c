#include "tests/debug/isakmp_scene.h"

using namespace scene;
namespace event = ike::isakmp::event;
using isakmp::NodeReason;
using isakmp::NotifyType;
using isakmp::PolicyMismatch;
using isakmp::ProtocolId;

namespace {

IsakmpScene responder(std::uint32_t conn_id = 0) {
    IsakmpScene s(config::Look::ios15_1, negotiation_switches(), "10.1.1.2", "10.1.1.1");
    s.header.role = ike::Role::responder;
    s.header.conn_id = conn_id;
    return s;
}

}  // namespace

TEST_CASE("a policy mismatch reads as documented") {
    const Lines documented = transcript("### 10.1");
    if (documented.empty()) return;
    IsakmpScene s = responder();
    const isakmp::Transform transform = phase1_transform(1, 0, 1);
    s.header.label = Label::MM_NO_STATE;
    s.say(event::TransformChecked{1, 10, &transform});
    s.say(event::Mismatch{PolicyMismatch::encryption});
    s.say(event::AttributesJudged{false, 0});
    s.step(Step::no_offers_accepted);
    s.say(event::PolicyNotAcceptable{1});
    s.say(event::ErrorCounter{1, false, "construct_fail_ag_init"});
    s.step(Step::failed_to_construct_informational);
    s.sent(Label::MM_NO_STATE);
    s.step(Step::no_paranoid_keepalives);
    s.say(event::SaDeleting{isakmp::DeleteReason::policy_not_accepted});
    s.step(Step::fsm_error);
    s.move(Input::IKE_PROCESS_MAIN_MODE, State::IKE_R_MM1, State::IKE_R_MM1);
    s.say(event::SaDeleting{isakmp::DeleteReason::policy_not_accepted, true});
    s.say(event::PeerRecord{event::PeerAction::unlocked, "isadb_mark_sa_deleted", 0});
    s.say(event::PeerRecord{event::PeerAction::reaped, {}});
    s.move(Input::IKE_PHASE1_DEL, State::IKE_R_MM1, State::IKE_DEST_SA);
    check_transcript(documented, s.take());
}

TEST_CASE("an initiator without key reads as documented") {
    Lines documented = transcript("### 10.3");
    if (documented.empty()) return;
    IsakmpScene s(config::Look::ios15_1, negotiation_switches(), "203.0.113.10", "203.0.113.1");
    s.step(Step::cannot_start_aggressive);
    s.say(event::KeyFound{false});
    s.step(Step::no_certificate_or_key);
    s.step(Step::cannot_start_main_mode);
    s.say(event::PeerRecord{event::PeerAction::unlocked, "isadb_unlock_peer_delete_sa()", 0});
    s.say(event::PeerRecord{event::PeerAction::reaped, {}});
    s.say(event::SaPurged{});
    s.say(event::NodePurged{1512984860});
    s.step(Step::sa_request_failed);
    check_transcript(documented, s.take());
}

TEST_CASE("repetition and death read as documented") {
    const Lines every = transcript("### 10.4"), last = transcript("### 10.4", 1);
    if (every.empty()) return;
    IsakmpScene s(config::Look::ios15_1, negotiation_switches());
    s.header.label = Label::MM_NO_STATE;
    s.say(event::Retransmitting{false, 0, true});
    s.say(event::ErrorCounter{1, false, "retransmit phase 1"});
    s.say(event::Retransmitting{});
    s.sent(Label::MM_NO_STATE);
    check_transcript(every, s.take());

    s.say(event::Retransmitting{false, 0, true});
    s.step(Step::no_paranoid_keepalives);
    s.say(event::SaDeleting{isakmp::DeleteReason::retransmission});
    s.say(event::SaDeleting{isakmp::DeleteReason::retransmission, true});
    s.say(event::PeerRecord{event::PeerAction::unlocked, "isadb_mark_sa_deleted", 0});
    s.say(event::PeerRecord{event::PeerAction::reaped, {}});
    s.say(event::NodeDeleted{static_cast<std::uint32_t>(-1234), false, NodeReason::ike_deleted});
    s.move(Input::IKE_PHASE1_DEL, State::IKE_I_MM1, State::IKE_DEST_SA);
    check_transcript(last, s.take());

    s.header.conn_id = 1001;
    s.header.label = Label::QM_IDLE;
    const auto node = static_cast<std::uint32_t>(-1458007633);
    s.say(event::Retransmitting{true, node, true});
    s.say(event::ErrorCounter{1, true, "retransmit phase 2"});
    s.say(event::Retransmitting{true, node, false});
    CHECK(s.take() == Lines{"ISAKMP:(1001): retransmitting phase 2 QM_IDLE       -1458007633 ...",
                            "ISAKMP (1001): incrementing error counter on node, attempt 1 of 5: retransmit phase 2",
                            "ISAKMP:(1001): retransmitting phase 2 -1458007633 QM_IDLE      "});
}

TEST_CASE("refused proxies read as documented") {
    Lines documented = transcript("### 10.5");
    if (documented.empty()) return;
    IsakmpScene s(config::Look::ios15_1, negotiation_switches(), "203.0.113.1", "203.0.113.30");
    s.header.role = ike::Role::responder;
    s.header.conn_id = 1003;
    s.header.local_port = 4500;
    s.header.peer_port = 4786;
    for (std::string& line : documented) {
        if (const auto at = line.find("   (15.x"); at != std::string::npos)
            line.resize(line.find_last_not_of(' ', at) + 1);
        if (line.rfind("%CRYPTO", 0) == 0) line = ellipsis;
        if (line == "IPSEC(validate_proposal_request): proposal part #1 …") line.resize(line.rfind(' '));
    }
    s.say(event::IpsecJudged{true});
    s.say(event::RequestValidated{network("192.168.0.0", 24), network("192.168.3.0", 24), 256});
    s.say(event::ProposalInvalidated{32, {}});
    s.say(event::PolicyNotAcceptable{2});
    s.say(event::NodeSet{1148084868, Label::QM_IDLE});
    s.say(event::NotifySent{NotifyType::NO_PROPOSAL_CHOSEN, ProtocolId::ESP, 1713232296, 1148084868});
    s.sent(Label::QM_IDLE);
    s.say(event::NodePurged{1148084868});
    s.say(event::NodeDeleted{570535495, true, NodeReason::qm_rejected});
    s.move(Input::IKE_QM_EXCH, State::IKE_QM_READY, State::IKE_QM_READY, 570535495);
    s.say(event::NodePurged{570535495});
    Lines lines = s.take();
    // The block of validate_proposal_request is not written out.
    const auto block = std::find(lines.begin(), lines.end(), "IPSEC(validate_proposal_request): proposal part #1,");
    REQUIRE(block != lines.end());
    lines.erase(block, block + 7);
    check_transcript(documented, lines);
}

TEST_CASE("a refused transform is named") {
    IsakmpScene s = responder(1001);
    s.say(event::ProposalInvalidated{256, "esp-aes 256 esp-sha512-hmac"});
    CHECK(s.take() == Lines{"IPSEC(ipsec_process_proposal): transform proposal not supported for identity: ",
                            "    {esp-aes 256 esp-sha512-hmac }",
                            "ISAKMP:(1001): IPSec policy invalidated proposal with error 256"});
}

TEST_CASE("what fails is logged whatever is switched on") {
    IsakmpScene s(config::Look::ios15_1, {});
    s.say(event::BadMessage{});
    s.say(event::ModeFailure{"Quick"});
    s.say(event::NoSa{});
    s.say(event::AggressiveModeDisabled{});
    s.say(event::SessionStatus{true, "10.1.1.2"});
    s.say(event::EzvpnConnection{true, true, "cisco", "testgroup", address("10.5.5.1")});
    s.say(event::EzvpnPendingXauth{"VPN"});
    CHECK(s.recorder.logs ==
          Lines{"%CRYPTO-4-IKMP_BAD_MESSAGE: IKE message from 10.1.1.2 failed its sanity check or is malformed",
                "%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Quick mode failed with peer at 10.1.1.2",
                "%CRYPTO-4-IKMP_NO_SA: IKE message from 10.1.1.2 has no SA and is not an initialization offer",
                "%CRYPTO-5-IKMP_AG_MODE_DISABLED: Unable to initiate or respond to Aggressive Mode while disabled",
                "%CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP.  Peer 10.1.1.2:500       Id: 10.1.1.2",
                "%CRYPTO-6-EZVPN_CONNECTION_UP: (Client)  User=cisco  Group=testgroup  Client_public_addr=10.1.1.1  "
                "Server_public_addr=10.1.1.2  Assigned_client_addr=10.5.5.1  "});
    CHECK(s.take() == Lines{"EZVPN(VPN): Pending XAuth Request, Please enter the following command:",
                            "EZVPN: crypto ipsec client ezvpn xauth"});
}

TEST_CASE("each switch shows its own lines") {
    const auto lines_with = [](std::initializer_list<debug::Switch> on) {
        IsakmpScene s(config::Look::ios15_1, switches(on));
        s.say(event::Mismatch{PolicyMismatch::hash});
        s.step(Step::beginning_main_mode);
        s.step(Step::key_engine_message);
        s.work(Work::hmac);
        s.work(Work::decrypt_packet);
        s.say(event::Kmi{isakmp::KmiMessage::REQUEST_SAS});
        return s.take();
    };
    const std::string mismatch = "ISAKMP:(0):Hash algorithm offered does not match policy!";
    CHECK(lines_with({}).empty());
    CHECK(lines_with({debug::Switch::isakmp}) == Lines{mismatch, "ISAKMP:(0): beginning Main Mode exchange"});
    CHECK(lines_with({debug::Switch::isakmp_error}) == Lines{mismatch});
    CHECK(lines_with({debug::Switch::ipsec}) == Lines{"IPSEC(key_engine): got a queue event with 1 KMI message(s)"});
    CHECK(lines_with({debug::Switch::engine}) ==
          Lines{"crypto_engine: Generate IKE hash", "crypto_engine: Decrypt IKE packet"});
    CHECK(lines_with({debug::Switch::engine_packet}) == Lines{"crypto_engine: Decrypt IKE packet"});
    CHECK(lines_with({debug::Switch::kmi}) ==
          Lines{"KMI: IPSEC key engine sending message KEY_ENG_REQUEST_SAS to Crypto IKMP.",
                "KMI: Crypto IKMP received message KEY_ENG_REQUEST_SAS from IPSEC key engine."});
    CHECK(lines_with({debug::Switch::ikev2}).empty());
}
