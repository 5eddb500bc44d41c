#include "ipsec-dataplane/tables/packet_filter.h"

#include "ipsec-dataplane/stack/ip4_header.h"

namespace dataplane {

namespace {

constexpr std::uint8_t tcp_ack_or_rst = 0x14;

bool has_ports(std::uint8_t number) { return number == protocol::tcp || number == protocol::udp || number == 132; }

bool is_established(const Packet& packet) {
    const Ip4Header header = ip4(packet);
    if (header.protocol() != protocol::tcp || packet.l3_length() < header.header_length() + 14) return false;
    return (header.payload()[13] & tcp_ack_or_rst) != 0;
}

}  // namespace

FlowKey PacketTuple::key() const {
    const bool ports = has_ports(protocol);
    return {config::IpAddress::v4(source), config::IpAddress::v4(destination), protocol,
            ports ? source_port : std::uint16_t{0}, ports ? destination_port : std::uint16_t{0}};
}

PacketTuple tuple_of(const Packet& packet) {
    const Ip4Header header = ip4(packet);
    PacketTuple tuple{header.source(), header.destination(), 0, 0, header.protocol(), header.fragment_offset() != 0};
    const std::uint32_t left = packet.l3_length() - header.header_length();
    if (tuple.fragment || left < 4) return tuple;
    if (has_ports(tuple.protocol)) {
        tuple.source_port = wire::load16(header.payload());
        tuple.destination_port = wire::load16(header.payload() + 2);
    } else if (tuple.protocol == protocol::icmp) {
        tuple.source_port = wire::load16(header.payload());
    }
    return tuple;
}

FilterRule::FilterRule(const config::AccessListEntry& entry, Counter* hit_counters)
    : source(entry.source.address.v4_value()),
      source_care(~entry.source.wildcard.v4_value()),
      destination(entry.destination.address.v4_value()),
      destination_care(~entry.destination.wildcard.v4_value()),
      protocol(entry.protocol),
      permit(entry.permit),
      fragments_only(entry.options.find("fragments") != std::string::npos),
      established(entry.options.find("established") != std::string::npos),
      source_port(entry.source_port),
      destination_port(entry.destination_port),
      icmp_type(entry.icmp_type),
      icmp_code(entry.icmp_code),
      hits(hit_counters) {}

bool FilterRule::matches(const PacketTuple& tuple, const Packet& packet) const {
    if (((tuple.source ^ source) & source_care) != 0) return false;
    if (((tuple.destination ^ destination) & destination_care) != 0) return false;
    if (protocol != 0 && protocol != tuple.protocol) return false;
    if (fragments_only) return tuple.fragment;
    return ports_match(tuple, packet);
}

bool FilterRule::ports_match(const PacketTuple& tuple, const Packet& packet) const {
    const bool looks_at_layer4 = source_port.op != config::PortOperator::none ||
                                 destination_port.op != config::PortOperator::none || icmp_type || established;
    if (!looks_at_layer4) return true;
    if (tuple.fragment) return permit;
    if (established) return is_established(packet);
    if (icmp_type && tuple.source_port >> 8 != *icmp_type) return false;
    if (icmp_code && (tuple.source_port & 255) != *icmp_code) return false;
    if (icmp_type) return true;
    return source_port.matches(tuple.source_port) && destination_port.matches(tuple.destination_port);
}

bool PacketFilter::permits(const Packet& packet, WorkerId worker) const {
    if (rules.empty()) return true;
    const PacketTuple tuple = tuple_of(packet);
    for (const FilterRule& rule : rules) {
        if (!rule.matches(tuple, packet)) continue;
        rule.hits[worker.value].add();
        return rule.permit;
    }
    return false;
}

}  // namespace dataplane
