#include <catch2/catch.hpp>

#include "ipsec-dataplane/translation/nat_table.h"
#include "packet_samples.h"

/// The table of translations by itself: RFC 3022.
using namespace bench;
using dataplane::NatTable;
using Fate = NatTable::Fate;

namespace {

namespace wire = dataplane::wire;
constexpr dataplane::WorkerId worker{0};
constexpr std::uint8_t protocols[] = {6, 17, 1};

std::uint32_t v4(std::string_view text) { return ip(text).v4_value(); }

struct Table {
    Table() {
        rules.timeouts = {std::chrono::hours(24), std::chrono::hours(24), std::chrono::minutes(5), std::chrono::minutes(1), std::chrono::minutes(1), std::chrono::minutes(1)};
    }
    dataplane::DynamicNat& dynamic(std::string_view first, std::string_view last, bool overload) {
        dataplane::DynamicNat rule;
        rule.id = 1 + rules.dynamics.size();
        rule.first = v4(first);
        rule.last = v4(last);
        rule.overload = overload;
        rule.match.clauses.emplace_back();
        return rules.dynamics.emplace_back(std::move(rule));
    }
    dataplane::StaticNat& fixed(std::uint8_t protocol, std::string_view local, std::uint16_t local_port, std::string_view global, std::uint16_t global_port) {
        dataplane::StaticNat rule;
        rule.id = 100 + rules.statics.size();
        rule.protocol = protocol;
        rule.local = v4(local);
        rule.local_port = local_port;
        rule.global = v4(global);
        rule.global_port = global_port;
        return rules.statics.emplace_back(std::move(rule));
    }
    Fate out(dataplane::Packet& packet) { return table.outbound(packet, rules, {}, worker, now); }
    Fate in(dataplane::Packet& packet) { return table.inbound(packet, rules, now); }
    /// The port that the packet leaves with.
    std::uint16_t port_out(std::string_view from, std::uint8_t number, std::uint16_t port, std::string_view to = "198.51.100.1", std::uint16_t to_port = 80) {
        auto packet = packet_of(pool, from, to, number, port, to_port);
        if (out(*packet) != Fate::translated) return 0;
        CHECK(checksums_are_right(*packet));
        return wire::load16(packet->l3() + (number == 1 ? 24 : 20));
    }
    std::size_t size() { return table.sessions(now).size(); }

    dataplane::PacketPool pool;
    dataplane::NatRules rules;
    NatTable table;
    Instant now{std::chrono::seconds(1)};
};

/// An ICMP error of `from` that quotes the packet.
dataplane::PacketPtr error_about(dataplane::PacketPool& pool, const dataplane::Packet& about, std::string_view from, std::string_view to) {
    auto packet = pool.take();
    constexpr std::uint32_t quoted = 28;
    std::uint8_t* at = packet->append(20 + 8 + quoted);
    packet->l3_offset = packet->data_offset();
    dataplane::Ip4Header(at).write({0, 64, 1, 9, false, v4(from), v4(to)}, 20 + 8 + quoted);
    std::fill_n(at + 20, 8, std::uint8_t{0});
    at[20] = 3;
    at[21] = 1;
    std::copy_n(about.l3(), quoted, at + 28);
    wire::store16(at + 22, wire::checksum(wire::sum({at + 20, 8 + quoted})));
    return packet;
}

}  // namespace

TEST_CASE("overloading keeps ports where they are free, and answers come back", "[nat]") {
    Table nat;
    nat.dynamic("203.0.113.1", "203.0.113.1", true);
    for (const std::uint8_t number : protocols) {
        CHECK(nat.port_out("192.168.1.10", number, 5000) == 5000);
        CHECK(nat.port_out("192.168.1.10", number, 5000) == 5000);
        const std::uint16_t other = nat.port_out("192.168.1.11", number, 5000);
        CHECK(other == 5001);
        auto answer = packet_of(nat.pool, "198.51.100.1", "203.0.113.1", number, number == 1 ? other : std::uint16_t{80}, other);
        if (number == 1) {
            answer->l3()[20] = 0;  // a reply
            wire::store16(answer->l3() + 22, wire::adjusted(wire::load16(answer->l3() + 22), 0x0800, 0));
        }
        REQUIRE(nat.in(*answer) == Fate::translated);
        CHECK(dataplane::ip4(*answer).destination_address() == ip("192.168.1.11"));
        CHECK(wire::load16(answer->l3() + (number == 1 ? 24 : 22)) == 5000);
        CHECK(checksums_are_right(*answer));
    }
    CHECK(nat.size() == 6);
    CHECK(nat.table.statistics(nat.now).misses == 6);
    CHECK(nat.table.statistics(nat.now).hits == 6);
}

