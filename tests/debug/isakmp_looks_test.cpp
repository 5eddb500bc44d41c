#include "tests/debug/isakmp_scene.h"

// The same events in the other releases; a few that have no documented transcript.

using namespace scene;
namespace event = ike::isakmp::event;

namespace {

constexpr config::Look looks[] = {config::Look::ios12, config::Look::ios15_1, config::Look::ios15_4,
                                  config::Look::ios17};

debug::Switches everything() {
    debug::Switches all;
    for (const auto& names : debug::switch_names()) all.set(names.which, true);
    return all;
}

Lines lines_of(config::Look look, event::Body body, debug::Switches on = everything()) {
    IsakmpScene s(look, on);
    s.header.conn_id = 1001;
    s.say(std::move(body));
    return s.take();
}

template <class Enum>
std::size_t spoken(Enum last, event::Body (*body)(Enum), std::vector<unsigned>& silent) {
    for (unsigned i = 0; i <= static_cast<unsigned>(last); ++i) {
        std::size_t lines = 0;
        for (const config::Look look : looks) lines += lines_of(look, body(static_cast<Enum>(i))).size();
        if (lines == 0) silent.push_back(i);
    }
    return silent.size();
}

}  // namespace

TEST_CASE("the later releases write prefixes of their own") {
    IsakmpScene s(config::Look::ios17, everything(), "203.0.113.10", "203.0.113.1");
    s.header.sa_handle = 0x39974E40;
    s.header.peer_handle = 0x39973C58;
    s.say(event::PeerRecord{event::PeerAction::created, {}});
    s.say(event::PeerRecord{event::PeerAction::fresh, {}, 0, 4});
    s.say(event::PeerRecord{event::PeerAction::locked, "isakmp_initiator", 1});
    s.say(event::SaInserted{});
    s.say(event::KeyFound{false});
    s.sent(Label::MM_NO_STATE);
    s.received(Label::MM_NO_STATE);
    const isakmp::Transform transform = phase1_transform(7, 256, 14);
    s.say(event::TransformChecked{1, 10, &transform});
    s.say(event::LifetimeStarted{86400, 4});
    CHECK(s.take() ==
          Lines{"ISAKMP: (0):Created a peer struct for 203.0.113.1, peer port 500",
                "ISAKMP: (0):New peer created peer = 0x8000730939973C58 peer_handle = 0x8000000040000004",
                "ISAKMP: (0):Locking peer struct 0x8000730939973C58, refcount 1 for isakmp_initiator",
                "ISAKMP: (0):insert sa successfully sa = 8000730939974E40",
                "ISAKMP-ERROR: (0):No pre-shared key with 203.0.113.1!",
                "ISAKMP-PAK: (0):sending packet to 203.0.113.1 my_port 500 peer_port 500 (I) MM_NO_STATE",
                "ISAKMP: (0):Sending an IKE IPv4 Packet.",
                "ISAKMP-PAK: (0):received packet from 203.0.113.1 dport 500 sport 500 Global (I) MM_NO_STATE",
                "ISAKMP: (0):Checking ISAKMP transform 1 against priority 10 policy",
                "ISAKMP: (0):      encryption AES-CBC",
                "ISAKMP: (0):      keylength of 256",
                "ISAKMP: (0):      hash SHA",
                "ISAKMP: (0):      default group 14",
                "ISAKMP: (0):      auth pre-share",
                "ISAKMP: (0):      life type in seconds",
                "ISAKMP:      life duration (VPI) of  0x0 0x1 0x51 0x80 ",
                "ISAKMP: (0):Fill atts in sa vpi_length:4",
                "ISAKMP: (0):Fill atts in sa life_in_seconds:86400",
                "ISAKMP: (0):Returning Actual lifetime: 86400",
                "ISAKMP: (0):Started lifetime timer: 86400.",
                ""});
}

TEST_CASE("the later releases split records and count without sign") {
    IsakmpScene s(config::Look::ios15_4, everything(), "203.0.113.10", "203.0.113.1");
    s.header.conn_id = 1001;
    s.header.peer_handle = 0x39973C58;
    s.own_id();
    s.say(event::ProfileMatched{});
    s.say(event::PeerRecord{event::PeerAction::inserted, {}});
    s.say(event::NodeSet{3861738328, Label::QM_IDLE});
    s.say(event::NodeDeleted{570535495, true, isakmp::NodeReason::delete_larval});
    s.step(Step::install_callback);
    s.say(event::SasCreated{half(0xDA9E8DCA, "203.0.113.10", "203.0.113.1"), {}, false, "Ethernet0/0"});
    CHECK(s.take() ==
          Lines{"ISAKMP: (1001):SA is doing ",
                "ISAKMP: (1001):pre-shared key authentication using id type ID_IPV4_ADDR", "ISAKMP: (1001):ID payload ",
                "        next-payload : 8", "        type         : 1", "ISAKMP: (1001):   address      : 203.0.113.10",
                "ISAKMP: (1001):   protocol     : 17 ", "        port         : 500 ", "        length       : 12",
                "ISAKMP: (1001):Total payload length: 12", "ISAKMP: (0):peer matches *none* of the profiles",
                "ISAKMP: (0):Trying to insert a peer 203.0.113.10/203.0.113.1/500/, ",
                "ISAKMP: (0): and inserted successfully 8000730939973C58.",
                "ISAKMP: (1001):set new node 3861738328 to QM_IDLE      ",
                "ISAKMP-ERROR: (1001):deleting node 570535495 error TRUE reason \"Delete Larval\"",
                "ISAKMP-ERROR: (0):Failed to find peer index node to update peer_info_list",
                "ISAKMP: (1001):Received IPSec Install callback... proceeding with the negotiation",
                "ISAKMP: (1001):Successfully installed IPSEC SA (SPI:0xDA9E8DCA) on Ethernet0/0"});
}

