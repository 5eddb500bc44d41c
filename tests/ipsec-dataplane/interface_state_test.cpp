#include <catch2/catch.hpp>

#include "back_to_back.h"

using namespace bench;
namespace event = dataplane::event;

namespace {

struct Pair {
    Pair() {
        interface(r1.configuration, "Ethernet0/0", "10.0.0.1/24");
        interface(r2.configuration, "Ethernet0/0", "10.0.0.2/24");
        plugs = lab.wire(r1, "Ethernet0/0", r2, "Ethernet0/0");
    }
    Lab lab;
    Station& r1 = lab.add("R1");
    Station& r2 = lab.add("R2");
    std::pair<Plug*, Plug*> plugs;
};

std::vector<bool> lines_of(const Station& station, std::string_view interface_name) {
    std::vector<bool> found;
    for (const auto& change : station.recorder.of<event::LineProtocolChanged>())
        if (change.interface == name(interface_name)) found.push_back(change.up);
    return found;
}

}  // namespace

TEST_CASE("shutdown takes the interface and its routes down, no shutdown brings them back") {
    Pair pair;
    pair.lab.start();
    CHECK(pair.r1.view("Ethernet0/0").line_protocol_up);
    interface(pair.r1.configuration, "Ethernet0/0").shutdown = true;
    pair.lab.reconfigure(pair.r1);
    const auto view = pair.r1.view("Ethernet0/0");
    CHECK(view.administratively_down);
    CHECK_FALSE(view.line_protocol_up);
    CHECK(pair.r1.plane.routes().empty());
    CHECK(pair.r1.recorder.of<event::LinkChanged>().back().administratively_down);
    interface(pair.r1.configuration, "Ethernet0/0").shutdown = false;
    pair.lab.reconfigure(pair.r1);
    CHECK(pair.r1.plane.routes().size() == 2);
    CHECK(lines_of(pair.r1, "Ethernet0/0") == std::vector<bool>{true, false, true});
}

TEST_CASE("a lost carrier takes link and line protocol down") {
    Pair pair;
    pair.lab.start();
    pair.plugs.first->up = false;
    pair.r1.plane.link_changed(name("Ethernet0/0"), pair.lab.now);
    CHECK_FALSE(pair.r1.view("Ethernet0/0").link_up);
    CHECK_FALSE(pair.r1.view("Ethernet0/0").administratively_down);
    const auto changes = pair.r1.recorder.of<event::LinkChanged>();
    REQUIRE_FALSE(changes.empty());
    CHECK_FALSE(changes.back().up);
    CHECK_FALSE(changes.back().administratively_down);
}

TEST_CASE("an interface without a link is down") {
    Pair pair;
    interface(pair.r1.configuration, "Ethernet0/1", "10.0.1.1/24");
    pair.lab.start();
    CHECK_FALSE(pair.r1.view("Ethernet0/1").link_up);
    pair.r1.plane.attach(name("Ethernet0/0"), nullptr, pair.lab.now);
    CHECK_FALSE(pair.r1.view("Ethernet0/0").line_protocol_up);
}

TEST_CASE("loopback and null interfaces need no link") {
    Pair pair;
    interface(pair.r1.configuration, "Loopback0", "1.1.1.1/32");
    interface(pair.r1.configuration, "Null0");
    route(pair.r1.configuration, "192.0.2.0/24", "", "Null0");
    pair.lab.start();
    CHECK(pair.r1.view("Loopback0").line_protocol_up);
    CHECK_FALSE(is_reply(pair.lab.ping(pair.r1, "192.0.2.1", "1.1.1.1")));
    CHECK(pair.r1.counter("ip4-lookup", "null route") == 1);
}

TEST_CASE("a removed interface is gone from screens and routes") {
    Pair pair;
    interface(pair.r1.configuration, "Loopback0", "1.1.1.1/32");
    pair.lab.start();
    CHECK(pair.r1.plane.interfaces(pair.lab.now).size() == 2);
    pair.r1.configuration.interfaces.erase(name("Loopback0"));
    pair.lab.reconfigure(pair.r1);
    CHECK(pair.r1.plane.interfaces(pair.lab.now).size() == 1);
}

TEST_CASE("each interface of a router has a MAC address of its own") {
    Pair pair;
    for (const auto* text : {"Ethernet0/1", "Ethernet1/0", "FastEthernet0/0", "GigabitEthernet0/0/0"})
        interface(pair.r1.configuration, text);
    pair.lab.start();
    const auto views = pair.r1.plane.interfaces(pair.lab.now);
    for (const auto& a : views)
        for (const auto& b : views) CHECK((a.name == b.name || a.mac != b.mac));
    CHECK(pair.r1.view("Ethernet0/1").mac == std::array<std::uint8_t, 6>{0xaa, 0xbb, 0xcc, 0, 1, 0x10});
}
