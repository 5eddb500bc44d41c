#include <catch2/catch.hpp>

#include <sstream>

#include "show-commands/ip/dhcp.h"
#include "show-commands/ip/ip_interface.h"
#include "show-commands/ip/ipv6_interface.h"
#include "show-commands/ip/ipv6_neighbours.h"
#include "show-commands/ip/ipv6_route.h"
#include "show-commands/ip/local_pool.h"
#include "show-commands/ip/route.h"
#include "tests/show-commands/reference.h"
#include "tests/show-commands/synthetic_rows.h"

using config::Look;
using dataplane::RouteView;
using show::show_look;
using show::TextWriter;
using Source = RouteView::Source;

namespace {

config::InterfaceName interface(std::string_view name) { return config::InterfaceName::parse(name).value(); }

RouteView route(Source source, std::string_view address, std::uint8_t length, std::string_view next_hop, std::string_view out) {
    RouteView view;
    view.source = source;
    view.prefix = {ip(address), length};
    view.distance = source == Source::dhcp ? 254 : next_hop.empty() ? 0 : 1;
    if (!next_hop.empty()) view.next_hop = ip(next_hop);
    if (!out.empty()) view.interface = interface(out);
    return view;
}

}  // namespace

TEST_CASE("show ip interface of document 003's spoke") {
    REFERENCE(seed, file("seeds/003_4f8088a4f1926d61.txt"));
    const std::size_t begin = seed.find("FastEthernet0/1 is up");
    const std::string lines = seed.substr(begin, seed.find("```", begin) - begin);
    config::Interface configured;
    configured.access_group_in = "101";
    show::InterfaceRow row;
    row.configured = &configured;
    row.state.name = interface("FastEthernet0/1");
    row.state.link_up = row.state.line_protocol_up = row.state.address_by_dhcp = true;
    row.state.address = config::Prefix{ip("10.100.2.102"), 24};
    TextWriter out;
    print_ip_interface(row, out);
    CHECK(reference::words(out.text()).starts_with(reference::words(lines)));
    CHECK(out.text().find("\n  Address determined by DHCP\n  MTU is 1500 bytes\n  Helper address is not set\n") != std::string::npos);
    CHECK(out.text().find("\n  Outgoing access list is not set\n  Inbound  access list is 101\n") != std::string::npos);
    row.state.address.reset();
    row.state.administratively_down = true;
    row.state.line_protocol_up = false;
    out.take();
    print_ip_interface(row, out);
    CHECK(out.text() == "FastEthernet0/1 is administratively down, line protocol is down\n  Internet protocol processing disabled\n");
}

TEST_CASE("show ipv6 interface") {
    show::Ipv6InterfaceRow row;
    row.state.name = interface("Ethernet0/0");
    row.state.link_up = row.state.line_protocol_up = row.state.ipv6_enabled = row.announces = true;
    row.state.ipv6_link_local = ip("FE80::A8BB:CCFF:FE00:200");
    row.state.ipv6 = {{ip("2001:DB8::2"), 64}};
    row.state.multicast_groups = {ip("224.0.0.1"), ip("FF02::1"), ip("FF02::2"), ip("FF02::1:FF00:2")};
    TextWriter out;
    print_ipv6_interface(row, out);
    CHECK(out.text().starts_with("Ethernet0/0 is up, line protocol is up\n"
                                 "  IPv6 is enabled, link-local address is FE80::A8BB:CCFF:FE00:200 \n"
                                 "  No Virtual link-local address(es):\n  Global unicast address(es):\n"
                                 "    2001:DB8::2, subnet is 2001:DB8::/64 \n  Joined group address(es):\n"
                                 "    FF02::1\n    FF02::2\n    FF02::1:FF00:2\n  MTU is 1500 bytes\n"));
    CHECK(out.text().ends_with("  Hosts use stateless autoconfig for addresses.\n"));
    out.take();
    print_ipv6_interface_brief(row, show_look(Look::ios15_1), out);
    CHECK(out.take() == "Ethernet0/0                [up/up]\n    FE80::A8BB:CCFF:FE00:200\n    2001:DB8::2\n");
    row.state.ipv6_enabled = row.state.link_up = row.state.line_protocol_up = false;
    row.state.administratively_down = true;
    print_ipv6_interface_brief(row, show_look(Look::ios17), out);
    CHECK(out.take() == "Ethernet0/0            [administratively down/down]\n    unassigned\n");
}

