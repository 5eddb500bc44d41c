#include <catch2/catch.hpp>

#include "ikev2_lab.h"

using namespace cli;

TEST_CASE("a router that shuts down deletes its SAs and begins no new ones", "[router]") {
    TunnelLab lab;
    lab.start();
    REQUIRE(lab.is({1, 0, 1}));
    const ike::EngineStats before = lab.stats("R1");
    lab.lab.find("R1")->shut_down(lab.lab.now());
    CHECK(tunnel_state(lab.lab, "R1").pairs == 0);
    CHECK(lab.stats("R1").out_requests == before.out_requests);
    CHECK(lab.stats("R1").sa_init.tx_request == before.sa_init.tx_request);
}
