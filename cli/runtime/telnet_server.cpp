#include "cli/runtime/telnet_server.h"

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <vector>

#include "cli/options.h"
#include "cli/runtime/telnet_line.h"

namespace cli {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::size_t most_connections = 256;
constexpr auto pause_after_trouble = std::chrono::seconds(1);   ///< for instance no descriptor is free
constexpr std::size_t queue_limit = 64 * 1024;                  ///< octets that wait for a client; its console waits with the rest
constexpr auto patience = std::chrono::seconds(2);              ///< for a client's own end of connection after `exit`

/// One client. Over when its socket is closed and no handler refers to it any more.
class Connection {
public:
    Connection(tcp::socket socket, Router& router, RouterLoop& loop, void (*sweep)(void*), void* server);
    ~Connection() { end_console(); }

    void start();
    void flush();
    bool is_over() const { return !socket_.is_open() && handlers_ == 0; }

private:
    void read();
    void received(std::string_view octets);
    void type(std::string_view keys);
    void take_window();
    void write();
    void written();
    void queue(std::string_view text);
    void leave();
    void hang_up();
    void end_console();
    /// Every handler ends here.
    void swept() { sweep_(server_); }

    tcp::socket socket_;
    asio::steady_timer timer_;
    Router& router_;
    RouterLoop& loop_;
    void (*sweep_)(void*);
    void* server_;
    Console* console_ = nullptr;              ///< null when its session is over
    TelnetLine line_;
    TelnetLine::Window window_;               ///< what the terminal was set to last
    std::array<char, 4096> buffer_{};
    std::string waiting_, sending_;
    unsigned handlers_ = 0;
    bool reading_ = false, writing_ = false;
};

Connection::Connection(tcp::socket socket, Router& router, RouterLoop& loop, void (*sweep)(void*), void* server)
    : socket_(std::move(socket)), timer_(socket_.get_executor()), router_(router), loop_(loop), sweep_(sweep), server_(server) {}

std::string address_of(const tcp::socket& socket) {
    boost::system::error_code error;
    const auto peer = socket.remote_endpoint(error);
    return error ? std::string{} : peer.address().to_string();
}

void Connection::start() {
    boost::system::error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
    socket_.set_option(asio::socket_base::keep_alive(true), ignored);
    ConsoleOptions options;
    options.remote = address_of(socket_);
    window_ = {options.terminal.width, options.terminal.length};
    console_ = &router_.add_console(std::move(options), loop_.now());
    read();
    loop_.attend(nullptr);
}

/// Goes on reading after the session's end, so that type-ahead behind `exit` does not turn the farewell into a reset.
void Connection::read() {
    if (reading_ || !socket_.is_open() || (console_ && !console_->accepts_input())) return;
    reading_ = true;
    ++handlers_;
    socket_.async_read_some(asio::buffer(buffer_), [this](const boost::system::error_code& error, std::size_t count) {
        --handlers_;
        reading_ = false;
        if (error) hang_up();
        else if (console_) received({buffer_.data(), count});
        read();
        swept();
    });
}

void Connection::received(std::string_view octets) {
    line_.receive(octets);
    take_window();
    type(line_.take_keys());
    queue(loop_.attend(console_));
    flush();
}

/// Line by line: what follows `exit` is not for a new session.
void Connection::type(std::string_view keys) {
    while (!keys.empty() && !console_->is_finished()) {
        const auto end = keys.find_first_of("\r\n");
        const std::string_view line = keys.substr(0, end == std::string_view::npos ? end : end + 1);
        router_.type(*console_, line, loop_.now());
        keys.remove_prefix(line.size());
    }
}

/// The window's size counts while nothing else was configured or typed.
void Connection::take_window() {
    const auto window = line_.take_window();
    if (!window) return;
    TerminalSettings& terminal = console_->terminal();
    if (window->columns != 0 && terminal.width == window_.columns) terminal.width = window_.columns = window->columns;
    if (window->rows != 0 && terminal.length == window_.rows) terminal.length = window_.rows = window->rows;
}

void Connection::queue(std::string_view text) {
    line_.print(text);
    waiting_ += line_.take_octets();
}

void Connection::flush() {
    if (console_ && waiting_.size() < queue_limit) queue(console_->take_output());
    read();
    write();
    if (console_ && console_->is_finished() && waiting_.empty() && !writing_) leave();
}

void Connection::write() {
    if (writing_ || waiting_.empty() || !socket_.is_open()) return;
    writing_ = true;
    ++handlers_;
    sending_ = std::exchange(waiting_, {});
    asio::async_write(socket_, asio::buffer(sending_), [this](const boost::system::error_code& error, std::size_t) {
        --handlers_;
        writing_ = false;
        if (error) hang_up();
        else written();
        swept();
    });
}

/// There is room again: what the console held back comes.
void Connection::written() {
    flush();
    if (console_ && console_->next_deadline()) loop_.attend(nullptr);
}

/// The session is over and its last output sent: the client gets the end of the stream and a moment to answer with its own.
void Connection::leave() {
    end_console();
    boost::system::error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    ++handlers_;
    timer_.expires_after(patience);
    timer_.async_wait([this](const boost::system::error_code&) {
        --handlers_;
        hang_up();
        swept();
    });
    read();
}

void Connection::hang_up() {
    boost::system::error_code ignored;
    socket_.close(ignored);
    timer_.cancel();
    if (!console_) return;
    end_console();
    loop_.attend(nullptr);
}

void Connection::end_console() {
    if (!console_) return;
    console_->lost(loop_.now());
    router_.remove_console(*std::exchange(console_, nullptr));
}

}  // namespace

