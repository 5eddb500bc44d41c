#include "ipsec-dataplane/tables/packet_filter.h"

#include <algorithm>

#include "ipsec-dataplane/esp/ip_header.h"
#include "ipsec-dataplane/stack/ip_packet.h"

namespace dataplane {

namespace {

constexpr std::uint8_t tcp_ack_or_rst = 0x14;

bool has_ports(std::uint8_t number) { return number == protocol::tcp || number == protocol::udp || number == 132; }

bool is_established(const Packet& packet) {
    const IpHeader header = read_whole_ip_header({packet.l3(), packet.l3_length()});
    if (!header.valid || header.protocol != protocol::tcp || header.total_length < header.length + 14U) return false;
    return (packet.l3()[header.length + 13] & tcp_ack_or_rst) != 0;
}

std::uint64_t load64(const std::uint8_t* at) { return std::uint64_t{wire::load32(at)} << 32 | wire::load32(at + 4); }

void read_ports(PacketTuple& tuple, const std::uint8_t* layer4, std::uint32_t left) {
    if (tuple.fragment || left < 4) return;
    if (has_ports(tuple.protocol)) {
        tuple.source_port = wire::load16(layer4);
        tuple.destination_port = wire::load16(layer4 + 2);
    } else if (tuple.protocol == (tuple.v6 ? protocol::icmp6 : protocol::icmp)) {
        tuple.source_port = wire::load16(layer4);
    }
}

/// Only the first fragment shows what lies behind the headers.
PacketTuple tuple_of_v6(const Packet& packet) {
    const std::uint8_t* at = packet.l3();
    const IpHeader header = read_whole_ip_header({at, packet.l3_length()});
    PacketTuple tuple{
        {load64(at + 8), load64(at + 16)}, {load64(at + 24), load64(at + 32)}, 0, 0, header.protocol, false, true};
    if (!header.valid) return tuple;
    tuple.fragment = header.fragment && (wire::load16(at + header.length - 6) & 0xfff8) != 0;
    read_ports(tuple, at + header.length, header.total_length - header.length);
    return tuple;
}

WideAddress care_of(const config::IpAddress& wildcard) { return {0, ~wildcard.v4_value() & 0xffffffffU}; }

/// RFC 4861: solicitations and advertisements of neighbours.
bool is_neighbour_discovery(const PacketTuple& tuple) {
    const unsigned type = tuple.source_port >> 8;
    return tuple.v6 && tuple.protocol == protocol::icmp6 && (type == 135 || type == 136);
}

}  // namespace

WideAddress WideAddress::of(const config::IpAddress& address) {
    if (!address.is_v6()) return {0, address.v4_value()};
    return {load64(address.bytes().data()), load64(address.bytes().data() + 8)};
}

WideAddress WideAddress::mask(unsigned length) {
    const auto ones = [](unsigned count) { return count == 0 ? 0 : ~std::uint64_t{0} << (64 - count); };
    return {ones(std::min(length, 64U)), ones(length > 64 ? length - 64 : 0)};
}

config::IpAddress WideAddress::address(bool v6) const {
    if (!v6) return config::IpAddress::v4(static_cast<std::uint32_t>(low));
    std::array<std::uint8_t, 16> bytes{};
    wire::store32(bytes.data(), static_cast<std::uint32_t>(high >> 32));
    wire::store32(bytes.data() + 4, static_cast<std::uint32_t>(high));
    wire::store32(bytes.data() + 8, static_cast<std::uint32_t>(low >> 32));
    wire::store32(bytes.data() + 12, static_cast<std::uint32_t>(low));
    return config::IpAddress::v6(bytes);
}

FlowKey PacketTuple::key() const {
    const bool ports = has_ports(protocol);
    return {source.address(v6), destination.address(v6), protocol, ports ? source_port : std::uint16_t{0},
            ports ? destination_port : std::uint16_t{0}};
}

PacketTuple tuple_of(const Packet& packet) {
    if (is_v6(packet)) return tuple_of_v6(packet);
    const Ip4Header header = ip4(packet);
    PacketTuple tuple{{0, header.source()}, {0, header.destination()},     0,    0,
                      header.protocol(),    header.fragment_offset() != 0, false};
    read_ports(tuple, header.payload(), packet.l3_length() - header.header_length());
    return tuple;
}

FilterRule::FilterRule(const config::AccessListEntry& entry, Counter* hit_counters)
    : source(WideAddress::of(entry.source.address)),
      source_care(care_of(entry.source.wildcard)),
      destination(WideAddress::of(entry.destination.address)),
      destination_care(care_of(entry.destination.wildcard)),
      protocol(entry.protocol),
      permit(entry.permit),
      fragments_only(entry.options.find("fragments") != std::string::npos),
      established(entry.options.find("established") != std::string::npos),
      source_port(entry.source_port),
      destination_port(entry.destination_port),
      icmp_type(entry.icmp_type),
      icmp_code(entry.icmp_code),
      hits(hit_counters) {}

FilterRule::FilterRule(const config::Ipv6AccessListEntry& entry, Counter* hit_counters)
    : source(WideAddress::of(entry.source.address)),
      source_care(WideAddress::mask(entry.source.length)),
      destination(WideAddress::of(entry.destination.address)),
      destination_care(WideAddress::mask(entry.destination.length)),
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
    if (tuple.source.differs(source, source_care)) return false;
    if (tuple.destination.differs(destination, destination_care)) return false;
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
    return is_neighbour_discovery(tuple);
}

}  // namespace dataplane
