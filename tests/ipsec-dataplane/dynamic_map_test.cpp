#include <catch2/catch.hpp>

#include <algorithm>

#include "back_to_back.h"

using namespace bench;
namespace event = dataplane::event;
using dataplane::Acquire;
using dataplane::InstallError;
using dataplane::TrafficSelector;

namespace {

config::CryptoMapEntry& template_entry(config::Configuration& configuration, std::uint32_t sequence) {
    config::DynamicMap& map = configuration.ipsec.dynamic_maps.at("DYN");
    config::CryptoMapEntry& entry = map.entries.emplace_back();
    entry.sequence = sequence;
    entry.transform_sets = {"TS"};
    return entry;
}

void refer_to_template(config::Configuration& configuration, std::uint32_t sequence) {
    auto& entries = configuration.ipsec.maps.at("CMAP").entries;
    config::CryptoMapEntry entry;
    entry.sequence = sequence;
    entry.dynamic_map = "DYN";
    const auto at = std::find_if(entries.begin(), entries.end(),
                                 [&](const config::CryptoMapEntry& other) { return other.sequence > sequence; });
    entries.insert(at, entry);
}

/// A hub with a dynamic map and a spoke that knows it; LANs are loopbacks.
struct HubAndSpoke {
    HubAndSpoke() {
        interface(hub.configuration, "Ethernet0/0", "10.0.0.1/24").crypto_maps = {"CMAP"};
        interface(hub.configuration, "Loopback0", "192.168.1.1/24");
        interface(spoke.configuration, "Ethernet0/0", "10.0.0.2/24").crypto_maps = {"CMAP"};
        interface(spoke.configuration, "Loopback0", "192.168.2.1/24");
        route(hub.configuration, "0.0.0.0/0", "10.0.0.2");
        route(spoke.configuration, "0.0.0.0/0", "10.0.0.1");
        acl_line(spoke.configuration, "VPN", true, "192.168.2.0/24", "192.168.1.0/24");
        map_entry(spoke.configuration, "10.0.0.1");
        plugs = lab.wire(hub, "Ethernet0/0", spoke, "Ethernet0/0");
    }
    dataplane::PolicyEntryId template_id() const {
        for (const auto id : hub.plane.entries())
            if (hub.plane.entry(id)->origin == dataplane::PolicyOrigin::dynamic_map) return id;
        return 0;
    }
    dataplane::SaPair pair_between(std::string_view ours, std::string_view theirs, TrafficSelector local,
                                   TrafficSelector remote, std::uint32_t in, std::uint32_t out) const {
        dataplane::SaParameters sa;
        sa.suite = {dataplane::Encryption::aes_cbc, 128, dataplane::Integrity::hmac_sha1_96};
        sa.local_address = ip(ours);
        sa.remote_address = ip(theirs);
        sa.local_selectors = {local};
        sa.remote_selectors = {remote};
        sa.lifetime = {3600, 0, 4608000, 0};
        sa.encryption_key = config::Secret(std::vector<std::uint8_t>(16, 7));
        sa.integrity_key = config::Secret(std::vector<std::uint8_t>(20, 9));
        dataplane::SaPair pair{sa, sa, {}, {}, false, false, {}};
        pair.inbound.spi = in;
        pair.outbound.spi = out;
        return pair;
    }
    /// The spoke's only flow at both ends.
    dataplane::FlowId connect(std::uint32_t hub_spi = 1000, std::uint32_t spoke_spi = 2000) {
        dataplane::FlowId spoke_flow = only_flow(spoke), hub_flow = 0;
        REQUIRE(hub.plane.install_dynamic(pair_between("10.0.0.1", "10.0.0.2", lan1, lan2, hub_spi, spoke_spi),
                                          template_id(), hub_flow, lab.now) == InstallError::none);
        dataplane::SaPair mine = pair_between("10.0.0.2", "10.0.0.1", lan2, lan1, spoke_spi, hub_spi);
        mine.initiator = true;
        REQUIRE(spoke.plane.install(mine, spoke_flow, lab.now) == InstallError::none);
        lab.settle();
        return hub_flow;
    }
    bool ping_lan() { return is_reply(lab.ping(hub, "192.168.2.1", "192.168.1.1")); }
    std::vector<dataplane::RouteView> injected() const {
        auto routes = hub.plane.routes();
        std::erase_if(routes, [](const auto& route) { return route.source != dataplane::RouteView::Source::injected; });
        return routes;
    }

