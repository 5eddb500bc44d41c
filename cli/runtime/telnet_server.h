#pragma once

#include <memory>
#include <string>

#include "cli/router/router.h"
#include "cli/runtime/listen_address.h"
#include "cli/runtime/router_loop.h"

namespace boost::asio {
class io_context;
}

namespace cli {

/// Consoles of routers by telnet, as behind a terminal server. Every connection is a console of its own; `exit` there and a hang-up
/// end it. A client that reads slowly holds back its own console only.
class TelnetServer {
public:
    TelnetServer(boost::asio::io_context& io, RouterLoop& loop);
    ~TelnetServer();
    TelnetServer(const TelnetServer&) = delete;
    TelnetServer& operator=(const TelnetServer&) = delete;

    /// Accepts connections to this router's console. Returns the port; throws UsageError when the address cannot be had.
    std::uint16_t listen(Router& router, const ListenAddress& address);
    /// Sends on what the consoles printed; called by the loop whenever something may have been.
    void flush();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace cli
