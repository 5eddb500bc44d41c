#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config-model/interface_name.h"
#include "config-model/ip_address.h"
#include "config-model/ipsec.h"
#include "ipsec-dataplane/ids.h"
#include "ipsec-dataplane/traffic_selector.h"

namespace dataplane {

/// Names a PolicyEntry / ProtectedFlow of one router. 0 names nothing. Never reused while the router runs.
using PolicyEntryId = std::uint32_t;
using FlowId = std::uint32_t;

/// `dynamic_map`: a template of `crypto map … ipsec-isakmp dynamic D`. `ezvpn_client`: made by KeyEngine::add_client_policy.
enum class PolicyOrigin : std::uint8_t { crypto_map, static_vti, gre_protection, dynamic_map, ezvpn_client };

/// What the security policy database holds for one crypto map entry applied to an interface, or for one
/// `tunnel protection`: everything IKE needs to negotiate, copied from the configuration.
struct PolicyEntry {
    PolicyEntryId id = 0;
    PolicyOrigin origin = PolicyOrigin::crypto_map;
    config::InterfaceName interface;            ///< where the map is applied, or the tunnel
    config::InterfaceName outgoing;             ///< crypto map: the same; tunnel: its source interface when known
    std::string map_tag;                        ///< "CMAP", or "Tunnel0-head-0"
    std::uint32_t sequence = 0;                 ///< map entry; 65536 for a tunnel's map
    VrfId front_vrf{};
    config::IpAddress local;                    ///< local crypto endpoint; family none while it has no address
    std::vector<config::IpAddress> peers;       ///< in order; the current one is IKE's choice
    std::vector<std::string> transform_sets;    ///< names in order of priority; empty: the default set
    std::string ikev2_profile;                  ///< empty: IKEv1
    std::string isakmp_profile;                 ///< of the entry, else of the map; empty: none asked for
    std::string dynamic_map;                    ///< dynamic_map: its name
    std::uint32_t dynamic_sequence = 0;         ///< dynamic_map: the template's number
    bool any_proxy = false;                     ///< a template without access list: whatever selectors the peer proposes
    bool ipv6 = false;                          ///< selectors are IPv6
    std::string client_authentication_list;     ///< crypto map M client authentication list L: Xauth
    std::string authorization_list;             ///< crypto map M isakmp authorization list L
    config::ClientAddressing client_addressing; ///< crypto map M client configuration address …
    std::uint32_t idle_time = 0;                ///< seconds; 0: never idle out
    bool reverse_route = false;
    std::optional<std::uint16_t> pfs_group;
    std::uint32_t lifetime_seconds = config::default_sa_seconds;
    std::uint64_t lifetime_kilobytes = config::default_sa_kilobytes;  ///< 0: disabled
    std::uint16_t replay_window = 64;           ///< packets; 0: off
    bool always_create = false;                 ///< static VTI / protection: negotiates without traffic, for ever
    bool responder_only = false;
    bool transport_allowed = false;             ///< the proxies are the two endpoints (GRE, host to host)
    std::string ipsec_profile;                  ///< tunnel protection: its profile
    std::vector<FlowId> flows;                  ///< in ACL order, then the ones peers made
};

/// One identity pair: an ACL `permit` line, a tunnel, or a narrower pair agreed with a peer.
/// It is one block of `show crypto ipsec sa`.
struct ProtectedFlow {
    FlowId id = 0;
    PolicyEntryId entry = 0;
    TrafficSelector local;
    TrafficSelector remote;
    bool origin_is_acl = true;                  ///< else made by narrowing or by the peer: flags={}
    std::uint32_t acl_sequence = 0;
};

/// The read side of the security policy database. References are valid until the next configuration change.
class PolicyDirectory {
public:
    virtual ~PolicyDirectory() = default;
    virtual const PolicyEntry* entry(PolicyEntryId id) const = 0;
    virtual const ProtectedFlow* flow(FlowId id) const = 0;
    /// All entries, in the order in which interfaces and maps list them.
    virtual std::vector<PolicyEntryId> entries() const = 0;
    /// Entries a responder may use for IKE between these addresses, in order of interface, map sequence and template sequence:
    /// local address (or source) equal; peer listed, or a dynamic map's template that lists none.
    virtual std::vector<PolicyEntryId> entries_for(const config::IpAddress& local, const config::IpAddress& peer) const = 0;
    /// The source address the stack would use towards `peer` (0/none when there is no route).
    virtual config::IpAddress source_towards(VrfId vrf, const config::IpAddress& peer) const = 0;
};

}  // namespace dataplane
