#include <catch2/catch.hpp>

#include "ikev2_sites.h"

// Every exchange of IKEv2 between whole routers, with one frame lost, doubled or overtaken: it converges all the same.

using namespace std::chrono_literals;

namespace {

constexpr unsigned frames = 14;

/// Each harm to each of the frames from `first` on.
template <class Run> void with_each_harm(std::uint64_t first, const cli::Impairment& wire, const Run& run) {
    for (const auto how : {&cli::Impairment::drop, &cli::Impairment::duplicate, &cli::Impairment::delay})
        for (std::uint64_t nth = 0; nth < frames; ++nth) {
            cli::Impairment impairment = wire;
            (impairment.*how).push_back(first + nth);
            INFO((how == &cli::Impairment::drop ? "lost" : how == &cli::Impairment::delay ? "late" : "doubled") << ": frame " << nth);
            run(impairment);
        }
}

/// The frame to be harmed may be one of the first try.
bool carries(Site& site, const char* r1, const char* r2) { return site.works(r1, r2) || site.works(r1, r2); }

/// One IKE SA and its pairs are left, and carry.
void check_converges(Site& site, int pairs) {
    CHECK(site.comes_up(60s));
    if (pairs > 1)
        for (int second = 0; second < 20 && !site.works(Site::second_r1, Site::second_r2); ++second) site.lab.advance(1s);
    CHECK(site.rests_with({1, 0, pairs}, 150s));
    CHECK(carries(site, site.kind.r1, site.kind.r2));
    if (pairs > 1) CHECK(carries(site, Site::second_r1, Site::second_r2));
}

/// A lab repeats itself: where the frames of a phase begin is known from one without harm.
void check_phase(const SiteKind& kind, Phase phase, std::uint64_t seed, const cli::Impairment& wire) {
    INFO(kind.folder << ", " << name_of(phase) << ", seed " << seed);
    with_each_harm(Site(kind, phase, seed, wire).begin(), wire, [&](const cli::Impairment& impairment) {
        Site site(kind, phase, seed, impairment);
        site.begin();
        check_converges(site, phase >= Phase::second_pair ? 2 : 1);
    });
}

/// Far enough apart that both ends may begin before they hear of each other.
cli::Impairment long_wire() {
    cli::Impairment wire;
    wire.latency = 600ms;
    return wire;
}

/// Both ends begin the phase before either hears of the other's request.
bool collides(const SiteKind& kind, Phase phase, std::uint64_t seed) {
    Site site(kind, phase, seed, long_wire());
    site.begin();
    site.lab.advance(10s);
    const auto which = phase == Phase::ike_rekey ? &ike::EngineStats::create_child_ike_rekey : &ike::EngineStats::create_child_ipsec_rekey;
    return (site.stats("R1").*which).tx_request > 0 && (site.stats("R2").*which).tx_request > 0;
}

}  // namespace

TEST_CASE("set-up, renewal and deletion survive the loss, doubling and delay of any frame", "[ikev2][lossy]") {
    const SiteKind& kind = GENERATE(from_range(std::begin(site_kinds), std::end(site_kinds)));
    check_phase(kind, GENERATE(Phase::set_up, Phase::child_rekey, Phase::ike_rekey, Phase::removal), 1, {});
}

TEST_CASE("a second access list line gets its pair over a wire that harms any frame", "[ikev2][lossy]") {
    check_phase(site_kinds[1], GENERATE(Phase::second_pair, Phase::second_pair_at_once), 1, {});
}

TEST_CASE("both ends renew at once over a wire that harms any frame", "[ikev2][lossy]") {
    const SiteKind& kind = GENERATE(from_range(std::begin(site_kinds), std::end(site_kinds)));
    const Phase phase = GENERATE(Phase::child_rekey, Phase::ike_rekey);
    std::uint64_t seed = 1;
    while (seed < 200 && !collides(kind, phase, seed)) ++seed;
    REQUIRE(seed < 200);
    check_phase(kind, phase, seed, long_wire());
}
