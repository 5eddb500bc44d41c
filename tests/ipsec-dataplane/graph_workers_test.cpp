#include <atomic>
#include <catch2/catch.hpp>
#include <mutex>
#include <thread>

#include "back_to_back.h"
#include "ipsec-dataplane/control/arp.h"
#include "ipsec-dataplane/control/publisher.h"
#include "ipsec-dataplane/stack/ip4_header.h"

using namespace bench;

namespace {

using dataplane::MacAddress;
constexpr MacAddress stranger = {2, 0, 0, 0, 0, 9};

/// Frames that leave, from whatever thread.
class SharedLink final : public dataplane::Link {
public:
    void send(std::span<const std::uint8_t> frame) override {
        const std::lock_guard lock(mutex_);
        frames_.emplace_back(frame.begin(), frame.end());
    }
    bool is_up() const override { return true; }
    std::vector<Bytes> frames_of(std::uint8_t protocol) {
        const std::lock_guard lock(mutex_);
        std::vector<Bytes> found;
        for (const Bytes& frame : frames_)
            if (frame[12] == 8 && frame[13] == 0 && frame[23] == protocol) found.push_back(frame);
        return found;
    }

private:
    std::mutex mutex_;
    std::vector<Bytes> frames_;
};

/// Who was rung since the last question.
class RecordedBell final : public dataplane::WorkerBell {
public:
    void ring(dataplane::WorkerId worker) override {
        const std::lock_guard lock(mutex_);
        rung_.push_back(worker.value);
    }
    std::vector<unsigned> rung() {
        const std::lock_guard lock(mutex_);
        return std::exchange(rung_, {});
    }

private:
    std::mutex mutex_;
    std::vector<unsigned> rung_;
};

Bytes udp_frame(const MacAddress& to, std::string_view source, std::string_view destination) {
    constexpr std::uint32_t payload = 64;
    Bytes frame(14 + 20 + payload);
    std::copy(to.begin(), to.end(), frame.begin());
    std::copy(stranger.begin(), stranger.end(), frame.begin() + 6);
    dataplane::wire::store16(frame.data() + 12, 0x0800);
    dataplane::Ip4Header(frame.data() + 14)
        .write({0, 64, 17, 1, false, ip(source).v4_value(), ip(destination).v4_value()}, 20 + payload);
    dataplane::wire::store16(frame.data() + 34, 1111);
    dataplane::wire::store16(frame.data() + 36, 2222);
    dataplane::wire::store16(frame.data() + 38, payload);
    return frame;
}

/// A gateway with two LANs and an outside; two packet threads beside the control thread.
struct Gateway {
    Gateway() : random(dataplane::SeededRandom::of_router(3, "GW")), plane(setup()) {
        interface(configuration, "Ethernet0/0", "10.0.0.1/24").crypto_maps = {"CMAP"};
        interface(configuration, "Ethernet0/1", "192.168.1.1/24");
        interface(configuration, "Ethernet0/2", "192.168.3.1/24");
        route(configuration, "0.0.0.0/0", "10.0.0.2");
        acl_line(configuration, "VPN", true, "192.168.1.0/24", "192.168.2.0/24");
        map_entry(configuration, "10.0.0.2");
        plane.attach(name("Ethernet0/0"), &outside, now);
        plane.attach(name("Ethernet0/1"), &lan, now);
        plane.attach(name("Ethernet0/2"), &other_lan, now);
        configure();
        learn("Ethernet0/0", "10.0.0.2", "10.0.0.1");
        learn("Ethernet0/1", "192.168.1.50", "192.168.1.1");
    }
    dataplane::Setup setup() {
        dataplane::Setup made;
        made.random = &random;
        made.workers = 3;
        made.bell = &bell;
        return made;
    }
    void configure() {
        config::ChangeSet changes;
        for (const auto topic : {config::ChangeTopic::interfaces, config::ChangeTopic::access_lists}) changes.changes.push_back({topic, "", false});
        plane.configure(configuration, changes, now);
    }
    /// A flow comes or goes.
    void second_line(bool there) {
        auto& entries = configuration.access_lists.at("VPN").entries;
        entries.erase(entries.begin() + 1, entries.end());
        if (there) acl_line(configuration, "VPN", true, "192.168.1.0/24", "192.168.4.0/24");
    }
    void learn(std::string_view where, std::string_view who, std::string_view whom) {
        dataplane::ArpMessage message;
        message.sender_mac = stranger;
        message.sender = ip(who);
        message.target = ip(whom);
        const Bytes frame = dataplane::arp_frame(message, dataplane::broadcast_mac, stranger);
        const std::span<const std::uint8_t> view = frame;
        plane.receive(name(where), {&view, 1}, now);
    }
    MacAddress mac(std::string_view where) const {
        for (const auto& view : plane.interfaces(now))
            if (view.name == name(where)) return view.mac;
        return {};
    }
    /// A pair whose outbound SPI says which worker owns it.
    void install(std::uint32_t outbound_spi, std::uint32_t hard_kilobytes = 0, bool in_udp = false) {
        dataplane::SaParameters sa;
        sa.suite = {dataplane::Encryption::aes_gcm, 128, dataplane::Integrity::none};
        sa.encryption_key = config::Secret(std::vector<std::uint8_t>(20, 7));
        sa.local_address = ip("10.0.0.1");
        sa.remote_address = ip("10.0.0.2");
        sa.lifetime.hard_kilobytes = hard_kilobytes;
        if (in_udp) sa.udp = {4500, 4500};
        dataplane::SaPair pair{sa, sa, {}, {}, true};
        pair.inbound.spi = outbound_spi + 0x1000;
        pair.outbound.spi = outbound_spi;
        dataplane::FlowId flow = plane.next_flow(0, now)->flow.id;
        REQUIRE(plane.install(pair, flow, now) == dataplane::InstallError::none);
    }
    std::uint64_t counter(std::string_view node, std::string_view what) const {
        for (const auto& row : plane.node_counters())
            if (row.node == node && row.counter == what) return row.packets;
        return 0;
    }

