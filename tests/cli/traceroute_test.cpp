#include <catch2/catch.hpp>

#include "tests/cli/fake_router.h"

using namespace cli;
using namespace std::chrono_literals;
using Kind = dataplane::EchoOutcome::Kind;

namespace {

config::IpAddress ip(std::string_view text) { return config::IpAddress::parse(text).value(); }

/// Answers the probe in flight after `delay` and shows what the terminal gets.
std::string answer(TypedConsole& typed, Kind kind, std::string_view from, std::uint8_t code = 0, Duration delay = 4ms) {
    typed.router.answer_probe(kind, code, ip(from), typed.now + delay);
    return typed.wait();
}

}  // namespace

TEST_CASE("traceroute through one hop", "[traceroute]") {
    TypedConsole typed;
    CHECK(typed.type("traceroute 172.16.1.9\r") ==
          "traceroute 172.16.1.9\nType escape sequence to abort.\nTracing the route to 172.16.1.9\nVRF info: (vrf in name/id, vrf out name/id)\n  1 ");
    CHECK(typed.router.probes.back().ttl == 1);
    CHECK(answer(typed, Kind::ttl_exceeded, "192.168.1.1", 0, 0ms) == "192.168.1.1 0 msec");
    CHECK(answer(typed, Kind::ttl_exceeded, "192.168.1.1", 0, 8ms) == " 8 msec");
    CHECK(answer(typed, Kind::ttl_exceeded, "192.168.1.1") == " 4 msec\n  2 ");
    CHECK(typed.router.probes.back().ttl == 2);
    CHECK(typed.router.probes.back().port == 33437);
    CHECK(answer(typed, Kind::unreachable, "172.16.1.9", 3) == "172.16.1.9 4 msec");
    CHECK(answer(typed, Kind::unreachable, "172.16.1.9", 3) == " 4 msec");
    CHECK(typed.wait() == " * \nR1>");
    CHECK_FALSE(typed.router.waits_for_echo());
}

TEST_CASE("traceroute: silence, several routers of one hop, refusals", "[traceroute]") {
    TypedConsole typed;
    typed.type("traceroute 10.9.9.9 timeout 1 probe 2 ttl 3 4\r");
    CHECK(typed.router.probes.back().ttl == 3);
    const Instant before = typed.now;
    CHECK(typed.wait() == " * ");
    CHECK(typed.now == before + 1s);
    CHECK(answer(typed, Kind::ttl_exceeded, "10.0.0.1") == "\n    10.0.0.1 4 msec\n  4 ");
    CHECK(answer(typed, Kind::unreachable, "10.0.0.2", 13) == "10.0.0.2 !A ");
    CHECK(answer(typed, Kind::unreachable, "10.0.0.2", 1) == " !H \nR1>");
}

TEST_CASE("traceroute in IPv6 and by name", "[traceroute]") {
    TypedConsole typed;
    typed.router.configured.hosts["hub"] = {ip("1100::2")};
    CHECK(typed.type("traceroute ipv6 hub\r") ==
          "traceroute ipv6 hub\nType escape sequence to abort.\nTracing the route to hub (1100::2)\n\n  1 ");
    CHECK(answer(typed, Kind::unreachable, "1100::2", 4, 0ms) == "1100::2 0 msec");
    CHECK(typed.type("\x1e") == "\nR1>");
    CHECK(typed.type("traceroute ip hub\r").find("% Unrecognized host or address") != std::string::npos);
    typed.router.configured.system.version = "12.3";
    CHECK(typed.type("traceroute 10.0.0.1\r") == "traceroute 10.0.0.1\n\nType escape sequence to abort.\nTracing the route to 10.0.0.1\n\n  1 ");
}
