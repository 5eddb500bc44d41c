#include <catch2/catch.hpp>

#include <map>
#include <random>

#include "ipsec-dataplane/translation/nat_table.h"
#include "packet_samples.h"

/// Many hosts behind two addresses, at random: what comes back is the host's that asked, as long as it may be.
using namespace bench;
using dataplane::Ip4Header;
using dataplane::NatTable;

namespace {

namespace wire = dataplane::wire;

/// As a host or a peer sees it; ports of an echo are its identifier twice.
struct Flow {
    std::uint8_t number = 0;
    std::uint32_t source = 0, destination = 0;
    std::uint16_t source_port = 0, destination_port = 0;
    auto operator<=>(const Flow&) const = default;
    Flow mirrored() const { return {number, destination, source, destination_port, source_port}; }
};

std::string text_of(std::uint32_t address) { return config::IpAddress::v4(address).text(); }

dataplane::PacketPtr packet_of(dataplane::PacketPool& pool, const Flow& flow, bool answer) {
    auto packet = bench::packet_of(pool, text_of(flow.source), text_of(flow.destination), flow.number, flow.source_port,
                                   flow.destination_port);
    if (flow.number != 1 || !answer) return packet;
    std::uint8_t* icmp = packet->l3() + 20;
    icmp[0] = 0;
    wire::store16(icmp + 2, wire::adjusted(wire::load16(icmp + 2), 0x0800, 0));
    return packet;
}

Flow flow_of(const dataplane::Packet& packet) {
    const Ip4Header header = dataplane::ip4(packet);
    const std::uint8_t* behind = header.payload();
    const bool echo = header.protocol() == 1;
    return {header.protocol(), header.source(), header.destination(), wire::load16(behind + (echo ? 4 : 0)),
            wire::load16(behind + (echo ? 4 : 2))};
}

struct World {
    World() {
        const std::chrono::minutes one(1), two(2), four(4);
        rules.timeouts = {four, four, two, two, one, one};
        dataplane::DynamicNat rule;
        rule.id = 1;
        rule.first = first_global;
        rule.last = first_global + 1;
        rule.overload = true;
        rule.match.clauses.emplace_back();
        rules.dynamics.push_back(std::move(rule));
    }
    std::uint32_t below(std::uint32_t bound) { return std::uniform_int_distribution<std::uint32_t>(0, bound - 1)(random); }
    /// Few of each, so that they meet.
    Flow any_flow() {
        constexpr std::uint8_t numbers[] = {1, 6, 17};
        constexpr std::uint16_t ports[] = {500, 511, 1023, 1024, 4500, 40000, 65535};
        Flow flow{numbers[below(3)], first_host + below(30), first_peer + below(6), ports[below(7)], static_cast<std::uint16_t>(80 + below(2))};
        if (flow.number == 1) flow.destination_port = flow.source_port;
        return flow;
    }
    dataplane::Duration lifetime(const Flow& flow) const {
        return flow.number == 1 ? rules.timeouts.icmp : flow.number == 6 ? rules.timeouts.tcp : rules.timeouts.udp;
    }
    /// A host sends; what leaves is noted with the host's own view of it.
    void go_out() {
        const Flow flow = any_flow();
        auto packet = packet_of(pool, flow, false);
        REQUIRE(table.outbound(*packet, rules, {}, dataplane::WorkerId{0}, now) == NatTable::Fate::translated);
        REQUIRE(checksums_are_right(*packet));
        const Flow seen = flow_of(*packet);
        REQUIRE((seen.source == first_global || seen.source == first_global + 1));
        REQUIRE(seen.destination == flow.destination);
        const auto known = sent.find(seen);
        if (known != sent.end() && known->second.second + lifetime(flow) > now) REQUIRE(known->second.first == flow);
        sent[seen] = {flow, now};
    }
    /// The peer of something sent answers.
    void come_back() {
        auto at = sent.begin();
        std::advance(at, below(static_cast<std::uint32_t>(sent.size())));
        auto& [flow, used] = at->second;
        auto packet = packet_of(pool, at->first.mirrored(), true);
        const auto fate = table.inbound(*packet, rules, now);
        REQUIRE(checksums_are_right(*packet));
        if (used + lifetime(flow) <= now) return void(sent.erase(at));
        REQUIRE(fate == NatTable::Fate::translated);
        REQUIRE(flow_of(*packet) == flow.mirrored());
        used = now;
        ++answered;
    }

    static constexpr std::uint32_t first_global = 0xcb007101, first_host = 0xc0a80101, first_peer = 0xc6336401;
    std::mt19937 random{4711};
    dataplane::PacketPool pool;
    dataplane::NatRules rules;
    NatTable table;
    Instant now{std::chrono::seconds(1)};
    std::map<Flow, std::pair<Flow, Instant>> sent;
    std::size_t answered = 0;
};

}  // namespace

TEST_CASE("whatever hosts send, answers reach the one that asked", "[nat]") {
    World world;
    for (int step = 0; step < 20000; ++step) {
        world.now += std::chrono::milliseconds(world.below(200));
        world.below(2) == 0 || world.sent.empty() ? world.go_out() : world.come_back();
    }
    CHECK(world.answered > 5000);
    CHECK(world.table.statistics(world.now).expired > 100);
    world.now += std::chrono::hours(2);
    CHECK(world.table.sessions(world.now).empty());
}