    Instant now{std::chrono::seconds(1)};
    config::Configuration configuration;
    SharedLink outside, lan, other_lan;
    RecordedBell bell;
    dataplane::SeededRandom random;
    dataplane::DataPlane plane;
};

constexpr std::size_t vector_size = 16, vectors = 200;

}  // namespace

TEST_CASE("two workers run one graph while the control thread changes its tables", "[workers]") {
    Gateway gateway;
    gateway.install(0x10002);  // worker 1 encrypts what it receives
    const Bytes protected_frame = udp_frame(gateway.mac("Ethernet0/1"), "192.168.1.50", "192.168.2.7");
    const Bytes clear_frame = udp_frame(gateway.mac("Ethernet0/2"), "192.168.3.9", "192.168.1.50");
    const std::vector<std::span<const std::uint8_t>> protected_frames(vector_size, protected_frame);
    const std::vector<std::span<const std::uint8_t>> clear_frames(vector_size, clear_frame);
    const auto lan = gateway.plane.interface_id(name("Ethernet0/1"));
    std::atomic<bool> done{false};

    std::thread other([&] {
        for (std::size_t i = 0; i < vectors; ++i)
            gateway.plane.receive(dataplane::WorkerId{1}, lan, protected_frames, gateway.now);
        done = true;
    });
    std::thread third([&] {
        while (!done) gateway.plane.poll(dataplane::WorkerId{2}, gateway.now);
    });
    std::size_t sent_clear = 0;
    for (std::size_t round = 0; !done || round < 50; ++round) {
        gateway.plane.receive(name("Ethernet0/2"), clear_frames, gateway.now);
        sent_clear += vector_size;
        if (round == 20) gateway.install(0x10001);  // worker 2 owns this one: packets change hands
        if (round % 7 == 0) {
            interface(gateway.configuration, "Loopback0", round % 2 == 0 ? "1.1.1.1/32" : "2.2.2.2/32");
            gateway.second_line(round % 2 == 0);
            gateway.configure();
        }
        gateway.plane.tick(gateway.now);
    }
    other.join();
    third.join();
    const std::size_t sent_protected = vectors * vector_size;
    gateway.plane.poll(dataplane::WorkerId{1}, gateway.now);
    gateway.plane.poll(dataplane::WorkerId{2}, gateway.now);
    gateway.plane.tick(gateway.now);

    const auto esp = gateway.outside.frames_of(50);
    CHECK(esp.size() + gateway.counter("esp-encrypt", "other worker") == sent_protected);
    CHECK(gateway.outside.frames_of(17).empty());
    CHECK(gateway.lan.frames_of(17).size() == sent_clear);
    const auto counters = gateway.plane.next_flow(0, gateway.now)->counters;
    CHECK(counters.encaps == esp.size());
    CHECK(counters.send_errors == 0);
}

TEST_CASE("packets for an SA of the other worker are handed over, to the last one", "[workers]") {
    Gateway gateway;
    gateway.install(0x10001);
    const Bytes frame = udp_frame(gateway.mac("Ethernet0/1"), "192.168.1.50", "192.168.2.7");
    const std::vector<std::span<const std::uint8_t>> frames(vector_size, frame);
    const auto lan = gateway.plane.interface_id(name("Ethernet0/1"));
    std::thread other([&] { gateway.plane.receive(dataplane::WorkerId{1}, lan, frames, gateway.now); });
    other.join();
    CHECK(gateway.outside.frames_of(50).empty());
    CHECK(gateway.bell.rung() == std::vector<unsigned>{2});
    gateway.plane.poll(dataplane::WorkerId{2}, gateway.now);
    CHECK(gateway.outside.frames_of(50).size() == vector_size);
}

