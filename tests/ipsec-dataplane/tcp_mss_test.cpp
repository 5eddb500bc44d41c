#include <catch2/catch.hpp>

#include "back_to_back.h"
#include "ipsec-dataplane/stack/ip_packet.h"
#include "ipsec-dataplane/stack/tcp_mss.h"

using namespace bench;
namespace wire = dataplane::wire;

namespace {

constexpr std::uint8_t syn = 0x02, ack = 0x10;

/// A TCP header with these options (a multiple of 4) behind an IP header, checksums right.
Bytes segment(bool v6, std::uint8_t flags, const Bytes& options, std::string_view source, std::string_view destination) {
    const std::size_t ip_length = v6 ? 40 : 20, tcp_length = 20 + options.size();
    Bytes bytes(ip_length + tcp_length);
    std::uint8_t* tcp = bytes.data() + ip_length;
    wire::store16(tcp, 40000);
    wire::store16(tcp + 2, 80);
    tcp[12] = static_cast<std::uint8_t>(tcp_length / 4 << 4);
    tcp[13] = flags;
    std::copy(options.begin(), options.end(), tcp + 20);
    if (v6)
        dataplane::Ip6Header(bytes.data()).write({0, 64, dataplane::protocol::tcp, ip(source), ip(destination)},
                                                 static_cast<std::uint32_t>(bytes.size()));
    else
        dataplane::Ip4Header(bytes.data()).write({0, 64, dataplane::protocol::tcp, 1, false, ip(source).v4_value(), ip(destination).v4_value()},
                                                 static_cast<std::uint32_t>(bytes.size()));
    const std::uint64_t pseudo = wire::sum({bytes.data() + (v6 ? 8 : 12), v6 ? 32U : 8U}, 6 + tcp_length);
    wire::store16(tcp + 16, wire::checksum(wire::sum({tcp, tcp_length}, pseudo)));
    return bytes;
}

bool has_right_checksum(const Bytes& bytes) {
    const bool v6 = bytes[0] >> 4 == 6;
    const std::size_t ip_length = v6 ? 40 : 20, tcp_length = bytes.size() - ip_length;
    const std::uint64_t pseudo = wire::sum({bytes.data() + (v6 ? 8 : 12), v6 ? 32U : 8U}, 6 + tcp_length);
    return wire::checksum(wire::sum({bytes.data() + ip_length, tcp_length}, pseudo)) == 0;
}

Bytes lowered(const Bytes& bytes, std::uint32_t most) {
    dataplane::PacketPool pool;
    const dataplane::PacketPtr packet = pool.copy_of(bytes);
    dataplane::lower_mss(*packet, most);
    return {packet->data, packet->data + packet->length};
}

const Bytes mss_1460 = {2, 4, 0x05, 0xb4};

Bytes option_of(std::uint16_t mss) { return {2, 4, static_cast<std::uint8_t>(mss >> 8), static_cast<std::uint8_t>(mss)}; }

/// A host's network at Ethernet0/1 of the first of two routers.
struct Site {
    Site() {
        interface(r1.configuration, "Ethernet0/0", "10.0.0.1/24").ipv6_addresses = {prefix("2001:db8::1/64")};
        interface(r1.configuration, "Ethernet0/1", "192.168.1.1/24").ipv6_addresses = {prefix("2001:db8:1::1/64")};
        interface(r2.configuration, "Ethernet0/0", "10.0.0.2/24").ipv6_addresses = {prefix("2001:db8::2/64")};
        r1.configuration.ipv6_unicast_routing = true;
        plugs = lab.wire(r1, "Ethernet0/0", r2, "Ethernet0/0");
        lab.wire(r1, "Ethernet0/1", host, "Ethernet0/0");
    }
    /// What leaves for the second router when a host sends this.
    Bytes forwarded(const Bytes& packet) {
        const auto mac = r1.view("Ethernet0/1").mac;
        Bytes frame(mac.begin(), mac.end());
        frame.insert(frame.end(), {2, 0, 0, 0, 0, 9, static_cast<std::uint8_t>(packet[0] >> 4 == 6 ? 0x86 : 0x08),
                                   static_cast<std::uint8_t>(packet[0] >> 4 == 6 ? 0xdd : 0x00)});
        frame.insert(frame.end(), packet.begin(), packet.end());
        const std::span<const std::uint8_t> view = frame;
        r1.plane.receive(name("Ethernet0/1"), {&view, 1}, lab.now);
        lab.settle();
        const Bytes& last = plugs.first->seen.back();
        return {last.begin() + 14, last.end()};
    }
    Lab lab;
    Station& r1 = lab.add("R1");
    Station& r2 = lab.add("R2");
    Station& host = lab.add("H");
    std::pair<Plug*, Plug*> plugs;
};

}  // namespace

