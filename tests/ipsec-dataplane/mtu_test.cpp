#include <catch2/catch.hpp>

#include "back_to_back.h"
#include "ipsec-dataplane/stack/ip_packet.h"

using namespace bench;
namespace wire = dataplane::wire;

namespace {

constexpr std::uint8_t esp = 50, udp = 17;

/// Two gateways with a crypto map, or a VTI, between their loopbacks, over IPv4 or IPv6.
struct Ends {
    enum class Kind : std::uint8_t { map, vti } kind;
    explicit Ends(Kind kind_of) : kind(kind_of) {
        build(r1.configuration, "1", "2");
        build(r2.configuration, "2", "1");
        plugs = lab.wire(r1, "Ethernet0/0", r2, "Ethernet0/0");
    }
    void build(config::Configuration& configuration, const std::string& own, const std::string& far) {
        auto& outside = interface(configuration, "Ethernet0/0", "10.0.0." + own + "/24");
        interface(configuration, "Loopback0", "192.168." + own + ".1/24");
        const std::string to = "10.0.0." + far;
        route(configuration, "0.0.0.0/0", to);
        if (kind == Kind::map) {
            outside.crypto_maps = {"CMAP"};
            acl_line(configuration, "VPN", true, "192.168." + own + ".0/24", "192.168." + far + ".0/24");
            map_entry(configuration, to);
            return;
        }
        tunnel(configuration, "172.16.0." + own + "/24", "Ethernet0/0", to, config::TunnelMode::ipsec_ipv4)
            .tunnel.protection_profile = "PROF";
        configuration.ipsec.profiles.at("PROF").transform_sets = {"TS"};
        route(configuration, "192.168." + far + ".0/24", {}, "Tunnel0");
    }
    config::Interface& at(std::string_view interface_name) {
        return r1.configuration.interfaces.at(*config::InterfaceName::parse(interface_name));
    }
    void start(bool nat_t = false) {
        lab.start();
        PairWish wish;
        wish.nat_t = nat_t;
        install_pair(lab, r1, only_flow(r1), r2, only_flow(r2), wish);
        plugs.first->seen.clear();
    }
    bool ping(std::uint16_t size, bool df_bit = false) {
        return is_reply(lab.ping(r1, "192.168.2.1", "192.168.1.1", size, df_bit));
    }
    dataplane::FlowView view() const { return *r1.plane.flow_view(only_flow(r1), lab.now); }
    std::size_t largest_frame() const {
        std::size_t largest = 0;
        for (const Bytes& frame : plugs.first->seen) largest = std::max(largest, frame.size());
        return largest;
    }
    /// A router on the way to r2 quotes the first `quoted` octets of the last packet of this protocol.
    void report_mtu(std::uint8_t number, std::uint16_t mtu, std::size_t quoted) {
        Bytes sent;
        for (const Bytes& frame : plugs.first->seen)
            if (frame[12] == 8 && frame[13] == 0 && frame[23] == number) sent = frame;
        REQUIRE_FALSE(sent.empty());
        Bytes report(14 + 20 + 8 + quoted);
        std::copy(sent.begin() + 6, sent.begin() + 12, report.begin());
        report[6] = 0x02;
        report[12] = 8;
        dataplane::Ip4Header(report.data() + 14)
            .write({0, 64, 1, 1, false, ip("10.0.0.9").v4_value(), ip("10.0.0.1").v4_value()}, static_cast<std::uint32_t>(28 + quoted));
        std::uint8_t* icmp = report.data() + 34;
        icmp[0] = 3;
        icmp[1] = 4;
        wire::store16(icmp + 6, mtu);
        std::copy_n(sent.begin() + 14, static_cast<std::ptrdiff_t>(quoted), icmp + 8);
        wire::store16(icmp + 2, wire::checksum(wire::sum({icmp, 8 + quoted})));
        const std::span<const std::uint8_t> frame = report;
        r1.plane.receive(name("Ethernet0/0"), {&frame, 1}, lab.now);
    }
    Lab lab;
    Station& r1 = lab.add("R1");
    Station& r2 = lab.add("R2");
    std::pair<Plug*, Plug*> plugs;
};

}  // namespace

TEST_CASE("crypto ipsec fragmentation after-encryption sends one ESP packet in pieces; before-encryption a packet for each piece") {
    Ends ends(GENERATE(Ends::Kind::map, Ends::Kind::vti));
    bool after = false;
    SECTION("before is the default") {}
    SECTION("global") { ends.r1.configuration.ipsec.fragment_after_encryption = after = true; }
    SECTION("the interface's own goes before the global one") {
        ends.r1.configuration.ipsec.fragment_after_encryption = true;
        ends.at(ends.kind == Ends::Kind::map ? "Ethernet0/0" : "Tunnel0").fragment_after_encryption = false;
    }
    ends.start();
    CHECK(ends.ping(1500));
    CHECK(ends.view().counters.encaps == (after ? 1 : 2));
    CHECK(ends.largest_frame() <= 1514);
    CHECK_FALSE(ends.ping(1500, true));
    CHECK(ends.ping(1438, true));
}