TEST_CASE("show ipv6 route") {
    auto rows = show::ipv6_route_rows({route(Source::static_route, "::", 0, "2001:DB8::1", ""), route(Source::local, "2001:DB8::2", 128, "", "Ethernet0/0"),
                                       route(Source::static_route, "2001:DB8:1::", 48, "FE80::1", "Tunnel23"), route(Source::connected, "2001:DB8::2", 64, "", "Ethernet0/0"),
                                       route(Source::static_route, "::", 0, "2001:DB8::9", "")});
    REQUIRE(rows.size() == 4);
    TextWriter out;
    print_ipv6_route_head(rows.size(), show_look(Look::ios15_1), out);
    CHECK(out.text().starts_with("IPv6 Routing Table - default - 4 entries\nCodes: C - Connected, L - Local, S - Static"));
    out.take();
    for (const auto& row : rows) print_ipv6_route(row, out);
    CHECK(out.take() == "S   ::/0 [1/0]\n     via 2001:DB8::1\n     via 2001:DB8::9\n"
                        "C   2001:DB8::/64 [0/0]\n     via Ethernet0/0, directly connected\n"
                        "L   2001:DB8::2/128 [0/0]\n     via Ethernet0/0, receive\n"
                        "S   2001:DB8:1::/48 [1/0]\n     via FE80::1, Tunnel23\n");
    print_ipv6_route_head(1, show_look(Look::ios12), out);
    CHECK(out.text().starts_with("IPv6 Routing Table - 1 entries\n"));
}

TEST_CASE("show ipv6 neighbors") {
    TextWriter out;
    dataplane::NeighbourView neighbour{dataplane::NeighbourView::State::reachable, ip("FE80::C801:7FF:FE5C:8"), {0xca, 1, 7, 0x5c, 0, 8}, 0, interface("FastEthernet0/0")};
    print_ipv6_neighbour(neighbour, out);
    neighbour.state = dataplane::NeighbourView::State::incomplete;
    neighbour.age_minutes = 12;
    print_ipv6_neighbour(neighbour, out);
    const std::string head = "IPv6 Address                              Age Link-layer Addr State Interface\n";
    CHECK(head + out.take() == head + "FE80::C801:7FF:FE5C:8                       0 ca01.075c.0008  REACH Fa0/0\n"
                                      "FE80::C801:7FF:FE5C:8                      12 -               INCMP Fa0/0\n");
}

TEST_CASE("show ip local pool") {
    REFERENCE(block, noted("ikev1/show/show-ip-local-pool.txt", "33416030651"));
    std::istringstream lines(block.substr(block.find('\n') + 1));
    const auto range = [](std::string_view pool, std::string_view first, std::string_view last, std::uint32_t free, std::uint32_t used) {
        return show::LocalPoolRow{{std::string(pool), {}, ip(first), ip(last), free, used}};
    };
    TextWriter out;
    for (const auto& row : {range("IP-JAIL", "172.16.0.60", "172.16.0.119", 56, 4), range("", "172.16.0.30", "172.16.0.55", 22, 4),
                            range("IP-CGNAT-CISCO", "100.65.128.0", "100.65.191.255", 6809, 9575)}) {
        std::string line;
        std::getline(lines, line);
        print_local_pool(row, show_look(Look::ios15_4), out);
        CHECK(out.take() == line + '\n');
    }
    REFERENCE(memory, noted("ikev1/show/show-ip-local-pool.txt", "12.4/15.x"));
    print_local_pool(range("ippool", "10.5.5.1", "10.5.5.254", 253, 1), show_look(Look::ios15_4), out);
    CHECK(memory.find(out.take()) != std::string::npos);
    print_local_pool(range("ippool", "10.5.5.1", "10.5.5.254", 253, 1), show_look(Look::ios17), out);
    CHECK(out.take() == " ippool                   10.5.5.1        10.5.5.254       253       1         0\n");
}

