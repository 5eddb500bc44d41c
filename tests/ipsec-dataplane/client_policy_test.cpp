#include <catch2/catch.hpp>

#include "back_to_back.h"
#include "packet_samples.h"
#include "ipsec-dataplane/stack/ip4_header.h"
#include "ipsec-dataplane/translation/port_translation.h"

using namespace bench;
using dataplane::InstallError;
using dataplane::TrafficSelector;

namespace {

dataplane::SaPair pair_of(std::string_view ours, std::string_view theirs, TrafficSelector local, TrafficSelector remote,
                          std::uint32_t in, std::uint32_t out) {
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

/// A hub that hands out 10.5.5.1, a client router, and a host inside of it.
struct RemoteAccess {
    RemoteAccess() {
        interface(hub.configuration, "Ethernet0/0", "10.0.0.1/24").crypto_maps = {"CMAP"};
        interface(hub.configuration, "Loopback0", "10.1.1.1/24");
        route(hub.configuration, "0.0.0.0/0", "10.0.0.2");
        config::CryptoMapEntry line;
        line.sequence = 1;
        line.transform_sets = {"TS"};
        hub.configuration.ipsec.dynamic_maps.at("DYN").entries = {line};
        line = {};
        line.sequence = 10;
        line.dynamic_map = "DYN";
        hub.configuration.ipsec.maps.at("CMAP").entries = {line};
        interface(client.configuration, "Ethernet0/0", "10.0.0.2/24");
        interface(client.configuration, "Ethernet0/1", "192.168.5.1/24");
        route(client.configuration, "0.0.0.0/0", "10.0.0.1");
        interface(host.configuration, "Ethernet0/0", "192.168.5.10/24");
        route(host.configuration, "0.0.0.0/0", "192.168.5.1");
        lab.wire(hub, "Ethernet0/0", client, "Ethernet0/0");
        lab.wire(client, "Ethernet0/1", host, "Ethernet0/0");
        lab.start();
    }
    dataplane::ClientPolicy policy() const {
        dataplane::ClientPolicy wish;
        wish.name = "VPN";
        wish.outside = name("Ethernet0/0");
        wish.inside = {name("Ethernet0/1")};
        wish.local = ip("10.0.0.2");
        wish.peer = ip("10.0.0.1");
        wish.assigned = ip("10.5.5.1");
        wish.translate_inside = true;
        wish.flows = {{TrafficSelector::of_host(ip("10.5.5.1")), any}};
        return wish;
    }
    void connect(const dataplane::ClientPolicy& wish) {
        entry = client.plane.add_client_policy(wish, lab.now);
        REQUIRE(entry != 0);
        const auto [local, remote] = wish.flows.front();
        dataplane::FlowId mine = client.plane.entry(entry)->flows.front(), theirs = 0;
        REQUIRE(hub.plane.install_dynamic(pair_of("10.0.0.1", "10.0.0.2", remote, local, 1000, 2000),
                                          hub.plane.entries().front(), theirs, lab.now) == InstallError::none);
        REQUIRE(client.plane.install(pair_of("10.0.0.2", "10.0.0.1", local, remote, 2000, 1000), mine, lab.now) ==
                InstallError::none);
        lab.settle();
    }
    std::uint64_t encaps() const {
        return client.plane.flow_view(client.plane.entry(entry)->flows.front(), lab.now)->counters.encaps;
    }
    bool has_loopback() const {
        for (const auto& view : client.plane.interfaces(lab.now))
            if (view.name == name("Loopback10000"))
                return view.address == prefix("10.5.5.1/32") && view.line_protocol_up;
        return false;
    }

    const TrafficSelector any = TrafficSelector::any(config::AddressFamily::ipv4);
    Lab lab;
    Station& hub = lab.add("Hub");
    Station& client = lab.add("Client");
    Station& host = lab.add("Host");
    dataplane::PolicyEntryId entry = 0;
};

}  // namespace

TEST_CASE("a VPN client's policy is an entry of its own on the outside interface, its address a loopback's") {
    RemoteAccess net;
    net.connect(net.policy());
    const auto& entry = *net.client.plane.entry(net.entry);
    CHECK(entry.origin == dataplane::PolicyOrigin::ezvpn_client);
    CHECK(entry.map_tag == "Ethernet0/0-head-0");
    CHECK(entry.local == ip("10.0.0.2"));
    CHECK(entry.peers == std::vector{ip("10.0.0.1")});
    CHECK(net.has_loopback());
    net.lab.reconfigure(net.client);
    CHECK(net.has_loopback());
    CHECK(net.client.plane.entry(net.entry) != nullptr);
}

TEST_CASE("the client router's own traffic takes the assigned address when it goes into the tunnel") {
    RemoteAccess net;
    net.connect(net.policy());
    CHECK(is_reply(net.lab.ping(net.client, "10.1.1.1")));
    CHECK(net.encaps() == 1);
    CHECK(is_reply(net.lab.ping(net.client, "10.0.0.1")));      // the gateway itself
    CHECK(is_reply(net.lab.ping(net.client, "192.168.5.10")));  // inside
    CHECK(net.encaps() == 1);
    CHECK(is_reply(net.lab.ping(net.hub, "10.5.5.1", "10.1.1.1")));
}

TEST_CASE("hosts inside share the assigned address") {
    RemoteAccess net;
    net.connect(net.policy());
    CHECK(is_reply(net.lab.ping(net.host, "10.1.1.1")));
    CHECK(net.encaps() == 1);
    const auto late = net.lab.ping(net.host, "10.1.1.1", {}, 100, false, 2);
    REQUIRE(late);  // the hub is the second hop, it answers from its end of the wire
    CHECK(is_reply(late));
}

TEST_CASE("so does the router with the address of an inside interface") {
    RemoteAccess net;
    net.connect(net.policy());
    CHECK(is_reply(net.lab.ping(net.client, "10.1.1.1", "192.168.5.1")));
    CHECK(net.encaps() == 1);
}

TEST_CASE("errors about a translated packet find the host that sent it") {
    RemoteAccess net;
    net.connect(net.policy());
    const auto nobody = net.lab.ping(net.host, "10.1.1.99");  // on the hub's loopback: no such host
    REQUIRE(nobody);
    CHECK(nobody->kind == dataplane::EchoOutcome::Kind::unreachable);
}

TEST_CASE("split tunnelling leaves the rest alone") {
    RemoteAccess net;
    auto wish = net.policy();
    wish.flows = {{TrafficSelector::of_host(ip("10.5.5.1")), TrafficSelector::of_prefix(prefix("10.1.1.0/24"))}};
    net.connect(wish);
    CHECK(is_reply(net.lab.ping(net.host, "10.1.1.1")));
    CHECK(net.encaps() == 1);
    CHECK(is_reply(net.lab.ping(net.host, "10.0.0.1")));  // in clear, with the host's own address
    CHECK(net.encaps() == 1);
}

TEST_CASE("network extension protects the inside network as it is") {
    RemoteAccess net;
    auto wish = net.policy();
    wish.assigned = {};
    wish.translate_inside = false;
    wish.flows = {{TrafficSelector::of_prefix(prefix("192.168.5.0/24")), net.any}};
    net.connect(wish);
    CHECK(is_reply(net.lab.ping(net.host, "10.1.1.1")));
    CHECK(net.encaps() == 1);
    CHECK(is_reply(net.lab.ping(net.hub, "192.168.5.10", "10.1.1.1")));
    CHECK_FALSE(net.has_loopback());
}

TEST_CASE("a removed client policy leaves nothing behind") {
    RemoteAccess net;
    net.connect(net.policy());
    net.client.plane.remove_client_policy(net.entry, net.lab.now);
    net.lab.settle();
    CHECK_FALSE(net.has_loopback());
    CHECK(net.client.plane.entry(net.entry) == nullptr);
    CHECK(net.client.plane.entries().empty());
    const auto removed = net.client.took<dataplane::PolicyRemoved>();
    REQUIRE(removed.size() == 1);
    CHECK(removed[0].inbound_spis == std::vector<std::uint32_t>{2000});
    CHECK(net.client.plane.remove(2000, net.lab.now));
    CHECK(net.hub.plane.remove(1000, net.lab.now));
    net.connect(net.policy());
    CHECK(is_reply(net.lab.ping(net.host, "10.1.1.1")));
}

TEST_CASE("no policy without its outside interface") {
    RemoteAccess net;
    auto wish = net.policy();
    wish.outside = name("Ethernet3/3");
    CHECK(net.client.plane.add_client_policy(wish, net.lab.now) == 0);
}

namespace {

using dataplane::PortTranslation;
constexpr std::uint8_t protocols[] = {6, 17, 1};

}  // namespace

TEST_CASE("ports and identifiers are kept where they are free, and come back to the host that used them") {
    dataplane::PacketPool pool;
    PortTranslation translation(ip("10.5.5.1"));
    const Instant now{std::chrono::seconds(1)};
    for (const std::uint8_t number : protocols) {
        auto first = packet_of(pool, "192.168.5.10", "10.1.1.1", number, 5000, 80);
        auto second = packet_of(pool, "192.168.5.11", "10.1.1.1", number, 5000, 80);
        REQUIRE(translation.outbound(*first, now) == PortTranslation::Fate::translated);
        REQUIRE(translation.outbound(*second, now) == PortTranslation::Fate::translated);
        const std::uint32_t port_at = number == 1 ? 24 : 20;
        CHECK(dataplane::wire::load16(first->l3() + port_at) == 5000);
        const std::uint16_t other = dataplane::wire::load16(second->l3() + port_at);
        CHECK(other != 5000);
        for (const auto* packet : {&first, &second}) {
            CHECK(dataplane::ip4(**packet).source_address() == ip("10.5.5.1"));
            CHECK(checksums_are_right(**packet));
        }
        auto answer = packet_of(pool, "10.1.1.1", "10.5.5.1", number, number == 1 ? other : std::uint16_t{80}, other);
        REQUIRE(translation.inbound(*answer, now) == PortTranslation::Fate::translated);
        CHECK(dataplane::ip4(*answer).destination_address() == ip("192.168.5.11"));
        CHECK(dataplane::wire::load16(answer->l3() + (number == 1 ? 24 : 22)) == 5000);
        CHECK(checksums_are_right(*answer));
    }
    CHECK(translation.in_use(now) == 6);
}

TEST_CASE("translations time out, TCP's soon after it closes") {
    dataplane::PacketPool pool;
    PortTranslation translation(ip("10.5.5.1"));
    const Instant start{std::chrono::seconds(1)};
    const auto send = [&](std::uint8_t number, std::uint8_t flags, Instant at) {
        auto packet = packet_of(pool, "192.168.5.10", "10.1.1.1", number, 5000, 80, flags);
        return translation.outbound(*packet, at);
    };
    for (const std::uint8_t number : protocols) CHECK(send(number, 0, start) == PortTranslation::Fate::translated);
    CHECK(translation.in_use(start + std::chrono::seconds(59)) == 3);
    CHECK(translation.in_use(start + std::chrono::seconds(61)) == 2);
    CHECK(translation.in_use(start + std::chrono::seconds(301)) == 1);
    send(6, 1, start + std::chrono::seconds(400));
    CHECK(translation.in_use(start + std::chrono::seconds(461)) == 0);
}

TEST_CASE("the table of translations is bounded, and what cannot be translated is said so") {
    dataplane::PacketPool pool;
    PortTranslation translation(ip("10.5.5.1"));
    const Instant now{std::chrono::seconds(1)};
    for (std::uint32_t i = 0; i < PortTranslation::most_translations; ++i) {
        auto packet = packet_of(pool, i % 2 ? "192.168.5.10" : "192.168.5.11", "10.1.1.1", 17,
                                static_cast<std::uint16_t>(2000 + i / 2), 53);
        REQUIRE(translation.outbound(*packet, now) == PortTranslation::Fate::translated);
    }
    auto packet = packet_of(pool, "192.168.5.12", "10.1.1.1", 17, 53, 53);
    CHECK(translation.outbound(*packet, now) == PortTranslation::Fate::full);
    CHECK(translation.outbound(*packet, now + std::chrono::minutes(6)) == PortTranslation::Fate::translated);
    auto other = packet_of(pool, "192.168.5.12", "10.1.1.1", 47, 0, 0);
    CHECK(translation.outbound(*other, now) == PortTranslation::Fate::unfit);
    auto unasked = packet_of(pool, "10.1.1.1", "10.5.5.1", 17, 53, 9);
    CHECK(translation.inbound(*unasked, now) == PortTranslation::Fate::unknown);
}
