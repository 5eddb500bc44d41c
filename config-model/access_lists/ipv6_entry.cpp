#include "config-model/access_lists/ipv6_entry.h"

#include <algorithm>
#include <tuple>

#include "config-model/access_lists/ipv6_names.h"
#include "config-model/access_lists/names.h"

namespace config {

namespace {

constexpr std::uint8_t protocol_icmpv6 = 58;

Prefix read_prefix(const Args& args, std::string_view host_name, std::string_view prefix_name) {
    if (const auto address = args.get<IpAddress>(host_name)) return {*address, 128};
    const auto prefix = args.get<Prefix>(prefix_name);
    return prefix ? Prefix{prefix->network(), prefix->length} : Prefix{IpAddress::v6({}), 0};
}

PortMatch read_ports(const Args& args, std::string_view op, std::string_view range, std::string_view port) {
    PortMatch match;
    if (const auto found = args.get<PortOperator>(op)) match.op = *found;
    if (args.has(range)) match.op = PortOperator::range;
    for (const Arg& arg : args)
        if (arg.leaf->name == port) match.ports.push_back(static_cast<std::uint16_t>(arg.number));
    return match;
}

std::uint8_t read_protocol(const Args& args) {
    if (args.has("tcp")) return protocol_tcp;
    if (args.has("udp")) return protocol_udp;
    return args.has("icmp") ? protocol_icmpv6 : static_cast<std::uint8_t>(args.number("protocol"));
}

void read_icmp(const Args& args, Ipv6AccessListEntry& entry) {
    if (const Arg* message = args.find("message")) {
        entry.icmp_type = static_cast<std::uint8_t>(message->number / 256);
        if (message->number % 256 != 255) entry.icmp_code = static_cast<std::uint8_t>(message->number % 256);
    }
    if (args.has("icmp_type")) entry.icmp_type = static_cast<std::uint8_t>(args.number("icmp_type"));
    if (args.has("icmp_code")) entry.icmp_code = static_cast<std::uint8_t>(args.number("icmp_code"));
}

bool is_option_word(std::string_view word) {
    constexpr std::string_view words[] = {"dscp", "flow-label", "fragments", "log-input", "reflect", "routing", "time-range", "established",
                                          "ack", "fin", "psh", "rst", "syn", "urg"};
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

std::string read_options(const Args& args) {
    std::string options;
    for (const Arg& arg : args) {
        const bool value = arg.leaf->name == "option_value";
        if (!value && !(arg.leaf->name.empty() && is_option_word(arg.leaf->word))) continue;
        if (!options.empty()) options += ' ';
        options += value ? arg.text : arg.leaf->word;
    }
    return options;
}

std::string prefix_text(const Prefix& prefix) {
    if (prefix.length == 0) return "any";
    if (prefix.length == 128) return "host " + prefix.address.text();
    return prefix.address.text() + '/' + std::to_string(prefix.length);
}

std::string ports_text(std::uint8_t protocol, const PortMatch& match) {
    constexpr std::string_view operator_words[] = {"", "eq", "neq", "lt", "gt", "range"};   // in the order of PortOperator
    if (match.op == PortOperator::none) return {};
    std::string text = ' ' + std::string{operator_words[static_cast<std::size_t>(match.op)]};
    for (const auto port : match.ports) text += ' ' + port_text(protocol, port);
    return text;
}

std::string icmp_text(const Ipv6AccessListEntry& entry) {
    if (!entry.icmp_type) return {};
    const int message = *entry.icmp_type * 256 + entry.icmp_code.value_or(255);
    for (const auto& choice : icmpv6_message_words())
        if (choice.value == message) return ' ' + std::string{choice.word};
    return ' ' + std::to_string(*entry.icmp_type) + (entry.icmp_code ? ' ' + std::to_string(*entry.icmp_code) : "");
}

}  // namespace

bool says_the_same(const Ipv6AccessListEntry& left, const Ipv6AccessListEntry& right) {
    const auto words = [](const Ipv6AccessListEntry& entry) {
        return std::tie(entry.source, entry.destination, entry.permit, entry.protocol, entry.source_port, entry.destination_port, entry.remark,
                        entry.options, entry.icmp_type, entry.icmp_code, entry.log);
    };
    return words(left) == words(right);
}

Ipv6AccessListEntry read_ipv6_entry(const Args& args) {
    Ipv6AccessListEntry entry;
    entry.sequence = static_cast<std::uint32_t>(args.number("sequence_value", 0));
    if (args.has("remark")) {
        entry.remark = args.has("remark_text") ? args.text("remark_text") : " ";
        return entry;
    }
    entry.permit = args.number("action") == 1;
    entry.protocol = read_protocol(args);
    entry.source = read_prefix(args, "src_host", "src");
    entry.destination = read_prefix(args, "dst_host", "dst");
    entry.source_port = read_ports(args, "src_op", "src_range", "src_port");
    entry.destination_port = read_ports(args, "dst_op", "dst_range", "dst_port");
    read_icmp(args, entry);
    entry.options = read_options(args);
    entry.log = args.has("log");
    return entry;
}

std::string ipv6_entry_text(const Ipv6AccessListEntry& entry) {
    if (entry.is_remark()) return entry.remark == " " ? "remark" : "remark " + entry.remark;
    std::string text = entry.permit ? "permit " : "deny ";
    text += ipv6_protocol_text(entry.protocol) + ' ' + prefix_text(entry.source) + ports_text(entry.protocol, entry.source_port) + ' ' +
            prefix_text(entry.destination) + ports_text(entry.protocol, entry.destination_port);
    if (entry.protocol == protocol_icmpv6) text += icmp_text(entry);
    if (!entry.options.empty()) text += ' ' + entry.options;
    return entry.log ? text + " log" : text;
}

}  // namespace config
