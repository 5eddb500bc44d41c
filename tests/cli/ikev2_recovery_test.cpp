#include <catch2/catch.hpp>

#include "ikev2_sites.h"

// What may happen to a tunnel, at every moment of every exchange: it comes back by itself, or with the next packet.

using Catch::Contains;
using namespace std::chrono_literals;

namespace {

/// What happens, and what takes it back one minute later, if anything does.
struct Disturbance {
    const char* name;
    void (*happen)(Site& site);
    void (*end)(Site& site);
};

void nothing(Site&) {}
void lose_everything(Site& site) { site.wire().impairment().loss_percent = 100; }
void lose_nothing(Site& site) { site.wire().impairment().loss_percent = 0; }
void unplug(Site& site) { site.lab.set_wire_down(site.wire(), true); }
void plug_in(Site& site) { site.lab.set_wire_down(site.wire(), false); }
void reload(Site& site) { site.reload("R2"); }
void crash_of_r1(Site& site) { site.crash("R1"); }
void crash_of_r2(Site& site) { site.crash("R2"); }
void clear_r1(Site& site) { site.command("R1", "clear crypto ikev2 sa"); }
void clear_r2(Site& site) { site.command("R2", "clear crypto ikev2 sa"); }
void unprotect(Site& site) { site.protect("R2", false); }
void protect(Site& site) { site.protect("R2", true); }
void protect_anew(Site& site) { site.protect("R2", false), site.protect("R2", true); }

constexpr Disturbance disturbances[] = {
    {"frames lost", lose_everything, lose_nothing}, {"cable unplugged", unplug, plug_in}, {"reload", reload, nothing},
    {"crash of R1", crash_of_r1, nothing},          {"crash of R2", crash_of_r2, nothing}, {"clear at R1", clear_r1, nothing},
    {"clear at R2", clear_r2, nothing},             {"policy taken away", unprotect, protect}, {"policy set anew", protect_anew, nothing},
};

constexpr auto disturbed_for = 60s, recovered_within = 70s;

/// Lets time pass, with packets both ways or without any.
void pass(Site& site, cli::Duration time, bool busy) {
    for (const cli::Instant end = site.lab.now() + time; site.lab.now() < end;) busy ? void(site.works()) : site.lab.advance(1s);
}

/// Half-open SAs of the disturbed exchange may wait for their last retransmission.
bool comes_to_rest(Site& site, bool busy) {
    for (int second = 0; second < 150 && !site.is({1, 0, 1}); ++second) pass(site, 1s, busy);
    return site.is({1, 0, 1});
}

void recovers(const SiteKind& kind, Phase phase, unsigned frame, const Disturbance& disturbance, bool busy) {
    INFO(kind.folder << ", " << name_of(phase) << ", after frame " << frame << ": " << disturbance.name << (busy ? ", under traffic" : ""));
    Site site(kind, phase);
    REQUIRE(site.established == (phase != Phase::set_up));
    REQUIRE(site.run_to_frame(frame));
    disturbance.happen(site);
    if (disturbance.end != nothing) pass(site, disturbed_for, busy);
    disturbance.end(site);
    CHECK(site.comes_up(recovered_within));
    CHECK(comes_to_rest(site, busy));
    CHECK(site.works());
}

/// The key stays wrong for a while: no new SA, both ends say why; then it is mended.
void needs_the_right_key(const SiteKind& kind, Phase phase, unsigned frame) {
    INFO(kind.folder << ", " << name_of(phase) << ", after frame " << frame);
    Site site(kind, phase);
    REQUIRE(site.run_to_frame(frame));
    site.set_key_of_r2("wrong");
    site.lab.advance(10s);
    site.log.clear();
    site.command("R1", "clear crypto ikev2 sa");
    pass(site, 60s, true);
    for (const char* node : {"R1", "R2"}) {
        CHECK(tunnel_state(site.lab, node).ready == 0);
        CHECK(tunnel_state(site.lab, node).pairs == 0);
        CHECK_THAT(site.command(node, "show crypto session"), Contains("Session status: DOWN"));
    }
    CHECK_THAT(site.log, Contains("Failed to authenticate the IKE SA"));
    CHECK_THAT(site.log, Contains("Auth exchange failed"));
    site.set_key_of_r2(kind.key);
    CHECK(site.comes_up(recovered_within));
    CHECK(comes_to_rest(site, false));
}

}  // namespace

TEST_CASE("whatever happens after whichever frame, the tunnel comes back", "[ikev2][recovery]") {
    const SiteKind& kind = GENERATE(from_range(std::begin(site_kinds), std::end(site_kinds)));
    const Phase phase = GENERATE(Phase::set_up, Phase::child_rekey, Phase::ike_rekey, Phase::removal);
    for (unsigned frame = 1; frame <= frames_of(phase, kind); ++frame)
        for (const Disturbance& disturbance : disturbances)
            for (const bool busy : {false, true}) recovers(kind, phase, frame, disturbance, busy);
}

TEST_CASE("whenever a key is changed, nothing comes up under the wrong one", "[ikev2][recovery]") {
    const SiteKind& kind = GENERATE(from_range(std::begin(site_kinds), std::end(site_kinds)));
    const Phase phase = GENERATE(Phase::set_up, Phase::child_rekey, Phase::ike_rekey, Phase::removal);
    for (unsigned frame = 1; frame <= frames_of(phase, kind); ++frame) needs_the_right_key(kind, phase, frame);
}