    const TrafficSelector lan1 = TrafficSelector::of_prefix(prefix("192.168.1.0/24"));
    const TrafficSelector lan2 = TrafficSelector::of_prefix(prefix("192.168.2.0/24"));
    Lab lab;
    Station& hub = lab.add("Hub");
    Station& spoke = lab.add("Spoke");
    std::pair<Plug*, Plug*> plugs;
};

}  // namespace

TEST_CASE("each template of a dynamic map is an entry without flows") {
    HubAndSpoke net;
    template_entry(net.hub.configuration, 5).isakmp_profile = "VPNclient";
    template_entry(net.hub.configuration, 10).pfs = config::PerfectForwardSecrecy{2, true};
    refer_to_template(net.hub.configuration, 10);
    net.hub.configuration.ipsec.maps.at("CMAP").isakmp_profile = "L2L";
    net.lab.start();
    const auto ids = net.hub.plane.entries();
    REQUIRE(ids.size() == 2);
    const auto &first = *net.hub.plane.entry(ids[0]), &second = *net.hub.plane.entry(ids[1]);
    CHECK(first.origin == dataplane::PolicyOrigin::dynamic_map);
    CHECK(first.map_tag == "CMAP");
    CHECK(first.sequence == 10);
    CHECK(first.dynamic_map == "DYN");
    CHECK(first.dynamic_sequence == 5);
    CHECK(first.any_proxy);
    CHECK(first.isakmp_profile == "VPNclient");
    CHECK(second.dynamic_sequence == 10);
    CHECK(second.isakmp_profile == "L2L");
    CHECK(second.pfs_group == 2);
    CHECK(first.flows.empty());
    CHECK(net.hub.plane.entries_for(ip("10.0.0.1"), ip("9.9.9.9")) == ids);
    CHECK(net.hub.plane.entries_for(ip("10.0.0.9"), ip("9.9.9.9")).empty());
    CHECK_FALSE(net.hub.plane.next_flow(0, net.lab.now));
}

TEST_CASE("a dynamic entry stands in the order of its number") {
    HubAndSpoke net;
    template_entry(net.hub.configuration, 1);
    acl_line(net.hub.configuration, "VPN", true, "192.168.1.0/24", "192.168.2.0/24");
    map_entry(net.hub.configuration, "10.0.0.2");
    std::uint32_t sequence = 0;
    bool captures = false;
    SECTION("below the static entry it captures the static peer") { sequence = 5, captures = true; }
    SECTION("numbered last it lets the static entry go first") { sequence = 60000; }
    refer_to_template(net.hub.configuration, sequence);
    net.lab.start();
    const auto ids = net.hub.plane.entries_for(ip("10.0.0.1"), ip("10.0.0.2"));
    REQUIRE(ids.size() == 2);
    CHECK((net.hub.plane.entry(ids[0])->origin == dataplane::PolicyOrigin::dynamic_map) == captures);
    CHECK(net.hub.plane.entries_for(ip("10.0.0.1"), ip("10.0.0.3")).size() == 1);
}

TEST_CASE("a template's set peer restricts who may use it") {
    HubAndSpoke net;
    template_entry(net.hub.configuration, 1).peers = {"10.0.0.2", "branch"};
    net.hub.configuration.hosts["branch"] = {ip("10.0.0.4"), ip("2001:db8::4")};
    refer_to_template(net.hub.configuration, 10);
    net.lab.start();
    CHECK(net.hub.plane.entries_for(ip("10.0.0.1"), ip("10.0.0.2")).size() == 1);
    CHECK(net.hub.plane.entries_for(ip("10.0.0.1"), ip("10.0.0.4")).size() == 1);
    CHECK(net.hub.plane.entries_for(ip("10.0.0.1"), ip("10.0.0.3")).empty());
}

TEST_CASE("a template without a list matches nothing until a peer has made a flow") {
    HubAndSpoke net;
    template_entry(net.hub.configuration, 1);
    refer_to_template(net.hub.configuration, 10);
    net.lab.start();
    interface(net.spoke.configuration, "Ethernet0/0").crypto_maps.clear();
    net.lab.reconfigure(net.spoke);
    CHECK(net.ping_lan());  // in clear
    interface(net.spoke.configuration, "Ethernet0/0").crypto_maps = {"CMAP"};
    net.lab.reconfigure(net.spoke);
    const auto flow = net.connect();
    CHECK(net.ping_lan());
    const auto view = *net.hub.plane.flow_view(flow, net.lab.now);
    CHECK(view.counters.encaps == 1);
    CHECK(view.counters.decaps == 1);
    CHECK(view.peer == ip("10.0.0.2"));
    CHECK_FALSE(view.flow.origin_is_acl);
    CHECK(net.hub.plane.next_flow(0, net.lab.now)->flow.id == flow);
    CHECK(net.hub.took<Acquire>().empty());
}

