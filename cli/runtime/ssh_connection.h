#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>

#include "cli/runtime/exec_output.h"
#include "cli/runtime/ssh_gate.h"
#include "cli/runtime/terminal_session.h"

namespace cli {

/// One client by SSH: a shell, or one command whose output and status it gets.
class SshConnection final : public LineConnection {
public:
    SshConnection(boost::asio::ip::tcp::socket socket, SshHost& host, Arrival arrival);
    ~SshConnection() override;

    void start() override;
    void flush() override;
    bool is_over() const override { return !socket_.is_open() && handlers_ == 0; }

private:
    void serve();
    void open_console();
    void take_input();
    void type(std::string_view keys);
    void next_command();
    void queue(std::string_view output);
    void send();
    void after_output();
    bool all_sent() const { return waiting_.empty() && !ssh_.wants_to_write(); }
    void arm();
    void wait(boost::asio::ip::tcp::socket::wait_type what, bool& waits);
    void limit(std::chrono::seconds time);
    void leave(int status);
    void hang_up();
    void end_session();

    boost::asio::ip::tcp::socket socket_;
    boost::asio::steady_timer timer_;
    TerminalSession session_;
    ConfiguredUsers users_;
    SshSession ssh_;
    ExecOutput exec_output_;
    std::deque<std::string> commands_;         ///< lines of an exec request that are still to run
    std::string waiting_;
    std::size_t sent_ = 0;                     ///< octets of it that went
    unsigned handlers_ = 0;
    bool reads_ = false, writes_ = false;      ///< a handler waits for the socket
    bool unread_ = false;                      ///< the console was full when the client typed on
    bool typing_ = false, leaving_ = false;
    bool ended_ = false;                       ///< the last line of a shell's input was ended for the client
};

}  // namespace cli
