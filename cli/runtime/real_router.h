#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>

#include "cli/router/router.h"
#include "cli/runtime/carrier_news.h"
#include "cli/runtime/frame_source.h"
#include "cli/runtime/job_pool.h"
#include "cli/runtime/packet_threads.h"
#include "cli/runtime/router_loop.h"
#include "cli/runtime/standard_console.h"

namespace cli {

/// One router on real wires and in real time: consoles, IKE and timers on the thread that calls `run`, packets and Diffie-Hellman on
/// others. Its console is standard input and output (a terminal or a pipe).
class RealRouter final : public RouterLoop {
public:
    RealRouter(RouterSetup setup, FrameSources sources, unsigned packet_threads = 1);

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
    void carrier_changed(const config::InterfaceName& interface);
    void type(std::string_view keys);
    void flush();
    void arm();
    bool is_over();
    /// Work from other threads waits: it is done once, soon.
    void wake();
    void work_was_done(ike::RequestId id, const ike::Completion& answer);

    boost::asio::io_context io_;
    boost::asio::steady_timer timer_;
    boost::asio::signal_set signals_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    FrameSources wires_;                               ///< outlive the router that sends by them
    PacketThreads packets_;
    JobPool jobs_;
    std::unique_ptr<Router> router_;
    CarrierNews carriers_;
    StandardConsole console_;
    std::atomic<bool> woken_{false};
    std::function<void()> told_of_output_;
    bool outlives_console_ = false, signalled_ = false;
};

/// The wall clock, randomness and a console that suits standard input: what every router in real time begins with.
RouterSetup real_setup();

}  // namespace cli
