#pragma once

#include <cstdint>
#include <optional>
#include <set>

#include "config-model/configuration.h"

namespace cli {

/// How a terminal reaches a vty.
enum class Transport : std::uint8_t { telnet, ssh };

/// Which virtual terminals of a router are taken.
class VtyLines {
public:
    /// The lowest free vty that takes this transport (`transport input`), unless its `access-class … in` denies the peer. Nothing:
    /// the connection is refused.
    std::optional<std::uint16_t> take(const config::Configuration& configuration, Transport transport, const config::IpAddress& peer);
    void release(std::uint16_t number) { taken_.erase(number); }

private:
    std::set<std::uint16_t> taken_;
};

}  // namespace cli
