#include "config-model/access_lists/ipv6_entry.h"

#include <tuple>

#include "config-model/access_lists/entry_parts.h"
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

std::uint8_t read_protocol(const Args& args) {
    if (args.has("tcp")) return protocol_tcp;
    if (args.has("udp")) return protocol_udp;
    return args.has("icmp") ? protocol_icmpv6 : static_cast<std::uint8_t>(args.number("protocol"));
}

constexpr std::string_view option_words[] = {"dscp", "flow-label", "fragments", "log-input", "reflect", "routing", "time-range",
                                             "established", "ack", "fin", "psh", "rst", "syn", "urg"};

std::string prefix_text(const Prefix& prefix) {
    if (prefix.length == 0) return "any";
    if (prefix.length == 128) return "host " + prefix.address.text();
    return prefix.address.text() + '/' + std::to_string(prefix.length);
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
    read_icmp(args, entry.icmp_type, entry.icmp_code);
    entry.options = read_options(args, option_words);
    entry.log = args.has("log");
    return entry;
}

std::string ipv6_entry_text(const Ipv6AccessListEntry& entry) {
    if (entry.is_remark()) return entry.remark == " " ? "remark" : "remark " + entry.remark;
    std::string text = entry.permit ? "permit " : "deny ";
    text += ipv6_protocol_text(entry.protocol) + ' ' + prefix_text(entry.source) + ports_text(entry.protocol, entry.source_port) + ' ' +
            prefix_text(entry.destination) + ports_text(entry.protocol, entry.destination_port);
    if (entry.protocol == protocol_icmpv6) text += icmp_text(entry.icmp_type, entry.icmp_code, icmpv6_message_words());
    if (!entry.options.empty()) text += ' ' + entry.options;
    return entry.log ? text + " log" : text;
}

}  // namespace config
