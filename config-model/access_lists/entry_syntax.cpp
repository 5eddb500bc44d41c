#include <array>

#include "config-model/access_lists/entry.h"
#include "config-model/access_lists/names.h"

namespace config {

namespace {

constexpr std::array actions{Choice{"deny", "Specify packets to reject", 0}, Choice{"permit", "Specify packets to forward", 1}};

constexpr std::array operators{
    Choice{"eq", "Match only packets on a given port number", static_cast<int>(PortOperator::eq)},
    Choice{"neq", "Match only packets not on a given port number", static_cast<int>(PortOperator::neq)}};
constexpr std::array bounds{
    Choice{"gt", "Match only packets with a greater port number", static_cast<int>(PortOperator::gt)},
    Choice{"lt", "Match only packets with a lower port number", static_cast<int>(PortOperator::lt)}};

struct AddressNames {
    std::string_view any, host, address, wildcard, any_help, host_help, address_help;
};
constexpr AddressNames source_names{"src_any", "src_host", "src", "src_wild", "Any source host", "A single source host", "Source address"};
constexpr AddressNames destination_names{
    "dst_any", "dst_host", "dst", "dst_wild", "Any destination host", "A single destination host", "Destination address"};

Syntax address(const AddressNames& names) {
    return kw("any", names.any_help).named(names.any) | (kw("host", names.host_help) >> ipv4(names.host, names.address_help)) |
           (ipv4(names.address, names.address_help) >> wildcard(names.wildcard, "Wildcard bits"));
}

struct PortNames {
    std::string_view op, range, port;
};
constexpr PortNames source_port_names{"src_op", "src_range", "src_port"};
constexpr PortNames destination_port_names{"dst_op", "dst_range", "dst_port"};

Syntax ports(const PortNames& names, std::span<const Choice> words) {
    const auto port = [&] { return number(names.port, 0, 65535, "Port number") | one_of(names.port, words); };
    return -((one_of(names.op, operators) >> +port()) | (one_of(names.op, bounds) >> port()) |
             (kw("range", "Match only packets in the range of port numbers").named(names.range) >> port() >> port()));
}

Syntax leading() { return -number("sequence", 1, 2147483647, "Sequence Number").hidden() >> one_of("action", actions); }

/// What may follow the destination of every extended entry.
std::vector<Syntax> common_options() {
    std::vector<Syntax> options;
    options.push_back(kw("dscp", "Match packets with given dscp value") >> word("option_value", "Differentiated services codepoint value"));
    options.push_back(kw("fragments", "Check non-initial fragments"));
    options.push_back(kw("log", "Log matches against this entry") >> -word("cookie", "User defined cookie (max of 64 char)").hidden());
    options.push_back(kw("log-input", "Log matches against this entry, including input interface"));
    options.push_back(kw("option", "Match packets with given IP Options value") >> word("option_value", "IP Options value"));
    options.push_back(kw("precedence", "Match packets with given precedence value") >> word("option_value", "Precedence value"));
    options.push_back(kw("reflect", "Create reflexive access list entry") >> word("option_value", "Access-list name"));
    options.push_back(kw("time-range", "Specify a time-range") >> word("option_value", "Time-range entry name"));
    options.push_back(kw("tos", "Match packets with given TOS value") >> word("option_value", "Type of service value"));
    options.push_back(kw("ttl", "Match packets with given TTL value") >> word("option_value", "Operator") >> number("option_number", 0, 255, "TTL value"));
    return options;
}

std::vector<Syntax> tcp_options() {
    auto options = common_options();
    options.push_back(kw("established", "Match established connections"));
    for (const std::string_view flag_word : {"ack", "fin", "psh", "rst", "syn", "urg"})
        options.push_back(kw(flag_word, "Match on this bit"));
    options.push_back(kw("match-all", "Match if all specified flags are present") >> +word("option_value", "+flag or -flag"));
    options.push_back(kw("match-any", "Match if any specified flag is present") >> +word("option_value", "+flag or -flag"));
    return options;
}

Syntax both(std::span<const Choice> words) {
    return address(source_names) >> ports(source_port_names, words) >> address(destination_names) >> ports(destination_port_names, words);
}

}  // namespace

Syntax standard_entry() {
    return leading() >> (kw("any", "Any source host").named("src_any") | (kw("host", "A single host address") >> ipv4("src_host", "Host address")) |
                         (ipv4("src", "Address to match") >> -wildcard("src_wild", "Wildcard bits"))) >>
           -kw("log", "Log matches against this entry");
}

Syntax remark_entry() {
    return -number("sequence", 1, 2147483647, "Sequence Number").hidden() >> kw("remark", "Access list entry comment") >>
           -text("remark_text", "Comment up to 100 characters");
}

Syntax extended_plain_entry() {
    return leading() >> (number("protocol", 0, 255, "An IP protocol number") | one_of("protocol", plain_protocol_words())) >>
           address(source_names) >> address(destination_names) >> any_order(common_options());
}

Syntax extended_tcp_entry() {
    return leading() >> kw("tcp", "Transmission Control Protocol") >> both(tcp_port_words()) >> any_order(tcp_options());
}

Syntax extended_udp_entry() {
    return leading() >> kw("udp", "User Datagram Protocol") >> both(udp_port_words()) >> any_order(common_options());
}

Syntax extended_icmp_entry() {
    return leading() >> kw("icmp", "Internet Control Message Protocol") >> address(source_names) >> address(destination_names) >>
           -(one_of("message", icmp_message_words()) |
             (number("icmp_type", 0, 255, "ICMP message type") >> -number("icmp_code", 0, 255, "ICMP message code"))) >>
           any_order(common_options());
}

Syntax extended_igmp_entry() {
    return leading() >> kw("igmp", "Internet Gateway Message Protocol") >> address(source_names) >> address(destination_names) >>
           any_order(common_options());
}

}  // namespace config
