#pragma once

#include <cstdint>
#include <optional>

#include "ipsec-dataplane/packet.h"

/// What port translation reads and writes behind an IPv4 header; l3_offset at a checked one. A port is that of TCP and
/// UDP, or the identifier of an ICMP echo.
namespace dataplane {

/// Nothing for other protocols, fragments and packets that are cut short.
std::optional<std::uint16_t> source_port(const Packet& packet);
std::optional<std::uint16_t> destination_port(const Packet& packet);
bool is_tcp_closing(const Packet& packet);
/// Unreachable, time exceeded, parameter problem.
bool is_icmp_error(const Packet& packet);

/// All checksums follow.
void set_source(Packet& packet, std::uint32_t address, std::uint16_t port);
void set_destination(Packet& packet, std::uint32_t address, std::uint16_t port);

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
