#include "cli/runtime/real_runtime.h"

#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <ctime>

#include "cli/router/router.h"
#include "cli/runtime/kernel_link.h"
#include "cli/runtime/lab_terminal.h"
#include "cli/runtime/line_server.h"
#include "cli/runtime/raw_terminal.h"
#include "ipsec-dataplane/system_random.h"
#include "cli/text_file.h"

namespace cli {

namespace asio = boost::asio;

namespace {

constexpr std::size_t frames_per_burst = 64, longest_frame = 9216;
constexpr Duration idle_wait = std::chrono::seconds(1);

std::unique_ptr<Router> make_router(const Options& options) {
    RouterSetup setup;
    setup.node_name = "Router";
    setup.random = std::make_unique<dataplane::SystemRandom>();
    if (!options.nvram.empty()) setup.nvram = std::make_unique<DirectoryNvram>(options.nvram);
    setup.crypto_backend = options.crypto;
    setup.unix_at_start = std::time(nullptr);
    std::array<std::uint8_t, 3> octets{};
    setup.random->fill(octets);
    setup.mac_seed = static_cast<std::uint32_t>(octets[0] << 16 | octets[1] << 8 | octets[2]);
    setup.console = ::isatty(STDIN_FILENO) ? LabTerminal::console_options() : ConsoleOptions::pipe();
    for (const LinkOption& link : options.links) setup.hardware.push_back(link.interface);
    return std::make_unique<Router>(std::move(setup));
}

std::optional<std::string> configuration_text(const Options& options) {
    if (options.file.empty()) return std::nullopt;
    auto text = read_text_file(options.file);
    if (!text) throw UsageError(options.file + ": cannot be read");
    return text;
}

class RealRuntime final : private RouterLoop {
public:
    explicit RealRuntime(const Options& options);
    int run();

private:
    struct Port {
        config::InterfaceName interface;
        std::unique_ptr<KernelLink> link;
        asio::posix::stream_descriptor readable;
    };

    Instant now() const override { return Instant(std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - start_)); }
    std::string attend(Console* console) override;
    bool is_over() const;
    void wait_for_frames(Port& port);
    void read_frames(Port& port);
    void read_input();
    void flush();
    void arm();

    asio::io_context io_;
    asio::posix::stream_descriptor input_;
    asio::steady_timer timer_;
    asio::signal_set signals_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::unique_ptr<Router> router_;
    std::vector<std::unique_ptr<Port>> ports_;
    std::vector<std::uint8_t> frames_ = std::vector<std::uint8_t>(frames_per_burst * longest_frame);
    std::array<char, 4096> buffer_{};
    bool input_ended_ = false;
    bool serves_ = false;                     ///< nobody need be at the router's own console, lines are served
    bool signalled_ = false;
    LineServer server_{io_, *this};
};

RealRuntime::RealRuntime(const Options& options)
    : input_(io_, ::dup(STDIN_FILENO)), timer_(io_), signals_(io_, SIGTERM, SIGINT, SIGHUP), router_(make_router(options)) {
    for (const LinkOption& link : options.links) {
        auto opened = open_link(link);
        asio::posix::stream_descriptor readable(io_, ::dup(opened->descriptor()));
        ports_.push_back(std::make_unique<Port>(Port{link.interface, std::move(opened), std::move(readable)}));
        router_->attach(link.interface, ports_.back()->link.get(), now());
    }
    const auto text = configuration_text(options);
    router_->boot(text ? std::optional<std::string_view>(*text) : std::nullopt, now());
    for (const std::string& message : router_->load_messages()) std::fprintf(stderr, "%s\n", message.c_str());
    std::fputs(server_.listen(*router_, options.lines, 0).c_str(), stderr);
    serves_ = options.lines.any() && !::isatty(STDIN_FILENO);
}

std::string RealRuntime::attend(Console*) {
    flush();
    arm();
    return {};
}

void RealRuntime::wait_for_frames(Port& port) {
    port.readable.async_wait(asio::posix::stream_descriptor::wait_read, [this, &port](const boost::system::error_code& error) {
        if (error) return;
        read_frames(port);
        attend(nullptr);
        wait_for_frames(port);
    });
}

/// Up to one vector of frames a wake-up, so that no link starves the timers.
void RealRuntime::read_frames(Port& port) {
    std::array<std::span<const std::uint8_t>, frames_per_burst> burst;
    std::size_t count = 0;
    for (; count < frames_per_burst; ++count) {
        const std::span<std::uint8_t> room(frames_.data() + count * longest_frame, longest_frame);
        const std::size_t size = port.link->receive(room);
        if (size == 0) break;
        burst[count] = room.first(size);
    }
    if (count > 0) router_->receive(port.interface, std::span(burst.data(), count), now());
}

void RealRuntime::read_input() {
    input_.async_read_some(asio::buffer(buffer_), [this](const boost::system::error_code& error, std::size_t count) {
        if (error) {
            input_ended_ = true;
            return flush();
        }
        router_->type(router_->console(), std::string_view(buffer_.data(), count), now());
        attend(&router_->console());
        read_input();
    });
}

void RealRuntime::flush() {
    const std::string output = router_->console().take_output();
    std::fwrite(output.data(), 1, output.size(), stdout);
    std::fflush(stdout);
    server_.flush();
    if (is_over()) io_.stop();
}

bool RealRuntime::is_over() const {
    if (serves_) return false;
    return router_->console().is_finished() || (input_ended_ && router_->console().is_at_prompt());
}

void RealRuntime::arm() {
    const auto next = router_->next_deadline(true);
    const Instant at = next ? std::min(*next, now() + idle_wait) : now() + idle_wait;
    timer_.expires_at(start_ + std::max(at - Instant{}, Duration{}));
    timer_.async_wait([this](const boost::system::error_code& error) {
        if (error) return;
        router_->tick(now());
        attend(nullptr);
    });
}

int RealRuntime::run() {
    const RawTerminal raw(STDIN_FILENO);
    signals_.async_wait([this](const boost::system::error_code& error, int) {
        if (error) return;
        signalled_ = true;
        io_.stop();
    });
    for (auto& port : ports_) wait_for_frames(*port);
    read_input();
    attend(nullptr);
    io_.run();
    router_->shut_down(now());
    std::fputs("\n", stdout);
    if (serves_ && signalled_) return 0;
    return router_->rejected_lines() > 0 || router_->console().failed_commands() > 0 ? 1 : 0;
}

}  // namespace

int run_real(const Options& options) { return RealRuntime(options).run(); }

}  // namespace cli
