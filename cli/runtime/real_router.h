#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>

#include "cli/router/router.h"
#include "cli/runtime/frame_source.h"
#include "cli/runtime/router_loop.h"
#include "cli/runtime/standard_console.h"

namespace cli {

/// One router on real wires and in real time, on one thread. Its console is standard input and output (a terminal or a pipe).
class RealRouter final : public RouterLoop {
public:
    RealRouter(RouterSetup setup, FrameSources sources);

    Router& router() { return *router_; }
    boost::asio::io_context& io() { return io_; }
    /// Starts the router; `text` as for Router::boot. What was wrong with the configuration goes to standard error.
    void boot(std::optional<std::string_view> text);
    /// Goes on when its console ends.
    void outlive_console() { outlives_console_ = true; }
    /// To be called whenever consoles may have printed.
    void on_output(std::function<void()> told) { told_of_output_ = std::move(told); }
    /// Until SIGTERM, SIGINT or SIGHUP, or the end of the console; then deletes every SA. True: a signal ended it.
    bool run();

    Instant now() const override { return Instant(std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - start_)); }
    std::string attend(Console* console) override;

private:
    struct Wires {
        std::unique_ptr<FrameSource> source;
        boost::asio::posix::stream_descriptor readable;
    };

    void wait_for_frames(Wires& wires);
    void read_frames(Wires& wires);
    void type(std::string_view keys);
    void flush();
    void arm();
    bool is_over();

    boost::asio::io_context io_;
    boost::asio::steady_timer timer_;
    boost::asio::signal_set signals_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::vector<std::unique_ptr<Wires>> wires_;        ///< outlive the router that sends by them
    std::unique_ptr<Router> router_;
    StandardConsole console_;
    std::vector<std::uint8_t> frames_;
    std::function<void()> told_of_output_;
    bool outlives_console_ = false, signalled_ = false;
};

/// The wall clock, randomness and a console that suits standard input: what every router in real time begins with.
RouterSetup real_setup();

}  // namespace cli
