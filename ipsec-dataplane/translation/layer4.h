#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "ipsec-dataplane/packet.h"

/// What port translation reads and writes behind an IPv4 header; l3_offset at a checked one. A port is that of TCP and
/// UDP, or the identifier of an ICMP echo.
namespace dataplane {

/// Nothing for other protocols, fragments and packets that are cut short.
std::optional<std::uint16_t> source_port(const Packet& packet);
std::optional<std::uint16_t> destination_port(const Packet& packet);
/// Of the packet or of its first fragment: (source, destination) ports, the identifier of an ICMP echo twice, zeros for protocols
/// without ports. Nothing for later fragments and what is cut short.
std::optional<std::pair<std::uint16_t, std::uint16_t>> ports_of(const Packet& packet);
/// TCP, UDP or an ICMP echo, whole or a first fragment: `set_source` and `set_destination` have a port to write.
bool has_ports(const Packet& packet);
/// The address alone; checksums follow as far as they cover it.
void set_source_address(Packet& packet, std::uint32_t address);
void set_destination_address(Packet& packet, std::uint32_t address);
bool is_tcp_closing(const Packet& packet);
/// Unreachable, time exceeded, parameter problem.
bool is_icmp_error(const Packet& packet);

/// All checksums follow.
void set_source(Packet& packet, std::uint32_t address, std::uint16_t port);
void set_destination(Packet& packet, std::uint32_t address, std::uint16_t port);

/// The packet that an ICMP error is about, both ends. Ports as in ports_of.
struct QuotedPacket {
    std::uint32_t source = 0, destination = 0;
    std::uint16_t source_port = 0, destination_port = 0;
    std::uint8_t protocol = 0;
};
std::optional<QuotedPacket> quoted_packet(const Packet& packet);
/// In the quoted packet. The error's own checksum is made anew.
void set_quoted_source_end(Packet& packet, std::uint32_t address, std::uint16_t port);
void set_quoted_destination_end(Packet& packet, std::uint32_t address, std::uint16_t port);

struct QuotedSource {
    std::uint32_t address = 0;
    std::uint16_t port = 0;
    std::uint8_t protocol = 0;
};
/// The sender of the packet that an ICMP error is about.
std::optional<QuotedSource> quoted_source(const Packet& packet);
/// In the quoted packet, and as the error's destination.
void set_quoted_source(Packet& packet, std::uint32_t address, std::uint16_t port);

}  // namespace dataplane