struct TelnetServer::State {
    struct Port {
        Port(asio::io_context& io, Router& served) : router(served), acceptor(io), pause(io) {}
        Router& router;
        tcp::acceptor acceptor;
        asio::steady_timer pause;
    };

    State(asio::io_context& the_io, RouterLoop& the_loop) : io(the_io), loop(the_loop) {}
    void accept(Port& port);
    void accepted(Port& port, tcp::socket socket);
    void wait(Port& port);
    void sweep();

    asio::io_context& io;
    RouterLoop& loop;
    std::vector<std::unique_ptr<Port>> ports;
    std::vector<std::unique_ptr<Connection>> connections;
};

void TelnetServer::State::accept(Port& port) {
    port.acceptor.async_accept([this, &port](const boost::system::error_code& error, tcp::socket socket) {
        if (error == asio::error::operation_aborted) return;
        if (error) return wait(port);
        if (connections.size() < most_connections) accepted(port, std::move(socket));
        accept(port);
    });
}

void TelnetServer::State::accepted(Port& port, tcp::socket socket) {
    connections.push_back(std::make_unique<Connection>(std::move(socket), port.router, loop, [](void* state) { static_cast<State*>(state)->sweep(); }, this));
    connections.back()->start();
}

void TelnetServer::State::wait(Port& port) {
    port.pause.expires_after(pause_after_trouble);
    port.pause.async_wait([this, &port](const boost::system::error_code& error) {
        if (!error) accept(port);
    });
}

void TelnetServer::State::sweep() {
    std::erase_if(connections, [](const auto& connection) { return connection->is_over(); });
}

TelnetServer::TelnetServer(asio::io_context& io, RouterLoop& loop) : state_(std::make_unique<State>(io, loop)) {}

TelnetServer::~TelnetServer() = default;

std::uint16_t TelnetServer::listen(Router& router, const ListenAddress& address) {
    auto port = std::make_unique<State::Port>(state_->io, router);
    try {
        tcp::resolver resolver(state_->io);
        const tcp::endpoint where = *resolver.resolve(address.host, std::to_string(address.port), tcp::resolver::passive).begin();
        port->acceptor.open(where.protocol());
        port->acceptor.set_option(tcp::acceptor::reuse_address(true));
        port->acceptor.bind(where);
        port->acceptor.listen();
    } catch (const boost::system::system_error& error) {
        throw UsageError("cannot listen at " + address.text() + ": " + error.code().message());
    }
    state_->ports.push_back(std::move(port));
    state_->accept(*state_->ports.back());
    return state_->ports.back()->acceptor.local_endpoint().port();
}

/// By number: a loop that is told of an end may come back here.
void TelnetServer::flush() {
    for (std::size_t i = 0; i < state_->connections.size(); ++i) state_->connections[i]->flush();
}

}  // namespace cli
