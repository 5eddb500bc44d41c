#pragma once

#include <compare>
#include <cstdint>
#include <string_view>
#include <vector>

namespace cli {

/// One port of one IOL instance of a lab: "513:1/2" is unit 2 of bay 1 of application 513.
struct NetmapPort {
    std::uint16_t application = 0;
    std::uint8_t bay = 0, unit = 0;    ///< 0 … 15 each

    /// As frame headers name it.
    std::uint8_t number() const { return static_cast<std::uint8_t>(bay + 16 * unit); }
    static NetmapPort of(std::uint16_t application, std::uint8_t number) {
        return {application, static_cast<std::uint8_t>(number & 15), static_cast<std::uint8_t>(number >> 4)};
    }
    auto operator<=>(const NetmapPort&) const = default;
};

/// The wires of an IOL lab as its NETMAP file tells them: the ports of a line are on one wire, in whatever order. `@HOST` behind a
/// port and lines that begin with # or are malformed are passed over.
class Netmap {
public:
    static Netmap parse(std::string_view text);
    /// Every port that gets what `port` sends.
    std::vector<NetmapPort> peers_of(const NetmapPort& port) const;

private:
    std::vector<std::vector<NetmapPort>> wires_;
};

}  // namespace cli
