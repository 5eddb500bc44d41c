#include <catch2/catch.hpp>

#include "ikev2_lab.h"

// IKEv2 tunnels left running: every SA is renewed in time, and no packet tells of it.

using Catch::Contains;
using namespace std::chrono_literals;

namespace {

/// Each end has sent and received as many protected packets as there were round trips: none was doubled or lost on the way.
void check_counted_once(Ikev2Lab& lab, std::uint64_t round_trips) {
    for (const char* node : {"R1", "R2"}) {
        const ProtectedPackets packets = protected_packets(lab.lab, node);
        INFO(node);
        CHECK(packets.sent == round_trips);
        CHECK(packets.received == round_trips);
    }
}

std::size_t count_of(const std::string& text, const std::string& words) {
    std::size_t count = 0;
    for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++count;
    return count;
}

/// The crypto map's two lines with perfect forward secrecy, both with their pairs under one IKE SA.
struct TwoLines : CryptoMapLab {
    TwoLines() {
        start();
        configure_both({"crypto map CMAP-Customer1 10", "set pfs group14", "set security-association lifetime seconds 120", "exit",
                        "crypto ikev2 profile PROFILE-Customer1", "lifetime 120"});
        for (Conversation* line : {&first, &second}) line->run(2s);
    }
    std::uint64_t lost() const { return first.lost() + second.lost(); }
    std::uint64_t sent() const { return first.sent() + second.sent(); }
    void run(cli::Duration time) {
        for (const cli::Instant end = lab.now() + time; lab.now() < end; second.run(1s)) first.run(1s);
    }
    Conversation first{lab, {"R1", "10.11.0.1"}, {"R2", "10.12.0.1"}}, second{lab, {"R1", "10.11.0.2"}, {"R2", "10.12.0.2"}};
};

}  // namespace

TEST_CASE("a day of two-minute lifetimes with a virtual tunnel interface loses and doubles no packet", "[ikev2][lifetimes]") {
    TunnelLab lab;
    lab.lab.boot();
    lab.configure_both({"crypto ipsec profile phse2-prof", "set security-association lifetime seconds 120"});
    REQUIRE(lab.rests_with({1, 0, 1}));
    Conversation traffic(lab.lab, {"R1", TunnelLab::r1}, {"R2", TunnelLab::r2});
    const std::string session = "Session-id:" + std::to_string(lab.session_id("R2"));
    int most_sas = 0, most_pairs = 0;
    for (int minute = 0; minute < 24 * 60; ++minute) {
        traffic.run(60s);
        const TunnelState state = tunnel_state(lab.lab, "R1");
        most_sas = std::max(most_sas, state.ready + state.other);
        most_pairs = std::max(most_pairs, state.pairs);
    }
    CHECK(traffic.lost() == 0);
    check_counted_once(lab, 2 * 24 * 60 * 60);
    CHECK(most_sas <= 3);
    CHECK(most_pairs <= 3);
    CHECK(lab.rests_with({1, 0, 1}));
    CHECK_THAT(lab.command("R2", "show crypto ikev2 session"), Contains(session + ", Status:UP-ACTIVE, IKE count:1, CHILD count:1"));
}

TEST_CASE("two lines of a crypto map are renewed with new Diffie-Hellman values and lose no packet", "[ikev2][lifetimes]") {
    TwoLines lab;
    REQUIRE(lab.rests_with({1, 0, 2}));
    // The first pair came with IKE_AUTH, the second by an exchange of its own.
    const std::string young = lab.command("R1", "show crypto ipsec sa");
    CHECK(count_of(young, "PFS (Y/N): N, DH group: none") == 1);
    CHECK(count_of(young, "PFS (Y/N): Y, DH group: group14") == 1);
    const std::uint64_t lost_before = lab.lost();
    lab.run(120s);
    CHECK(count_of(lab.command("R1", "show crypto ipsec sa"), "PFS (Y/N): Y, DH group: group14") == 2);
    lab.run(24h);
    CHECK(lab.lost() == lost_before);
    check_counted_once(lab, lab.sent() - lost_before);
    REQUIRE(lab.rests_with({1, 0, 2}));
    CHECK_THAT(lab.command("R1", "show crypto ikev2 session detailed"), Contains("Session-id:1, Status:UP-ACTIVE, IKE count:1, CHILD count:2"));
    const ike::EngineStats ours = lab.stats("R1"), theirs = lab.stats("R2");
    CHECK(ours.create_child_ike_rekey.tx_request + theirs.create_child_ike_rekey.tx_request >= 24U * 60 * 60 / 120);
    CHECK(ours.create_child_ipsec_rekey.tx_request + theirs.create_child_ipsec_rekey.tx_request >= 2U * 24 * 60 * 60 / 120);
    CHECK(ours.sa_init.tx_request + theirs.sa_init.tx_request == 1);
}

TEST_CASE("during the change the old pair and the new one are both to be seen", "[ikev2][lifetimes]") {
    TwoLines lab;
    REQUIRE(lab.rests_with({1, 0, 2}));
    for (int step = 0; step < 13000 && tunnel_state(lab.lab, "R1").pairs == 2; ++step) lab.lab.advance(10ms);
    REQUIRE(tunnel_state(lab.lab, "R1").pairs == 3);
    const std::string during = lab.command("R1", "show crypto ipsec sa");
    CHECK(count_of(during, "      spi: 0x") == 6);
    CHECK(count_of(during, "PFS (Y/N): Y, DH group: group14") == 1);
}

TEST_CASE("a pair is renewed by volume under load without a loss", "[ikev2][lifetimes]") {
    TunnelLab lab;
    lab.lab.boot();
    lab.configure_both({"crypto ipsec transform-set TS esp-aes esp-sha-hmac", "exit",
                        "crypto ipsec profile phse2-prof", "set security-association lifetime kilobytes 2560", "exit",
                        "crypto ikev2 profile IKEV2-SETUP", "no lifetime"});
    REQUIRE(lab.rests_with({1, 0, 1}));
    Conversation traffic(lab.lab, {"R1", TunnelLab::r1}, {"R2", TunnelLab::r2}, 1400);
    traffic.run(40s, 10ms);
    CHECK(traffic.lost() == 0);
    check_counted_once(lab, traffic.sent());
    const auto rekeys = lab.stats("R1").create_child_ipsec_rekey.tx_request + lab.stats("R2").create_child_ipsec_rekey.tx_request;
    CHECK(rekeys >= traffic.sent() * 1400 / (2560 * 1024));
    CHECK(lab.rests_with({1, 0, 1}));
}
