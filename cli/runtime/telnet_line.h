#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cli {

/// The server's end of the TELNET protocol (RFC 854) on one connection: octets in, keys and octets out. Echoes by itself (RFC 857),
/// suppresses go-ahead (RFC 858) and asks for the window's size (RFC 1073).
class TelnetLine {
public:
    struct Window {
        std::uint16_t columns = 0, rows = 0;   ///< 0: not known
    };

    /// The first offers are already waiting in `take_octets`.
    TelnetLine();
    ~TelnetLine();
    TelnetLine(const TelnetLine&) = delete;
    TelnetLine& operator=(const TelnetLine&) = delete;

    /// Octets from the client.
    void receive(std::string_view octets);
    /// What was typed since the last call. Line ends stay as they came.
    std::string take_keys();
    /// The size of the window, if the client has told it since the last call.
    std::optional<Window> take_window();
    /// Text for the client.
    void print(std::string_view text);
    /// What is to be sent since the last call.
    std::string take_octets();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace cli
