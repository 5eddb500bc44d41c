#pragma once

#include <cstdint>
#include <string>

namespace cli {

/// Where a server listens. Port 0: any free one.
struct ListenAddress {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;

    /// "2001", "192.0.2.1:2001", "localhost:2001" or "[::1]:2001"; throws UsageError.
    static ListenAddress parse(const std::string& text);
    /// The same host, `count` ports further (port 0 stays 0); throws UsageError past 65535.
    ListenAddress next(std::size_t count) const;
    /// "127.0.0.1 2001", as one types it behind `telnet`.
    std::string text() const { return host + " " + std::to_string(port); }
};

}  // namespace cli
