#include <catch2/catch.hpp>

#include "lab_fixture.h"

namespace {

constexpr auto site_to_site = "examples/ikev2-site-to-site";
constexpr TunnelState one_tunnel{1, 0, 1};

std::string whole_session(std::uint64_t seed) {
    FolderLab lab(site_to_site, seed);
    lab.start();
    std::string text = lab.command("R1", "enable");
    for (const char* line : {"show crypto ikev2 sa detailed", "ping 192.168.2.1 source Loopback0", "show crypto ipsec sa"})
        text += lab.command("R1", line);
    return text;
}

}  // namespace

TEST_CASE("two routers with the documents' configurations build one tunnel") {
    FolderLab lab(site_to_site);
    lab.start();
    for (const char* node : {"R1", "R2"}) CHECK(tunnel_state(lab.lab, node) == one_tunnel);
    lab.command("R1", "enable");
    CHECK(lab.command("R1", "ping 192.168.2.1 source Loopback0").find("Success rate is 100 percent (5/5)") != std::string::npos);
    const std::string sas = lab.command("R1", "show crypto ipsec sa");
    CHECK(sas.find("#pkts encaps: 5, #pkts encrypt: 5, #pkts digest: 5") != std::string::npos);
    CHECK(sas.find("#pkts decaps: 5, #pkts decrypt: 5, #pkts verify: 5") != std::string::npos);
}

TEST_CASE("a lab repeats byte for byte under its seed") {
    CHECK(whole_session(7) == whole_session(7));
    CHECK(whole_session(7) != whole_session(8));
}

namespace {

enum class Harm { drop, duplicate, delay };

void harm(cli::VirtualWire& wire, Harm how, std::uint64_t frame) {
    cli::Impairment& impairment = wire.impairment();
    (how == Harm::drop ? impairment.drop : how == Harm::duplicate ? impairment.duplicate : impairment.delay).push_back(frame);
}

}  // namespace

TEST_CASE("losing, duplicating or delaying any one frame ends in the same tunnel", "[lossy]") {
    FolderLab undisturbed(site_to_site);
    undisturbed.start();
    const std::uint64_t frames = undisturbed.lab.frames_carried();
    REQUIRE(frames >= 4);
    for (const Harm how : {Harm::drop, Harm::duplicate, Harm::delay}) {
        for (std::uint64_t frame = 0; frame < frames; ++frame) {
            INFO("harm " << static_cast<int>(how) << " to frame " << frame);
            FolderLab lab(site_to_site);
            harm(*lab.lab.wires().front(), how, frame);
            lab.start();
            lab.lab.advance(std::chrono::seconds(20));
            for (const char* node : {"R1", "R2"}) CHECK(tunnel_state(lab.lab, node) == one_tunnel);
            CHECK(lab.command("R1", "ping 192.168.2.1 source Loopback0 repeat 2").find("(2/2)") != std::string::npos);
        }
    }
}
