#include "config-model/access_lists/entry.h"

#include <algorithm>
#include <tuple>

#include "config-model/access_lists/entry_parts.h"
#include "config-model/access_lists/names.h"

namespace config {

namespace {

constexpr std::uint32_t sequence_step = 10;

WildcardAddress host(const IpAddress& address) { return {address, IpAddress::v4(0)}; }

WildcardAddress read_address(const Args& args, std::string_view host_name, std::string_view address_name, std::string_view wildcard_name) {
    if (const auto address = args.get<IpAddress>(host_name)) return host(*address);
    const auto address = args.get<IpAddress>(address_name);
    if (!address) return {};
    const auto wildcard = args.get<IpAddress>(wildcard_name).value_or(IpAddress::v4(0));
    return {IpAddress::v4(address->v4_value() & ~wildcard.v4_value()), wildcard};
}

std::uint8_t read_protocol(const Args& args) {
    if (args.has("tcp")) return protocol_tcp;
    if (args.has("udp")) return protocol_udp;
    if (args.has("icmp")) return protocol_icmp;
    if (args.has("igmp")) return protocol_igmp;
    return static_cast<std::uint8_t>(args.number("protocol"));
}

constexpr std::string_view option_words[] = {"dscp", "fragments", "option", "precedence", "reflect", "time-range", "tos", "ttl",
                                             "established", "ack", "fin", "psh", "rst", "syn", "urg", "match-all", "match-any"};

std::string address_text(const WildcardAddress& address, bool extended) {
    if (address.is_any()) return "any";
    if (address.is_host()) return extended ? "host " + address.address.text() : address.address.text();
    return address.address.text() + ' ' + address.wildcard.text();
}

/// Equal but for the sequence.
bool says_the_same(const AccessListEntry& left, const AccessListEntry& right) {
    const auto words = [](const AccessListEntry& entry) {
        return std::tie(entry.source, entry.destination, entry.permit, entry.protocol, entry.source_port, entry.destination_port, entry.remark,
                        entry.options, entry.icmp_type, entry.icmp_code, entry.log, entry.log_input);
    };
    return words(left) == words(right);
}

/// Behind the remarks of the same sequence: a remark shares the number of the entry that follows it.
auto position(AccessList& list, std::uint32_t sequence) {
    return std::partition_point(list.entries.begin(), list.entries.end(), [=](const auto& entry) {
        return entry.sequence < sequence || (entry.sequence == sequence && entry.is_remark());
    });
}

/// The number after the last entry, or that of remarks that still wait for theirs.
std::uint32_t next_sequence(const AccessList& list) {
    if (list.entries.empty()) return sequence_step;
    const auto& last = list.entries.back();
    return last.is_remark() ? last.sequence : last.sequence + sequence_step;
}

}  // namespace

AccessListEntry read_entry(const Args& args, bool extended) {
    AccessListEntry entry;
    entry.sequence = static_cast<std::uint32_t>(args.number("sequence", 0));
    if (args.has("remark")) {
        entry.remark = args.has("remark_text") ? args.text("remark_text") : " ";
        return entry;
    }
    entry.permit = args.number("action") == 1;
    entry.source = read_address(args, "src_host", "src", "src_wild");
    entry.log = args.has("log");
    if (!extended) return entry;
    entry.log_input = args.has("log-input");
    entry.protocol = read_protocol(args);
    entry.destination = read_address(args, "dst_host", "dst", "dst_wild");
    entry.source_port = read_ports(args, "src_op", "src_range", "src_port");
    entry.destination_port = read_ports(args, "dst_op", "dst_range", "dst_port");
    read_icmp(args, entry.icmp_type, entry.icmp_code);
    entry.options = read_options(args, option_words);
    return entry;
}

std::string entry_text(const AccessListEntry& entry, bool extended) {
    if (entry.is_remark()) return entry.remark == " " ? "remark" : "remark " + entry.remark;
    std::string text = entry.permit ? "permit " : "deny   ";
    if (!extended) return text + address_text(entry.source, false) + (entry.log ? " log" : "");
    text += protocol_text(entry.protocol) + ' ' + address_text(entry.source, true) + ports_text(entry.protocol, entry.source_port) + ' ' +
            address_text(entry.destination, true) + ports_text(entry.protocol, entry.destination_port);
    if (entry.protocol == protocol_icmp) text += icmp_text(entry.icmp_type, entry.icmp_code, icmp_message_words());
    if (!entry.options.empty()) text += ' ' + entry.options;
    if (entry.log_input) text += " log-input";
    else if (entry.log) text += " log";
    return text;
}

bool add_entry(AccessList& list, AccessListEntry entry) {
    if (!entry.is_remark() &&
        std::any_of(list.entries.begin(), list.entries.end(), [&](const auto& other) { return says_the_same(other, entry); }))
        return false;
    if (entry.sequence == 0) entry.sequence = next_sequence(list);
    const auto at = position(list, entry.sequence);
    if (!entry.is_remark() && at != list.entries.end() && at->sequence == entry.sequence) return false;
    list.entries.insert(at, std::move(entry));
    return true;
}

bool erase_entry(AccessList& list, const AccessListEntry& entry) {
    return std::erase_if(list.entries, [&](const auto& other) {
        return entry.sequence != 0 ? other.sequence == entry.sequence : says_the_same(other, entry);
    }) > 0;
}

}  // namespace config