TEST_CASE("the router's own packets go to the thread that owns their SA", "[workers]") {
    Gateway gateway;
    gateway.install(0x10002);
    gateway.bell.rung();
    const Bytes frame = udp_frame(gateway.mac("Ethernet0/1"), "192.168.1.50", "192.168.2.7");
    const std::span<const std::uint8_t> view = frame;
    gateway.plane.receive(name("Ethernet0/1"), {&view, 1}, gateway.now);
    CHECK(gateway.outside.frames_of(50).empty());
    CHECK(gateway.bell.rung() == std::vector<unsigned>{1});
    gateway.plane.poll(dataplane::WorkerId{1}, gateway.now);
    CHECK(gateway.outside.frames_of(50).size() == 1);
}

TEST_CASE("a peer's move reaches the thread that owns the SA, whatever waits there", "[workers]") {
    Gateway gateway;
    gateway.install(0x10002, 0, true);
    gateway.bell.rung();
    const Bytes frame = udp_frame(gateway.mac("Ethernet0/1"), "192.168.1.50", "192.168.2.7");
    const std::vector<std::span<const std::uint8_t>> frames(2000, frame);
    gateway.plane.receive(name("Ethernet0/1"), frames, gateway.now);
    gateway.plane.move_peer(0x11002, ip("10.0.0.2"), 6500, gateway.now);
    CHECK(gateway.plane.next_flow(0, gateway.now)->peer_port == 6500);
    CHECK(gateway.bell.rung() == std::vector<unsigned>{1});
    gateway.plane.poll(dataplane::WorkerId{1}, gateway.now);
    const auto before = gateway.outside.frames_of(17).size();
    gateway.plane.receive(name("Ethernet0/1"), {frames.data(), 1}, gateway.now);
    gateway.plane.poll(dataplane::WorkerId{1}, gateway.now);
    const auto sent = gateway.outside.frames_of(17);
    REQUIRE(sent.size() == before + 1);
    CHECK(dataplane::wire::load16(sent.back().data() + 36) == 6500);
}

TEST_CASE("the control thread is woken when a volume lifetime ends on a packet thread", "[workers]") {
    Gateway gateway;
    gateway.install(0x10002, 1);
    gateway.bell.rung();
    const Bytes frame = udp_frame(gateway.mac("Ethernet0/1"), "192.168.1.50", "192.168.2.7");
    const std::vector<std::span<const std::uint8_t>> frames(vector_size, frame);
    const auto lan = gateway.plane.interface_id(name("Ethernet0/1"));
    std::thread other([&] { gateway.plane.receive(dataplane::WorkerId{1}, lan, frames, gateway.now); });
    other.join();
    CHECK(gateway.bell.rung() == std::vector<unsigned>{0});
    gateway.plane.tick(gateway.now);
    const auto upcalls = gateway.plane.take_upcalls();
    REQUIRE_FALSE(upcalls.empty());
    CHECK(std::holds_alternative<dataplane::SaExpiry>(upcalls[0]));
}

TEST_CASE("what was retired stays for a worker that came while the old table was still published", "[workers]") {
    struct Watched {
        explicit Watched(bool& flag) : gone(flag) {}
        ~Watched() { gone = true; }
        Watched(const Watched&) = delete;
        Watched& operator=(const Watched&) = delete;
        bool& gone;
    };
    bool gone = false;
    dataplane::GracePeriod grace(2);
    dataplane::Retirement retirement(grace);
    retirement.retire(std::make_unique<Watched>(gone));
    grace.online(dataplane::WorkerId{1});  // and takes the table that leads there
    retirement.free_passed();              // the table has been replaced
    CHECK_FALSE(gone);
    grace.quiescent(dataplane::WorkerId{1});
    retirement.free_passed();
    CHECK(gone);
}

TEST_CASE("what another worker cannot decide reaches the control thread", "[workers]") {
    Gateway gateway;
    const Bytes frame = udp_frame(gateway.mac("Ethernet0/1"), "192.168.1.50", "192.168.2.7");
    const Bytes unresolved = udp_frame(gateway.mac("Ethernet0/1"), "192.168.1.50", "192.168.3.77");
    const std::vector<std::span<const std::uint8_t>> frames{frame, unresolved};
    const auto lan = gateway.plane.interface_id(name("Ethernet0/1"));
    std::thread other([&] { gateway.plane.receive(dataplane::WorkerId{1}, lan, frames, gateway.now); });
    other.join();
    CHECK(gateway.bell.rung() == std::vector<unsigned>{0});
    gateway.plane.tick(gateway.now);
    const auto upcalls = gateway.plane.take_upcalls();
    REQUIRE(upcalls.size() == 1);
    CHECK(std::holds_alternative<dataplane::Acquire>(upcalls[0]));
    gateway.learn("Ethernet0/2", "192.168.3.77", "192.168.3.1");
    CHECK(gateway.other_lan.frames_of(17).size() == 1);
}