TEST_CASE("a template with a list drops what matches until a peer has made a flow") {
    HubAndSpoke net;
    template_entry(net.hub.configuration, 1).match_address = "REMOTE";
    acl_line(net.hub.configuration, "REMOTE", false, "192.168.1.0/24", "192.168.2.7/32");
    acl_line(net.hub.configuration, "REMOTE", true, "192.168.0.0/16", "192.168.0.0/16");
    refer_to_template(net.hub.configuration, 10);
    net.lab.start();
    CHECK_FALSE(net.ping_lan());
    CHECK(net.hub.counter("crypto-map", "no SA") == 1);
    CHECK(net.hub.took<Acquire>().empty());
    CHECK_FALSE(net.hub.plane.next_flow(0, net.lab.now));
    const auto flow = net.connect();
    CHECK(net.ping_lan());
    CHECK(net.hub.plane.flow_view(flow, net.lab.now)->counters.encaps == 1);
    CHECK(net.hub.plane.entry(net.template_id())->flows.size() == 2);
}

TEST_CASE("a flow that a peer made goes with its last pair, and clear packets of it are dropped") {
    HubAndSpoke net;
    template_entry(net.hub.configuration, 1);
    refer_to_template(net.hub.configuration, 10);
    net.lab.start();
    const auto flow = net.connect();
    CHECK(net.connect(1001, 2001) == flow);
    net.spoke.plane.remove(2000, net.lab.now);
    net.hub.plane.remove(1000, net.lab.now);
    CHECK(net.ping_lan());
    interface(net.spoke.configuration, "Ethernet0/0").crypto_maps.clear();
    net.lab.reconfigure(net.spoke);
    CHECK_FALSE(is_reply(net.lab.ping(net.spoke, "192.168.1.1", "192.168.2.1")));
    CHECK(net.hub.recorder.of<event::ReceivedClearPacket>().size() == 1);
    CHECK(net.hub.plane.remove(1001, net.lab.now));
    CHECK(net.hub.plane.flow(flow) == nullptr);
    CHECK(net.ping_lan());
}

TEST_CASE("a client that came back from another address gets its traffic there") {
    HubAndSpoke net;
    template_entry(net.hub.configuration, 1).reverse_route = true;
    refer_to_template(net.hub.configuration, 10);
    net.lab.start();
    const auto flow = net.connect();
    dataplane::FlowId again = 0;
    REQUIRE(net.hub.plane.install_dynamic(net.pair_between("10.0.0.1", "10.0.0.9", net.lan1, net.lan2, 1002, 2002),
                                          net.template_id(), again, net.lab.now) == InstallError::none);
    CHECK(again == flow);
    CHECK(net.hub.plane.flow_view(flow, net.lab.now)->peer == ip("10.0.0.9"));
    CHECK(net.hub.plane.flow_view(flow, net.lab.now)->current_outbound_spi == 2002);
    REQUIRE(net.injected().size() == 1);
    CHECK(net.injected()[0].next_hop == ip("10.0.0.9"));
}

TEST_CASE("the more specific of two peers' flows carries the packet") {
    HubAndSpoke net;
    template_entry(net.hub.configuration, 1);
    refer_to_template(net.hub.configuration, 10);
    net.lab.start();
    const auto spoke_flow = net.connect();
    dataplane::FlowId wide = 0;
    const TrafficSelector any = TrafficSelector::any(config::AddressFamily::ipv4);
    REQUIRE(net.hub.plane.install_dynamic(net.pair_between("10.0.0.1", "10.0.0.9", any, any, 1002, 2002),
                                          net.template_id(), wide, net.lab.now) == InstallError::none);
    CHECK(net.ping_lan());
    CHECK(net.hub.plane.flow_view(spoke_flow, net.lab.now)->counters.encaps == 1);
    CHECK(net.hub.plane.flow_view(wide, net.lab.now)->counters.encaps == 0);
}

TEST_CASE("reverse-route injects the peer's network while its pair stands") {
    HubAndSpoke net;
    template_entry(net.hub.configuration, 1).reverse_route = true;
    refer_to_template(net.hub.configuration, 10);
    net.lab.start();
    CHECK(net.injected().empty());
    net.connect();
    REQUIRE(net.injected().size() == 1);
    CHECK(net.injected()[0].prefix == prefix("192.168.2.0/24"));
    CHECK(net.injected()[0].distance == 1);
    CHECK(net.injected()[0].next_hop == ip("10.0.0.2"));
    net.hub.configuration.routes.clear();
    net.lab.reconfigure(net.hub);
    CHECK(net.ping_lan());
    net.hub.plane.remove(1000, net.lab.now);
    CHECK(net.injected().empty());
}

