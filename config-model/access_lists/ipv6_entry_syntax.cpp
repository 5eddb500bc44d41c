#include <array>

#include "config-model/access_lists/ipv6_entry.h"
#include "config-model/access_lists/ipv6_names.h"
#include "config-model/access_lists/names.h"

namespace config {

namespace {

constexpr std::array actions{Choice{"deny", "Specify packets to reject", 0}, Choice{"permit", "Specify packets to forward", 1}};
constexpr std::array operators{
    Choice{"eq", "Match only packets on a given port number", static_cast<int>(PortOperator::eq)},
    Choice{"gt", "Match only packets with a greater port number", static_cast<int>(PortOperator::gt)},
    Choice{"lt", "Match only packets with a lower port number", static_cast<int>(PortOperator::lt)},
    Choice{"neq", "Match only packets not on a given port number", static_cast<int>(PortOperator::neq)}};

struct SideNames {
    std::string_view any, host, prefix, any_help, host_help, prefix_help, op, range, port;
};
constexpr SideNames source{"src_any", "src_host", "src", "Any source prefix", "A single source host", "IPv6 source prefix x:x::y/<z>",
                           "src_op", "src_range", "src_port"};
constexpr SideNames destination{"dst_any", "dst_host", "dst", "Any destination prefix", "A single destination host",
                                "IPv6 destination prefix x:x::y/<z>", "dst_op", "dst_range", "dst_port"};

Syntax address(const SideNames& names) {
    return kw("any", names.any_help).named(names.any) | (kw("host", names.host_help) >> ipv6(names.host, "IPv6 address")) |
           ipv6_prefix(names.prefix, names.prefix_help);
}

Syntax ports(const SideNames& names, std::span<const Choice> words) {
    const auto port = [&] { return number(names.port, 0, 65535, "Port number") | one_of(names.port, words); };
    return -((one_of(names.op, operators) >> port()) |
             (kw("range", "Match only packets in the range of port numbers").named(names.range) >> port() >> port()));
}

Syntax leading() {
    return -(kw("sequence", "Sequence number for this entry") >> number("sequence_value", 1, 4294967294, "Sequence Number")) >> one_of("action", actions);
}

std::vector<Syntax> common_options() {
    std::vector<Syntax> options;
    options.push_back(kw("dscp", "Match packets with given dscp value") >> word("option_value", "Differentiated services codepoint value"));
    options.push_back(kw("flow-label", "Flow label") >> word("option_value", "Flow label value"));
    options.push_back(kw("fragments", "Check non-initial fragments"));
    options.push_back(kw("log", "Log matches against this entry"));
    options.push_back(kw("log-input", "Log matches against this entry, including input"));
    options.push_back(kw("reflect", "Create reflexive access list entry") >> word("option_value", "Access-list name"));
    options.push_back(kw("routing", "Routing header (all types)"));
    options.push_back(kw("sequence", "Sequence number for this entry") >> number("sequence_value", 1, 4294967294, "Sequence Number"));
    options.push_back(kw("time-range", "Specify a time-range") >> word("option_value", "Time-range entry name"));
    return options;
}

std::vector<Syntax> tcp_options() {
    auto options = common_options();
    options.push_back(kw("established", "Match established connections"));
    for (const std::string_view flag_word : {"ack", "fin", "psh", "rst", "syn", "urg"}) options.push_back(kw(flag_word, "Match on this bit"));
    return options;
}

Syntax both(std::span<const Choice> words) { return address(source) >> ports(source, words) >> address(destination) >> ports(destination, words); }

}  // namespace

Syntax ipv6_plain_entry() {
    return leading() >> -(number("protocol", 0, 255, "An IPv6 protocol number") | one_of("protocol", ipv6_protocol_words())) >> address(source) >>
           address(destination) >> any_order(common_options());
}

Syntax ipv6_tcp_entry() { return leading() >> kw("tcp", "Transmission Control Protocol") >> both(tcp_port_words()) >> any_order(tcp_options()); }
Syntax ipv6_udp_entry() { return leading() >> kw("udp", "User Datagram Protocol") >> both(udp_port_words()) >> any_order(common_options()); }

Syntax ipv6_icmp_entry() {
    return leading() >> kw("icmp", "Internet Control Message Protocol") >> address(source) >> address(destination) >>
           -(one_of("message", icmpv6_message_words()) |
             (number("icmp_type", 0, 255, "ICMP message type") >> -number("icmp_code", 0, 255, "ICMP message code"))) >>
           any_order(common_options());
}

Syntax ipv6_remark_entry() {
    return -(kw("sequence", "Sequence number for this entry") >> number("sequence_value", 1, 4294967294, "Sequence Number")) >>
           kw("remark", "Access list entry comment") >> -text("remark_text", "Comment up to 100 characters");
}

}  // namespace config
