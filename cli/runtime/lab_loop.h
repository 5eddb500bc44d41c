#pragma once

#include <memory>
#include <string>

#include "cli/lab/lab.h"
#include "cli/options.h"
#include "cli/runtime/router_loop.h"

namespace boost::asio {
class io_context;
}

namespace cli {

/// An event loop around a lab that follows real time, with the lines of its routers by telnet and SSH where asked for.
class LabLoop : public RouterLoop {
public:
    /// `addresses`: those of the first router. Throws UsageError.
    LabLoop(Lab& lab, const LineAddresses& addresses);
    ~LabLoop() override;

    Instant now() const override { return lab_.now(); }
    std::string attend(Console* console) override;

protected:
    /// Until `leave` or SIGTERM, SIGINT or SIGHUP.
    void run();
    void leave();
    /// Passes on, or drops, what the routers' own consoles printed.
    virtual void show_output() = 0;

    /// With the real clock the lab runs up to now; with the virtual one, until `console` has its prompt back: what it printed.
    std::string follow_clock(Console* console);
    /// The lab's time is the present. After anything that moved the lab's clock.
    void restart_clock();
    void use_real_clock(bool real);
    /// One line a port: "R1: telnet 127.0.0.1 2001".
    const std::string& served_lines() const;

    Lab& lab_;
    boost::asio::io_context& io();

private:
    struct State;
    void arm();
    std::unique_ptr<State> state_;
};

}  // namespace cli
