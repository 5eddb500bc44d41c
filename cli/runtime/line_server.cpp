#include "cli/runtime/line_server.h"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <vector>

#include "cli/options.h"
#include "cli/runtime/ssh_connection.h"
#include "cli/runtime/ssh_host.h"
#include "cli/runtime/telnet_connection.h"

namespace cli {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::size_t most_connections = 256;                   ///< of one port
constexpr auto pause_after_trouble = std::chrono::seconds(1);   ///< for instance no descriptor is free

/// The peer of a dual-stack socket as what it is.
asio::ip::address peer_of(const tcp::socket& socket) {
    boost::system::error_code error;
    const auto address = socket.remote_endpoint(error).address();
    if (!address.is_v6()) return address;
    if (address.to_v6().is_v4_mapped()) return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    return asio::ip::address_v6(address.to_v6().to_bytes());
}

struct Port {
    Port(asio::io_context& io, Router& served, LineService what) : router(served), service(what), acceptor(io), pause(io) {}
    Router& router;
    LineService service;
    std::unique_ptr<SshHost> host;                              ///< of a port for SSH
    tcp::acceptor acceptor;
    asio::steady_timer pause;
    std::vector<std::unique_ptr<LineConnection>> connections;
};

void open(tcp::acceptor& acceptor, const ListenAddress& address, asio::io_context& io) {
    try {
        tcp::resolver resolver(io);
        const tcp::endpoint where = *resolver.resolve(address.host, std::to_string(address.port), tcp::resolver::passive).begin();
        acceptor.open(where.protocol());
        acceptor.set_option(tcp::acceptor::reuse_address(true));
        acceptor.bind(where);
        acceptor.listen();
    } catch (const boost::system::system_error& error) {
        throw UsageError("cannot listen at " + address.text() + ": " + error.code().message());
    }
}

}  // namespace

struct LineServer::State {
    State(asio::io_context& the_io, RouterLoop& the_loop) : io(the_io), loop(the_loop) {}
    void accept(Port& port);
    void accepted(Port& port, tcp::socket socket);
    void wait(Port& port);
    std::unique_ptr<LineConnection> connection(Port& port, tcp::socket socket);

    asio::io_context& io;
    RouterLoop& loop;
    std::vector<std::unique_ptr<Port>> ports;
};

void LineServer::State::accept(Port& port) {
    port.acceptor.async_accept([this, &port](const boost::system::error_code& error, tcp::socket socket) {
        if (error == asio::error::operation_aborted) return;
        if (error) return wait(port);
        accepted(port, std::move(socket));
        accept(port);
    });
}

/// Who finds no line free is refused by the end of the connection, without a word.
void LineServer::State::accepted(Port& port, tcp::socket socket) {
    if (port.connections.size() >= most_connections) return;
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    socket.set_option(asio::socket_base::keep_alive(true), ignored);
    auto made = connection(port, std::move(socket));
    if (!made) return;
    port.connections.push_back(std::move(made));
    port.connections.back()->start();
}

std::unique_ptr<LineConnection> LineServer::State::connection(Port& port, tcp::socket socket) {
    Arrival arrival{port.router, loop, peer_of(socket).to_string()};
    arrival.sweep = [&port] { std::erase_if(port.connections, [](const auto& each) { return each->is_over(); }); };
    if (port.service == LineService::console) return std::make_unique<TelnetConnection>(std::move(socket), std::move(arrival));
    const auto peer = config::IpAddress::parse(arrival.peer);
    const Transport transport = port.service == LineService::ssh ? Transport::ssh : Transport::telnet;
    if (peer && port.router.login_gate().admits(port.router.configuration(), *peer, loop.now()))
        arrival.vty = port.router.vty_lines().take(port.router.configuration(), transport, *peer);
    if (!arrival.vty) return nullptr;
    if (port.service == LineService::telnet) return std::make_unique<TelnetConnection>(std::move(socket), std::move(arrival));
    return std::make_unique<SshConnection>(std::move(socket), *port.host, std::move(arrival));
}

void LineServer::State::wait(Port& port) {
    port.pause.expires_after(pause_after_trouble);
    port.pause.async_wait([this, &port](const boost::system::error_code& error) {
        if (!error) accept(port);
    });
}

LineServer::LineServer(asio::io_context& io, RouterLoop& loop) : state_(std::make_unique<State>(io, loop)) {}

LineServer::~LineServer() = default;

std::uint16_t LineServer::listen(Router& router, const ListenAddress& address, LineService service) {
    auto port = std::make_unique<Port>(state_->io, router, service);
    open(port->acceptor, address, state_->io);
    if (service == LineService::ssh) port->host = std::make_unique<SshHost>(router);
    state_->ports.push_back(std::move(port));
    state_->accept(*state_->ports.back());
    return state_->ports.back()->acceptor.local_endpoint().port();
}

std::string LineServer::listen(Router& router, const LineAddresses& addresses, std::size_t index) {
    std::string lines;
    const auto serve = [&](const std::string& text, LineService service) {
        if (text.empty()) return;
        ListenAddress address = ListenAddress::parse(text).next(index);
        address.port = listen(router, address, service);
        const std::string how = service == LineService::ssh ? "ssh -p " + std::to_string(address.port) + " " + address.host
                                                            : "telnet " + address.text();
        lines += router.node_name() + ": " + how + "\n";
    };
    serve(addresses.console, LineService::console);
    serve(addresses.telnet, LineService::telnet);
    serve(addresses.ssh, LineService::ssh);
    return lines;
}

/// By number: a loop that is told of an end may come back here.
void LineServer::flush() {
    for (const auto& port : state_->ports)
        for (std::size_t i = 0; i < port->connections.size(); ++i) port->connections[i]->flush();
}

}  // namespace cli