TEST_CASE("df-bit set leaves nothing to cut after encryption; clear lets everything be cut there") {
    Ends ends(Ends::Kind::map);
    ends.r1.configuration.ipsec.fragment_after_encryption = true;
    const auto df_bit = GENERATE(config::DfBit::set, config::DfBit::clear);
    ends.r1.configuration.ipsec.df_bit = ends.r2.configuration.ipsec.df_bit = df_bit;
    const bool clear = df_bit == config::DfBit::clear;
    ends.start();
    CHECK(ends.ping(1500));
    CHECK(ends.view().counters.encaps == (clear ? 1 : 2));
    CHECK(ends.ping(1500, true) == clear);
}

TEST_CASE("ip mtu of the outgoing interface decides what fits, small ones too") {
    Ends ends(GENERATE(Ends::Kind::map, Ends::Kind::vti));
    ends.at("Ethernet0/0").ip_mtu = 1000;
    ends.start();
    CHECK(ends.view().ip_mtu == 1000);
    CHECK(ends.view().path_mtu == 1000);
    const std::uint32_t fits = ends.view().plaintext_mtu;
    CHECK(fits == (1000 - 20 - 8 - 16 - 12) / 16 * 16 - 2);
    CHECK(ends.ping(static_cast<std::uint16_t>(fits), true));
    CHECK_FALSE(ends.ping(static_cast<std::uint16_t>(fits + 1), true));
    CHECK(ends.ping(static_cast<std::uint16_t>(fits + 1)));
    CHECK(ends.ping(5000));
    CHECK(ends.largest_frame() <= 1014);
    if (ends.kind == Ends::Kind::vti) CHECK(ends.r1.view("Tunnel0").ip_mtu == fits);
}

TEST_CASE("the MTU that a host hears of when ESP would not fit is what fits before encryption") {
    Ends ends(Ends::Kind::map);
    ends.start();
    const auto outcome = ends.lab.ping(ends.r1, "192.168.2.1", "192.168.1.1", 1439, true);
    REQUIRE(outcome);
    CHECK(outcome->kind == dataplane::EchoOutcome::Kind::fragmentation_needed);
    CHECK(ends.r1.counter("crypto-map", "too big") == 1);
}

TEST_CASE("a VTI's ip mtu above what fits still cuts before encryption, and refuses what must stay whole") {
    Ends ends(Ends::Kind::vti);
    ends.at("Tunnel0").ip_mtu = 1500;
    ends.start();
    CHECK(ends.ping(1500));
    CHECK(ends.view().counters.encaps == 2);
    CHECK_FALSE(ends.ping(1439, true));
    CHECK(ends.r1.view("Tunnel0").ip_mtu == 1500);
}

TEST_CASE("a router on the way says that ESP in UDP does not fit, quoting much or little") {
    Ends ends(GENERATE(Ends::Kind::map, Ends::Kind::vti));
    ends.start(true);
    REQUIRE(ends.ping(1000, true));
    REQUIRE(ends.view().path_mtu == 1500);
    ends.report_mtu(udp, 1400, static_cast<std::size_t>(GENERATE(28, 60)));
    CHECK(ends.view().path_mtu == 1400);
    CHECK_FALSE(ends.ping(1400, true));
    CHECK(ends.ping(1400));
    CHECK(ends.largest_frame() <= 1414);
    ends.lab.advance(std::chrono::minutes(11));
    CHECK(ends.view().path_mtu == 1500);
}

TEST_CASE("a report about another SPI, or one without MTU, changes nothing") {
    Ends ends(Ends::Kind::map);
    ends.start();
    REQUIRE(ends.ping(1000, true));
    ends.report_mtu(esp, 0, 28);
    CHECK(ends.view().path_mtu == 1500);
    for (Bytes& frame : ends.plugs.first->seen)
        if (frame[23] == esp) frame[37] ^= 1;
    ends.report_mtu(esp, 1400, 28);
    CHECK(ends.view().path_mtu == 1500);
}

TEST_CASE("ip mtu and ipv6 mtu of an interface are two numbers") {
    Lab lab;
    Station& r1 = lab.add("R1");
    Station& r2 = lab.add("R2");
    for (auto* station : {&r1, &r2}) {
        auto& made = interface(station->configuration, "Ethernet0/0", station == &r1 ? "10.0.0.1/24" : "10.0.0.2/24");
        made.ipv6_addresses = {prefix(station == &r1 ? "2001:db8::1/64" : "2001:db8::2/64")};
        made.ip_mtu = 1400;
        made.ipv6_mtu = 1300;
    }
    const auto plugs = lab.wire(r1, "Ethernet0/0", r2, "Ethernet0/0");
    lab.start();
    lab.advance(std::chrono::seconds(3));
    CHECK(r1.view("Ethernet0/0").ip_mtu == 1400);
    CHECK(r1.view("Ethernet0/0").ip6_mtu == 1300);
    CHECK(is_reply(lab.ping(r1, "10.0.0.2", {}, 1400, true)));
    plugs.first->seen.clear();
    CHECK(is_reply(lab.ping(r1, "2001:db8::2", {}, 1400)));
    std::size_t largest = 0;
    for (const Bytes& frame : plugs.first->seen) largest = std::max(largest, frame.size());
    CHECK(largest > 1280);
    CHECK(largest <= 1314);
}
