#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "config-model/manual_keys.h"
#include "ipsec-dataplane/esp/sa_database.h"
#include "ipsec-dataplane/instant.h"
#include "ipsec-dataplane/key_engine.h"
#include "ipsec-dataplane/protected_flow.h"
#include "ipsec-dataplane/tables/flow_slot.h"
#include "ipsec-dataplane/translation/port_translation.h"

namespace dataplane {

/// A child SA, both directions, under its inbound SPI.
struct InstalledPair {
    FlowId flow = 0;
    SaPairIndex sas;
    std::uint32_t inbound_spi = 0, outbound_spi = 0;
    bool initiator = false;
    bool rekeyed = false;  ///< a younger pair carries the traffic
    bool soft_reported = false, hard_reported = false;
    bool outbound_waits = false;   ///< the peer may not have its end: an older pair goes on carrying the traffic
    bool enable_expected = false;  ///< IKE has yet to say that the peer has it
    std::optional<std::uint16_t> pfs_group;
    std::optional<Instant> idle_check;  ///< when to see whether it was used
};

/// An SA request that waits for IKE (one at a time a flow).
struct SaRequest {
    bool outstanding = false;
    unsigned timeouts = 0;
    Instant deadline{};
    std::optional<FlowKey> packet;
    /// A request that came to nothing is not made again before.
    Instant quiet_until{};
};

/// Where a flow stands on the screens: by interface, map and template sequence, access-list line; then those that
/// peers made.
struct FlowPosition {
    config::InterfaceName interface;
    std::uint32_t sequence = 0, template_sequence = 0;
    std::uint32_t line = 0;
    FlowId flow = 0;
    auto operator<=>(const FlowPosition&) const = default;
};

/// Counter values of a flow when they were last cleared.
struct FlowMarks {
    std::uint64_t no_sa_send = 0, too_big = 0, clear_received = 0;
};

struct FlowRecord {
    ProtectedFlow flow;
    FlowPosition position;
    bool on_screens = true;
    std::unique_ptr<FlowSlot> slot;
    FlowId parent = 0;  ///< the line's flow that this one narrows
    std::vector<FlowId> narrowed;
    std::vector<std::uint32_t> pairs;  ///< inbound SPIs, newest first
    SaRequest request;
    std::optional<Instant> path_mtu_until;  ///< a learnt path MTU is forgotten then
    FlowMarks cleared;
};

/// What an entry is bound to; another binding is another entry.
struct PolicyBinding {
    config::InterfaceName interface;
    std::string map;  ///< empty: tunnel protection
    std::uint32_t sequence = 0;
    std::uint32_t template_sequence = 0;  ///< of a dynamic map; number of a VPN client
    auto operator<=>(const PolicyBinding&) const = default;
};

/// What the data plane alone needs of an entry.
struct PolicyDetails {
    std::string access_list;
    bool reverse_route_static = false;    ///< its routes stand while the map is applied
    config::IpAddress reverse_route_way;  ///< next hop of its routes; none: the peer
    std::optional<config::ManualKeys> manual;  ///< of an ipsec-manual entry
};

struct EntryRecord {
    PolicyEntry entry;
    PolicyDetails details;
    PolicyBinding binding;
    Instant retry_at{Duration::min()};  ///< always-on: not before
    std::optional<config::ManualKeys> manual_made;  ///< what the pair that stands was made of
    std::string manual_shape;
};

/// A VPN client of this router that is connected.
struct ConnectedClient {
    std::uint32_t number = 0;
    ClientPolicy policy;
    std::optional<config::InterfaceName> loopback;  ///< holds the assigned address
    std::unique_ptr<PortTranslation> translation;   ///< inside hosts share that address
};

/// The security policy database (RFC 4301 4.4.1) as the control thread keeps it.
struct PolicyDatabase {
    std::map<PolicyEntryId, EntryRecord> entries;
    std::map<PolicyBinding, PolicyEntryId> by_binding;  ///< the order of the screens
    std::unordered_map<FlowId, std::unique_ptr<FlowRecord>> flows;
    std::map<FlowPosition, FlowId> positions;
    std::map<FlowId, FlowPosition> former_positions;  ///< of flows that are gone, for walks under way
    std::unordered_map<std::uint32_t, InstalledPair> pairs;
    std::set<std::uint32_t> reserved_spis;
    std::set<std::pair<Instant, FlowId>> request_deadlines;
    std::set<std::pair<Instant, FlowId>> path_mtu_deadlines;
    std::set<std::pair<Instant, std::uint32_t>> idle_deadlines;  ///< by inbound SPI
    std::multimap<std::pair<config::IpAddress, config::IpAddress>, PolicyEntryId> by_ends;
    /// Addresses (ours, theirs) whose unknown SPI IKE has been told of.
    std::map<std::pair<config::IpAddress, config::IpAddress>, Instant> unknown_spis;
    std::multimap<config::IpAddress, PolicyEntryId> by_local;  ///< templates that take any peer
    std::vector<ConnectedClient> clients;
    std::uint32_t next_client = 1;
    PolicyEntryId next_entry = 1;
    FlowId next_flow = 1;
    std::uint32_t next_connection = 1;
    bool crypto_on = false;
    bool check_always_on = true;            ///< an always-on policy may have to start
    std::optional<Instant> next_always_on;  ///< when one that pauses starts again

    FlowRecord* flow(FlowId id) {
        const auto at = flows.find(id);
        return at == flows.end() ? nullptr : at->second.get();
    }
    EntryRecord* entry(PolicyEntryId id) {
        const auto at = entries.find(id);
        return at == entries.end() ? nullptr : &at->second;
    }
    InstalledPair* pair(std::uint32_t inbound_spi) {
        const auto at = pairs.find(inbound_spi);
        return at == pairs.end() ? nullptr : &at->second;
    }
};

}  // namespace dataplane
