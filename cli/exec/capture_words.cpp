#include "cli/exec/capture_words.h"

#include <fmt/format.h>

#include <array>

namespace cli {

using namespace config;

namespace {

using Direction = CaptureSettings::Direction;

constexpr std::array directions{Choice{"both", "Inbound and outbound packets", static_cast<int>(Direction::both)},
                                Choice{"in", "Inbound packets", static_cast<int>(Direction::in)},
                                Choice{"out", "Outbound packets", static_cast<int>(Direction::out)}};
constexpr std::array protocols{Choice{"ahp", "Authentication Header Protocol", 51}, Choice{"eigrp", "EIGRP routing protocol", 88},
                               Choice{"esp", "Encapsulation Security Payload", 50}, Choice{"gre", "GRE tunneling", 47},
                               Choice{"icmp", "Internet Control Message Protocol", 1}, Choice{"igmp", "Internet Gateway Message Protocol", 2},
                               Choice{"ipinip", "IP in IP tunneling", 4}, Choice{"ospf", "OSPF routing protocol", 89},
                               Choice{"tcp", "Transmission Control Protocol", 6}, Choice{"udp", "User Datagram Protocol", 17}};

struct EndNames {
    std::string_view any, host, prefix, port;
};
constexpr EndNames source{"src_any", "src_host", "src_net", "src_port"}, destination{"dst_any", "dst_host", "dst_net", "dst_port"};

Syntax end_of(const EndNames& names, bool v6) {
    const auto host = v6 ? ipv6(names.host, "Host address") : ipv4(names.host, "Host address");
    const auto network = v6 ? ipv6_prefix(names.prefix, "Network and length") : ipv4_prefix(names.prefix, "Network and length");
    const std::string_view help = names.any == source.any ? "Any source" : "Any destination";
    return (kw("any", help).named(names.any) | (kw("host", "A single host") >> host) | network) >>
           -(kw("eq", "Match only packets on a given port number") >> number(names.port, 0, 65535, "Port number"));
}

Syntax family(std::string_view word, std::string_view help, bool v6) {
    return kw(word, help) >> -(kw("protocol", "Protocol") >> (one_of("protocol_name", protocols) | number("protocol_number", 0, 255, "An IP protocol number"))) >>
           end_of(source, v6) >> end_of(destination, v6);
}

Syntax match_words() {
    return kw("match", "Describe filters inline") >>
           (kw("any", "all packets").named("all") | family("ipv4", "IPv4 packets only", false) | family("ipv6", "IPv6 packets only", true));
}

Syntax buffer_words() {
    const auto size = [] { return kw("size", "Size of buffer in MB") >> number("megabytes", 1, 100, "Total size of file(s) in MB"); };
    return kw("buffer", "Buffer options") >> ((kw("circular", "circular buffer") >> -size()) | size());
}

Syntax limit_words() {
    return kw("limit", "Limit Packets Captured") >>
           any_order(kw("duration", "Limit total duration of capture in seconds") >> number("seconds", 1, 1000000, "Duration in seconds"),
                     kw("every", "Limit capture to one in every nth packet") >> number("nth", 2, 100000, "One in every nth packet"),
                     kw("packet-len", "Limit the packet length to capture") >> number("octets", 64, 9500, "Packet length"),
                     kw("packets", "Limit number of packets to capture") >> number("count", 1, 100000, "Number of Packet  : Min 1 - Max 100000"),
                     kw("pps", "Limit number of packets per second to capture") >> number("rate", 1, 1000000, "Maximum number of packets per second"));
}

std::string end_text(const Args& args, const EndNames& names) {
    if (args.has(names.host)) return "host " + args.get<IpAddress>(names.host)->text();
    if (const auto network = args.get<Prefix>(names.prefix)) return fmt::format("{}/{}", network->address.text(), network->length);
    return "any";
}

Prefix network_of(const Args& args, const EndNames& names, bool v6) {
    if (const auto host = args.get<IpAddress>(names.host)) return {*host, static_cast<std::uint8_t>(v6 ? 128 : 32)};
    if (const auto network = args.get<Prefix>(names.prefix)) return *network;
    return {v6 ? IpAddress::from_bytes(std::array<std::uint8_t, 16>{}) : IpAddress::v4(0), 0};
}

WildcardAddress wildcard_of(const Prefix& network) {
    return {network.network(), IpAddress::v4(~network.mask().v4_value())};
}

PortMatch port_of(const Args& args, const EndNames& names) {
    if (!args.has(names.port)) return {};
    return {PortOperator::eq, {args.get_or<std::uint16_t>(names.port, 0)}};
}

template <typename Entry>
Entry rule_of(const Args& args, std::uint8_t protocol) {
    Entry entry;
    entry.protocol = protocol;
    entry.source_port = port_of(args, source);
    entry.destination_port = port_of(args, destination);
    return entry;
}

void read_rule(const Args& args, CaptureSettings& into, std::uint8_t protocol) {
    const bool v6 = args.has("ipv6");
    const Prefix from = network_of(args, source, v6), to = network_of(args, destination, v6);
    if (v6) {
        into.rule6 = rule_of<Ipv6AccessListEntry>(args, protocol);
        into.rule6->source = from;
        into.rule6->destination = to;
        return;
    }
    into.rule4 = rule_of<AccessListEntry>(args, protocol);
    into.rule4->source = wildcard_of(from);
    into.rule4->destination = wildcard_of(to);
}

std::string port_words(const Args& args, const EndNames& names) { return args.has(names.port) ? fmt::format(" eq {}", args.text(names.port)) : ""; }

void read_match(const Args& args, CaptureSettings& into) {
    into.rule4.reset();
    into.rule6.reset();
    into.match = {"    Capture all packets"};
    into.match_words = "any";
    if (args.has("all")) return;
    const bool has_protocol = args.has("protocol");
    const std::string protocol{args.has("protocol_name") ? args.text("protocol_name") : args.text("protocol_number")};
    const auto number = args.has("protocol_name") ? args.get_or<int>("protocol_name", 0) : args.get_or<int>("protocol_number", 0);
    read_rule(args, into, static_cast<std::uint8_t>(number));
    const bool v6 = args.has("ipv6");
    const std::string from = end_text(args, source), to = end_text(args, destination);
    into.match = {v6 ? "   IPv6 " : "   IPv4 ", "    Source IP:  " + from, "    Destination IP:  " + to, "   Protocol: " + (has_protocol ? protocol : "any")};
    if (args.has(source.port)) into.match.push_back(fmt::format("   Source port(s): = {}", args.text(source.port)));
    if (args.has(destination.port)) into.match.push_back(fmt::format("   Destination port(s): = {}", args.text(destination.port)));
    into.match_words = fmt::format("{}{} {}{} {}{}", v6 ? "ipv6" : "ipv4", has_protocol ? " protocol " + protocol : "", from, port_words(args, source), to,
                                   port_words(args, destination));
}

void read_limits(const Args& args, CaptureSettings& into) {
    const std::pair<std::string_view, std::uint32_t CaptureSettings::*> limits[] = {{"seconds", &CaptureSettings::seconds},
                                                                                   {"nth", &CaptureSettings::every},
                                                                                   {"octets", &CaptureSettings::octets},
                                                                                   {"count", &CaptureSettings::packets},
                                                                                   {"rate", &CaptureSettings::per_second}};
    for (const auto& [name, member] : limits)
        if (args.has(name)) into.*member = args.get_or<std::uint32_t>(name, 0);
}

}  // namespace

CaptureSettings changed_settings(CaptureSettings settings, const Args& args) {
    if (const auto interface = args.get<InterfaceName>("interface_name")) {
        settings.interface = *interface;
        settings.direction = args.get<Direction>("direction").value_or(Direction::both);
    }
    if (args.has("match")) {
        read_match(args, settings);
        settings.access_list.clear();
    }
    if (args.has("list")) {
        settings.access_list = args.text("list");
        settings.match.clear();
        settings.match_words.clear();
        settings.rule4.reset();
        settings.rule6.reset();
    }
    if (args.has("buffer")) {
        settings.circular = args.has("circular");
        settings.megabytes = args.get_or<unsigned>("megabytes", settings.megabytes);
    }
    read_limits(args, settings);
    return settings;
}

Syntax capture_words() {
    return any_order(kw("interface", "Interface") >> interface_name("interface_name", "Interface") >> one_of("direction", directions),
                     kw("access-list", "access-list to be attached") >> word("list", "access-list name"), match_words(), buffer_words(), limit_words(),
                     kw("start", "Enable Capture"));
}

}  // namespace cli
