#include <catch2/catch.hpp>

#include "back_to_back.h"
#include "ipsec-dataplane/dhcp/dhcp_message.h"

using namespace bench;
namespace event = dataplane::event;

namespace {

/// A client behind a provider that serves addresses.
struct Provider {
    Provider() {
        interface(server.configuration, "Ethernet0/0", "10.100.2.3/24");
        interface(server.configuration, "Loopback0", "8.8.8.8/32");
        config::DhcpPool& pool = server.configuration.dhcp.pools.at("SPOKES");
        pool.network = prefix("10.100.2.0/24");
        pool.default_routers = {ip("10.100.2.3")};
        pool.dns_servers = {ip("1.1.1.1")};
        pool.domain_name = "example.net";
        pool.lease_seconds = 3600;
        server.configuration.dhcp.excluded.push_back({ip("10.100.2.1"), ip("10.100.2.101")});
        interface(client.configuration, "FastEthernet0/0").address_dhcp = true;
        plugs = lab.wire(server, "Ethernet0/0", client, "FastEthernet0/0");
    }
    std::optional<config::Prefix> leased() const { return client.view("FastEthernet0/0", lab.now).address; }
    bool has_default() const {
        for (const auto& route : client.plane.routes())
            if (route.source == dataplane::RouteView::Source::dhcp && route.distance == 254) return true;
        return false;
    }
    Lab lab;
    Station& server = lab.add("Provider");
    Station& client = lab.add("Spoke");
    std::pair<Plug*, Plug*> plugs;
};

}  // namespace

TEST_CASE("an interface gets its address, its default route and says so") {
    Provider net;
    net.lab.start();
    CHECK(net.leased() == prefix("10.100.2.102/24"));
    CHECK(net.client.view("FastEthernet0/0").address_by_dhcp);
    CHECK(net.has_default());
    const auto assigned = net.client.recorder.of<event::DhcpAddressAssigned>();
    REQUIRE(assigned.size() == 1);
    CHECK(assigned[0].interface == name("FastEthernet0/0"));
    CHECK(assigned[0].address == prefix("10.100.2.102/24"));
    CHECK(assigned[0].hostname == "Spoke");
    CHECK(is_reply(net.lab.ping(net.client, "8.8.8.8")));
    const auto bindings = net.server.plane.dhcp_bindings(net.lab.now);
    REQUIRE(bindings.size() == 1);
    CHECK(bindings[0].address == ip("10.100.2.102"));
    CHECK(bindings[0].pool == "SPOKES");
    CHECK_FALSE(bindings[0].manual);
    CHECK(bindings[0].seconds_left == 3600);
    CHECK(bindings[0].client_id[0] == 0);
    CHECK(std::string(bindings[0].client_id.begin() + 1, bindings[0].client_id.end()).substr(0, 8) == "cisco-aa");
    const auto leases = net.client.plane.dhcp_leases(net.lab.now);
    REQUIRE(leases.size() == 1);
    CHECK(leases[0].state == "Bound");
    CHECK(leases[0].server == ip("10.100.2.3"));
    CHECK(leases[0].renewal == 1800);
    CHECK(leases[0].rebind == 3150);
    CHECK_FALSE(net.client.plane.next_deadline(false));
}

TEST_CASE("a lease is renewed half way, in the background, without a word") {
    Provider net;
    net.lab.start();
    net.lab.advance(std::chrono::seconds(1801));
    CHECK(net.server.plane.dhcp_bindings(net.lab.now)[0].seconds_left >= 3598);
    net.lab.advance(std::chrono::hours(24));
    CHECK(net.leased() == prefix("10.100.2.102/24"));
    CHECK(net.client.recorder.of<event::DhcpAddressAssigned>().size() == 1);
    CHECK(net.client.plane.dhcp_leases(net.lab.now)[0].state == "Bound");
}

TEST_CASE("a server that falls silent is asked to the end, then the address goes; it comes back with the server") {
    Provider net;
    net.lab.start();
    net.lab.loses = [](const Bytes&) { return true; };
    net.lab.advance(std::chrono::seconds(2000));
    CHECK(net.client.plane.dhcp_leases(net.lab.now)[0].state == "Renewing");
    net.lab.advance(std::chrono::seconds(1200));
    CHECK(net.client.plane.dhcp_leases(net.lab.now)[0].state == "Rebinding");
    CHECK(net.leased());
    net.lab.advance(std::chrono::seconds(500));
    CHECK_FALSE(net.leased());
    CHECK_FALSE(net.has_default());
    net.lab.advance(std::chrono::minutes(10));
    CHECK_FALSE(net.client.plane.next_deadline(false));  // no longer what a lab waits for
    net.lab.loses = nullptr;
    net.lab.advance(std::chrono::seconds(70));
    CHECK(net.leased() == prefix("10.100.2.102/24"));
}

TEST_CASE("lost messages are sent again") {
    Provider net;
    unsigned left = 0;
    net.lab.loses = [&](const Bytes&) { return left != 0 && left-- != 0; };
    SECTION("discover") { left = 2; }
    SECTION("one of each") {
        unsigned count = 0;
        net.lab.loses = [&, count](const Bytes&) mutable { return ++count % 2 == 1 && count < 8; };
    }
    net.lab.start();
    net.lab.advance(std::chrono::seconds(60));
    CHECK(net.leased() == prefix("10.100.2.102/24"));
}

