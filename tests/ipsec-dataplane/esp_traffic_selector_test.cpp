#include <catch2/catch.hpp>

#include "ipsec-dataplane/traffic_selector.h"
#include "tests/ipsec-dataplane/esp_fixture.h"

using namespace dataplane;
using namespace esp_fixture;

namespace {

config::IpAddress ip(const char* text) { return *config::IpAddress::parse(text); }

TrafficSelector net(const char* text, int length, std::uint8_t protocol = 0) {
    return TrafficSelector::of_prefix({ip(text), static_cast<std::uint8_t>(length)}, protocol);
}

TrafficSelector with_ports(TrafficSelector selector, std::uint16_t first, std::uint16_t last) {
    selector.first_port = first;
    selector.last_port = last;
    return selector;
}

using Set = std::vector<TrafficSelector>;

/// A small universe, so that every operation can be checked against all of its flows.
TrafficSelector random_selector(Octets& random) {
    const std::uint32_t first = random.below(8), last = first + random.below(8 - first);
    const std::uint16_t low = static_cast<std::uint16_t>(random.below(4));
    TrafficSelector selector{config::IpAddress::v4(first), config::IpAddress::v4(last),
                             static_cast<std::uint8_t>(random.below(3) * 6), low,
                             static_cast<std::uint16_t>(low + random.below(4 - low))};
    if (random.below(3) == 0) selector = with_ports(selector, 0, 65535);
    if (random.below(8) == 0) selector = with_ports(selector, 65535, 0);
    return selector;
}

std::vector<FlowEnd> universe() {
    std::vector<FlowEnd> ends;
    for (std::uint32_t address = 0; address < 8; ++address)
        for (const std::uint8_t protocol : {std::uint8_t{6}, std::uint8_t{12}}) {
            ends.push_back({config::IpAddress::v4(address), protocol, std::nullopt});
            for (std::uint16_t port = 0; port < 5; ++port)
                ends.push_back({config::IpAddress::v4(address), protocol, port});
        }
    return ends;
}

}  // namespace

TEST_CASE("prefixes become ranges and come back", "[selectors]") {
    const TrafficSelector lan = net("192.168.1.77", 24);
    CHECK(lan.first == ip("192.168.1.0"));
    CHECK(lan.last == ip("192.168.1.255"));
    CHECK(lan.prefix() == config::Prefix{ip("192.168.1.0"), 24});
    CHECK(TrafficSelector::any(config::AddressFamily::ipv4).prefix() == config::Prefix{ip("0.0.0.0"), 0});
    CHECK(TrafficSelector::any(config::AddressFamily::ipv6).last == ip("FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF"));
    CHECK(TrafficSelector::of_host(ip("10.0.0.1")).prefix() == config::Prefix{ip("10.0.0.1"), 32});
    CHECK_FALSE(TrafficSelector{ip("10.0.0.1"), ip("10.0.0.2"), 0, 0, 65535}.prefix());
}

TEST_CASE("operations on selectors agree with the flows they admit", "[selectors]") {
    Octets random(3);
    const auto flows = universe();
    for (int round = 0; round < 3000; ++round) {
        const TrafficSelector a = random_selector(random), b = random_selector(random);
        const auto both = intersection(a, b);
        bool a_holds_b = true;
        for (const FlowEnd& flow : flows) {
            CHECK((both && contains(*both, flow)) == (contains(a, flow) && contains(b, flow)));
            a_holds_b = a_holds_b && (!contains(b, flow) || contains(a, flow));
        }
        // What containment claims is true of every flow.
        if (contains(a, b)) CHECK(a_holds_b);
        CHECK(contains(a, a));
        CHECK(intersection(a, b) == intersection(b, a));
    }
}

TEST_CASE("the families do not mix", "[selectors]") {
    const auto v4 = TrafficSelector::any(config::AddressFamily::ipv4),
               v6 = TrafficSelector::any(config::AddressFamily::ipv6);
    CHECK_FALSE(intersection(v4, v6));
    CHECK_FALSE(contains(v4, FlowEnd{ip("2001:DB8::1"), 6, 1}));
    CHECK_FALSE(contains(v6, v4));
}