TEST_CASE("a SYN's segment size is lowered wherever the option stands, and the checksum stays right") {
    const bool v6 = GENERATE(false, true);
    const Bytes before = GENERATE(Bytes{}, Bytes{1, 1, 1, 1}, Bytes{4, 2, 1}, Bytes{1, 3, 3, 7});
    Bytes options = before;
    options.insert(options.end(), mss_1460.begin(), mss_1460.end());
    while (options.size() % 4 != 0) options.push_back(0);
    const auto flags = static_cast<std::uint8_t>(GENERATE(0, 0x10) | syn);
    const Bytes sent = segment(v6, flags, options, v6 ? "2001:db8::1" : "10.0.0.1", v6 ? "2001:db8::2" : "10.0.0.2");
    REQUIRE(has_right_checksum(sent));
    const Bytes got = lowered(sent, 1360);
    const std::size_t at = (v6 ? 40U : 20U) + 20 + before.size() + 2;
    CHECK(wire::load16(&got[at]) == 1360);
    CHECK(has_right_checksum(got));
}

TEST_CASE("a segment size is never raised, and only a SYN's is touched") {
    const auto same = [](std::uint8_t flags, const Bytes& options, std::uint32_t most) {
        const Bytes sent = segment(false, flags, options, "10.0.0.1", "10.0.0.2");
        return lowered(sent, most) == sent;
    };
    CHECK(same(syn, mss_1460, 1460));
    CHECK(same(syn, option_of(500), 1360));
    CHECK(same(ack, mss_1460, 1360));
    CHECK(same(syn, {}, 1360));
    CHECK(same(syn, {0, 0, 0, 0, 2, 4, 0x05, 0xb4}, 1360));
    CHECK(same(syn, {2, 3, 0x05, 0xb4}, 1360));
    CHECK(same(syn, {8, 0, 0, 0, 2, 4, 0x05, 0xb4}, 1360));
    CHECK(same(syn, {8, 60, 0, 0, 2, 4, 0x05, 0xb4}, 1360));
    CHECK_FALSE(same(syn, mss_1460, 1360));
}

TEST_CASE("a SYN cut short anywhere is left alone") {
    const Bytes whole = segment(false, syn, mss_1460, "10.0.0.1", "10.0.0.2");
    for (std::size_t length = 20; length < whole.size(); ++length) {
        Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
        CHECK(lowered(cut, 1360) == cut);
    }
}

TEST_CASE("ip tcp adjust-mss holds for both directions of an interface, the least of two") {
    Site site;
    SECTION("on the way out") { interface(site.r1.configuration, "Ethernet0/0").tcp_adjust_mss = 1360; }
    SECTION("on the way in") { interface(site.r1.configuration, "Ethernet0/1").tcp_adjust_mss = 1360; }
    SECTION("both") {
        interface(site.r1.configuration, "Ethernet0/0").tcp_adjust_mss = 1400;
        interface(site.r1.configuration, "Ethernet0/1").tcp_adjust_mss = 1360;
    }
    site.lab.start();
    REQUIRE(is_reply(site.lab.ping(site.r1, "10.0.0.2")));
    const Bytes got = site.forwarded(segment(false, syn, mss_1460, "192.168.1.10", "10.0.0.2"));
    CHECK(wire::load16(&got[42]) == 1360);
    CHECK(has_right_checksum(got));
    const Bytes plain = site.forwarded(segment(false, ack, mss_1460, "192.168.1.10", "10.0.0.2"));
    CHECK(wire::load16(&plain[42]) == 1460);
}

TEST_CASE("ipv6 tcp adjust-mss is another number") {
    Site site;
    auto& out = interface(site.r1.configuration, "Ethernet0/0");
    out.tcp_adjust_mss = 1360;
    out.ipv6_tcp_adjust_mss = 1300;
    site.lab.start();
    site.lab.advance(std::chrono::seconds(3));
    REQUIRE(is_reply(site.lab.ping(site.r1, "2001:db8::2")));
    const Bytes got = site.forwarded(segment(true, syn, mss_1460, "2001:db8:1::10", "2001:db8::2"));
    CHECK(wire::load16(&got[62]) == 1300);
    CHECK(has_right_checksum(got));
}
