#include "cli/runtime/packet_threads.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <map>
#include <system_error>
#include <utility>

namespace cli {

namespace {

constexpr std::size_t frames_per_burst = 64, longest_frame = 9216;
constexpr int events_per_wait = 16;
/// A wire that is readable so often without a frame is gone (a TAP interface that somebody deleted): nobody waits for it any more.
constexpr unsigned most_empty_reads = 64;

int checked(int descriptor) {
    if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "packet thread");
    return descriptor;
}

class Descriptor {
public:
    explicit Descriptor(int descriptor) : descriptor_(checked(descriptor)) {}
    ~Descriptor() { ::close(descriptor_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return descriptor_; }

private:
    int descriptor_;
};

}  // namespace

class PacketThreads::Thread {
public:
    explicit Thread(dataplane::WorkerId worker)
        : worker_(worker), epoll_(::epoll_create1(EPOLL_CLOEXEC)), bell_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)), frames_(frames_per_burst * longest_frame) {
        watch(bell_.get(), nullptr);
    }

    void add(FrameSource& source) {
        wires_.push_back(std::make_unique<Wire>(Wire{&source, {}}));
        watch(source.descriptor(), wires_.back().get());
    }

    void start(dataplane::DataPlane& plane, const std::function<dataplane::Instant()>& now) {
        for (auto& wire : wires_) {
            wire->interfaces.clear();
            for (const auto& port : wire->source->ports()) wire->interfaces.emplace(port.interface, plane.interface_id(port.interface));
        }
        stopping_ = false;
        thread_ = std::thread([this, &plane, &now] { run(plane, now); });
    }

    void stop() {
        if (!thread_.joinable()) return;
        stopping_ = true;
        ring();
        thread_.join();
    }

    void ring() {
        const std::uint64_t one = 1;
        [[maybe_unused]] const ssize_t written = ::write(bell_.get(), &one, sizeof one);
    }

private:
    struct Wire {
        FrameSource* source;
        std::map<config::InterfaceName, dataplane::InterfaceId> interfaces;
        unsigned empty_reads = 0;
    };

    void watch(int descriptor, Wire* wire) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = wire;
        checked(::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, descriptor, &event));
    }

    void run(dataplane::DataPlane& plane, const std::function<dataplane::Instant()>& now) {
        std::array<epoll_event, events_per_wait> events{};
        while (!stopping_) {
            const int count = ::epoll_wait(epoll_.get(), events.data(), events_per_wait, -1);
            for (int i = 0; i < count; ++i) {
                if (auto* wire = static_cast<Wire*>(events[static_cast<std::size_t>(i)].data.ptr)) read(*wire, plane, now());
                else answer(plane, now());
            }
        }
    }

    void answer(dataplane::DataPlane& plane, dataplane::Instant now) {
        std::uint64_t rings = 0;
        [[maybe_unused]] const ssize_t size = ::read(bell_.get(), &rings, sizeof rings);
        if (!stopping_) plane.poll(worker_, now);
    }

    /// Up to one vector of frames, so that no wire starves another; neighbours of one interface go in together.
    void read(Wire& wire, dataplane::DataPlane& plane, dataplane::Instant now) {
        std::array<std::span<const std::uint8_t>, frames_per_burst> burst;
        dataplane::InterfaceId interface;
        std::size_t count = 0, taken = 0;
        const auto pass_on = [&] {
            if (count > 0) plane.receive(worker_, interface, std::span(burst.data(), std::exchange(count, 0)), now);
        };
        for (; taken < frames_per_burst; ++taken) {
            const std::span<std::uint8_t> room(frames_.data() + taken * longest_frame, longest_frame);
            const auto frame = wire.source->receive(room);
            if (!frame) break;
            if (frame->size == 0) continue;
            const dataplane::InterfaceId from = wire.interfaces.at(frame->interface);
            if (from != interface) pass_on();
            interface = from;
            burst[count++] = room.first(frame->size);
        }
        pass_on();
        note_emptiness(wire, taken == 0);
    }

    void note_emptiness(Wire& wire, bool empty) {
        wire.empty_reads = empty ? wire.empty_reads + 1 : 0;
        if (wire.empty_reads == most_empty_reads) ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, wire.source->descriptor(), nullptr);
    }

    const dataplane::WorkerId worker_;
    const Descriptor epoll_, bell_;
    std::vector<std::unique_ptr<Wire>> wires_;
    std::vector<std::uint8_t> frames_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

PacketThreads::PacketThreads(unsigned threads, std::function<dataplane::Instant()> now, std::function<void()> wake_control)
    : now_(std::move(now)), wake_control_(std::move(wake_control)) {
    for (unsigned i = 1; i <= threads; ++i) threads_.push_back(std::make_unique<Thread>(dataplane::WorkerId{static_cast<std::uint16_t>(i)}));
}

PacketThreads::~PacketThreads() { stop(); }

void PacketThreads::add(FrameSource& source) { threads_[next_++ % threads_.size()]->add(source); }

void PacketThreads::start(dataplane::DataPlane& plane) {
    for (auto& thread : threads_) thread->start(plane, now_);
}

void PacketThreads::stop() {
    for (auto& thread : threads_) thread->stop();
}

void PacketThreads::ring(dataplane::WorkerId worker) {
    if (worker.value == 0) return wake_control_();
    threads_[worker.value - 1U]->ring();
}

}  // namespace cli
