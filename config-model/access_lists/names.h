#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "config-model/language/syntax.h"

namespace config {

constexpr std::uint8_t protocol_icmp = 1, protocol_igmp = 2, protocol_tcp = 6, protocol_udp = 17;

/// Words for IP protocols other than tcp, udp, icmp and igmp, which have lines of their own.
std::span<const Choice> plain_protocol_words();
std::span<const Choice> tcp_port_words();
std::span<const Choice> udp_port_words();
/// The value is type * 256 + code; the code is 255 for a type alone.
std::span<const Choice> icmp_message_words();

/// "ip", "tcp", "gre", … or the number.
std::string protocol_text(std::uint8_t protocol);
/// "www", "isakmp" or the number, as the protocol names it.
std::string port_text(std::uint8_t protocol, std::uint16_t port);

}  // namespace config
