#include <catch2/catch.hpp>

#include "back_to_back.h"

using namespace bench;

namespace {

constexpr std::size_t ethernet_header = 14;

std::uint64_t all_drops(const Station& station) {
    std::uint64_t sum = 0;
    for (const auto& row : station.plane.node_counters())
        if (row.counter != "packets") sum += row.packets;
    return sum;
}

/// Two ends of a tunnel interface, and one ESP frame of an echo that the wire lost.
struct OneFrame {
    explicit OneFrame(const PairWish& wish) {
        build(r1.configuration, "10.0.0.1/24", "172.16.0.1/30", "10.0.0.2");
        build(r2.configuration, "10.0.0.2/24", "172.16.0.2/30", "10.0.0.1");
        Plug* const out = lab.wire(r1, "Ethernet0/0", r2, "Ethernet0/0").first;
        lab.start();
        install_pair(lab, r1, only_flow(r1), r2, only_flow(r2), wish);
        REQUIRE(is_reply(lab.ping(r1, "172.16.0.2")));
        lab.loses = [](const Bytes&) { return true; };
        REQUIRE_FALSE(is_reply(lab.ping(r1, "172.16.0.2")));
        lab.loses = nullptr;
        bytes = out->seen.back();
    }
    static void build(config::Configuration& configuration, std::string_view outside, std::string_view inner, std::string_view peer) {
        interface(configuration, "Ethernet0/0", outside);
        tunnel(configuration, inner, "Ethernet0/0", peer, config::TunnelMode::ipsec_ipv4).tunnel.protection_profile = "PROF";
        configuration.ipsec.profiles.at("PROF").transform_sets = {"TS"};
    }
    void arrives(const Bytes& frame) {
        const std::span<const std::uint8_t> one(frame);
        r2.plane.receive(name("Ethernet0/0"), {&one, 1}, lab.now);
    }
    std::uint64_t decaps() const { return r2.plane.flow_view(only_flow(r2), lab.now)->counters.decaps; }

    Lab lab;
    Station& r1 = lab.add("R1");
    Station& r2 = lab.add("R2");
    Bytes bytes;
};

}  // namespace

TEST_CASE("whichever bit of an ESP datagram is flipped on the wire, outer header and all, it is dropped and counted once") {
    PairWish wish;
    SECTION("AES-CBC and SHA1") {}
    SECTION("AES-GCM") { wish.suite = {dataplane::Encryption::aes_gcm, 128, dataplane::Integrity::none}; }
    SECTION("null and SHA256") { wish.suite = {dataplane::Encryption::null, 0, dataplane::Integrity::hmac_sha2_256_128}; }
    OneFrame frame(wish);
    const std::uint64_t before = frame.decaps();
    for (std::size_t bit = ethernet_header * 8; bit < frame.bytes.size() * 8; ++bit) {
        Bytes flipped = frame.bytes;
        flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ 1U << bit % 8);
        const std::uint64_t drops = all_drops(frame.r2);
        frame.arrives(flipped);
        INFO("bit " << bit);
        REQUIRE(all_drops(frame.r2) == drops + 1);
        REQUIRE(frame.decaps() == before);
    }
    frame.arrives(frame.bytes);
    CHECK(frame.decaps() == before + 1);
}
