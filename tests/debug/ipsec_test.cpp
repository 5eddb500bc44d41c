#include "tests/debug/scene.h"

using namespace scene;
namespace event = dataplane::event;

namespace {

config::IpAddress ip(const char* text) { return *config::IpAddress::parse(text); }
config::InterfaceName interface(const char* text) { return *config::InterfaceName::parse(text); }

Recorder said(event::Body body, config::Look look = config::Look::ios15_1,
              debug::Switches on = switches({debug::Switch::ipsec})) {
    Recorder recorder("");
    debug::render(dataplane::Event{{}, {}, std::move(body)}, look, on, recorder);
    return recorder;
}

std::string log_of(event::Body body, config::Look look = config::Look::ios15_1) {
    const Recorder recorder = said(std::move(body), look, {});
    CHECK(recorder.lines.empty());
    std::string text;
    for (const std::string& line : recorder.logs) text += (text.empty() ? "" : "\n") + line;
    return text;
}

dataplane::PolicyEntry entry() {
    dataplane::PolicyEntry entry;
    entry.local = ip("10.1.1.1");
    entry.peers = {ip("10.1.1.2")};
    entry.map_tag = "MYMAP";
    entry.lifetime_seconds = 3600;
    entry.lifetime_kilobytes = 4608000;
    return entry;
}

dataplane::TrafficSelector proxy(const char* address, std::uint8_t length) {
    return dataplane::TrafficSelector::of_prefix({ip(address), length});
}

dataplane::SaParameters sa() {
    dataplane::SaParameters parameters;
    parameters.spi = 0x45F16A9A;
    parameters.suite = {dataplane::Encryption::aes_cbc, 128, dataplane::Integrity::hmac_sha1_96};
    parameters.local_address = ip("10.1.1.1");
    parameters.remote_address = ip("10.1.1.2");
    parameters.local_selectors = {proxy("192.168.1.0", 24)};
    parameters.remote_selectors = {proxy("192.168.2.0", 24)};
    parameters.lifetime.hard_seconds = 3600;
    parameters.lifetime.hard_kilobytes = 4608000;
    return parameters;
}

/// The lines of the documented transcript that begin with `first`, as many as `count`.
Lines documented(const std::string& first, std::size_t count) {
    std::ifstream file(std::string(SOURCE_DIR) + "/../shared/reference/ikev1/debug-isakmp.md");
    Lines lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    if (lines.empty()) WARN("no documented transcript beside the source: not compared");
    return part(lines, first, count);
}

}  // namespace

TEST_CASE("syslogs of interfaces and of the crypto engine") {
    CHECK(log_of(event::LineProtocolChanged{interface("Tunnel0"), true}) ==
          "%LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel0, changed state to up");
    CHECK(log_of(event::LinkChanged{interface("Tunnel0"), true, false}) ==
          "%LINK-3-UPDOWN: Interface Tunnel0, changed state to up");
    CHECK(log_of(event::LinkChanged{interface("Tunnel0"), false, true}) ==
          "%LINK-5-CHANGED: Interface Tunnel0, changed state to administratively down");
    CHECK(log_of(event::CryptoOnOff{true}) == "%CRYPTO-6-ISAKMP_ON_OFF: ISAKMP is ON");
    CHECK(log_of(event::RecursiveRouting{interface("Tunnel0")}) ==
          "%TUN-5-RECURDOWN: Tunnel0 temporarily disabled due to recursive routing");
}

TEST_CASE("syslogs of packets that are refused") {
    const event::ReceivedClearPacket clear{ip("62.25.122.10"), ip("62.25.122.11"), 132};
    CHECK(log_of(clear) ==
          "%CRYPTO-4-RECVD_PKT_NOT_IPSEC: Rec'd packet not an IPSEC packet. (ip) vrf/dest_addr= /62.25.122.10, "
          "src_addr= 62.25.122.11, prot= 132");
    CHECK(log_of(event::ReceivedClearPacket{ip("8.8.11.2"), ip("8.8.10.2"), 47}, config::Look::ios15_4) ==
          "%IPSEC-3-RECVD_PKT_NOT_IPSEC: Rec'd packet not an IPSEC packet, dest_addr= 8.8.11.2, src_addr= 8.8.10.2, "
          "prot= 47");
    CHECK(log_of(event::InvalidSpi{ip("150.1.1.1"), ip("150.3.1.3"), 50, 0x72662541}) ==
          "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=150.1.1.1, prot=50, "
          "spi=0x72662541(1919296833), srcaddr=150.3.1.3");
    CHECK(log_of(event::IntegrityFailure{2989, ip("10.1.1.1"), ip("10.1.1.2"), 0x999CD43B, 5}) ==
          "%CRYPTO-4-RECVD_PKT_MAC_ERR: decrypt: mac verify failed for connection id=2989 local=10.1.1.1 "
          "remote=10.1.1.2 spi=999CD43B seqno=00000005");
    CHECK(log_of(event::ReplayFailure{7, 100}) ==
          "%CRYPTO-4-PKT_REPLAY_ERR: decrypt: replay check failed\n\tconnection id=7, sequence number=100");
}