TEST_CASE("the address goes with the line, and with the interface") {
    Provider net;
    net.lab.start();
    SECTION("no ip address dhcp") { interface(net.client.configuration, "FastEthernet0/0").address_dhcp = false; }
    SECTION("shutdown") { interface(net.client.configuration, "FastEthernet0/0").shutdown = true; }
    net.lab.reconfigure(net.client);
    CHECK_FALSE(net.leased());
    CHECK_FALSE(net.has_default());
    CHECK(net.client.plane.dhcp_leases(net.lab.now).empty());
}

TEST_CASE("a crypto map on a leased interface gets its local address with the lease") {
    Provider net;
    interface(net.client.configuration, "FastEthernet0/0").crypto_maps = {"CMAP"};
    acl_line(net.client.configuration, "VPN", true, "10.2.0.0/16", "any");
    map_entry(net.client.configuration, "8.8.8.8");
    net.lab.start();
    REQUIRE(net.client.plane.entries().size() == 1);
    CHECK(net.client.plane.entry(net.client.plane.entries().front())->local == ip("10.100.2.102"));
    CHECK(net.client.plane.entries_for(ip("10.100.2.102"), ip("8.8.8.8")).size() == 1);
}

TEST_CASE("a host's own pool wins over its network's") {
    Provider net;
    config::DhcpPool& pool = net.server.configuration.dhcp.pools.at("HOST");
    pool.host = prefix("10.100.2.77/24");
    pool.default_routers = {ip("10.100.2.3")};
    SECTION("by hardware address") { pool.hardware_address = "aabb.cc00.0200"; }
    SECTION("by client identifier") {
        const std::string text = "cisco-aabb.cc00.0200-Fa0/0";
        pool.client_identifier = "00";
        for (const char letter : text) {
            constexpr std::string_view hex = "0123456789abcdef";
            const auto value = static_cast<unsigned char>(letter);
            pool.client_identifier += {hex[value >> 4], hex[value & 15]};
        }
    }
    net.lab.start();
    CHECK(net.leased() == prefix("10.100.2.77/24"));
    const auto bindings = net.server.plane.dhcp_bindings(net.lab.now);
    REQUIRE(bindings.size() == 1);
    CHECK(bindings[0].manual);
    CHECK_FALSE(bindings[0].seconds_left);
}

TEST_CASE("a pool that is used up, or a service that is off, gives nothing") {
    Provider net;
    SECTION("used up") { net.server.configuration.dhcp.excluded.push_back({ip("10.100.2.1"), ip("10.100.2.254")}); }
    SECTION("off") { net.server.configuration.dhcp.service = false; }
    SECTION("another network") { net.server.configuration.dhcp.pools.at("SPOKES").network = prefix("10.9.0.0/24"); }
    net.lab.start();
    net.lab.advance(std::chrono::seconds(60));
    CHECK_FALSE(net.leased());
    CHECK(net.server.plane.dhcp_bindings(net.lab.now).empty());
}

TEST_CASE("a cleared binding that another client got is refused at the next renewal") {
    Provider net;
    net.lab.start();
    net.server.plane.clear_dhcp_bindings(ip("10.100.2.102"));
    CHECK(net.server.plane.dhcp_bindings(net.lab.now).empty());
    net.server.configuration.dhcp.excluded.push_back({ip("10.100.2.102"), ip("10.100.2.102")});
    net.lab.reconfigure(net.server);
    net.lab.advance(std::chrono::seconds(1802));
    CHECK(net.leased() == prefix("10.100.2.103/24"));
}

TEST_CASE("DHCP messages survive coding; what is cut short is none") {
    dataplane::DhcpMessage message;
    message.type = dataplane::DhcpType::ack;
    message.reply = message.broadcast = true;
    message.transaction = 0x12345678;
    message.yours = ip("10.0.0.9");
    message.hardware = {1, 2, 3, 4, 5, 6};
    message.mask = ip("255.255.255.0");
    message.server = ip("10.0.0.1");
    message.routers = {ip("10.0.0.1"), ip("10.0.0.2")};
    message.domain = "example.net";
    message.lease = 86400;
    message.client_id = {0, 'x', 'y'};
    auto bytes = dataplane::write_dhcp(message);
    CHECK(bytes.size() >= 300);
    const auto again = dataplane::read_dhcp(bytes);
    REQUIRE(again);
    CHECK(again->type == message.type);
    CHECK(again->broadcast);
    CHECK(again->yours == message.yours);
    CHECK(again->routers == message.routers);
    CHECK(again->domain == message.domain);
    CHECK(again->lease == message.lease);
    CHECK(again->identity() == message.client_id);
    for (std::size_t size = 0; size < 243; ++size) CHECK_FALSE(dataplane::read_dhcp({bytes.data(), size}));
    bytes[243 + 0] = 200;  // an option's length beyond the end
    bytes.resize(250);
    bytes[244] = 255;
    CHECK_FALSE(dataplane::read_dhcp(bytes));
}