TEST_CASE("a responder narrows to what both admit", "[selectors]") {
    SECTION("the whole proposal fits") {
        CHECK(narrow(Set{net("192.168.1.0", 24)}, Set{net("192.168.0.0", 16)}) == Set{net("192.168.1.0", 24)});
    }
    SECTION("part of it fits") {
        CHECK(narrow(Set{net("0.0.0.0", 0)}, Set{net("192.168.2.0", 24)}) == Set{net("192.168.2.0", 24)});
    }
    SECTION("the packet's own selector comes first and is not repeated by others") {
        const TrafficSelector packet = with_ports(TrafficSelector::of_host(ip("192.168.1.9"), 6), 4000, 4000);
        const Set answer = narrow(Set{packet, net("192.168.1.0", 24)}, Set{net("192.168.1.0", 24)});
        REQUIRE(answer.size() == 2);
        CHECK(answer[0] == packet);
        CHECK(answer[1] == net("192.168.1.0", 24));
    }
    SECTION("several policy entries may answer one wish") {
        const Set policy = {net("10.1.0.0", 16, 6), net("10.2.0.0", 16, 17)};
        CHECK(narrow(Set{net("10.0.0.0", 8)}, policy) == policy);
    }
    SECTION("nothing in common is unacceptable") {
        CHECK(narrow(Set{net("10.0.0.0", 8)}, Set{net("11.0.0.0", 8)}).empty());
        CHECK(narrow(Set{net("10.0.0.0", 8, 6)}, Set{net("10.0.0.0", 8, 17)}).empty());
        CHECK(narrow(Set{}, Set{net("10.0.0.0", 8)}).empty());
    }
    SECTION("a backward range admits nothing") {
        CHECK(narrow(Set{{ip("10.0.0.9"), ip("10.0.0.1"), 0, 0, 65535}}, Set{net("0.0.0.0", 0)}).empty());
    }
}

TEST_CASE("sets compare whatever their order", "[selectors]") {
    const Set a = {net("10.0.0.0", 24), net("10.0.1.0", 24)}, b = {net("10.0.1.0", 24), net("10.0.0.0", 24)};
    CHECK(equivalent(a, b));
    CHECK_FALSE(equivalent(a, Set{net("10.0.0.0", 24)}));
    CHECK(contains(Set{net("10.0.0.0", 16)}, a));
}

TEST_CASE("an SA's selectors judge packets by direction", "[selectors][esp]") {
    PairOptions options;
    SaPair sas = pair_of_first(options);
    const auto one = TrafficSelector::of_host(address(false, 1), 17),
               two = TrafficSelector::of_host(address(false, 2), 17);
    sas.outbound.local_selectors = sas.inbound.local_selectors = {with_ports(one, 1000, 1000)};
    sas.outbound.remote_selectors = sas.inbound.remote_selectors = {with_ports(two, 2000, 2000)};
    const auto backend = choose_backend();
    End end(*backend, std::move(sas), 1);
    PacketPool pool;
    const PacketPtr packet = pool.copy_of(udp_packet(false, 10));
    CHECK(selector_matches(end.outbound(), *packet));
    CHECK_FALSE(selector_matches(end.inbound(), *packet));
    packet->data[20] = 9;
    CHECK_FALSE(selector_matches(end.outbound(), *packet));
    // The mirror comes in.
    std::swap_ranges(packet->data + 12, packet->data + 16, packet->data + 16);
    const std::array<std::uint8_t, 4> ports = {2000 >> 8, 2000 & 255, 1000 >> 8, 1000 & 255};
    std::copy(ports.begin(), ports.end(), packet->data + 20);
    CHECK(selector_matches(end.inbound(), *packet));
    CHECK_FALSE(selector_matches(end.outbound(), *packet));
    // A later fragment shows no ports.
    packet->data[7] = 5;
    CHECK_FALSE(selector_matches(end.inbound(), *packet));
    end.processor.count_bad_selector(end.inbound());
    CHECK(end.inbound().counters()[SaCounter::invalid_identity_recv] == 1);
}
