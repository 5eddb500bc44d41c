#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "config-model/change_set.h"
#include "config-model/configuration.h"
#include "ike/ports.h"
#include "ike/views.h"
#include "ipsec-dataplane/data_plane.h"

namespace ike {

struct Tables;
namespace isakmp {
class Isakmp;
struct Tables;
}

namespace command {
/// clear crypto ikev2 sa [local A] [remote A]; clear crypto session: the IKE SAs and their children.
struct ClearIkeSa { std::optional<config::IpAddress> local, remote; std::optional<std::uint32_t> tunnel_id; };
/// clear crypto sa [peer A]: IPsec SAs only.
struct ClearIpsecSa { std::optional<config::IpAddress> peer; std::optional<std::uint32_t> flow; };
/// The policy these pairs were made for is gone: delete them, tell the peer.
struct RemovePairs { std::vector<std::uint32_t> inbound_spis; };
struct ClearStats {};
/// clear crypto ikev2 diagnose error
struct ClearErrors {};
/// clear crypto isakmp [conn-id]: phase 1 SAs of IKEv1 only.
struct ClearIsakmp { std::optional<std::uint32_t> conn_id; };
/// clear crypto session [local A] [remote A]: IKE SAs of both versions with their IPsec SAs.
struct ClearSession { std::optional<config::IpAddress> local, remote; };
struct EzvpnConnect { std::string name; };
struct EzvpnXauth { std::string name, user; config::Secret password; };
struct EzvpnClear { std::string name; };                  ///< empty: all
/// The program ends: DELETE for every SA.
struct Shutdown {};
}  // namespace command

using Command = std::variant<command::ClearIkeSa, command::ClearIpsecSa, command::RemovePairs, command::ClearStats, command::Shutdown,
                             command::ClearIsakmp, command::ClearSession, command::EzvpnConnect, command::EzvpnXauth, command::EzvpnClear, command::ClearErrors>;

/// IKEv2 (RFC 7296) and IKEv1 of one router, side by side on the same ports: the policy, or the peer's header, chooses. No sockets, clock or threads: bytes, time and requests come in by these calls,
/// everything else leaves through the ports, which only enqueue.
class Engine {
public:
    /// `configuration` must outlive the engine; it changes only between calls, announced by `config_changed`.
    Engine(const config::Configuration& configuration, const Ports& ports);
    /// With other rows than the standard ones, which must outlive the engine: for tests of the rows.
    Engine(const config::Configuration& configuration, const Ports& ports, const Tables& tables);
    Engine(const config::Configuration& configuration, const Ports& ports, const Tables& tables, const isakmp::Tables& isakmp_tables);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    void receive(dataplane::Instant now, const dataplane::UdpDatagram& datagram);
    void acquire(dataplane::Instant now, const dataplane::Acquire& acquire);
    void expire(dataplane::Instant now, const dataplane::SaExpiry& expiry);
    /// ESP or AH came in that no SA explains.
    void unknown_spi(dataplane::Instant now, const dataplane::UnknownSpi& packet);
    /// A peer behind a NAT sends from another address or port: RFC 7296 §2.23.
    void peer_moved(dataplane::Instant now, const dataplane::PeerMoved& moved);
    void complete(dataplane::Instant now, RequestId request, Completion completion);
    void command(dataplane::Instant now, const Command& command);
    void config_changed(dataplane::Instant now, const config::ChangeSet& changes);
    void tick(dataplane::Instant now);
    /// `include_background`: DPD, keepalive and lifetime deadlines too.
    std::optional<dataplane::Instant> next_deadline(bool include_background) const;

    // Screens
    /// The SA after tunnel-id `cursor` (0 starts), nothing at the end.
    std::optional<IkeSaView> next_sa(std::uint32_t cursor, dataplane::Instant now) const;
    EngineStats stats() const;
    ErrorTableView errors() const;
    /// The IKEv1 half: its SAs, peers, pools and clients.
    const isakmp::Isakmp& isakmp() const;
    /// No jobs outstanding and no exchange in flight.
    bool is_idle() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ike
