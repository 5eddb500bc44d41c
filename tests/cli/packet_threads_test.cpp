#include <catch2/catch.hpp>

#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "cli/router/router.h"
#include "cli/runtime/packet_threads.h"
#include "ipsec-dataplane/control/arp.h"
#include "ipsec-dataplane/seeded_random.h"
#include "ipsec-dataplane/stack/ip4_header.h"

using namespace cli;
using namespace std::chrono_literals;

namespace {

using Frame = std::vector<std::uint8_t>;
constexpr dataplane::MacAddress host_mac = {2, 0, 0, 0, 0, 9};
constexpr std::string_view configuration = "interface Ethernet0/0\n ip address 10.0.0.1 255.255.255.0\n no shutdown\n"
                                           "interface Ethernet0/1\n ip address 10.0.1.1 255.255.255.0\n no shutdown\n";

const config::InterfaceName name(std::string_view text) { return *config::InterfaceName::parse(text); }

/// One end of a pair of sockets is the router's wire, the other a host.
class SocketWire final : public FrameSource, private dataplane::Link {
public:
    explicit SocketWire(config::InterfaceName interface) : interface_(std::move(interface)) {
        REQUIRE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, ends_.data()) == 0);
    }
    ~SocketWire() override {
        ::close(ends_[0]);
        hang_up();
    }
    int descriptor() const override { return ends_[0]; }
    std::vector<Port> ports() override { return {{interface_, this}}; }
    std::optional<FrameSource::Frame> receive(std::span<std::uint8_t> room) override {
        const ssize_t size = ::recv(ends_[0], room.data(), room.size(), 0);
        if (size <= 0) return std::nullopt;
        return FrameSource::Frame{interface_, static_cast<std::size_t>(size)};
    }
    void put(const ::Frame& frame) { REQUIRE(::send(ends_[1], frame.data(), frame.size(), 0) == static_cast<ssize_t>(frame.size())); }
    std::optional<::Frame> take() {
        ::Frame frame(2048);
        const ssize_t size = ::recv(ends_[1], frame.data(), frame.size(), 0);
        if (size <= 0) return std::nullopt;
        frame.resize(static_cast<std::size_t>(size));
        return frame;
    }
    void hang_up() {
        if (ends_[1] >= 0) ::close(std::exchange(ends_[1], -1));
    }

private:
    void send(std::span<const std::uint8_t> frame) override { [[maybe_unused]] const auto sent = ::send(ends_[0], frame.data(), frame.size(), MSG_NOSIGNAL); }
    bool is_up() const override { return true; }

    config::InterfaceName interface_;
    std::array<int, 2> ends_{-1, -1};
};

/// A router whose two wires are on packet threads; the test is its control thread.
struct ThreadedRouter {
    ThreadedRouter() : threads(2, [this] { return now(); }, [this] { ++woken; }) {
        RouterSetup setup;
        setup.node_name = "R1";
        setup.random = std::make_unique<dataplane::SeededRandom>(dataplane::SeededRandom::of_router(1, "R1"));
        setup.packets = &threads;
        router = std::make_unique<Router>(std::move(setup));
        for (SocketWire* wire : {&left, &right}) {
            router->attach(wire->ports().front().interface, wire->ports().front().link, now());
            threads.add(*wire);
        }
        router->boot(configuration, now());
    }
    Instant now() const { return Instant(std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - start)); }
    /// What the wire brings, with the control thread at work; nothing within five seconds.
    std::optional<Frame> hear(SocketWire& wire) {
        for (const Instant until = now() + 5s; now() < until;) {
            if (woken.exchange(0) > 0) router->tick(now());
            if (auto frame = wire.take()) return frame;
            std::this_thread::sleep_for(1ms);
        }
        return std::nullopt;
    }
    /// Announcements go to everybody.
    std::optional<Frame> hear_arp_reply(SocketWire& wire) {
        while (auto frame = hear(wire))
            if (std::equal(host_mac.begin(), host_mac.end(), frame->begin()) && (*frame)[12] == 8 && (*frame)[13] == 6) return frame;
        return std::nullopt;
    }

    std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
    std::atomic<unsigned> woken{0};
    SocketWire left{name("Ethernet0/0")}, right{name("Ethernet0/1")};
    PacketThreads threads;
    std::unique_ptr<Router> router;
};

dataplane::MacAddress answered_mac(ThreadedRouter& threaded, SocketWire& wire, std::uint32_t host, std::uint32_t router) {
    dataplane::ArpMessage question;
    question.sender_mac = host_mac;
    question.sender = config::IpAddress::v4(host);
    question.target = config::IpAddress::v4(router);
    wire.put(dataplane::arp_frame(question, dataplane::broadcast_mac, host_mac));
    const auto answer = threaded.hear_arp_reply(wire);
    REQUIRE(answer);
    dataplane::MacAddress mac{};
    std::copy_n(answer->begin() + 6, 6, mac.begin());
    return mac;
}

Frame udp_frame(const dataplane::MacAddress& to, std::uint32_t source, std::uint32_t destination) {
    Frame frame(14 + 20 + 64);
    std::copy(to.begin(), to.end(), frame.begin());
    std::copy(host_mac.begin(), host_mac.end(), frame.begin() + 6);
    frame[12] = 8;
    dataplane::Ip4Header(frame.data() + 14).write({0, 64, 17, 1, false, source, destination}, 84);
    frame[39] = 64;  // UDP length
    return frame;
}

constexpr std::uint32_t left_host = 0x0a000009, left_router = 0x0a000001, right_host = 0x0a000109, right_router = 0x0a000101;

std::chrono::nanoseconds processor_time() {
    timespec used{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

}  // namespace

TEST_CASE("packet threads forward between their wires without the control thread", "[threads]") {
    ThreadedRouter threaded;
    const auto mac = answered_mac(threaded, threaded.left, left_host, left_router);
    answered_mac(threaded, threaded.right, right_host, right_router);
    for (int i = 0; i < 100; ++i) threaded.left.put(udp_frame(mac, left_host, right_host));
    std::size_t forwarded = 0;
    for (const Instant until = threaded.now() + 5s; forwarded < 100 && threaded.now() < until;)
        if (const auto frame = threaded.right.take()) forwarded += (*frame)[23] == 17;
    CHECK(forwarded == 100);
}

TEST_CASE("a reload stops the packet threads and starts them again", "[threads]") {
    ThreadedRouter threaded;
    const auto mac = answered_mac(threaded, threaded.left, left_host, left_router);
    std::atomic<bool> done{false};
    std::thread sender([&] {
        while (!done) {
            threaded.left.put(udp_frame(mac, left_host, right_host));
            std::this_thread::sleep_for(100us);
        }
    });
    for (int i = 0; i < 5; ++i) {
        threaded.router->reload(threaded.now());
        threaded.router->tick(threaded.now());
        std::this_thread::sleep_for(5ms);
    }
    done = true;
    sender.join();
    answered_mac(threaded, threaded.left, left_host, left_router);
}

TEST_CASE("packet threads with nothing to do sleep, also when a wire is gone", "[threads]") {
    ThreadedRouter threaded;
    answered_mac(threaded, threaded.left, left_host, left_router);
    threaded.right.hang_up();
    std::this_thread::sleep_for(50ms);
    const auto before = processor_time();
    std::this_thread::sleep_for(400ms);
    CHECK(processor_time() - before < 100ms);
    answered_mac(threaded, threaded.left, left_host, left_router);
}
