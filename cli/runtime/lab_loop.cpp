#include "cli/runtime/lab_loop.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <csignal>

#include "cli/runtime/line_server.h"
#include "cli/runtime/virtual_runtime.h"

namespace cli {

namespace asio = boost::asio;
using std::chrono::steady_clock;

namespace {

constexpr Duration slice = std::chrono::seconds(1);

}  // namespace

struct LabLoop::State {
    explicit State(RouterLoop& loop) : timer(io), signals(io, SIGTERM, SIGHUP, SIGINT), server(io, loop) {}

    asio::io_context io;
    asio::steady_timer timer;
    asio::signal_set signals;
    LineServer server;
    std::string served_lines;
    bool real_clock = true;
    steady_clock::time_point real_start;
    Instant lab_start{};
};

LabLoop::LabLoop(Lab& lab, const LineAddresses& addresses) : lab_(lab), state_(std::make_unique<State>(*this)) {
    for (std::size_t i = 0; i < lab.routers().size(); ++i) state_->served_lines += state_->server.listen(*lab.routers()[i], addresses, i);
}

LabLoop::~LabLoop() = default;

asio::io_context& LabLoop::io() { return state_->io; }
const std::string& LabLoop::served_lines() const { return state_->served_lines; }
void LabLoop::use_real_clock(bool real) { state_->real_clock = real; }
void LabLoop::leave() { state_->io.stop(); }

void LabLoop::run() {
    state_->signals.async_wait([this](const boost::system::error_code& error, int) {
        if (!error) leave();
    });
    attend(nullptr);
    state_->io.run();
}

std::string LabLoop::attend(Console* console) {
    std::string taken = follow_clock(console);
    show_output();
    state_->server.flush();
    arm();
    return taken;
}

std::string LabLoop::follow_clock(Console* console) {
    const State& state = *state_;
    if (!state.real_clock) return console ? run_until_prompt(lab_, *console) : std::string{};
    lab_.run_to(state.lab_start + std::chrono::duration_cast<Duration>(steady_clock::now() - state.real_start));
    return {};
}

void LabLoop::restart_clock() {
    state_->real_start = steady_clock::now();
    state_->lab_start = lab_.now();
}

void LabLoop::arm() {
    State& state = *state_;
    state.timer.cancel();
    if (!state.real_clock) return;
    const auto next = lab_.next_event(true);
    const Duration latest = lab_.now() - state.lab_start + slice;
    const Duration wait = next ? std::min(std::max<Duration>(*next - state.lab_start, Duration{}), latest) : latest;
    state.timer.expires_at(state.real_start + wait);
    state.timer.async_wait([this](const boost::system::error_code& error) {
        if (!error) attend(nullptr);
    });
}

}  // namespace cli
