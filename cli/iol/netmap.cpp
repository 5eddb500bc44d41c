#include "cli/iol/netmap.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace cli {

namespace {

constexpr std::string_view blanks = " \t\r";
constexpr unsigned last_application = 0xffff, last_bay = 15, last_unit = 15;

/// The number at the front of `text`, which is taken off together with the character `behind` it ('\0': nothing may follow).
std::optional<unsigned> take_number(std::string_view& text, char behind, unsigned largest) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || value > largest) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (behind == '\0') return text.empty() ? std::optional(value) : std::nullopt;
    if (!text.starts_with(behind)) return std::nullopt;
    text.remove_prefix(1);
    return value;
}

std::optional<NetmapPort> port_of(std::string_view text) {
    text = text.substr(0, text.find('@'));
    const auto application = take_number(text, ':', last_application);
    const auto bay = application ? take_number(text, '/', last_bay) : std::nullopt;
    const auto unit = bay ? take_number(text, '\0', last_unit) : std::nullopt;
    if (!unit) return std::nullopt;
    return NetmapPort{static_cast<std::uint16_t>(*application), static_cast<std::uint8_t>(*bay), static_cast<std::uint8_t>(*unit)};
}

/// Empty when a word of the line is no port.
std::vector<NetmapPort> wire_of(std::string_view line) {
    std::vector<NetmapPort> wire;
    for (std::size_t at = 0; (at = line.find_first_not_of(blanks, at)) != std::string_view::npos;) {
        const std::size_t end = std::min(line.find_first_of(blanks, at), line.size());
        const auto port = port_of(line.substr(at, end - at));
        if (!port) return {};
        wire.push_back(*port);
        at = end;
    }
    return wire;
}

}  // namespace

Netmap Netmap::parse(std::string_view text) {
    Netmap map;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (auto wire = wire_of(text.substr(0, end)); wire.size() > 1) map.wires_.push_back(std::move(wire));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return map;
}

std::vector<NetmapPort> Netmap::peers_of(const NetmapPort& port) const {
    std::vector<NetmapPort> peers;
    for (const auto& wire : wires_) {
        if (std::find(wire.begin(), wire.end(), port) == wire.end()) continue;
        std::copy_if(wire.begin(), wire.end(), std::back_inserter(peers), [&](const NetmapPort& each) { return each != port; });
    }
    std::sort(peers.begin(), peers.end());
    peers.erase(std::unique(peers.begin(), peers.end()), peers.end());
    return peers;
}

}  // namespace cli
