#pragma once

#include <memory>

#include "cli/options.h"
#include "cli/router/router.h"
#include "cli/runtime/listen_address.h"
#include "cli/runtime/router_loop.h"

namespace boost::asio {
class io_context;
}

namespace cli {

/// What answers at a port.
enum class LineService : std::uint8_t {
    console,   ///< the router's console by telnet, as behind a terminal server: every connection is a console of its own
    telnet,    ///< a vty by telnet
    ssh        ///< a vty by SSH
};

/// Lines of routers by TCP. `exit` there and a hang-up end a connection. A client that reads slowly holds back its own line only.
class LineServer {
public:
    LineServer(boost::asio::io_context& io, RouterLoop& loop);
    ~LineServer();
    LineServer(const LineServer&) = delete;
    LineServer& operator=(const LineServer&) = delete;

    /// Accepts connections to this router. Returns the port; throws UsageError when the address cannot be had.
    std::uint16_t listen(Router& router, const ListenAddress& address, LineService service);
    /// All that was asked for, for the `index`th router of a lab. Returns one line for each, as one types it behind a shell's prompt.
    std::string listen(Router& router, const LineAddresses& addresses, std::size_t index);
    /// Sends on what the lines printed; called by the loop whenever something may have been.
    void flush();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace cli
