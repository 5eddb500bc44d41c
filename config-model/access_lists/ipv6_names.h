#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "config-model/language/syntax.h"

namespace config {

/// Words for IPv6 protocols other than tcp, udp and icmp, which have lines of their own. `ipv6` is 0.
std::span<const Choice> ipv6_protocol_words();
/// The value is type * 256 + code; the code is 255 for a type alone.
std::span<const Choice> icmpv6_message_words();

/// "ipv6", "tcp", "esp", … or the number.
std::string ipv6_protocol_text(std::uint8_t protocol);

}  // namespace config