TEST_CASE("an identifier of 0 is one like any other", "[nat]") {
    Table nat;
    nat.dynamic("203.0.113.1", "203.0.113.1", true);
    CHECK(nat.port_out("192.168.1.10", 1, 0) == 0);
    CHECK(nat.port_out("192.168.1.11", 1, 0) == 1);
    auto answer = packet_of(nat.pool, "198.51.100.1", "203.0.113.1", 1, 1, 1);
    answer->l3()[20] = 0;  // a reply
    wire::store16(answer->l3() + 22, wire::adjusted(wire::load16(answer->l3() + 22), 0x0800, 0));
    REQUIRE(nat.in(*answer) == Fate::translated);
    CHECK(dataplane::ip4(*answer).destination_address() == ip("192.168.1.11"));
    CHECK(wire::load16(answer->l3() + 24) == 0);
    CHECK(checksums_are_right(*answer));
}

TEST_CASE("one inside port is one global port, whoever is outside; strangers do not come in", "[nat]") {
    Table nat;
    nat.dynamic("203.0.113.1", "203.0.113.1", true);
    CHECK(nat.port_out("192.168.1.10", 17, 4500, "198.51.100.1", 4500) == 4500);
    CHECK(nat.port_out("192.168.1.11", 17, 4500, "198.51.100.1", 4500) == 4501);
    CHECK(nat.port_out("192.168.1.11", 17, 4500, "198.51.100.2", 4500) == 4501);
    auto stranger = packet_of(nat.pool, "198.51.100.3", "203.0.113.1", 17, 4500, 4501);
    CHECK(nat.in(*stranger) == Fate::untouched);
    CHECK(dataplane::ip4(*stranger).destination_address() == ip("203.0.113.1"));
}

TEST_CASE("a router that speaks IKE keeps its own ports; low ports stay low", "[nat]") {
    Table nat;
    nat.dynamic("203.0.113.1", "203.0.113.1", true);
    nat.rules.keeps_ike_ports = true;
    const std::uint16_t ike = nat.port_out("192.168.1.10", 17, 500), floated = nat.port_out("192.168.1.10", 17, 4500);
    CHECK(ike == 501);
    CHECK(floated == 4501);
    CHECK(nat.port_out("192.168.1.11", 17, 511) == 511);
    CHECK(nat.port_out("192.168.1.12", 17, 511) == 1);
    CHECK(nat.port_out("192.168.1.10", 6, 500) == 500);
}

TEST_CASE("what the router's own probes use is nobody else's", "[nat]") {
    Table nat;
    nat.dynamic("203.0.113.1", "203.0.113.1", true);
    for (const std::uint8_t number : {std::uint8_t{1}, std::uint8_t{17}}) {
        const std::uint16_t given = nat.port_out("192.168.1.10", number, dataplane::first_own_port + 5);
        CHECK(given != 0);
        CHECK(given < dataplane::first_own_port);
    }
}

TEST_CASE("static translations let the outside begin", "[nat]") {
    Table nat;
    nat.fixed(6, "192.168.1.10", 80, "203.0.113.1", 8080);
    nat.fixed(0, "192.168.1.20", 0, "203.0.113.20", 0);
    nat.dynamic("203.0.113.1", "203.0.113.1", true);
    auto request = packet_of(nat.pool, "198.51.100.1", "203.0.113.1", 6, 40000, 8080);
    REQUIRE(nat.in(*request) == Fate::translated);
    CHECK(dataplane::ip4(*request).destination_address() == ip("192.168.1.10"));
    CHECK(wire::load16(request->l3() + 22) == 80);
    CHECK(checksums_are_right(*request));
    CHECK(nat.port_out("192.168.1.10", 6, 80, "198.51.100.1", 40000) == 8080);
    CHECK(nat.port_out("192.168.1.11", 6, 8080) == 8081);  // that one is taken
    auto whole = packet_of(nat.pool, "198.51.100.1", "203.0.113.20", 17, 9, 7);
    REQUIRE(nat.in(*whole) == Fate::translated);
    CHECK(dataplane::ip4(*whole).destination_address() == ip("192.168.1.20"));
    auto esp = packet_of(nat.pool, "192.168.1.20", "198.51.100.1", 50, 1, 2);
    REQUIRE(nat.out(*esp) == Fate::translated);
    CHECK(dataplane::ip4(*esp).source_address() == ip("203.0.113.20"));
    CHECK(dataplane::ip4(*esp).checksum_is_right());
}