TEST_CASE("show ip dhcp binding and show dhcp lease") {
    dataplane::DhcpBindingView binding;
    binding.address = ip("192.168.1.10");
    const std::string_view id = std::string_view("\0cisco-ca05.0f28.0008-Fa0/0", 27);
    binding.client_id.assign(id.begin(), id.end());
    binding.pool = "PROVIDER";
    TextWriter out;
    print_dhcp_binding(binding, "Mar 02 1993 12:05 AM", show_look(Look::ios15_1), out);
    CHECK(out.take() == "192.168.1.10        0063.6973.636f.2d63.    Mar 02 1993 12:05 AM    Automatic\n"
                        "                    6130.352e.3066.3238.\n                    2e30.3030.382d.4661.\n                    302f.30\n");
    show::WallClock clock;
    clock.unix_at_start = 730944000;   // 1993-03-01 00:00:00 UTC
    CHECK(lease_end_text(clock, {}, {}, 86700) == "Mar 02 1993 12:05 AM");
    CHECK(lease_end_text(clock, {}, dataplane::Instant{std::chrono::hours(13)}, 60) == "Mar 01 1993 01:01 PM");

    dataplane::DhcpLeaseView lease;
    lease.interface = interface("FastEthernet0/1");
    lease.address = {ip("10.100.2.102"), 24};
    lease.server = lease.gateway = ip("10.100.2.1");
    lease.state = "Bound";
    lease.transaction = 0x1FD0;
    lease.lease = 86400;
    lease.renewal = 43200;
    lease.rebind = 75600;
    lease.next_timer = 43182;
    lease.client_id = binding.client_id;
    lease.hostname = "spoke";
    print_dhcp_lease(lease, out);
    CHECK(out.text().starts_with("Temp IP addr: 10.100.2.102  for peer on Interface: FastEthernet0/1\nTemp  sub net mask: 255.255.255.0\n"
                                 "   DHCP Lease server: 10.100.2.1, state: 5 Bound\n   DHCP transaction id: 1FD0\n"
                                 "   Lease: 86400 secs,  Renewal: 43200 secs,  Rebind: 75600 secs\nTemp default-gateway addr: 10.100.2.1\n"
                                 "   Next timer fires after: 11:59:42\n   Retry count: 0   Client-ID: cisco-ca05.0f28.0008-Fa0/0\n"));
}

TEST_CASE("show ip route of one address") {
    const std::vector<RouteView> routes = {route(Source::connected, "10.100.2.102", 24, "", "FastEthernet0/1"), route(Source::dhcp, "0.0.0.0", 0, "10.100.2.1", ""),
                                           route(Source::injected, "10.5.5.1", 32, "10.51.82.100", "")};
    const auto& look = show_look(Look::ios15_1);
    TextWriter out;
    print_route_entry(routes_to(routes, ip("10.5.5.1"), look), out);
    CHECK(out.take() == "Routing entry for 10.5.5.1/32\n  Known via \"static\", distance 1, metric 0\n  Routing Descriptor Blocks:\n"
                        "  * 10.51.82.100\n      Route metric is 0, traffic share count is 1\n");
    print_route_entry(routes_to(routes, ip("10.100.2.7"), look), out);
    CHECK(out.take() == "Routing entry for 10.100.2.0/24\n  Known via \"connected\", distance 0, metric 0 (connected, via interface)\n"
                        "  Routing Descriptor Blocks:\n  * directly connected, via FastEthernet0/1\n"
                        "      Route metric is 0, traffic share count is 1\n");
    CHECK(routes_to(routes, ip("172.16.0.1"), look).empty());
    CHECK(show::is_subnetted(routes, ip("10.9.9.9")));
    CHECK_FALSE(show::is_subnetted(routes, ip("172.16.0.1")));
    CHECK(routes_to(routes, ip("0.0.0.0"), look).size() == 1);
}
