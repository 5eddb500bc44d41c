#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "show-commands/crypto/crypto_session.h"

namespace show {

/// Goes through every (interface, peer) of the security policy database, in its order. Peers of a dynamic map are those
/// that have SAs.
class SessionCollector {
public:
    SessionCollector(std::unique_ptr<CryptoRows> rows, const config::Configuration& configuration, const SessionFilter& filter,
                     const ShowLook& look);
    std::optional<SessionRow> next();

private:
    using Entries = std::vector<const dataplane::PolicyEntry*>;
    /// An address with one port, or with all but those of the peer's other rows.
    struct PeerEnd {
        config::IpAddress address;
        std::optional<std::uint16_t> port;
        std::vector<std::uint16_t> others;
        bool has(const config::IpAddress& remote, std::uint16_t remote_port) const;
    };

    bool advance(const dataplane::PolicyEntry*& entry, config::IpAddress& peer);
    std::vector<config::IpAddress> peers_of(const dataplane::PolicyEntry& entry) const;
    void add_peers_with_flows(std::vector<config::IpAddress>& peers, const dataplane::PolicyEntry& entry) const;
    void add_peers_with_sas(std::vector<config::IpAddress>& peers, const dataplane::PolicyEntry& entry) const;
    /// All entries of the same interface and peer; empty if this is not the first of them.
    Entries entries_of(const dataplane::PolicyEntry& entry, const config::IpAddress& peer) const;
    bool admits(const dataplane::PolicyEntry& entry, const config::IpAddress& peer) const;
    /// Several peers behind one NAT have one address and a port each.
    std::vector<PeerEnd> ends_of(const Entries& entries, const config::IpAddress& peer) const;
    SessionRow row_of(const Entries& entries, const PeerEnd& peer) const;
    void add_flows(SessionRow& row, const Entries& entries, const PeerEnd& peer) const;
    void add_sas(SessionRow& row, const Entries& entries, const PeerEnd& peer) const;
    void add_sa(SessionRow& row, const ike::IkeSaView& sa) const;
    void add_sa(SessionRow& row, const ike::isakmp::SaView& sa) const;
    bool serves(const ike::IkeSaView& sa, const Entries& entries) const;
    bool serves(const ike::isakmp::SaView& sa, const Entries& entries) const;
    bool holds(const dataplane::PolicyEntry& entry, const std::vector<std::uint32_t>& spis) const;

    std::unique_ptr<CryptoRows> rows_;
    const config::Configuration& configuration_;
    SessionFilter filter_;
    const ShowLook& look_;
    std::vector<dataplane::PolicyEntryId> entries_;
    std::size_t entry_ = 0, peer_ = 0;   ///< the next to visit
    std::vector<config::IpAddress> peers_;   ///< of the entry being visited, once peer_ counts in it
    bool entered_ = false;
    std::deque<SessionRow> ready_;           ///< of a peer's other ports
};

}  // namespace show