TEST_CASE("reverse-route static injects while the map is applied, by remote-peer where it says so") {
    HubAndSpoke net;
    acl_line(net.hub.configuration, "VPN", true, "192.168.1.0/24", "192.168.2.0/24");
    auto& entry = map_entry(net.hub.configuration, "10.0.0.2");
    entry.reverse_route_static = true;
    net.lab.start();
    REQUIRE(net.injected().size() == 1);
    CHECK(net.injected()[0].next_hop == ip("10.0.0.2"));
    net.hub.configuration.ipsec.maps.at("CMAP").entries.front().reverse_route_options = "remote-peer 10.0.0.5";
    net.lab.reconfigure(net.hub);
    CHECK(net.injected()[0].next_hop == ip("10.0.0.5"));
    interface(net.hub.configuration, "Ethernet0/0").crypto_maps.clear();
    net.lab.reconfigure(net.hub);
    CHECK(net.injected().empty());
}

TEST_CASE("a template that leaves the configuration reports its peers' pairs") {
    HubAndSpoke net;
    template_entry(net.hub.configuration, 1);
    refer_to_template(net.hub.configuration, 10);
    net.lab.start();
    net.connect();
    net.hub.configuration.ipsec.dynamic_maps.clear();
    net.lab.reconfigure(net.hub);
    const auto removed = net.hub.took<dataplane::PolicyRemoved>();
    REQUIRE(removed.size() == 1);
    CHECK(removed[0].inbound_spis == std::vector<std::uint32_t>{1000});
}

TEST_CASE("a pair for a template's line belongs to a flow of its peer, the line stays what it was") {
    HubAndSpoke net;
    template_entry(net.hub.configuration, 1).match_address = "REMOTE";
    acl_line(net.hub.configuration, "REMOTE", true, "192.168.0.0/16", "192.168.0.0/16");
    refer_to_template(net.hub.configuration, 10);
    net.lab.start();
    const auto line = net.hub.plane.entry(net.template_id())->flows.front();
    dataplane::FlowId flow = line;
    REQUIRE(net.hub.plane.install(net.pair_between("10.0.0.1", "10.0.0.2", net.lan1, net.lan2, 1000, 2000), flow,
                                  net.lab.now) == InstallError::none);
    CHECK(flow != line);
    CHECK_FALSE(net.hub.plane.flow(flow)->origin_is_acl);
    CHECK(net.hub.plane.flow(line)->remote == TrafficSelector::of_prefix(prefix("192.168.0.0/16")));
    net.hub.plane.remove(1000, net.lab.now);
    CHECK(net.hub.plane.flow(flow) == nullptr);
    CHECK(net.hub.plane.flow(line) != nullptr);
}

TEST_CASE("a hundred peers of one template each have a flow, and all go") {
    HubAndSpoke net;
    template_entry(net.hub.configuration, 1).reverse_route = true;
    refer_to_template(net.hub.configuration, 10);
    net.lab.start();
    constexpr std::uint32_t peers = 100;
    const TrafficSelector any = TrafficSelector::any(config::AddressFamily::ipv4);
    for (std::uint32_t i = 0; i < peers; ++i) {
        dataplane::FlowId flow = 0;
        const auto client = TrafficSelector::of_host(config::IpAddress::v4(0x0a050501 + i));
        REQUIRE(net.hub.plane.install_dynamic(net.pair_between("10.0.0.1", "10.0.0.2", any, client, 1000 + i, 5000 + i),
                                              net.template_id(), flow, net.lab.now) == InstallError::none);
    }
    CHECK(net.injected().size() == peers);
    CHECK(net.hub.plane.entry(net.template_id())->flows.size() == peers);
    net.lab.ping(net.hub, "10.5.5.42");
    std::uint64_t encaps = 0;
    for (auto view = net.hub.plane.next_flow(0, net.lab.now); view;
         view = net.hub.plane.next_flow(view->flow.id, net.lab.now)) {
        encaps += view->counters.encaps;
        CHECK((view->counters.encaps == 1) == (view->flow.remote.first == ip("10.5.5.42")));
    }
    CHECK(encaps == 1);
    for (std::uint32_t i = 0; i < peers; ++i) REQUIRE(net.hub.plane.remove(1000 + i, net.lab.now));
    CHECK(net.injected().empty());
    CHECK_FALSE(net.hub.plane.next_flow(0, net.lab.now));
}
