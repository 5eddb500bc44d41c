#include "cli/runtime/real_router.h"

#include <unistd.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cstdio>
#include <ctime>

#include "cli/runtime/raw_terminal.h"
#include "ipsec-dataplane/system_random.h"

namespace cli {

namespace asio = boost::asio;

namespace {

constexpr Duration idle_wait = std::chrono::seconds(1);

/// Threads of each lane of Diffie-Hellman: one of two cores stays free for packets.
unsigned job_threads() { return std::clamp(std::thread::hardware_concurrency() / 2, 1U, 4U); }

}  // namespace

RouterSetup real_setup() {
    RouterSetup setup;
    setup.node_name = "Router";
    setup.random = std::make_unique<dataplane::SystemRandom>();
    setup.unix_at_start = std::time(nullptr);
    setup.console = ::isatty(STDIN_FILENO) ? StandardConsole::terminal_options() : ConsoleOptions::pipe();
    return setup;
}

RealRouter::RealRouter(RouterSetup setup, FrameSources sources, unsigned packet_threads)
    : timer_(io_), signals_(io_, SIGTERM, SIGINT, SIGHUP), wires_(std::move(sources)),
      packets_(packet_threads, [this] { return now(); }, [this] { wake(); }),
      jobs_(io_, job_threads(), [this](ike::RequestId id, const ike::Completion& answer) { work_was_done(id, answer); }),
      carriers_(io_, [this](const config::InterfaceName& interface) { carrier_changed(interface); }),
      console_(io_, {[this](std::string_view keys) { type(keys); }, [this] { attend(nullptr); }}) {
    setup.packets = &packets_;
    setup.jobs = &jobs_;
    router_ = std::make_unique<Router>(std::move(setup));
    for (auto& source : wires_) {
        for (const FrameSource::Port& port : source->ports()) router_->attach(port.interface, port.link, now());
        carriers_.add(*source);
        packets_.add(*source);
    }
}

void RealRouter::boot(std::optional<std::string_view> text) {
    router_->boot(text, now());
    for (const std::string& message : router_->load_messages()) std::fprintf(stderr, "%s\n", message.c_str());
}

std::string RealRouter::attend(Console*) {
    flush();
    arm();
    return {};
}

void RealRouter::wake() {
    if (woken_.exchange(true)) return;
    asio::post(io_, [this] {
        woken_ = false;
        router_->tick(now());
        attend(nullptr);
    });
}

void RealRouter::work_was_done(ike::RequestId id, const ike::Completion& answer) {
    router_->complete(id, answer, now());
    attend(nullptr);
}

void RealRouter::carrier_changed(const config::InterfaceName& interface) {
    router_->link_changed(interface, now());
    attend(nullptr);
}

void RealRouter::type(std::string_view keys) { router_->type(router_->console(), keys, now()); }

void RealRouter::flush() {
    Console& console = router_->console();
    if (console_.is_idle()) console_.write(console.take_output());
    if (console.accepts_input()) console_.read();
    if (told_of_output_) told_of_output_();
    if (is_over()) io_.stop();
}

bool RealRouter::is_over() {
    if (outlives_console_ || !console_.is_idle()) return false;
    return router_->console().is_finished() || (console_.has_ended() && router_->console().is_at_prompt());
}

void RealRouter::arm() {
    const auto next = router_->next_deadline(true);
    const Instant at = next ? std::min(*next, now() + idle_wait) : now() + idle_wait;
    timer_.expires_at(start_ + std::max(at - Instant{}, Duration{}));
    timer_.async_wait([this](const boost::system::error_code& error) {
        if (error) return;
        router_->tick(now());
        attend(nullptr);
    });
}

bool RealRouter::run() {
    const RawTerminal raw(STDIN_FILENO);
    signals_.async_wait([this](const boost::system::error_code& error, int) {
        if (error) return;
        signalled_ = true;
        io_.stop();
    });
    attend(nullptr);
    io_.run();
    router_->shut_down(now());
    console_.finish(router_->console().take_output() + "\n");
    return signalled_;
}

}  // namespace cli
