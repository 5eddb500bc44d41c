#include <catch2/catch.hpp>

#include "ikev2_lab.h"

// Dead-peer detection of IKEv2 between whole routers: a silent peer's SAs go in time, and its return is noticed.

using Catch::Contains;
using namespace std::chrono_literals;

namespace {

/// After the last sign of life: ten seconds, then a probe and five more, two seconds apart.
constexpr auto before_noticed = 19s, after_noticed = 21s;

struct DeadPeer : TunnelLab {
    explicit DeadPeer(const char* dpd) {
        lab.boot();
        for (const char* node : {"R1", "R2"}) configure(node, {"crypto ikev2 profile IKEV2-SETUP", "no lifetime", dpd});
        command("R1", "clear crypto ikev2 sa");
        lab.advance(60s);
        traffic.run(3s);
    }
    void shut(bool down) { configure("R2", {"interface Ethernet0/0", down ? "shutdown" : "no shutdown"}); }
    TunnelState of_r1() { return tunnel_state(lab, "R1"); }
    Conversation traffic{lab, {"R1", r1}, {"R2", r2}};
};

}  // namespace

TEST_CASE("periodic dead-peer detection: a shut peer's SAs are gone in time and back after its return", "[ikev2][dpd]") {
    DeadPeer lab("dpd 10 2 periodic");
    REQUIRE(lab.traffic.lost() == 0);
    lab.shut(true);
    lab.lab.advance(before_noticed);
    CHECK(lab.of_r1() == TunnelState{1, 0, 1});
    lab.lab.advance(after_noticed - before_noticed);
    CHECK(lab.of_r1().ready == 0);
    CHECK(lab.of_r1().pairs == 0);
    lab.shut(false);
    lab.lab.advance(120s);
    CHECK(lab.rests_with({1, 0, 1}));
    CHECK(lab.traffic.works());
}

TEST_CASE("dead-peer detection on demand asks only when something was sent", "[ikev2][dpd]") {
    DeadPeer lab("dpd 10 2 on-demand");
    lab.shut(true);
    lab.lab.advance(60s);
    CHECK(lab.of_r1() == TunnelState{1, 0, 1});
    lab.traffic.forth.send();
    lab.lab.advance(before_noticed - 10s);
    CHECK(lab.of_r1() == TunnelState{1, 0, 1});
    lab.lab.advance(12s);
    CHECK(lab.of_r1().pairs == 0);
    lab.shut(false);
    lab.lab.advance(120s);
    CHECK(lab.rests_with({1, 0, 1}));
    CHECK(lab.traffic.works());
}

TEST_CASE("a living peer is not given up, whether it is asked or heard", "[ikev2][dpd]") {
    DeadPeer lab(GENERATE("dpd 10 2 periodic", "dpd 10 2 on-demand"));
    lab.lab.advance(10min);
    lab.traffic.run(10min);
    lab.lab.advance(10min);
    CHECK(lab.rests_with({1, 0, 1}));
    CHECK(lab.traffic.lost() == 0);
    CHECK(lab.stats("R1").sa_init.tx_request + lab.stats("R2").sa_init.tx_request <= 4);
}

TEST_CASE("of two peers the next one serves when the first dies, and the first again when the next one does", "[ikev2][dpd]") {
    FolderLab lab("tests/scenarios/ikev2-backup-peer");
    lab.start();
    lab.command("Shop", "enable");
    const auto served_by = [&](const char* peer) {
        for (int round = 0; round < 2; ++round) lab.command("Shop", "ping 10.10.0.1 source Loopback0");
        CHECK_THAT(lab.command("Shop", "ping 10.10.0.1 source Loopback0"), Contains("!!!!!"));
        CHECK_THAT(lab.command("Shop", "show crypto ikev2 sa"), Contains(peer));
        CHECK(tunnel_state(lab.lab, "Shop") == TunnelState{1, 0, 1});
    };
    cli::VirtualWire &first = *lab.lab.wires()[1], &second = *lab.lab.wires()[2];
    served_by("203.0.113.1/500");
    lab.lab.set_wire_down(first, true);
    lab.lab.advance(after_noticed);
    CHECK(tunnel_state(lab.lab, "Shop") == TunnelState{});
    served_by("203.0.113.5/500");
    lab.lab.set_wire_down(first, false);
    lab.lab.set_wire_down(second, true);
    lab.lab.advance(after_noticed);
    served_by("203.0.113.1/500");
}