TEST_CASE("an initiator of 12.x says what its release says") {
    IsakmpScene s(config::Look::ios12, negotiation_switches(), "12.1.1.2", "13.1.1.3");
    s.header.conn_id = 2;
    s.say(event::ProfileRequested{});
    s.say(event::PeerRecord{event::PeerAction::created, {}});
    s.say(event::PortsKnown{});
    s.say(event::NodeSet{0, Label::QM_IDLE});
    s.step(Step::cannot_start_aggressive);
    s.say(event::KeyLookup{"default", true});
    s.step(Step::local_key_found);
    s.say(event::QuickModeBegun{static_cast<std::uint32_t>(-426260398)});
    CHECK(s.take() == Lines{"ISAKMP: received ke message (1/1)", "ISAKMP (0:0): SA request profile is (NULL)",
                            "ISAKMP: local port 500, remote port 500", "ISAKMP: set new node 0 to QM_IDLE      ",
                            "ISAKMP (0:2): Can not start Aggressive mode, trying Main mode.",
                            "ISAKMP: Looking for a matching key for 13.1.1.3 in default : success",
                            "ISAKMP (0:2) local preshared key found",
                            "ISAKMP (0:2): beginning Quick Mode exchange, M-ID of -426260398"});
    dataplane::event::SaRequested request;
    request.entry.local = s.header.local;
    request.entry.peers = {s.header.peer};
    request.entry.pfs_group = 1;
    request.entry.lifetime_seconds = 3600;
    request.entry.lifetime_kilobytes = 4608000;
    request.local = network("2.2.2.0", 24);
    request.remote = network("3.3.3.0", 24);
    request.suite = {dataplane::Encryption::des, 64, dataplane::Integrity::hmac_sha1_96};
    s.say(request);
    CHECK(s.take() == Lines{"IPSEC(sa_request): ,", "  (key eng. msg.) OUTBOUND local= 12.1.1.2, remote= 13.1.1.3,",
                            "    local_proxy= 2.2.2.0/255.255.255.0/0/0 (type=4),",
                            "    remote_proxy= 3.3.3.0/255.255.255.0/0/0 (type=4),",
                            "    protocol= ESP, transform= esp-des esp-sha-hmac  (Tunnel), ",
                            "    lifedur= 3600s and 4608000kb, ",
                            "    spi= 0x0(0), conn_id= 0, keysize= 0, flags= 0x400B"});
}

TEST_CASE("every step, reason, mismatch and message has words in some release") {
    std::vector<unsigned> silent;
    spoken<Step>(
        Step::install_callback, [](Step step) { return event::Body(event::StepDone{step}); }, silent);
    spoken<Work>(
        Work::create_ipsec_sa, [](Work work) { return event::Body(event::EngineDone{work}); }, silent);
    spoken<isakmp::PolicyMismatch>(
        isakmp::PolicyMismatch::lifetime,
        [](isakmp::PolicyMismatch what) { return event::Body(event::Mismatch{what}); }, silent);
    spoken<isakmp::KmiMessage>(
        isakmp::KmiMessage::SESSION_CLOSED, [](isakmp::KmiMessage message) { return event::Body(event::Kmi{message}); },
        silent);
    CHECK(silent.empty());
    for (unsigned i = 0; i <= static_cast<unsigned>(isakmp::DeleteReason::no_address); ++i)
        CHECK(lines_of(config::Look::ios15_1, event::SaDeleting{static_cast<isakmp::DeleteReason>(i)}) !=
              Lines{"ISAKMP:(1001):deleting SA reason \"\" state (I) MM_NO_STATE (peer 10.1.1.2)"});
    for (unsigned i = 0; i <= static_cast<unsigned>(isakmp::NodeReason::retransmission); ++i)
        CHECK(lines_of(config::Look::ios15_1, event::NodeDeleted{1, false, static_cast<isakmp::NodeReason>(i)}) !=
              Lines{"ISAKMP:(1001):deleting node 1 error FALSE reason \"\""});
}

TEST_CASE("without any switch an IKEv1 negotiation is silent") {
    const isakmp::Transform transform = phase1_transform(5, 0, 2);
    for (const config::Look look : looks) {
        CHECK(lines_of(look, event::TransformChecked{1, 10, &transform}, {}).empty());
        CHECK(
            lines_of(look, event::Transition{Input::IKE_MM_EXCH, State::IKE_READY, State::IKE_R_MM1, {}}, {}).empty());
        CHECK(lines_of(look, event::SpiGot{1, isakmp::ProtocolId::ESP}, {}).empty());
        CHECK(lines_of(look, event::StepDone{Step::callback}, {}).empty());
    }
}

TEST_CASE("an address by DHCP is logged") {
    Recorder recorder("");
    debug::render(
        dataplane::Event{{},
                         {},
                         dataplane::event::DhcpAddressAssigned{
                             *config::InterfaceName::parse("FastEthernet0/0"), {address("10.100.2.102"), 24}, "Spoke"}},
        config::Look::ios12, {}, recorder);
    CHECK(recorder.logs == Lines{"%DHCP-6-ADDRESS_ASSIGN: Interface FastEthernet0/0 assigned DHCP address "
                                 "10.100.2.102, mask 255.255.255.0, hostname Spoke"});
}
