#include <catch2/catch.hpp>

#include "lab_fixture.h"

// Every IKEv1 topology of the examples, with one frame lost, doubled or overtaken: it converges all the same.

namespace {

enum class Harm { drop, duplicate, delay };

struct Case {
    const char* folder;
    const char* node;   ///< where the ping starts
    const char* ping;
    unsigned frames;    ///< of the first wire, from the beginning of the ping
};

constexpr Case cases[] = {
    {"examples/ikev1-crypto-map", "Berne", "ping 192.168.20.1 source Loopback1", 14},
    {"examples/ikev1-gre-transport", "North", "ping 172.16.2.1 source Loopback1", 12},
    {"examples/ikev1-ipv6-tunnel", "West", "ping 2001:db8:2::1", 12},
    {"examples/ikev1-backup-peer", "Shop", "ping 10.10.0.1 source Loopback0", 14},
    {"examples/ikev1-hub-and-clients", "Branch", "ping 10.0.0.1 source Loopback0", 12},
};

void harm(cli::VirtualWire& wire, Harm how, std::uint64_t nth) {
    const std::uint64_t frame = wire.carried() + nth;
    cli::Impairment& impairment = wire.impairment();
    (how == Harm::drop ? impairment.drop : how == Harm::duplicate ? impairment.duplicate : impairment.delay).push_back(frame);
}

/// Pings go on until one is whole, at most three minutes.
bool comes_up(FolderLab& lab, const Case& what) {
    for (int round = 0; round < 18; ++round) {
        if (lab.command(what.node, what.ping).find("!!!!!") != std::string::npos) return true;
        lab.lab.advance(std::chrono::seconds(10));
    }
    return false;
}

}  // namespace

TEST_CASE("one frame lost, doubled or overtaken does not keep an IKEv1 tunnel from coming up", "[isakmp]") {
    for (const Case& what : cases) {
        for (const Harm how : {Harm::drop, Harm::duplicate, Harm::delay}) {
            for (unsigned nth = 0; nth < what.frames; ++nth) {
                FolderLab lab(what.folder);
                lab.lab.boot();
                harm(*lab.lab.wires().front(), how, nth);
                lab.lab.advance(std::chrono::seconds(40));
                lab.command(what.node, "enable");
                INFO(what.folder << ", harm " << static_cast<int>(how) << " to frame " << nth);
                CHECK(comes_up(lab, what));
            }
        }
    }
}
