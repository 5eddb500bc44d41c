#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config-model/change_set.h"
#include "config-model/configuration.h"
#include "ike/isakmp/machine/table.h"
#include "ike/isakmp/views.h"
#include "ike/ports.h"
#include "ipsec-dataplane/data_plane.h"

namespace ike::isakmp {

/// IKEv1 (RFC 2407, 2408, 2409) of one router: the other half of Engine, which hands it what concerns it.
class Isakmp {
public:
    Isakmp(const config::Configuration& configuration, const Ports& ports);
    Isakmp(const config::Configuration& configuration, const Ports& ports, const Tables& tables);
    ~Isakmp();
    Isakmp(const Isakmp&) = delete;
    Isakmp& operator=(const Isakmp&) = delete;

    /// A datagram whose header says major version 1.
    void receive(dataplane::Instant now, const dataplane::UdpDatagram& datagram);
    /// False when the flow is not IKEv1's.
    bool acquire(dataplane::Instant now, const dataplane::Acquire& acquire);
    bool expire(dataplane::Instant now, const dataplane::SaExpiry& expiry);
    void unknown_spi(dataplane::Instant now, const dataplane::UnknownSpi& unknown);
    /// False when the pair is not IKEv1's.
    bool peer_moved(dataplane::Instant now, const dataplane::PeerMoved& moved);
    bool complete(dataplane::Instant now, RequestId request, Completion& completion);
    void config_changed(dataplane::Instant now, const config::ChangeSet& changes);
    void tick(dataplane::Instant now);
    std::optional<dataplane::Instant> next_deadline(bool include_background) const;
    bool is_idle() const;

    // Commands
    /// clear crypto isakmp [conn-id]: the phase 1 SAs only; DELETE goes to the peer.
    void clear(dataplane::Instant now, std::optional<std::uint32_t> conn_id);
    /// clear crypto session: SAs and pairs of these ends.
    void clear_session(dataplane::Instant now, const std::optional<config::IpAddress>& local, const std::optional<config::IpAddress>& remote);
    /// clear crypto sa [peer A]: pairs only.
    void clear_pairs(dataplane::Instant now, const std::optional<config::IpAddress>& peer, std::optional<std::uint32_t> flow);
    void remove_pairs(dataplane::Instant now, const std::vector<std::uint32_t>& inbound_spis);
    void shut_down(dataplane::Instant now);
    void ezvpn_connect(dataplane::Instant now, const std::string& name);
    void ezvpn_xauth(dataplane::Instant now, const std::string& name, const std::string& user, config::Secret password);
    void ezvpn_clear(dataplane::Instant now, const std::string& name);

    // Screens
    /// The SA after number `cursor` (0 starts), nothing at the end.
    std::optional<SaView> next_sa(std::uint32_t cursor, dataplane::Instant now) const;
    std::optional<PeerView> next_peer(std::uint32_t cursor) const;
    std::vector<PoolRangeView> pools() const;
    std::vector<EzvpnView> ezvpn() const;
    IsakmpStats stats() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ike::isakmp