TEST_CASE("without overloading each inside host has an address of its own, while there is one", "[nat]") {
    Table nat;
    nat.dynamic("203.0.113.1", "203.0.113.2", false);
    CHECK(nat.port_out("192.168.1.10", 17, 5000) == 5000);
    CHECK(nat.port_out("192.168.1.11", 17, 5000) == 5000);
    auto third = packet_of(nat.pool, "192.168.1.12", "198.51.100.1", 17, 5000, 80);
    CHECK(nat.out(*third) == Fate::full);
    CHECK(nat.table.refused(nat.rules.dynamics.front().id) == 1);
    CHECK(nat.table.bindings(nat.now).size() == 2);
    auto unasked = packet_of(nat.pool, "198.51.100.9", "203.0.113.2", 17, 53, 9);
    REQUIRE(nat.in(*unasked) == Fate::translated);
    CHECK(dataplane::ip4(*unasked).destination_address() == ip("192.168.1.11"));
    nat.now += std::chrono::hours(25);
    CHECK(nat.out(*third) == Fate::translated);
}

TEST_CASE("ESP without ports goes through overloading, one inside host for each peer", "[nat]") {
    Table nat;
    nat.dynamic("203.0.113.1", "203.0.113.1", true);
    auto first = packet_of(nat.pool, "192.168.1.10", "198.51.100.1", 50, 1, 2);
    auto second = packet_of(nat.pool, "192.168.1.11", "198.51.100.1", 50, 1, 2);
    auto elsewhere = packet_of(nat.pool, "192.168.1.11", "198.51.100.2", 50, 1, 2);
    CHECK(nat.out(*first) == Fate::translated);
    CHECK(nat.out(*second) == Fate::full);
    CHECK(nat.out(*elsewhere) == Fate::translated);
    auto answer = packet_of(nat.pool, "198.51.100.1", "203.0.113.1", 50, 3, 4);
    REQUIRE(nat.in(*answer) == Fate::translated);
    CHECK(dataplane::ip4(*answer).destination_address() == ip("192.168.1.10"));
}

TEST_CASE("translations end when nothing uses them, TCP's soon after it closes", "[nat]") {
    Table nat;
    nat.dynamic("203.0.113.1", "203.0.113.1", true);
    for (const std::uint8_t number : protocols) nat.port_out("192.168.1.10", number, 5000);
    nat.port_out("192.168.1.10", 17, 6000, "198.51.100.1", 53);
    const auto after = [&](std::chrono::seconds time) { return nat.table.sessions(nat.now + time).size(); };
    CHECK(after(std::chrono::seconds(59)) == 4);
    CHECK(after(std::chrono::seconds(61)) == 2);
    CHECK(after(std::chrono::seconds(301)) == 1);
    auto closing = packet_of(nat.pool, "192.168.1.10", "198.51.100.1", 6, 5000, 80, 1);
    CHECK(nat.out(*closing) == Fate::translated);
    CHECK(after(std::chrono::seconds(61)) == 1);
    nat.now += std::chrono::seconds(400);
    CHECK(nat.table.statistics(nat.now).expired == 4);
    nat.rules.timeouts.udp = {};
    nat.port_out("192.168.1.10", 17, 5000);
    CHECK(after(std::chrono::hours(10000)) == 1);
}

