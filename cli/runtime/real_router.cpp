#include "cli/runtime/real_router.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <ctime>

#include "cli/runtime/raw_terminal.h"
#include "ipsec-dataplane/system_random.h"

namespace cli {

namespace asio = boost::asio;

namespace {

constexpr std::size_t frames_per_burst = 64, longest_frame = 9216;
constexpr Duration idle_wait = std::chrono::seconds(1);

}  // namespace

RouterSetup real_setup() {
    RouterSetup setup;
    setup.node_name = "Router";
    setup.random = std::make_unique<dataplane::SystemRandom>();
    setup.unix_at_start = std::time(nullptr);
    setup.console = ::isatty(STDIN_FILENO) ? StandardConsole::terminal_options() : ConsoleOptions::pipe();
    return setup;
}

RealRouter::RealRouter(RouterSetup setup, FrameSources sources)
    : timer_(io_), signals_(io_, SIGTERM, SIGINT, SIGHUP), router_(std::make_unique<Router>(std::move(setup))),
      console_(io_, {[this](std::string_view keys) { type(keys); }, [this] { attend(nullptr); }}), frames_(frames_per_burst * longest_frame) {
    for (auto& source : sources) {
        asio::posix::stream_descriptor readable(io_, ::dup(source->descriptor()));
        for (const FrameSource::Port& port : source->ports()) router_->attach(port.interface, port.link, now());
        wires_.push_back(std::make_unique<Wires>(Wires{std::move(source), std::move(readable)}));
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

void RealRouter::wait_for_frames(Wires& wires) {
    wires.readable.async_wait(asio::posix::stream_descriptor::wait_read, [this, &wires](const boost::system::error_code& error) {
        if (error) return;
        read_frames(wires);
        attend(nullptr);
        wait_for_frames(wires);
    });
}

/// Up to one vector of frames a wake-up, so that no wire starves the timers; neighbours of one interface go in together.
void RealRouter::read_frames(Wires& wires) {
    std::array<std::span<const std::uint8_t>, frames_per_burst> burst;
    std::optional<config::InterfaceName> interface;
    std::size_t count = 0;
    const auto pass_on = [&] {
        if (count > 0) router_->receive(*interface, std::span(burst.data(), std::exchange(count, 0)), now());
    };
    for (std::size_t i = 0; i < frames_per_burst; ++i) {
        const std::span<std::uint8_t> room(frames_.data() + i * longest_frame, longest_frame);
        const auto frame = wires.source->receive(room);
        if (!frame) break;
        if (frame->size == 0) continue;
        if (interface != frame->interface) pass_on();
        interface = frame->interface;
        burst[count++] = room.first(frame->size);
    }
    pass_on();
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
    for (auto& wires : wires_) wait_for_frames(*wires);
    attend(nullptr);
    io_.run();
    router_->shut_down(now());
    console_.finish(router_->console().take_output() + "\n");
    return signalled_;
}

}  // namespace cli
