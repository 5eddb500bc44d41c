#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "config-model/access_list.h"
#include "config-model/language/syntax.h"
#include "config-model/language/values.h"

/// What entries of IPv4 and IPv6 access lists read and write alike.
namespace config {

/// The names are those of the leaves of the grammar.
PortMatch read_ports(const Args& args, std::string_view op, std::string_view range, std::string_view port);
/// By a message's word or by numbers.
void read_icmp(const Args& args, std::optional<std::uint8_t>& type, std::optional<std::uint8_t>& code);
/// The options among `words` as they were written, with their values.
std::string read_options(const Args& args, std::span<const std::string_view> words);

/// " eq www"; nothing for any port.
std::string ports_text(std::uint8_t protocol, const PortMatch& match);
/// " echo" or the numbers; nothing for any message.
std::string icmp_text(std::optional<std::uint8_t> type, std::optional<std::uint8_t> code, std::span<const Choice> messages);

}  // namespace config
