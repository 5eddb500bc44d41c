#include <algorithm>
#include <memory>
#include <vector>

#include "ipsec-dataplane/data_plane.h"
#include "ipsec-dataplane/seeded_random.h"
#include "ipsec-dataplane/stack/icmp6.h"

// Frames for a router with both families, tunnels and address translation. The input is a series of frames, two octets of
// length before each. The first octet of a frame says which header it gets: none, or Ethernet and IP with right lengths
// and checksums for the rest, so that the input reaches the protocols behind.

namespace {

using namespace dataplane;

struct Sink final : Link {
    void send(std::span<const std::uint8_t>) override {}
    bool is_up() const override { return true; }
};

config::IpAddress ip(std::string_view text) { return *config::IpAddress::parse(text); }
config::InterfaceName name(std::string_view text) { return *config::InterfaceName::parse(text); }

config::Interface& interface(config::Configuration& configuration, std::string_view text, std::string_view address,
                             std::string_view ip6_address) {
    config::Interface& made = configuration.interfaces[name(text)];
    made.name = name(text);
    made.address = config::Prefix{ip(address), 24};
    made.ipv6_addresses.push_back({ip(ip6_address), 64});
    return made;
}

void add_tunnel(config::Configuration& configuration, std::string_view text, std::string_view address,
                std::string_view ip6_address, config::TunnelMode mode, std::string_view peer) {
    config::Interface& made = interface(configuration, text, address, ip6_address);
    made.tunnel.source_interface = name("Ethernet0/0");
    made.tunnel.destination = ip(peer);
    made.tunnel.mode = mode;
}

/// Ethernet0/1 is inside: overloading, a static address and a static port.
void add_translation(config::Configuration& configuration) {
    configuration.interfaces.at(name("Ethernet0/0")).nat_outside = true;
    configuration.interfaces.at(name("Ethernet0/1")).nat_inside = true;
    config::AccessListEntry any;
    any.sequence = 10;
    configuration.access_lists.at("NAT").entries.push_back(any);
    config::NatSource source;
    source.match = "NAT";
    source.interface = name("Ethernet0/0");
    configuration.nat.sources.push_back(source);
    config::NatStatic address, port;
    address.local = ip("10.0.1.9");
    address.global = ip("10.0.0.20");
    port.protocol = 17;
    port.local = ip("10.0.1.9");
    port.local_port = 53;
    port.interface = name("Ethernet0/0");
    port.global_port = 5353;
    configuration.nat.statics = {address, port};
    configuration.nat.max_entries = 64;
}

config::Configuration configuration_of_router() {
    config::Configuration configuration;
    configuration.ipv6_unicast_routing = true;
    interface(configuration, "Ethernet0/0", "10.0.0.1", "2001:db8::1").ipv6_traffic_filter_in = "F6";
    interface(configuration, "Ethernet0/1", "10.0.1.1", "2001:db8:1::1").ipv6_autoconfig = true;
    add_tunnel(configuration, "Tunnel4", "10.4.0.1", "2001:db8:4::1", config::TunnelMode::gre_ip, "10.0.0.2");
    add_tunnel(configuration, "Tunnel6", "10.6.0.1", "2001:db8:6::1", config::TunnelMode::gre_ipv6, "2001:db8::2");
    add_translation(configuration);
    config::Ipv6AccessListEntry line;
    line.sequence = 10;
    line.source = line.destination = {ip("::"), 0};
    configuration.ipv6_access_lists.at("F6").entries.push_back(line);
    return configuration;
}

struct Router {
    Router() : random(SeededRandom::of_router(1, "fuzzed")), plane(setup()) {
        for (const char* port : {"Ethernet0/0", "Ethernet0/1"}) plane.attach(name(port), &sink, now);
        config::ChangeSet changes;
        changes.changes.push_back({config::ChangeTopic::other, "", false});
        plane.configure(configuration, changes, now);
    }
    Setup setup() {
        Setup made;
        made.router_name = "fuzzed";
        made.random = &random;
        made.mac_seed = 1;
        return made;
    }
    Instant now{std::chrono::seconds(1)};
    config::Configuration configuration = configuration_of_router();
    Sink sink;
    SeededRandom random;
    DataPlane plane;
};

using Bytes = std::vector<std::uint8_t>;

Bytes ethernet(std::uint16_t type) {
    Bytes frame = {0xaa, 0xbb, 0xcc, 0, 1, 0, 2, 0, 0, 0, 0, 9};
    frame.push_back(static_cast<std::uint8_t>(type >> 8));
    frame.push_back(static_cast<std::uint8_t>(type));
    return frame;
}

/// A checksum of the pseudo-header and `size` bytes from `at` on, put at `field`.
void put_sum(Bytes& frame, std::size_t at, std::size_t field, bool v6, std::uint8_t number) {
    const std::size_t size = frame.size() - at;
    if (field + 2 > frame.size()) return;
    frame[field] = frame[field + 1] = 0;
    const std::size_t addresses = v6 ? 14 + 8 : 14 + 12;
    const std::uint64_t start = wire::sum({frame.data() + addresses, v6 ? 32U : 8U}, number + size);
    wire::store16(frame.data() + field, wire::checksum(wire::sum({frame.data() + at, size}, start)));
}

Bytes in_ip6(std::uint8_t number, std::uint8_t to, std::span<const std::uint8_t> rest) {
    Bytes frame = ethernet(0x86dd);
    frame.resize(14 + 40);
    const char* const destinations[] = {"2001:db8::1",   "fe80::a8bb:ccff:fe00:100",
                                        "ff02::1",       "ff02::1:ff00:1",
                                        "2001:db8:1::9", "2001:db8:4::2",
                                        "2001:db8:6::2", "2001:db8:99::1"};
    const bool near = (to & 8) != 0;
    Ip6Header(frame.data() + 14)
        .write({0, 255, number, ip(near ? "fe80::9" : "2001:db8::2"), ip(destinations[to & 7])},
               static_cast<std::uint32_t>(40 + rest.size()));
    frame.insert(frame.end(), rest.begin(), rest.end());
    if (number == 58) put_sum(frame, 54, 56, true, number);
    if (number == 17) put_sum(frame, 54, 60, true, number);
    return frame;
}

Bytes in_ip4(std::uint8_t number, std::uint8_t to, std::span<const std::uint8_t> rest) {
    Bytes frame = ethernet(0x0800);
    frame.resize(14 + 20);
    const char* const destinations[] = {"10.0.0.1", "10.0.1.9", "10.4.0.2", "10.6.0.2", "10.0.0.9", "10.0.0.20", "10.0.0.1", "10.0.0.9"};
    Ip4Header(frame.data() + 14)
        .write({0, 64, number, 7, false, ip("10.0.0.2").v4_value(), ip(destinations[to & 7]).v4_value()},
               static_cast<std::uint32_t>(20 + rest.size()));
    frame.insert(frame.end(), rest.begin(), rest.end());
    if (number == 1) wire::store16(frame.data() + 36, 0);
    if (number == 1 && frame.size() >= 38)
        wire::store16(frame.data() + 36, wire::checksum(wire::sum({frame.data() + 34, frame.size() - 34})));
    return frame;
}

Bytes framed(std::span<const std::uint8_t> input) {
    constexpr std::uint8_t numbers[] = {58, 17, 44, 47, 50, 51, 0, 60, 43, 1, 4, 41};
    const std::uint8_t kind = input[0];
    const auto rest = input.subspan(std::min<std::size_t>(2, input.size()));
    const std::uint8_t to = input.size() > 1 ? input[1] : std::uint8_t{0};
    if (kind < 12) return in_ip6(numbers[kind], to, rest);
    if (kind < 24) return rest.size() >= 4 ? in_ip4(numbers[kind - 12], to, rest) : Bytes{};
    if (kind == 24) {
        Bytes frame = ethernet(0x0806);
        frame.insert(frame.end(), rest.begin(), rest.end());
        return frame;
    }
    return {input.begin() + 1, input.end()};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static std::size_t runs = 0;
    static std::unique_ptr<Router> router;
    if (runs++ % 256 == 0) router = std::make_unique<Router>();
    std::span<const std::uint8_t> left(data, size);
    while (left.size() > 2) {
        const std::size_t wanted = std::max<std::size_t>(left[0] * std::size_t{8} + (left[1] & 7U), 1);
        const std::size_t length = std::min(wanted, left.size() - 2);
        const bool first = (length & 1) != 0;
        Bytes frame = framed(left.subspan(2, length));
        if (!first && frame.size() > 5 && frame[0] == 0xaa) frame[5] = 0x10;  // its hardware address
        left = left.subspan(2 + length);
        const std::span<const std::uint8_t> bytes = frame;
        router->plane.receive(name(first ? "Ethernet0/0" : "Ethernet0/1"), {&bytes, 1}, router->now);
        router->now += std::chrono::milliseconds(700);
        router->plane.tick(router->now);
        router->plane.take_upcalls();
    }
    return 0;
}
