#include "cli/router/vty_lines.h"

#include <algorithm>
#include <sstream>
#include <string>

namespace cli {

using namespace config;

namespace {

constexpr std::uint8_t tcp = 6;

bool has_word(const std::string& words, std::string_view wanted) {
    std::istringstream stream(words);
    for (std::string word; stream >> word;)
        if (word == wanted) return true;
    return false;
}

/// Without `transport input` every protocol may come in.
bool takes(const TerminalLine& line, Transport transport) {
    const std::string& input = line.transport_input;
    return input.empty() || has_word(input, "all") || has_word(input, transport == Transport::ssh ? "ssh" : "telnet");
}

/// The line itself is where the connection ends, so a list that names destinations fits with `any` alone.
bool fits(const AccessListEntry& entry, Transport transport, const IpAddress& peer) {
    if (entry.is_remark() || (entry.protocol != 0 && entry.protocol != tcp)) return false;
    const std::uint16_t port = transport == Transport::ssh ? 22 : 23;
    return entry.source.matches(peer) && entry.destination.is_any() && entry.destination_port.matches(port);
}

/// What no line of the list permits is denied; a list that is not there denies nothing.
bool permits(const AccessList& list, Transport transport, const IpAddress& peer) {
    const auto first = std::find_if(list.entries.begin(), list.entries.end(), [&](const auto& entry) { return fits(entry, transport, peer); });
    return list.entries.empty() || (first != list.entries.end() && first->permit);
}

/// `access-class NAME in [vrf-also]`; lists of IPv4 say nothing about IPv6.
bool admits(const Configuration& configuration, const TerminalLine& line, Transport transport, const IpAddress& peer) {
    std::istringstream words(line.access_class_in);
    std::string name, direction;
    words >> name >> direction;
    if (direction != "in" || !peer.is_v4()) return true;
    const auto* list = configuration.access_lists.find(name);
    return !list || permits(*list, transport, peer);
}

}  // namespace

std::optional<std::uint16_t> VtyLines::take(const Configuration& configuration, Transport transport, const IpAddress& peer) {
    for (const TerminalLine& line : configuration.system.lines) {
        if (line.kind != TerminalLine::Kind::vty || !takes(line, transport)) continue;
        for (std::uint16_t number = line.first; number <= std::max(line.first, line.last); ++number) {
            if (taken_.contains(number)) continue;
            if (!admits(configuration, line, transport, peer)) return std::nullopt;
            taken_.insert(number);
            return number;
        }
    }
    return std::nullopt;
}

}  // namespace cli