TEST_CASE("a request for SAs is the documented block") {
    const Lines expected = documented("IPSEC(sa_request): ,", 7);
    if (expected.empty()) return;
    event::SaRequested request{1, entry(), proxy("192.168.1.0", 24), proxy("192.168.2.0", 24)};
    const Lines lines = said(request).lines;
    REQUIRE(lines.size() == 7);
    for (std::size_t i = 0; i < 7; ++i)
        if (i != 4 && i != 6) CHECK(lines[i] == expected[i]);
    CHECK(lines[4].starts_with("    protocol= ESP, transform= "));
    CHECK(lines[4].ends_with(" (Tunnel), "));
}

TEST_CASE("a new pair is the documented sequence of blocks") {
    const Lines expected = documented("IPSEC(key_engine): got a queue event", 8);
    if (expected.empty()) return;
    Lines lines = said(event::KeyEngineMessages{1}).lines;
    const Lines created = said(event::SaCreated{sa(), "MYMAP", 1}).lines;
    lines.insert(lines.end(), created.begin(), created.end());
    CHECK(lines == expected);
}

TEST_CASE("other blocks of the key engine") {
    CHECK(said(event::RequestTimerFired{1, entry(), proxy("192.168.1.0", 24), proxy("0.0.0.0", 0)}).lines ==
          Lines{"IPSEC(key_engine): request timer fired: count = 1,",
                "  (identity) local= 10.1.1.1:0, remote= 10.1.1.2:0,",
                "    local_proxy= 192.168.1.0/255.255.255.0/256/0,", "    remote_proxy= 0.0.0.0/0.0.0.0/256/0"});
    const Lines deleted = said(event::SaDeleted{sa(), "MYMAP", 1}).lines;
    REQUIRE(deleted.size() == 8);
    CHECK(deleted[0] == "IPSEC(delete_sa): deleting SA,");
    CHECK(deleted[4] == "    sa_lifetime(k/sec)= (4608000/3600),");
    CHECK(deleted[7] == "    remote_proxy= 192.168.2.0/255.255.255.0/256/0");
    CHECK(said(event::OutboundSaUpdated{ip("10.1.1.2"), 0xABCD}).lines.size() == 2);
    CHECK(said(event::LifetimeThreshold{1, 30}).lines ==
          Lines{"IPSEC(lifetime_expiry): SA lifetime threshold reached, expiring in 30 seconds"});
}

TEST_CASE("nothing of the key engine is printed while its switch is off") {
    for (const event::Body& body :
         {event::Body(event::SaCreated{sa(), "MYMAP", 1}), event::Body(event::KeyEngineMessages{1}),
          event::Body(event::SaRequested{1, entry(), proxy("10.0.0.0", 8), proxy("10.0.0.0", 8)})}) {
        const Recorder recorder = said(body, config::Look::ios15_1, switches({debug::Switch::ikev2}));
        CHECK(recorder.lines.empty());
        CHECK(recorder.logs.empty());
    }
}

TEST_CASE("crypto logging ikev2: an SA's beginning and end, and negotiations that come to nothing") {
    Scene s(config::Look::ios15_1, {});
    s.say(ike::event::SaUp{});
    s.say(ike::event::SaDown{});
    s.say(ike::event::NegotiationAborted{ike::Failed::retransmissions_exceeded});
    s.say(ike::event::NegotiationAborted{ike::Failed::initial_exchange});
    s.say(ike::event::NegotiationAborted{ike::Failed::no_profile});
    CHECK(s.recorder.logs == Lines{"%IKEV2-5-SA_UP: SA UP", "%IKEV2-5-SA_DOWN: SA DOWN",
                                   "%IKEV2-3-NEG_ABORT: Negotiation aborted due to ERROR: Maximum number of retransmissions reached",
                                   "%IKEV2-3-NEG_ABORT: Negotiation aborted due to ERROR: Initial exchange failed",
                                   "%IKEV2-3-NEG_ABORT: Negotiation aborted due to ERROR: Failed to locate an item in the database"});
    CHECK(s.recorder.lines.empty());
}

TEST_CASE("a session's change is logged whatever is switched on") {
    Scene s(config::Look::ios15_1, {});
    s.header.peer = ip("1.2.3.4");
    s.say(ike::event::TunnelStatus{true, "1.2.3.4"});
    CHECK(s.recorder.logs ==
          Lines{"%CRYPTO-5-IKEV2_SESSION_STATUS: Crypto tunnel v2 is UP.  Peer 1.2.3.4:500       Id: 1.2.3.4"});
}