TEST_CASE("errors about translated packets find their way, both ways", "[nat]") {
    Table nat;
    nat.dynamic("203.0.113.1", "203.0.113.1", true);
    nat.port_out("192.168.1.11", 17, 5000);
    auto sent = packet_of(nat.pool, "192.168.1.10", "198.51.100.1", 17, 5000, 80);
    nat.out(*sent);
    auto error = error_about(nat.pool, *sent, "198.51.100.254", "203.0.113.1");
    REQUIRE(nat.in(*error) == Fate::translated);
    CHECK(dataplane::ip4(*error).destination_address() == ip("192.168.1.10"));
    CHECK(wire::load32(error->l3() + 28 + 12) == v4("192.168.1.10"));
    CHECK(wire::load16(error->l3() + 28 + 20) == 5000);
    CHECK(checksums_are_right(*error));
    auto answer = packet_of(nat.pool, "198.51.100.1", "203.0.113.1", 17, 80, 5001);
    REQUIRE(nat.in(*answer) == Fate::translated);
    auto refusal = error_about(nat.pool, *answer, "192.168.1.10", "198.51.100.1");
    REQUIRE(nat.out(*refusal) == Fate::translated);
    CHECK(dataplane::ip4(*refusal).source_address() == ip("203.0.113.1"));
    CHECK(wire::load32(refusal->l3() + 28 + 16) == v4("203.0.113.1"));
    CHECK(wire::load16(refusal->l3() + 28 + 22) == 5001);
    CHECK(checksums_are_right(*refusal));
    auto unknown = error_about(nat.pool, *packet_of(nat.pool, "203.0.113.1", "198.51.100.1", 17, 9, 9), "198.51.100.254", "203.0.113.1");
    CHECK(nat.in(*unknown) == Fate::untouched);
}

TEST_CASE("fragments go where their first one went", "[nat]") {
    Table nat;
    nat.dynamic("203.0.113.1", "203.0.113.1", true);
    const auto fragment = [&](std::string_view from, std::uint32_t offset, bool more) {
        auto packet = packet_of(nat.pool, from, "198.51.100.1", 17, 5000, 80);
        dataplane::Ip4Header header = dataplane::ip4(*packet);
        header.set_fragment(offset, more, false);
        header.update_checksum();
        return packet;
    };
    auto early = fragment("192.168.1.10", 1480, false);
    CHECK(nat.out(*early) == Fate::fragment);
    auto first = fragment("192.168.1.10", 0, true);
    REQUIRE(nat.out(*first) == Fate::translated);
    REQUIRE(nat.out(*early) == Fate::translated);
    CHECK(dataplane::ip4(*early).source_address() == ip("203.0.113.1"));
    CHECK(dataplane::ip4(*early).checksum_is_right());
    auto foreign = fragment("192.168.1.99", 1480, false);
    CHECK(nat.out(*foreign) == Fate::fragment);
    // What no rule translates is not held up.
    nat.rules.dynamics.front().match.clauses.front().permit = false;
    auto exempt = fragment("192.168.1.50", 0, true), behind = fragment("192.168.1.50", 1480, false);
    CHECK(nat.out(*exempt) == Fate::untouched);
    CHECK(nat.out(*behind) == Fate::translated);
    CHECK(dataplane::ip4(*behind).source_address() == ip("192.168.1.50"));
}

TEST_CASE("the table is bounded, and follows its rules", "[nat]") {
    Table nat;
    nat.dynamic("203.0.113.1", "203.0.113.1", true);
    nat.rules.most = 10;
    for (std::uint16_t port = 1; port <= 10; ++port) CHECK(nat.port_out("192.168.1.10", 17, static_cast<std::uint16_t>(5000 + port)) != 0);
    auto packet = packet_of(nat.pool, "192.168.1.10", "198.51.100.1", 17, 4000, 80);
    CHECK(nat.out(*packet) == Fate::full);
    nat.table.follow(nat.rules);
    CHECK(nat.size() == 10);
    nat.rules.dynamics.front().first = nat.rules.dynamics.front().last = v4("203.0.113.9");
    nat.table.follow(nat.rules);
    CHECK(nat.size() == 0);
    CHECK(nat.out(*packet) == Fate::translated);
    CHECK(dataplane::ip4(*packet).source_address() == ip("203.0.113.9"));
    nat.table.clear();
    CHECK(nat.size() == 0);
}

TEST_CASE("a port's own static translation goes before the host's; without room nothing leaves as it is", "[nat]") {
    Table nat;
    nat.fixed(0, "192.168.1.20", 0, "203.0.113.20", 0);
    nat.fixed(6, "192.168.1.20", 80, "203.0.113.1", 8080);
    nat.rules.most = 2;
    CHECK(nat.port_out("192.168.1.20", 6, 80) == 8080);
    CHECK(nat.port_out("192.168.1.20", 6, 81) == 81);
    auto packet = packet_of(nat.pool, "192.168.1.20", "198.51.100.1", 6, 82, 80);
    CHECK(nat.out(*packet) == Fate::full);
}
