#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "cli/runtime/telnet_line.h"
#include "cli/runtime/terminal_session.h"

namespace cli {

/// One client by telnet.
class TelnetConnection final : public LineConnection {
public:
    TelnetConnection(boost::asio::ip::tcp::socket socket, Arrival arrival);

    void start() override;
    void flush() override;
    bool is_over() const override { return !socket_.is_open() && handlers_ == 0; }

private:
    void read();
    void received(std::string_view octets);
    void write();
    void written();
    void queue(std::string_view text);
    void leave();
    void hang_up();

    boost::asio::ip::tcp::socket socket_;
    boost::asio::steady_timer timer_;
    TerminalSession session_;
    TelnetLine line_;
    std::array<char, 4096> buffer_{};
    std::string waiting_, sending_;
    unsigned handlers_ = 0;
    bool reading_ = false, writing_ = false;
};

}  // namespace cli
