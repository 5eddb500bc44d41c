#include "ipsec-dataplane/translation/layer4.h"

#include "ipsec-dataplane/stack/ip4_header.h"

namespace dataplane {

namespace {

constexpr std::uint8_t echo_reply = 0, echo_request = 8, fin_or_rst = 0x05;
constexpr std::uint32_t icmp_header_length = 8, udp_checksum_at = 6, tcp_checksum_at = 16, icmp_checksum_at = 2,
                        icmp_identifier_at = 4;

std::uint8_t* layer4(const Packet& packet) { return packet.l3() + ip4(packet).header_length(); }

std::uint32_t layer4_length(const Packet& packet) { return packet.l3_length() - ip4(packet).header_length(); }

std::uint32_t least_length(std::uint8_t number) { return number == protocol::tcp ? 20 : 8; }

bool is_echo(std::uint8_t type) { return type == echo_request || type == echo_reply; }

/// Where the port stands behind the header, `is_source` or not.
std::optional<std::uint32_t> port_at(std::uint8_t number, std::uint8_t first_byte, bool is_source) {
    if (number == protocol::tcp || number == protocol::udp) return is_source ? 0U : 2U;
    if (number == protocol::icmp && is_echo(first_byte)) return icmp_identifier_at;
    return {};
}

std::optional<std::uint16_t> port_of(const Packet& packet, bool is_source) {
    const Ip4Header header = ip4(packet);
    const std::uint8_t number = header.protocol();
    if (header.is_fragment() || layer4_length(packet) < least_length(number)) return {};
    const auto at = port_at(number, layer4(packet)[0], is_source);
    if (!at) return {};
    return wire::load16(layer4(packet) + *at);
}

/// The checksum at `at` after a 32-bit and a 16-bit value that it covers have changed.
struct Change {
    std::uint32_t address_before = 0, address_after = 0;
    std::uint16_t port_before = 0, port_after = 0;
};

void adjust(std::uint8_t* at, std::uint16_t before, std::uint16_t after) {
    wire::store16(at, wire::adjusted(wire::load16(at), before, after));
}

void adjust_address(std::uint8_t* at, const Change& change) {
    adjust(at, static_cast<std::uint16_t>(change.address_before >> 16),
           static_cast<std::uint16_t>(change.address_after >> 16));
    adjust(at, static_cast<std::uint16_t>(change.address_before), static_cast<std::uint16_t>(change.address_after));
}

void adjust_layer4(std::uint8_t number, std::uint8_t* behind, const Change& change) {
    if (number == protocol::icmp) return adjust(behind + icmp_checksum_at, change.port_before, change.port_after);
    std::uint8_t* at = behind + (number == protocol::udp ? udp_checksum_at : tcp_checksum_at);
    if (number == protocol::udp && wire::load16(at) == 0) return;  // none was computed
    adjust_address(at, change);
    adjust(at, change.port_before, change.port_after);
    if (number == protocol::udp && wire::load16(at) == 0) wire::store16(at, 0xffff);
}

constexpr std::uint32_t ip_checksum_at = 10, source_at = 12, destination_at = 16;

void set_end(Packet& packet, bool is_source, std::uint32_t address, std::uint16_t port) {
    const std::uint8_t number = ip4(packet).protocol();
    std::uint8_t *header = packet.l3(), *behind = layer4(packet);
    std::uint8_t* address_at = header + (is_source ? source_at : destination_at);
    std::uint8_t* port_place = behind + port_at(number, behind[0], is_source).value_or(0);
    const Change change{wire::load32(address_at), address, wire::load16(port_place), port};
    wire::store32(address_at, address);
    wire::store16(port_place, port);
    adjust_address(header + ip_checksum_at, change);
    adjust_layer4(number, behind, change);
}

}  // namespace

std::optional<std::uint16_t> source_port(const Packet& packet) { return port_of(packet, true); }

std::optional<std::uint16_t> destination_port(const Packet& packet) { return port_of(packet, false); }

bool is_tcp_closing(const Packet& packet) {
    return ip4(packet).protocol() == protocol::tcp && (layer4(packet)[13] & fin_or_rst) != 0;
}

bool is_icmp_error(const Packet& packet) {
    const Ip4Header header = ip4(packet);
    if (header.protocol() != protocol::icmp || header.is_fragment()) return false;
    const std::uint32_t least = icmp_header_length + Ip4Header::minimum + 8;
    const std::uint8_t type = layer4(packet)[0];
    return layer4_length(packet) >= least && (type == 3 || type == 11 || type == 12);
}

void set_source(Packet& packet, std::uint32_t address, std::uint16_t port) { set_end(packet, true, address, port); }

void set_destination(Packet& packet, std::uint32_t address, std::uint16_t port) {
    set_end(packet, false, address, port);
}

std::optional<QuotedSource> quoted_source(const Packet& packet) {
    std::uint8_t* inner = layer4(packet) + icmp_header_length;
    const Ip4Header header(inner);
    const std::uint32_t there = layer4_length(packet) - icmp_header_length;
    if (header.version() != 4 || header.header_length() < Ip4Header::minimum || there < header.header_length() + 8)
        return {};
    const auto at = port_at(header.protocol(), header.payload()[0], true);
    if (!at || header.fragment_offset() != 0) return {};
    return QuotedSource{header.source(), wire::load16(header.payload() + *at), header.protocol()};
}

namespace {

/// The quoted checksums follow where they are quoted.
void set_quoted_end(Packet& packet, bool is_source, std::uint32_t address, std::uint16_t port) {
    std::uint8_t* inner = layer4(packet) + icmp_header_length;
    const Ip4Header quoted(inner);
    std::uint8_t *behind = inner + quoted.header_length(), *address_at = inner + (is_source ? source_at : destination_at);
    const auto at = port_at(quoted.protocol(), behind[0], is_source);
    Change change{wire::load32(address_at), address, 0, 0};
    wire::store32(address_at, address);
    adjust_address(inner + ip_checksum_at, change);
    if (!at) return;
    change.port_before = wire::load16(behind + *at);
    change.port_after = port;
    wire::store16(behind + *at, port);
    const bool has_checksum =
        quoted.protocol() != protocol::tcp || layer4_length(packet) >= icmp_header_length + quoted.header_length() + 20;
    if (has_checksum) adjust_layer4(quoted.protocol(), behind, change);
}

void renew_icmp_checksum(Packet& packet) {
    std::uint8_t* icmp = layer4(packet);
    wire::store16(icmp + icmp_checksum_at, 0);
    wire::store16(icmp + icmp_checksum_at, wire::checksum(wire::sum({icmp, layer4_length(packet)})));
}

void set_address(Packet& packet, std::size_t place, std::uint32_t address) {
    const std::uint8_t number = ip4(packet).protocol();
    std::uint8_t* header = packet.l3();
    const Change change{wire::load32(header + place), address, 0, 0};
    wire::store32(header + place, address);
    adjust_address(header + ip_checksum_at, change);
    const bool covered = (number == protocol::tcp || number == protocol::udp) && ip4(packet).fragment_offset() == 0;
    if (covered && layer4_length(packet) >= least_length(number)) adjust_layer4(number, layer4(packet), change);
}

}  // namespace

void set_quoted_source_end(Packet& packet, std::uint32_t address, std::uint16_t port) {
    set_quoted_end(packet, true, address, port);
    renew_icmp_checksum(packet);
}

void set_quoted_destination_end(Packet& packet, std::uint32_t address, std::uint16_t port) {
    set_quoted_end(packet, false, address, port);
    renew_icmp_checksum(packet);
}

void set_quoted_source(Packet& packet, std::uint32_t address, std::uint16_t port) {
    set_quoted_source_end(packet, address, port);
    Ip4Header header = ip4(packet);
    header.set_addresses(header.source(), address);
    header.update_checksum();
}

void set_source_address(Packet& packet, std::uint32_t address) { set_address(packet, source_at, address); }

void set_destination_address(Packet& packet, std::uint32_t address) { set_address(packet, destination_at, address); }

std::optional<std::pair<std::uint16_t, std::uint16_t>> ports_of(const Packet& packet) {
    const Ip4Header header = ip4(packet);
    const std::uint8_t number = header.protocol();
    if (header.fragment_offset() != 0) return {};
    const bool has_ports = number == protocol::tcp || number == protocol::udp || number == protocol::icmp;
    if (!has_ports) return std::pair<std::uint16_t, std::uint16_t>{};
    if (layer4_length(packet) < least_length(number)) return {};
    const auto source = port_at(number, layer4(packet)[0], true), destination = port_at(number, layer4(packet)[0], false);
    if (!source || !destination) return std::pair<std::uint16_t, std::uint16_t>{};
    return std::pair{wire::load16(layer4(packet) + *source), wire::load16(layer4(packet) + *destination)};
}

bool has_ports(const Packet& packet) {
    const Ip4Header header = ip4(packet);
    const std::uint8_t number = header.protocol();
    return header.fragment_offset() == 0 && layer4_length(packet) >= least_length(number) && port_at(number, layer4(packet)[0], true);
}

std::optional<QuotedPacket> quoted_packet(const Packet& packet) {
    std::uint8_t* inner = layer4(packet) + icmp_header_length;
    const Ip4Header header(inner);
    const std::uint32_t there = layer4_length(packet) - icmp_header_length;
    if (header.version() != 4 || header.header_length() < Ip4Header::minimum || there < header.header_length() + 8) return {};
    if (header.fragment_offset() != 0) return {};
    QuotedPacket quoted{header.source(), header.destination(), 0, 0, header.protocol()};
    const auto source = port_at(header.protocol(), header.payload()[0], true), destination = port_at(header.protocol(), header.payload()[0], false);
    if (source) quoted.source_port = wire::load16(header.payload() + *source);
    if (destination) quoted.destination_port = wire::load16(header.payload() + *destination);
    return quoted;
}

}  // namespace dataplane
