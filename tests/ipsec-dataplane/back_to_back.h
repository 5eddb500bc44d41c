#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ipsec-dataplane/data_plane.h"
#include "ipsec-dataplane/seeded_random.h"

/// Data planes wired to each other under a clock that only moves when told.
namespace bench {

using dataplane::Instant;
using Bytes = std::vector<std::uint8_t>;

config::IpAddress ip(std::string_view text);
/// "10.0.0.1/24", host bits kept.
config::Prefix prefix(std::string_view text);
config::InterfaceName name(std::string_view text);

// Configurations by hand.
config::Interface& interface(config::Configuration& configuration, std::string_view name,
                             std::string_view address = {});
config::StaticRoute& route(config::Configuration& configuration, std::string_view destination, std::string_view hop,
                           std::string_view interface = {});
/// permit|deny with addresses as "any" or prefixes; protocol 0 is ip.
void acl_line(config::Configuration& configuration, const std::string& list, bool permit, std::string_view source,
              std::string_view destination, std::uint8_t protocol = 0);
/// Map CMAP, entry 10, peer and list VPN, transform set TS.
config::CryptoMapEntry& map_entry(config::Configuration& configuration, std::string_view peer);
config::Interface& tunnel(config::Configuration& configuration, std::string_view address, std::string_view source,
                          std::string_view destination, config::TunnelMode mode);

class Recorder final : public dataplane::EventSink {
public:
    bool wants(dataplane::EventGroup) const override { return true; }
    void on(const dataplane::Event& event) override { events.push_back(event); }

    template <typename T>
    std::vector<T> of() const {
        std::vector<T> found;
        for (const auto& event : events)
            if (const T* body = std::get_if<T>(&event.body)) found.push_back(*body);
        return found;
    }
    std::vector<dataplane::Event> events;
};

class Lab;

/// One end of a wire: frames go into the lab's queue.
class Plug final : public dataplane::Link {
public:
    Plug(Lab& lab, std::size_t peer, std::string peer_interface)
        : lab_(lab), peer_(peer), interface_(std::move(peer_interface)) {}
    void send(std::span<const std::uint8_t> frame) override;
    bool is_up() const override { return up; }

    bool up = true;
    std::uint64_t sent = 0;
    std::vector<Bytes> seen;

private:
    Lab& lab_;
    std::size_t peer_;
    std::string interface_;
};

struct Station {
    Station(const std::string& host, std::uint32_t seed);

    config::Configuration configuration;
    Recorder recorder;
    dataplane::SeededRandom random;
    dataplane::DataPlane plane;
    std::vector<std::unique_ptr<Plug>> plugs;
    std::vector<dataplane::Upcall> upcalls;

    std::uint64_t counter(std::string_view node, std::string_view what) const;
    dataplane::InterfaceView view(std::string_view interface, Instant now = {}) const;
    template <typename T>
    std::vector<T> took() const {
        std::vector<T> found;
        for (const auto& upcall : upcalls)
            if (const T* value = std::get_if<T>(&upcall)) found.push_back(*value);
        return found;
    }
};

class Lab {
public:
    Station& add(const std::string& host);
    /// Returns the plug at `a`'s side and the one at `b`'s.
    std::pair<Plug*, Plug*> wire(Station& a, std::string_view a_interface, Station& b, std::string_view b_interface);
    /// The configurations are taken over; frames run until none is left.
    void start();
    void reconfigure(Station& station);
    void settle();
    void advance(std::chrono::nanoseconds time);
    /// One echo; nothing when no answer came in two seconds.
    std::optional<dataplane::EchoOutcome> ping(Station& from, std::string_view to, std::string_view source = {},
                                               std::uint16_t size = 100, bool df_bit = false, std::uint8_t ttl = 255);

    Instant now{std::chrono::seconds(1)};
    /// Frames it says true to are lost.
    std::function<bool(const Bytes&)> loses;

private:
    friend class Plug;
    struct Frame {
        std::size_t station = 0;
        std::string interface;
        Bytes bytes;
    };
    std::size_t index_of(const Station& station) const;
    void collect();

    std::vector<std::unique_ptr<Station>> stations_;
    std::deque<Frame> in_flight_;
    std::uint32_t next_token_ = 0x00010000;
};

inline bool is_reply(const std::optional<dataplane::EchoOutcome>& outcome) {
    return outcome && outcome->kind == dataplane::EchoOutcome::Kind::reply;
}

/// A pair of SAs between two flows, keys made up; installed at both ends. Returns inbound SPIs of a and b.
struct PairWish {
    dataplane::EspSuite suite{dataplane::Encryption::aes_cbc, 128, dataplane::Integrity::hmac_sha1_96};
    dataplane::IpsecProtocol protocol = dataplane::IpsecProtocol::esp;
    dataplane::EncapsulationMode mode = dataplane::EncapsulationMode::tunnel;
    bool nat_t = false;
    bool a_may_move = false;
    dataplane::SaLifetime lifetime{3600, 0, 4608000, 0};
    std::optional<dataplane::TrafficSelector> local, remote;  ///< of a, when narrower than its flow
    bool narrow_b_only = false;                               ///< a keeps its flow's
};
struct InstalledEnds {
    std::uint32_t a_inbound = 0, b_inbound = 0;
    dataplane::FlowId a_flow = 0, b_flow = 0;
};
InstalledEnds install_pair(Lab& lab, Station& a, dataplane::FlowId a_flow, Station& b, dataplane::FlowId b_flow,
                           const PairWish& wish = {});
dataplane::FlowId only_flow(const Station& station);

}  // namespace bench
