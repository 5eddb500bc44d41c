#include "cli/runtime/telnet_connection.h"

#include <boost/asio/write.hpp>
#include <utility>

namespace cli {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::size_t queue_limit = 64 * 1024;         ///< octets that wait for a client; its console waits with the rest
constexpr auto patience = std::chrono::seconds(2);     ///< for a client's own end of connection after `exit`

}  // namespace

TelnetConnection::TelnetConnection(tcp::socket socket, Arrival arrival)
    : socket_(std::move(socket)), timer_(socket_.get_executor()), session_(std::move(arrival)) {}

void TelnetConnection::start() {
    session_.open(session_.options());
    read();
    session_.arrival().loop.attend(nullptr);
}

/// Goes on reading after the session's end, so that type-ahead behind `exit` does not turn the farewell into a reset.
void TelnetConnection::read() {
    if (reading_ || !socket_.is_open() || (session_.console() && !session_.accepts_input())) return;
    reading_ = true;
    ++handlers_;
    socket_.async_read_some(asio::buffer(buffer_), [this](const boost::system::error_code& error, std::size_t count) {
        --handlers_;
        reading_ = false;
        if (error) hang_up();
        else if (session_.console()) received({buffer_.data(), count});
        read();
        session_.swept();
    });
}

void TelnetConnection::received(std::string_view octets) {
    line_.receive(octets);
    if (const auto window = line_.take_window()) session_.resize({window->columns, window->rows});
    queue(session_.type(line_.take_keys()));
    flush();
}

void TelnetConnection::queue(std::string_view text) {
    line_.print(text);
    waiting_ += line_.take_octets();
}

void TelnetConnection::flush() {
    if (session_.console() && waiting_.size() < queue_limit) queue(session_.take_output());
    read();
    write();
    if (session_.is_finished() && waiting_.empty() && !writing_) leave();
}

void TelnetConnection::write() {
    if (writing_ || waiting_.empty() || !socket_.is_open()) return;
    writing_ = true;
    ++handlers_;
    sending_ = std::exchange(waiting_, {});
    asio::async_write(socket_, asio::buffer(sending_), [this](const boost::system::error_code& error, std::size_t) {
        --handlers_;
        writing_ = false;
        if (error) hang_up();
        else written();
        session_.swept();
    });
}

/// There is room again: what the console held back comes.
void TelnetConnection::written() {
    flush();
    if (session_.has_more()) session_.arrival().loop.attend(nullptr);
}

/// The session is over and its last output sent: the client gets the end of the stream and a moment to answer with its own.
void TelnetConnection::leave() {
    session_.end();
    boost::system::error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    ++handlers_;
    timer_.expires_after(patience);
    timer_.async_wait([this](const boost::system::error_code&) {
        --handlers_;
        hang_up();
        session_.swept();
    });
    read();
}

void TelnetConnection::hang_up() {
    boost::system::error_code ignored;
    socket_.close(ignored);
    timer_.cancel();
    if (!session_.console()) return;
    session_.end();
    session_.arrival().loop.attend(nullptr);
}

}  // namespace cli
