#include <catch2/catch.hpp>

#include "back_to_back.h"

/// `ip nat` between its neighbours in the graph: routing, access lists, crypto maps, ARP.
using namespace bench;

namespace {

/// Two hosts, a router that translates, a server that has no way back to the hosts' network.
struct Office {
    Office() {
        interface(host.configuration, "Ethernet0/0", "192.168.1.10/24");
        interface(other.configuration, "Ethernet0/0", "192.168.2.10/24");
        route(host.configuration, "0.0.0.0/0", "192.168.1.1");
        route(other.configuration, "0.0.0.0/0", "192.168.2.1");
        interface(gate.configuration, "Ethernet0/0", "203.0.113.1/24").nat_outside = true;
        interface(gate.configuration, "Ethernet0/1", "192.168.1.1/24").nat_inside = true;
        interface(gate.configuration, "Ethernet0/2", "192.168.2.1/24").nat_inside = true;
        interface(server.configuration, "Ethernet0/0", "203.0.113.2/24");
        lab.wire(host, "Ethernet0/0", gate, "Ethernet0/1");
        lab.wire(other, "Ethernet0/0", gate, "Ethernet0/2");
        outside = lab.wire(gate, "Ethernet0/0", server, "Ethernet0/0").first;
    }
    void overload() {
        acl_line(gate.configuration, "NAT", true, "192.168.0.0/16", "any");
        config::NatSource source;
        source.match = "NAT";
        source.interface = name("Ethernet0/0");
        source.overload = true;
        gate.configuration.nat.sources = {source};
    }
    std::vector<dataplane::NatTranslationView> rows() const { return gate.plane.nat_translations(lab.now); }

    Lab lab;
    Station& host = lab.add("HOST");
    Station& other = lab.add("OTHER");
    Station& gate = lab.add("GATE");
    Station& server = lab.add("SERVER");
    Plug* outside = nullptr;
};

}  // namespace

TEST_CASE("hosts reach the outside by the interface's address", "[nat]") {
    Office office;
    office.lab.start();
    CHECK_FALSE(is_reply(office.lab.ping(office.host, "203.0.113.2")));
    office.overload();
    office.lab.reconfigure(office.gate);
    CHECK(is_reply(office.lab.ping(office.host, "203.0.113.2")));
    CHECK(is_reply(office.lab.ping(office.other, "203.0.113.2")));
    CHECK(is_reply(office.lab.ping(office.host, "192.168.2.10")));
    const auto rows = office.rows();
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].protocol == 1);
    CHECK(rows[0].inside_local == ip("192.168.1.10"));
    CHECK(rows[0].inside_global == ip("203.0.113.1"));
    CHECK(rows[0].outside == ip("203.0.113.2"));
    CHECK(rows[1].inside_local == ip("192.168.2.10"));
    CHECK(is_reply(office.lab.ping(office.host, "203.0.113.2", {}, 3000)));  // in fragments
    office.lab.advance(std::chrono::seconds(61));
    CHECK(office.rows().empty());
}

TEST_CASE("a host outside of the list goes as it is; nobody outside reaches a host", "[nat]") {
    Office office;
    office.overload();
    office.gate.configuration.access_lists.at("NAT").entries.clear();
    acl_line(office.gate.configuration, "NAT", false, "192.168.1.0/24", "any");
    acl_line(office.gate.configuration, "NAT", true, "192.168.0.0/16", "any");
    office.lab.start();
    CHECK_FALSE(is_reply(office.lab.ping(office.host, "203.0.113.2")));
    CHECK(is_reply(office.lab.ping(office.other, "203.0.113.2")));
    CHECK(is_reply(office.lab.ping(office.server, "203.0.113.1")));
    CHECK(office.rows().size() == 1);
    const auto mappings = office.gate.plane.nat_statistics(office.lab.now).mappings;
    REQUIRE(mappings.size() == 1);
    CHECK(mappings[0].title == "access-list NAT interface Ethernet0/0");
    CHECK(mappings[0].references == 1);
}

TEST_CASE("a static address is answered for on the outside network and comes in", "[nat]") {
    Office office;
    config::NatStatic one;
    one.local = ip("192.168.1.10");
    one.global = ip("203.0.113.10");
    office.gate.configuration.nat.statics = {one};
    office.lab.start();
    CHECK(is_reply(office.lab.ping(office.server, "203.0.113.10")));
    CHECK(is_reply(office.lab.ping(office.host, "203.0.113.2")));
    CHECK_FALSE(is_reply(office.lab.ping(office.server, "203.0.113.11")));
    office.gate.configuration.nat.statics.clear();
    office.lab.reconfigure(office.gate);
    CHECK_FALSE(is_reply(office.lab.ping(office.server, "203.0.113.10")));
    CHECK(office.rows().empty());
}

TEST_CASE("a route map translates what its lists permit", "[nat]") {
    Office office;
    acl_line(office.gate.configuration, "101", false, "192.168.2.0/24", "any");
    acl_line(office.gate.configuration, "101", true, "192.168.0.0/16", "any");
    config::KeptLine map;
    map.text = "route-map NAT permit 10";
    map.block = {" match ip address 101"};
    office.gate.configuration.kept.add("", map);
    config::NatSource source;
    source.by_route_map = true;
    source.match = "NAT";
    source.interface = name("Ethernet0/0");
    office.gate.configuration.nat.sources = {source};
    office.lab.start();
    CHECK(is_reply(office.lab.ping(office.host, "203.0.113.2")));
    CHECK_FALSE(is_reply(office.lab.ping(office.other, "203.0.113.2")));
}

TEST_CASE("translation comes before the crypto map: what the list denies goes into the tunnel", "[nat]") {
    Office office;
    office.overload();
    office.gate.configuration.access_lists.at("NAT").entries.clear();
    acl_line(office.gate.configuration, "NAT", false, "192.168.0.0/16", "172.16.0.0/16");
    acl_line(office.gate.configuration, "NAT", true, "192.168.0.0/16", "any");
    office.gate.configuration.interfaces.at(name("Ethernet0/0")).crypto_maps = {"CMAP"};
    acl_line(office.gate.configuration, "VPN", true, "192.168.0.0/16", "172.16.0.0/16");
    map_entry(office.gate.configuration, "203.0.113.2");
    route(office.gate.configuration, "0.0.0.0/0", "203.0.113.2");
    interface(office.server.configuration, "Ethernet0/0", "203.0.113.2/24").crypto_maps = {"CMAP"};
    interface(office.server.configuration, "Loopback0", "172.16.0.1/16");
    acl_line(office.server.configuration, "VPN", true, "172.16.0.0/16", "192.168.0.0/16");
    map_entry(office.server.configuration, "203.0.113.1");
    route(office.server.configuration, "192.168.0.0/16", "203.0.113.1");
    office.lab.start();
    install_pair(office.lab, office.gate, only_flow(office.gate), office.server, only_flow(office.server));
    CHECK(is_reply(office.lab.ping(office.host, "172.16.0.1")));
    CHECK(is_reply(office.lab.ping(office.host, "203.0.113.2")));
    REQUIRE(office.rows().size() == 1);
    CHECK(office.rows()[0].outside == ip("203.0.113.2"));
    // Ports of the key exchange stay the router's own.
    CHECK(office.gate.plane.flow_view(only_flow(office.gate), office.lab.now)->counters.encaps == 1);
}
