#include <catch2/catch.hpp>

#include "back_to_back.h"
#include "ipsec-dataplane/stack/ip4_header.h"
#include "ipsec-dataplane/stack/wire.h"

/// A peer behind a NAT whose address or port changes while its SAs stand: RFC 7296 2.23.
using namespace bench;

namespace {

constexpr std::size_t ip_at = 14, udp_at = 34;

/// Two gateways whose ESP in UDP the test carries itself.
struct Carried {
    explicit Carried(bool may_move = true) {
        build(r1.configuration, "10.0.0.1/24", "192.168.1.1/24", "10.0.0.2", "192.168.1.0/24", "192.168.2.0/24");
        build(r2.configuration, "10.0.0.2/24", "192.168.2.1/24", "10.0.0.1", "192.168.2.0/24", "192.168.1.0/24");
        lab.wire(r1, "Ethernet0/0", r2, "Ethernet0/0");
        lab.start();
        lab.ping(r1, "10.0.0.2");
        wish.nat_t = true;
        wish.a_may_move = may_move;
        ends = install_pair(lab, r1, only_flow(r1), r2, only_flow(r2), wish);
        lab.loses = [this](const Bytes& frame) {
            if (frame[12] != 8 || frame[13] != 0 || frame[23] != 17) return false;
            held.push_back(frame);
            return true;
        };
    }
    static void build(config::Configuration& configuration, std::string_view outside, std::string_view inside,
                      std::string_view peer, std::string_view from, std::string_view to) {
        interface(configuration, "Ethernet0/0", outside).crypto_maps = {"CMAP"};
        interface(configuration, "Loopback0", inside);
        route(configuration, "0.0.0.0/0", peer);
        acl_line(configuration, "VPN", true, from, to);
        map_entry(configuration, peer);
        configuration.ipsec.transform_sets.at("TS").esp_cipher = config::EspCipher::aes;
    }
    /// R1 sends an echo request; the frame is held.
    Bytes echo() {
        held.clear();
        dataplane::EchoRequest request;
        request.token = ++token;
        request.destination = ip("192.168.2.1");
        request.source = ip("192.168.1.1");
        r1.plane.send(request, lab.now);
        lab.settle();
        REQUIRE(held.size() == 1);
        return held.front();
    }
    /// R2 gets it as it comes from there; its answer is held.
    void deliver(Bytes frame, std::string_view address, std::uint16_t port) {
        held.clear();
        dataplane::wire::store32(frame.data() + ip_at + 12, ip(address).v4_value());
        dataplane::wire::store16(frame.data() + ip_at + 10, 0);
        dataplane::wire::store16(frame.data() + ip_at + 10, dataplane::wire::checksum(dataplane::wire::sum({frame.data() + ip_at, 20}, 0)));
        dataplane::wire::store16(frame.data() + udp_at, port);
        const std::span<const std::uint8_t> view = frame;
        r2.plane.receive(name("Ethernet0/0"), {&view, 1}, lab.now);
        lab.settle();
    }
    std::vector<dataplane::PeerMoved> moves() { return r2.took<dataplane::PeerMoved>(); }

    Lab lab;
    Station& r1 = lab.add("R1");
    Station& r2 = lab.add("R2");
    PairWish wish;
    InstalledEnds ends;
    std::vector<Bytes> held;
    std::uint32_t token = 0x10000;
};

bool goes_to(const Bytes& frame, std::string_view address, std::uint16_t port) {
    return dataplane::wire::load32(frame.data() + ip_at + 16) == ip(address).v4_value() &&
           dataplane::wire::load16(frame.data() + udp_at + 2) == port &&
           dataplane::wire::checksum(dataplane::wire::sum({frame.data() + ip_at, 20}, 0)) == 0;
}

}  // namespace

TEST_CASE("the newest authentic packet tells where its peer is, once") {
    Carried carried;
    carried.deliver(carried.echo(), "10.0.0.1", 4500);
    CHECK(carried.moves().empty());
    carried.deliver(carried.echo(), "10.0.0.1", 5500);
    carried.deliver(carried.echo(), "10.0.0.1", 5500);
    const auto moves = carried.moves();
    REQUIRE(moves.size() == 1);
    CHECK(moves[0].inbound_spi == carried.ends.b_inbound);
    CHECK(moves[0].address == ip("10.0.0.1"));
    CHECK(moves[0].port == 5500);
    REQUIRE(carried.held.size() == 1);
    CHECK(goes_to(carried.held[0], "10.0.0.1", 5500));
}

TEST_CASE("a moved peer gets its packets where it is, with one sequence of numbers") {
    Carried carried;
    carried.deliver(carried.echo(), "10.0.0.1", 4500);
    REQUIRE(carried.held.size() == 1);
    const auto number = dataplane::wire::load32(carried.held[0].data() + udp_at + 8 + 4);
    carried.r2.plane.move_peer(carried.ends.b_inbound, ip("203.0.113.9"), 6500, carried.lab.now);
    const auto view = carried.r2.plane.flow_view(only_flow(carried.r2), carried.lab.now);
    CHECK(view->peer == ip("203.0.113.9"));
    CHECK(view->peer_port == 6500);
    carried.deliver(carried.echo(), "203.0.113.9", 6500);
    CHECK(carried.moves().empty());
    REQUIRE(carried.held.size() == 1);
    CHECK(goes_to(carried.held[0], "203.0.113.9", 6500));
    CHECK(dataplane::wire::load32(carried.held[0].data() + udp_at + 8 + 4) == number + 1);
}

TEST_CASE("old, repeated and forged packets from elsewhere move nobody") {
    Carried carried;
    const Bytes first = carried.echo(), second = carried.echo();
    carried.deliver(second, "10.0.0.1", 4500);
    carried.deliver(first, "10.0.0.66", 666);   // kept back, and in the window still
    carried.deliver(second, "10.0.0.66", 666);  // repeated
    Bytes forged = carried.echo();
    forged.back() ^= 1;
    carried.deliver(forged, "10.0.0.66", 666);
    CHECK(carried.moves().empty());
}

TEST_CASE("a peer that may not move is not looked at") {
    Carried carried(false);
    carried.deliver(carried.echo(), "10.0.0.1", 5500);
    CHECK(carried.moves().empty());
}

TEST_CASE("in transport mode only the port of a peer may change") {
    Carried carried;
    dataplane::FlowId flow = only_flow(carried.r2);
    dataplane::SaParameters sa;
    sa.mode = dataplane::EncapsulationMode::transport;
    sa.suite = {dataplane::Encryption::aes_gcm, 128, dataplane::Integrity::none};
    sa.encryption_key = config::Secret(std::vector<std::uint8_t>(20, 7));
    sa.local_address = ip("10.0.0.2");
    sa.remote_address = ip("10.0.0.1");
    sa.udp = {4500, 4500};
    dataplane::SaPair pair{sa, sa, {}, {}, true};
    pair.inbound.spi = 0x20000;
    pair.outbound.spi = 0x20001;
    REQUIRE(carried.r2.plane.install(pair, flow, carried.lab.now) == dataplane::InstallError::none);
    carried.r2.plane.move_peer(0x20000, ip("10.0.0.9"), 5500, carried.lab.now);
    CHECK(carried.r2.plane.flow_view(flow, carried.lab.now)->peer == ip("10.0.0.1"));
    CHECK(carried.r2.plane.flow_view(flow, carried.lab.now)->peer_port == 4500);
    carried.r2.plane.move_peer(0x20000, ip("10.0.0.1"), 5500, carried.lab.now);
    CHECK(carried.r2.plane.flow_view(flow, carried.lab.now)->peer_port == 5500);
}
